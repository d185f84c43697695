"""Frozen history: one function per step from a schema version to the next.

A step gets a connection inside a transaction and imports nothing of ours, so that a later change
of the program cannot change what it did. Version 1 is the first that was ever released; the step
from it stands in ``to_0002.py`` and is listed here under 1; the others likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import apsw

from clm_desktop.store.migrations import to_0002, to_0003, to_0004

Step = Callable[[apsw.Connection], None]

STEPS: Mapping[int, Step] = {1: to_0002.step, 2: to_0003.step, 3: to_0004.step}
