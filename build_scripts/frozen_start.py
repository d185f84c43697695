"""Runs first inside the packaged program: give matplotlib a folder that stays.

Otherwise it would look at every font of the machine at each start.
"""

import os

import clm_desktop
from clm_desktop.core.paths import cache

os.environ["MPLCONFIGDIR"] = str(cache() / f"matplotlib-{clm_desktop.__version__}")
