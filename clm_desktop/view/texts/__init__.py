"""The words of every code that lower layers hand up, one module per kind.

``TEXTS`` maps a code to its English template; fields are named as the message's parameters, plus
``x_span`` for every ``x_days`` ("6 weeks") and ``x_in_ten`` for every share ("about 7 in 10"). A
parameter that is itself a code (``kind="pdf"``) is put into words when ``kind.pdf`` is known.
"""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import Text
from clm_desktop.view.texts.acquisition import ACQUISITION
from clm_desktop.view.texts.backups import BACKUPS
from clm_desktop.view.texts.checks import CHECKS
from clm_desktop.view.texts.demand import DEMAND
from clm_desktop.view.texts.errors import ERRORS
from clm_desktop.view.texts.files import FILES
from clm_desktop.view.texts.groups import GROUPS
from clm_desktop.view.texts.labelled import LABELLED
from clm_desktop.view.texts.messages import MESSAGES
from clm_desktop.view.texts.outreach import OUTREACH
from clm_desktop.view.texts.owner import OWNER
from clm_desktop.view.texts.plan import PLAN_WORDS
from clm_desktop.view.texts.plan_items import PLAN_ITEMS
from clm_desktop.view.texts.quality import QUALITY
from clm_desktop.view.texts.reasons import REASONS
from clm_desktop.view.texts.relations import RELATIONS
from clm_desktop.view.texts.stages import STAGES
from clm_desktop.view.texts.templates import TEMPLATES
from clm_desktop.view.texts.today import TODAY

TEXTS: Mapping[str, Text] = {
    **ACQUISITION,
    **BACKUPS,
    **CHECKS,
    **DEMAND,
    **ERRORS,
    **FILES,
    **LABELLED,
    **MESSAGES,
    **OUTREACH,
    **OWNER,
    **GROUPS,
    **PLAN_WORDS,
    **PLAN_ITEMS,
    **QUALITY,
    **REASONS,
    **RELATIONS,
    **STAGES,
    **TEMPLATES,
    **TODAY,
}
