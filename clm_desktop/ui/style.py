"""Fusion with the colours of a Theme: a palette for what Qt draws, a style sheet for the rest.

Sizes are in units of the text's height, so that nothing is cut when text grows.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from clm_desktop.core.paths import resources
from clm_desktop.view.theme import Theme

FAMILIES = ("Noto Sans", "Noto Sans CJK SC")
MIN_POINTS = 10.0


def load_fonts(app: QApplication) -> None:
    """Use the bundled fonts, Latin first, in the size that the system's own font has."""
    for file in sorted((resources() / "fonts").glob("*.[ot]tf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise RuntimeError(f"font {file.name} cannot be loaded")
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(max(MIN_POINTS, app.font().pointSizeF()))
    font.setStyleHint(QFont.StyleHint.SansSerif)
    app.setFont(font)


def unit(app: QApplication | None = None) -> int:
    """Height of a line of text in logical pixels: what spaces are measured in."""
    return QFontMetrics((app or QApplication).font()).height()


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole program the colours of a theme."""
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme, unit(app)))


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's own roles, for everything the style sheet does not name."""
    made = QPalette()
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.background,
        roles.WindowText: theme.text,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.background,
        roles.Text: theme.text,
        roles.Button: theme.surface,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.bad,
        roles.ToolTipBase: theme.surface,
        roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.muted,
        roles.Highlight: theme.selected,
        roles.HighlightedText: theme.text,
        roles.Accent: theme.accent,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.Light: theme.surface,
        roles.Midlight: theme.line,
        roles.Mid: theme.line,
        roles.Dark: theme.muted,
        roles.Shadow: theme.line,
    }
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def style_sheet(theme: Theme, line: int) -> str:
    """What Fusion alone would not do: quiet surfaces, one accent, room around things."""
    small, half, radius = line // 4, line // 2, max(4, line // 3)
    chevron = (resources() / "icons" / f"chevron-{theme.name}.svg").as_posix()
    tick = (resources() / "icons" / f"tick-{theme.name}.svg").as_posix()
    chevron_up = (resources() / "icons" / f"chevron-up-{theme.name}.svg").as_posix()
    return f"""
QToolTip {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.line};
    padding: {small}px; }}
QMainWindow, QDialog {{ background: {theme.background}; }}
QMenuBar {{ background: {theme.background}; padding: 1px {small}px; }}
QMenuBar::item {{ padding: {small}px {half}px; border-radius: {radius - 2}px; }}
QMenuBar::item:selected {{ background: {theme.hover}; }}
QMenu {{ background: {theme.surface}; border: 1px solid {theme.line}; padding: {small}px; }}
QMenu::item {{ padding: {small}px {line}px; border-radius: {radius - 2}px; }}
QMenu::item:selected {{ background: {theme.selected}; color: {theme.text}; }}
QMenu::item:disabled {{ color: {theme.muted}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: {small}px {half}px; }}

QLabel[role="muted"], QLabel[role="note"] {{ color: {theme.muted}; }}
QLabel[role="good"] {{ color: {theme.good}; }}
QLabel[role="bad"] {{ color: {theme.bad}; }}
QLabel[role="accent"] {{ color: {theme.accent}; }}

QFrame[role="card"] {{ background: {theme.surface}; border: 1px solid {theme.line};
    border-radius: {radius}px; }}
QFrame[role="line"] {{ background: {theme.line}; border: none; }}
QFrame[role="side"] {{ background: {theme.surface}; border: none;
    border-left: 1px solid {theme.line}; }}
QFrame[role="nav"] {{ background: {theme.surface}; border: none;
    border-right: 1px solid {theme.line}; }}
QFrame[role="top"] {{ background: {theme.surface}; border: none;
    border-bottom: 1px solid {theme.line}; }}
QFrame[role="veil"] {{ background: {theme.background}; }}
QLabel[role="sample"] {{ color: {theme.warn}; border: 1px solid {theme.warn};
    border-radius: {radius}px; padding: 1px {half}px; }}
QFrame[role="bar"] {{ background: {theme.surface}; border: none;
    border-top: 1px solid {theme.line}; }}
QFrame[role="chosen"] {{ background: {theme.selected}; border: none;
    border-bottom: 1px solid {theme.line}; }}
QFrame[role="drop"] {{ background: {theme.surface}; border: 2px dashed {theme.muted};
    border-radius: {radius * 2}px; }}
QFrame[role="notice"] {{ background: {theme.text}; border-radius: {radius}px; }}
QFrame[role="notice"] QLabel {{ color: {theme.surface}; }}
QScrollArea, QScrollArea > QWidget > QWidget[role="page"] {{ background: transparent;
    border: none; }}
QFrame[role="side"] QScrollArea > QWidget > QWidget {{ background: transparent; }}

QPushButton {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.line};
    border-radius: {radius}px; padding: {small}px {line * 3 // 4}px; }}
QPushButton:hover {{ background: {theme.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {theme.selected}; }}
QPushButton:focus {{ border: 2px solid {theme.accent}; padding: {small - 1}px
    {line * 3 // 4 - 1}px; }}
QPushButton:disabled {{ color: {theme.muted}; background: {theme.background}; }}
QPushButton[role="main"] {{ background: {theme.accent}; color: {theme.on_accent};
    border-color: {theme.accent}; font-weight: bold; }}
QPushButton[role="main"]:focus {{ border: 2px solid {theme.text}; }}
QPushButton[role="main"]:disabled {{ background: {theme.line}; color: {theme.muted};
    border-color: {theme.line}; }}
QPushButton[role="link"] {{ background: transparent; border: none; color: {theme.accent};
    padding: {small}px; text-align: left; }}
QPushButton[role="link"]:hover {{ background: {theme.hover}; }}
QPushButton[role="link"]:focus {{ border: 2px solid {theme.accent}; padding: {small - 2}px; }}
QPushButton[role="nav"] {{ background: transparent; border: none; text-align: left;
    padding: {half}px {half}px; border-radius: {radius}px; }}
QPushButton[role="nav"]:hover {{ background: {theme.hover}; }}
QPushButton[role="nav"]:checked {{ background: {theme.selected}; font-weight: bold; }}
QPushButton[role="nav"]:focus {{ border: 2px solid {theme.accent}; padding: {half - 2}px
    {half - 2}px; }}
QPushButton[role="nav"]:disabled {{ background: transparent; color: {theme.muted}; }}
QPushButton[role="choice"] {{ padding: {small - 1}px {half}px; border-radius: {radius}px;
    border: 1px solid transparent; background: transparent; color: {theme.muted}; }}
QPushButton[role="choice"]:hover {{ background: {theme.hover}; }}
QPushButton[role="choice"]:checked {{ background: {theme.selected}; color: {theme.text};
    border: 1px solid {theme.line}; }}
QPushButton[role="choice"]:focus {{ border: 2px solid {theme.accent}; padding: {small - 2}px
    {half - 1}px; }}
QPushButton[role="notice"] {{ background: transparent; color: {theme.surface};
    border: 1px solid {theme.surface}; }}
QPushButton[role="notice"]:hover {{ background: {theme.muted}; }}
QPushButton[role="notice"]:focus {{ border: 2px solid {theme.surface}; }}
QPushButton::menu-indicator {{ width: 0; }}
QToolButton {{ border: 1px solid transparent; border-radius: {radius}px; padding: {small}px; }}
QToolButton:hover {{ background: {theme.hover}; }}
QToolButton:focus {{ border: 2px solid {theme.accent}; padding: {small - 1}px; }}
QFrame[role="notice"] QToolButton:hover {{ background: {theme.muted}; }}

QSlider::groove:horizontal {{ height: {small}px; border-radius: {small // 2}px;
    background: {theme.line}; }}
QSlider::sub-page:horizontal {{ border-radius: {small // 2}px; background: {theme.muted}; }}
QSlider::handle:horizontal {{ background: {theme.accent}; border: 2px solid {theme.surface};
    width: {half}px; margin: -{half // 2}px 0; border-radius: {half // 2}px; }}
QSlider::handle:horizontal:focus {{ border-color: {theme.text}; }}
QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {{ background: {theme.surface};
    border: 1px solid {theme.line}; border-radius: {radius}px; padding: {small}px {half}px;
    selection-background-color: {theme.selected}; selection-color: {theme.text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
    border: 2px solid {theme.accent}; padding: {small - 1}px {half - 1}px; }}
QComboBox::drop-down {{ border: none; width: {line + half}px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: {line * 3 // 4}px;
    height: {line * 3 // 4}px; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: none; padding: 0; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border;
    border: none; background: transparent; width: {line + half}px; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{
    background: {theme.hover}; }}
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {{ width: {line * 5 // 8}px;
    height: {line * 5 // 8}px; }}
QAbstractSpinBox::up-arrow {{ image: url("{chevron_up}"); }}
QAbstractSpinBox::down-arrow {{ image: url("{chevron}"); }}
QComboBox QAbstractItemView {{ background: {theme.surface}; border: 1px solid {theme.line};
    selection-background-color: {theme.selected}; selection-color: {theme.text}; }}

QCheckBox {{ spacing: {half}px; }}
QCheckBox::indicator {{ width: {line * 3 // 4}px; height: {line * 3 // 4}px;
    border: 1px solid {theme.muted}; border-radius: {radius - 2}px; background: {theme.surface}; }}
QCheckBox::indicator:checked {{ background: {theme.accent}; border-color: {theme.accent};
    image: url("{tick}"); }}
QCheckBox::indicator:focus {{ border: 2px solid {theme.accent}; }}
QCheckBox::indicator:checked:focus {{ border-color: {theme.text}; }}
QCheckBox:disabled {{ color: {theme.muted}; }}

QTableView {{ background: {theme.surface}; alternate-background-color: {theme.surface};
    border: 1px solid {theme.line}; border-radius: {radius}px; gridline-color: {theme.line};
    selection-background-color: {theme.selected}; selection-color: {theme.text}; }}
QTableView:focus {{ border: 2px solid {theme.accent}; }}
QTableView::item {{ padding: 0 {half - 3}px; border: none;
    border-bottom: 1px solid {theme.line}; }}
QTableView::item:hover {{ background: {theme.hover}; }}
QTableView::item:selected {{ background: {theme.selected}; color: {theme.text}; }}
QHeaderView {{ background: {theme.surface}; }}
QHeaderView::section {{ background: {theme.surface}; color: {theme.muted}; border: none;
    border-bottom: 1px solid {theme.line}; padding: {small + 1}px {half}px; font-weight: bold; }}
QHeaderView::section:hover {{ color: {theme.text}; background: {theme.hover}; }}
QTableCornerButton::section {{ background: {theme.surface}; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}

QProgressBar {{ background: {theme.hover}; border: none; border-radius: {small}px;
    max-height: {half}px; min-height: {half}px; }}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: {small}px; }}
QSplitter::handle {{ background: {theme.line}; }}
QScrollBar:vertical {{ background: transparent; width: {half + 4}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {half + 4}px; margin: 0; }}
QScrollBar::handle {{ background: {theme.line}; border-radius: {half // 2}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {line * 2}px; }}
QScrollBar::handle:horizontal {{ min-width: {line * 2}px; }}
QScrollBar::handle:hover {{ background: {theme.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
