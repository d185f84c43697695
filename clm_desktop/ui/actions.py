"""Menus and shortcuts. Actions say what is wanted; the window says what happens."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.settings import ThemeChoice
from clm_desktop.view.marks import N_

THEMES: tuple[tuple[ThemeChoice, str], ...] = (
    ("system", N_("As the system")),
    ("light", N_("Light")),
    ("dark", N_("Dark")),
)

PAGE_TITLES: tuple[tuple[str, str], ...] = (
    ("today", N_("Today")),
    ("customers", N_("Customers")),
    ("segments", N_("Segments")),
    ("watchlist", N_("Churn watchlist")),
    ("worth", N_("Worth")),
    ("recommendations", N_("Recommendations")),
    ("products", N_("Products")),
    ("ahead", N_("Ahead")),
    ("plan", N_("Plan")),
    ("results", N_("Results")),
    ("data", N_("Data import")),
)
LONGEST_TITLE = 60  # letters of the name of a step in the menu
_UNNUMBERED = {"products": "Ctrl+Shift+P"}  # there are ten digits


def page_keys() -> dict[str, str]:
    """Which keys lead to each page."""
    numbered = [page for page, _ in PAGE_TITLES if page not in _UNNUMBERED]
    return {page: f"Ctrl+{place % 10}" for place, page in enumerate(numbered, 1)} | _UNNUMBERED


class Actions(QObject):
    """Every action of the window, in its menu."""

    recent_wanted = Signal(object)  # Path
    page_wanted = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, window: QMainWindow, look: Look, theme: ThemeChoice) -> None:
        """Fill the menu bar."""
        super().__init__(window)
        self._window = window
        self._look = look
        self._texts = Texts(look, window)
        file = self._menu(N_("&File"), "file")
        self.new = self._action(file, "new", N_("&New shop"), "Ctrl+N")
        self.open = self._action(file, "open", N_("&Open a shop…"), "Ctrl+O")
        self.recent = file.addMenu("")
        self._texts.put(self.recent.setTitle, N_("Open &recent"))
        self.copy = self._action(file, "copy", N_("Save a &copy as…"), "Ctrl+Shift+S")
        file.addSeparator()
        self.add = self._action(file, "import", N_("&Add order files…"), "Ctrl+I")
        self.export = self._action(file, "export", N_("&Export the table…"), "Ctrl+E")
        file.addSeparator()
        self.close = self._action(file, "close", N_("C&lose the shop"), "Ctrl+W")
        self.quit = self._action(file, "quit", N_("&Quit"), "Ctrl+Q")
        edit = self._menu(N_("&Edit"), "edit")
        self.undo = self._action(edit, "undo", N_("&Undo the last import"), "Ctrl+Z")
        self.redo = self._action(edit, "redo", N_("&Redo"), "Ctrl+Y")
        self.redo.setEnabled(False)
        self.find = self._action(edit, "find", N_("&Find"), "Ctrl+F")
        self.people = self._action(edit, "people", N_("Same person…"), "")
        view = self._menu(N_("&View"), "view")
        self._pages(view)
        view.addSeparator()
        self.refresh = self._action(view, "refresh", N_("&Compute again"), "F5")
        self.details = self._action(view, "details", N_("&Details"), "F4", checkable=True)
        self.hide_names = self._action(view, "hide_names", N_("&Hide names"), "F8", checkable=True)
        self._themes(view, theme)
        helps = self._menu(N_("&Help"), "help")
        self.privacy = self._action(helps, "privacy", N_("Where is my &data?"), "F1")
        self.about = self._action(helps, "about", N_("&About CLM Desktop"), "")

    def _menu(self, title: str, name: str) -> QMenu:
        menu = self._window.menuBar().addMenu("")
        menu.setObjectName(f"menu_{name}")
        self._texts.put(menu.setTitle, title)
        return menu

    def _action(
        self, menu: QMenu, name: str, title: str, keys: str, *, checkable: bool = False
    ) -> QAction:
        action = QAction(self._window)
        action.setObjectName(f"action_{name}")
        action.setCheckable(checkable)
        if keys:
            action.setShortcut(QKeySequence(keys))
        self._texts.put(action.setText, title)
        menu.addAction(action)
        return action

    def _pages(self, view: QMenu) -> None:
        self.pages: dict[str, QAction] = {}
        keys = page_keys()
        for page, title in PAGE_TITLES:
            action = self._action(view, page, title, keys[page])
            action.triggered.connect(partial(self._want_page, page))
            self.pages[page] = action

    def _want_page(self, page: str, _checked: bool = False) -> None:
        self.page_wanted.emit(page)

    def _themes(self, view: QMenu, chosen: ThemeChoice) -> None:
        menu = view.addMenu("")
        self._texts.put(menu.setTitle, N_("&Colours"))
        group = QActionGroup(self)
        for theme, title in THEMES:
            action = self._action(menu, f"theme_{theme}", title, "", checkable=True)
            action.setChecked(theme == chosen)
            group.addAction(action)
            action.triggered.connect(lambda _on=False, theme=theme: self.theme_chosen.emit(theme))

    def set_shop_open(self, *, is_open: bool) -> None:
        """Offer only what can be done now."""
        per_shop = (self.copy, self.export, self.close, self.undo, self.find, self.refresh)
        for action in (*per_shop, self.people, self.details, self.hide_names, *self.pages.values()):
            action.setEnabled(is_open)

    def set_undo(self, undo: str | None, redo: str | None) -> None:
        """Name what would be undone and done again; without a step it is the last import."""
        text = self._look.words.text
        self.undo.setText(
            text("&Undo the last import")
            if undo is None
            else text("&Undo: {what}", what=_in_menu(undo))
        )
        self.redo.setText(
            text("&Redo") if redo is None else text("&Redo: {what}", what=_in_menu(redo))
        )
        self.redo.setEnabled(redo is not None)

    def set_recent(self, shops: tuple[tuple[str, Path], ...]) -> None:
        """Offer the shops that were open before."""
        self.recent.clear()
        self.recent.setEnabled(bool(shops))
        for name, path in shops:
            action = self.recent.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, path=path: self.recent_wanted.emit(path))


def unstopped(title: str) -> str:
    """The name of a step, also where it is told as a sentence of its own."""
    return title.rstrip(".。")


def _in_menu(title: str) -> str:
    """A name of a step that fits a menu; what it takes from files makes no shortcut."""
    name = unstopped(title)
    short = name if len(name) <= LONGEST_TITLE else name[: LONGEST_TITLE - 1].rstrip() + "…"
    return short.replace("&", "&&")
