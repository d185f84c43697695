"""``python -m clm_desktop`` and the ``clm-desktop`` command."""

import multiprocessing
import sys


def run() -> None:
    """Start the program with the arguments of the command line."""
    multiprocessing.freeze_support()
    from clm_desktop.app.main import main  # after freeze_support, so that children stay light

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
