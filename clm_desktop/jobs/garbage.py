"""Python's cyclic garbage, collected in the window's thread only.

Widgets stand in reference cycles (a lambda on a button is enough), so the collector is what frees
them, and left to itself it runs in whichever thread happens to allocate. A widget that dies in a
worker takes the program with it. Nor may it run in the window's thread just when something is
allocated there: Qt asks Python about overridden methods while it holds its lock over signals, and a
widget that dies in between waits for that lock for ever.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

TICK_MS = 200
GROWN = 20_000  # containers made since the last full round that make another worth its while
FULL_S = 10.0  # least time between full rounds
FIRST_FULL_S = 60.0  # libraries are still being imported, see freeze
SHARE = 200  # a full round that took t seconds comes again after SHARE * t: at most 0.5 % of time


class Garbage(QObject):
    """Takes the place of the automatic collector for good; lives in the window's thread.

    Two generations: what was made since the last tick is looked through at each tick, which costs
    some milliseconds however much a worker holds; everything else now and then.
    """

    def __init__(self, parent: QObject) -> None:
        """Switch the automatic collector off; the event loop does its work from now on."""
        super().__init__(parent)
        gc.disable()
        self._grown = 0
        self._full_at = time.monotonic() + FIRST_FULL_S
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def freeze(self) -> None:
        """Leave everything that is there now out of all later rounds.

        A full round over the libraries' half a million objects would hold up the window for 0.2 s.
        """
        gc.freeze()
        self._grown = 0
        self._full_at = time.monotonic() + FULL_S

    def end(self) -> None:
        """Collect no more; the window is about to close, and the automatic collector stays off."""
        self._timer.stop()

    def _tick(self) -> None:
        self._grown += gc.get_count()[0]
        if self._grown < GROWN or time.monotonic() < self._full_at:
            gc.collect(1)
            return
        begun = time.monotonic()
        gc.collect()
        ended = time.monotonic()
        self._grown = 0
        self._full_at = ended + max(FULL_S, SHARE * (ended - begun))
