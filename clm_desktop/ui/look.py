"""Language and colours as they are now, and how widgets follow them while the window is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clm_desktop.view.theme import DARK, LIGHT, Theme
from clm_desktop.view.words import Lang, Words


class Look(QObject):
    """The words and the theme of the window; one for the whole window, handed to every widget."""

    words_changed = Signal()  # another language or another shop's currency
    theme_changed = Signal()
    names_hidden_changed = Signal()

    def __init__(self, lang: Lang, *, dark: bool, parent: QObject | None = None) -> None:
        """Start in a language and a theme."""
        super().__init__(parent)
        self.words = Words(lang)
        self.theme: Theme = DARK if dark else LIGHT
        self.names_hidden = False

    @property
    def dark(self) -> bool:
        """Whether the dark theme is shown."""
        return self.theme is DARK

    def set_words(self, lang: Lang, currency: str) -> None:
        """Change the language, the currency or both."""
        if (lang, currency) != (self.words.lang, self.words.currency):
            self.words = Words(lang, currency)
            self.words_changed.emit()

    def set_dark(self, *, dark: bool) -> None:
        """Change the theme."""
        if dark != self.dark:
            self.theme = DARK if dark else LIGHT
            self.theme_changed.emit()

    def set_names_hidden(self, *, hidden: bool) -> None:
        """Show or hide who the customers are, for a screen that others can see."""
        if hidden != self.names_hidden:
            self.names_hidden = hidden
            self.names_hidden_changed.emit()


class Texts(QObject):
    """The fixed sentences of one widget: each is set now and again when the language changes.

    ``put(button.setText, N_("Choose file…"))``. It is a child of the widget that owns it, so that
    it ends with it.
    """

    def __init__(self, look: Look, owner: QObject) -> None:
        """Follow the language of ``look`` as long as ``owner`` lives."""
        super().__init__(owner)
        self._look = look
        self._puts: list[Callable[[], None]] = []
        look.words_changed.connect(self.again)

    def put(self, setter: Callable[[str], object], source: str, /, **params: object) -> None:
        """Set a sentence (marked with ``N_``) and keep it in the window's language."""

        def set_it() -> None:
            in_our_language = self._look.words.text
            setter(in_our_language(source, **params))

        self._puts.append(set_it)
        set_it()

    def call(self, setter: Callable[[], object]) -> None:
        """Call something now and whenever the language changes."""

        def set_it() -> None:
            setter()

        self._puts.append(set_it)
        set_it()

    def again(self) -> None:
        """Set everything again."""
        for put in self._puts:
            put()
