"""What the window remembers between two starts: an INI file among the user's data."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, QLocale, QSettings

from clm_desktop.core.paths import user_data
from clm_desktop.view.words import LANGUAGES, Lang

ThemeChoice = Literal["system", "light", "dark"]
RECENT = 8


class Settings:
    """Declared settings only; a value that makes no sense counts as not set."""

    def __init__(self, file: Path | None = None) -> None:
        """Read the file, or the one in the user's data folder."""
        path = file or user_data() / "settings.ini"
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def lang(self) -> Lang:
        """Language of the window; the system's until the owner chose one."""
        chosen = self._store.value("window/lang", "")
        for lang in LANGUAGES:
            if chosen == lang:
                return lang
        return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"

    @lang.setter
    def lang(self, lang: Lang) -> None:
        self._store.setValue("window/lang", lang)

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark or as the system has it."""
        chosen = self._store.value("window/theme", "system")
        for theme in get_args(ThemeChoice):
            if chosen == theme:
                return theme  # type: ignore[no-any-return]  # one of the literals
        return "system"

    @theme.setter
    def theme(self, theme: ThemeChoice) -> None:
        self._store.setValue("window/theme", theme)

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window as Qt saves it; empty at the first start."""
        saved = self._store.value("window/geometry")
        return saved if isinstance(saved, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def details_open(self) -> bool:
        """Whether the Details drawer was open."""
        return self._store.value("window/details", "no") == "yes"

    @details_open.setter
    def details_open(self, open_: bool) -> None:
        self._store.setValue("window/details", "yes" if open_ else "no")

    @property
    def folder(self) -> Path:
        """Folder of the file dialog: the last one used, Downloads at first."""
        saved = Path(str(self._store.value("files/folder", "")))
        if str(saved) != "." and saved.is_dir():
            return saved
        downloads = Path.home() / "Downloads"
        return downloads if downloads.is_dir() else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._store.setValue("files/folder", str(folder))

    @property
    def recent(self) -> tuple[Path, ...]:
        """Projects opened before that are still there, newest first."""
        saved = self._store.value("files/recent", [])
        names = saved if isinstance(saved, list) else [saved]
        return tuple(path for path in map(Path, map(str, names)) if path.is_file())

    def add_recent(self, project: Path) -> None:
        """Put a project first in the list."""
        others = [path for path in self.recent if path != project]
        self._store.setValue("files/recent", [str(p) for p in (project, *others)][:RECENT])

    def save(self) -> None:
        """Write to the disk now."""
        self._store.sync()
