"""Colours of the light and the dark look, shared by widgets and charts (hex strings).

The eight chart roles are the Okabe-Ito palette, which stays apart for every kind of colour vision
(Okabe & Ito 2008, "Color Universal Design"); colour is never the only sign, so charts add markers
and hatches and the risk levels add a word and a shape. Text keeps a contrast of at least 4.5:1 on
both background and surface (WCAG 2.1, 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clm_desktop.models.results import Risk

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")  # matplotlib markers by chart role
RISK_SHAPES = {Risk.NONE: "", Risk.LOW: "●", Risk.MEDIUM: "▲", Risk.HIGH: "◆"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One look. ``palette`` holds the chart colours by role, ``risk`` the text colours by level."""

    name: Literal["light", "dark"]
    background: str  # of the window
    surface: str  # of cards, tables, charts
    text: str
    muted: str  # second voice: notes, axis labels
    line: str  # hairlines and grids
    accent: str  # links, selection, the main button
    on_accent: str  # text on the accent
    hover: str
    selected: str  # background of a selected row
    good: str
    warn: str
    bad: str
    palette: tuple[str, str, str, str, str, str, str, str]

    def risk_text(self, risk: Risk) -> str:
        """Text colour of a risk level."""
        return {Risk.LOW: self.good, Risk.MEDIUM: self.warn, Risk.HIGH: self.bad}.get(
            risk, self.muted
        )


_BLUE, _ORANGE, _GREEN, _VERMILLION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
_SKY, _PURPLE, _YELLOW = "#56B4E9", "#CC79A7", "#F0E442"

LIGHT = Theme(
    name="light",
    background="#F6F7F9",
    surface="#FFFFFF",
    text="#1B1F24",
    muted="#59636E",
    line="#D8DDE3",
    accent="#00629B",
    on_accent="#FFFFFF",
    hover="#EDF2F7",
    selected="#D7E9F7",
    good="#00694C",
    warn="#825500",
    bad="#A83A00",
    palette=(_BLUE, _ORANGE, _GREEN, _VERMILLION, _SKY, _PURPLE, "#8C8C8C", "#1B1F24"),
)

DARK = Theme(
    name="dark",
    background="#14171B",
    surface="#1D2126",
    text="#E8EBEE",
    muted="#A3ADB8",
    line="#363C44",
    accent="#6FC1F0",
    on_accent="#0B1B26",
    hover="#272D34",
    selected="#1F3F57",
    good="#4CCBA3",
    warn="#F2B53F",
    bad="#FF9361",
    palette=(_SKY, _ORANGE, "#1FB58A", "#F07B3A", _YELLOW, _PURPLE, "#9AA0A6", "#E8EBEE"),
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK)}


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1..21 (WCAG 2.1, relative luminance of sRGB)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
