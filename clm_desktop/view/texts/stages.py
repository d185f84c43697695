"""What the program is busy with: the stages that long work reports."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

STAGES: Mapping[str, Text] = {
    "stage.risk_past": N_("Looking at your past"),
    "stage.risk_contest": N_("Checking predictions on your past"),
    "stage.offers": N_("Finding what to offer"),
}
