"""What the program is busy with: the stages that long work reports."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

STAGES: Mapping[str, Text] = {
    "stage.look": N_("Looking at your files"),
    "stage.preview": N_("Looking at the columns"),
    "stage.export": N_("Writing the file"),
    "stage.read": N_("Reading your file"),
    "stage.write": N_("Keeping the answers"),
    "stage.check": N_("Checking that every row is there"),
    "stage.quality": N_("Looking at how good the data is"),
    "stage.backup": N_("Keeping the state before"),
    "stage.restore": N_("Putting the earlier state back"),
    "stage.undo": N_("Taking the import back"),
    "stage.load": N_("Opening your orders"),
    "stage.totals": N_("Adding up"),
    "stage.groups": N_("Finding groups"),
    "stage.clusters": N_("Finding look-alikes"),
    "stage.risk": N_("Looking for who may leave"),
    "stage.value": N_("Estimating what customers will spend"),
    "stage.value_past": N_("Checking the estimate on your past"),
    "stage.today": N_("Writing your list for today"),
    "stage.risk_past": N_("Looking at your past"),
    "stage.label": N_("Learning from your own column"),
    "stage.risk_contest": N_("Checking predictions on your past"),
    "stage.lifecycle": N_("Following customers from order to order"),
    "stage.offers": N_("Finding what to offer"),
    "stage.demand": N_("Looking ahead"),
    "stage.products": N_("Looking ahead for every product"),
}
