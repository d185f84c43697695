"""What went wrong, where, and how to mend it: the words of every ``UserError`` code."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import Text

ERRORS: Mapping[str, Text] = {}
