"""What threads of the program leave behind when they fail outside a job."""

from __future__ import annotations

import threading
from collections.abc import Callable


def watch_threads(told: Callable[[BaseException], None]) -> None:
    """Hand every exception that ends a thread to ``told``, in that thread."""

    def hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            told(args.exc_value)

    threading.excepthook = hook
