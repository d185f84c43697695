"""How much a process may use on Windows: a job object with this process alone in it.

Layouts: winnt.h, JOBOBJECT_EXTENDED_LIMIT_INFORMATION. Jobs nest from Windows 8 on.
"""

from __future__ import annotations

import ctypes
import sys

_EXTENDED = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME, _PROCESS_MEMORY = 0x2, 0x100
_TICKS = 10_000_000  # of 100 ns in a second


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _Basic),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("most_process_memory", ctypes.c_size_t),
        ("most_job_memory", ctypes.c_size_t),
    )


def limits(memory_bytes: int, cpu_s: int) -> Limits:
    """What the system is told."""
    basic = _Basic(process_time=cpu_s * _TICKS, flags=_PROCESS_TIME | _PROCESS_MEMORY)
    return Limits(basic=basic, process_memory=memory_bytes)


if sys.platform == "win32":

    def limit_this_process(memory_bytes: int, cpu_s: int) -> bool:
        """Bound memory and time from now on; False where the system does not allow it."""
        kernel = ctypes.WinDLL("kernel32")
        handle, told = ctypes.c_void_p, limits(memory_bytes, cpu_s)
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = handle
        kernel.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
        kernel.SetInformationJobObject.argtypes = (
            *(handle, ctypes.c_int),
            *(ctypes.POINTER(Limits), ctypes.c_uint32),
        )
        kernel.AssignProcessToJobObject.argtypes = (handle, handle)
        job = kernel.CreateJobObjectW(None, None)  # lives as long as the process
        size = ctypes.sizeof(told)
        return (
            bool(job)
            and bool(kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(told), size))
            and bool(kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()))
        )
