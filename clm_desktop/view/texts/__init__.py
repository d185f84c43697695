"""The words of every code that lower layers hand up, one module per source of codes.

``TEXTS`` maps a code to its English template; fields are named as the message's parameters, plus
``x_span`` for every ``x_days`` ("6 weeks") and ``x_in_ten`` for every share ("about 7 in 10").
"""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import Text
from clm_desktop.view.texts.errors import ERRORS

TEXTS: Mapping[str, Text] = {**ERRORS}
