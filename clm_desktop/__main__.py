"""``python -m clm_desktop`` and the ``clm-desktop`` command."""

import multiprocessing
import os
import sys


def run() -> None:
    """Start the program with the arguments of the command line."""
    multiprocessing.freeze_support()
    leave_a_core_to_the_window()
    from clm_desktop.app.main import main

    sys.exit(main(sys.argv[1:]))


def leave_a_core_to_the_window() -> None:
    """Bound the threads of numerical libraries; must come before their first import.

    Waiting OpenMP threads otherwise spin: on two busy cores a fit of 2 s was seen to take 110 s.
    The bound also keeps scikit-learn from counting cores through other programs.
    """
    threads = str(max(1, (os.cpu_count() or 1) - 1))
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, threads)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


if __name__ == "__main__":
    run()
