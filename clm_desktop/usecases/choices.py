"""What the owner chose for a shop: levels of risk, how far to look ahead, groups, margin."""

from __future__ import annotations

from clm_desktop.core.errors import RequestError
from clm_desktop.models.segments.rfm import RFM_SIZES
from clm_desktop.store.found_groups import forget_found
from clm_desktop.store.project import Project
from clm_desktop.store.settings import ShopSettings, load_settings, save_settings
from clm_desktop.usecases.compute_answers import check_options
from clm_desktop.usecases.refresh import options_of

FOUND_KS = (3, 4, 5, 6, 7, 8)
LEAST_SERVICE, MOST_SERVICE = 0.5, 0.98  # what ranges of forecasts can hold
MOST_STOCK_DAYS = 180
REBUYS = ("auto", "yes", "no")


def choices(project: Project) -> ShopSettings:
    """What is chosen."""
    return load_settings(project)


def choose(project: Project, wanted: ShopSettings) -> ShopSettings:
    """Keep choices; gives those before, to be put back.

    Raises
    ------
    RequestError
        ``bad_horizon``, ``bad_thresholds``, ``bad_setting``.
    """
    check_options(options_of(wanted))
    some: tuple[tuple[str, object, tuple[object, ...]], ...] = (
        ("groups", wanted.rfm_groups, (0, *RFM_SIZES)),
        ("found-groups", wanted.found_k, (0, *FOUND_KS)),
        ("rebuy", wanted.rebuy, REBUYS),
    )
    for name, value, known in some:
        if value not in known:
            said = ", ".join(str(one) for one in known)
            raise RequestError("bad_setting", value=str(value), name=name, known=said)
    for name, days, least in (
        ("lead-days", wanted.lead_time_days, 0),
        ("review-days", wanted.review_days, 1),
    ):
        if not least <= days <= MOST_STOCK_DAYS:
            said = f"{least}–{MOST_STOCK_DAYS}"
            raise RequestError("bad_setting", value=str(days), name=name, known=said)
    if not LEAST_SERVICE <= wanted.service_share <= MOST_SERVICE:
        said = f"{LEAST_SERVICE:g}–{MOST_SERVICE:g}"
        raise RequestError(
            "bad_setting", value=f"{wanted.service_share:g}", name="service", known=said
        )
    margin = wanted.margin_share
    if margin is not None and not 0 < margin < 1:
        raise RequestError("bad_setting", value=f"{margin:g}", name="margin", known="0.01–0.99")
    before = load_settings(project)
    if wanted != before:
        save_settings(project, wanted)
    return before


def find_new_groups(project: Project) -> None:
    """Let go of the groups that stand: the next refresh finds new ones."""
    forget_found(project)
