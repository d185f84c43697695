"""What Windows is told about the reader of workbooks has the layout that Windows reads."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from clm_desktop.ingest.windows_limits import Limits, limits


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the layout of 64-bit Windows")
def test_that_the_limits_have_the_layout_of_winnt_h() -> None:
    """By its C definition LimitFlags stands at 16 and ProcessMemoryLimit at 112 of 144 bytes."""
    told = bytes(limits(2_000_000_000, 120))
    assert len(told) == ctypes.sizeof(Limits) == 144
    assert int.from_bytes(told[0:8], "little") == 120 * 10_000_000  # units of 100 ns
    assert int.from_bytes(told[16:20], "little") == 0x102
    assert int.from_bytes(told[112:120], "little") == 2_000_000_000
    assert not any(told[20:112] + told[120:])


@pytest.mark.skipif(sys.platform != "win32", reason="job objects are of Windows")
def test_that_a_process_beyond_its_memory_ends() -> None:
    code = (
        "from clm_desktop.ingest.windows_limits import limit_this_process\n"
        "assert limit_this_process(300_000_000, 60)\n"
        "bytearray(1_000_000_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
