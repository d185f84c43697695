"""Looking ahead: methods, holidays and reasons that the forecasts hand up."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

DEMAND: Mapping[str, Text] = {
    "demand.too_early": Plural(
        "Too early to look ahead: {have_weeks} whole week with sales is known, "
        "{need_weeks} are needed.",
        "Too early to look ahead: {have_weeks} whole weeks with sales are known, "
        "{need_weeks} are needed.",
        by="have_weeks",
    ),
    "demand.no_money": N_("Your files tell no prices, so sales cannot be looked ahead."),
    "demand.method.mean_4": N_("the mean of the last four weeks"),
    "demand.method.mean_8": N_("the mean of the last eight weeks"),
    "demand.method.smooth": N_("exponential smoothing"),
    "demand.method.last_year": N_("the same weeks of last year"),
    "demand.method.smooth_season": N_("smoothing with your season"),
    "demand.method.season_and_last_year": N_("season and last year together"),
    "demand.method.learned": N_("smoothing and what all products teach, averaged"),
    "holiday.valentine": N_("Valentine's Day"),
    "holiday.easter": N_("Easter"),
    "holiday.mothers_day": N_("Mother's Day"),
    "holiday.black_friday": N_("Black Friday"),
    "holiday.christmas": N_("Christmas"),
    "holiday.spring_festival": N_("Spring Festival"),
    "holiday.sales_618": N_("618 sales"),
    "holiday.mid_autumn": N_("Mid-Autumn Festival"),
    "holiday.national_day": N_("National Day"),
    "holiday.double_eleven": N_("Double Eleven"),
    "holiday.double_twelve": N_("Double Twelve"),
    "demand.state.few": N_("sold too seldom to foresee"),
    "demand.state.new": N_("new, so a wide range"),
    "demand.state.stopped": N_("probably no longer sold"),
    "demand.steady.x": N_("steady"),
    "demand.steady.y": N_("varies"),
    "demand.steady.z": N_("hard to foresee"),
}
