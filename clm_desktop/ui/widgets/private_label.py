"""Sentences that say who somebody is, on a screen that others may see."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.table_model import HIDDEN


class PrivateLabel(PlainLabel):
    """Shows dots in the place of names, numbers and addresses while names are hidden."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        private: Sequence[str] = (),
        *,
        role: str = "",
        size: float = 1.0,
        bold: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show a text, of which the parts ``private`` say who somebody is."""
        super().__init__("", role=role, size=size, bold=bold, parent=parent)
        self._look = look
        look.names_hidden_changed.connect(self._put)
        self.tell(text, private)

    def tell(self, text: str, private: Sequence[str] = ()) -> None:
        """Show another text."""
        self._told = text
        self._private = sorted(filter(None, private), key=len, reverse=True)
        self._put()

    def _put(self) -> None:
        text = self._told
        if self._look.names_hidden:
            for part in self._private:
                text = text.replace(part, HIDDEN)
        self.setText(text)
