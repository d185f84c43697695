"""Rules that neither import contracts nor the linter can see; each is a function over a tree.

A rule takes the folder that holds ``clm_desktop`` and yields one line a finding, so that the tests
can show it a planted violation as well as the real code.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 60
EXECUTE = {"execute", "executemany", "executescript"}
SAYS = {
    "PlainLabel", "QAction", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton",
    "QGroupBox", "setText", "setWindowTitle", "setToolTip", "setPlaceholderText", "setTitle",
    "setStatusTip", "setAccessibleName", "setAccessibleDescription",
}  # fmt: skip
WHEELED = {"QComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QSlider", "QDial"}
READERS = {"read_csv", "read_table", "read_excel", "read_sql", "read_pickle", "read_html"}

Rule = Callable[[Path], Iterator[str]]


def module_sizes(root: Path) -> Iterator[str]:
    """A module fits into a head."""
    for path in _python(root):
        lines = path.read_text("utf-8").count("\n")
        if lines > MOST_MODULE_LINES:
            yield f"{_short(root, path)}: {lines} lines"


def function_sizes(root: Path) -> Iterator[str]:
    """A function fits onto a screen; its texts (docstring, style sheet) are not counted."""
    for path, node in _nodes(root):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = _height(node) - sum(_height(text) - 1 for text in _texts(node))
            if lines > MOST_FUNCTION_LINES:
                yield f"{_short(root, path)}:{node.lineno}: {node.name} has {lines} lines"


def no_shell(root: Path) -> Iterator[str]:
    """No shell reads what came from a file name."""
    for path, call in _calls(root):
        for keyword in call.keywords:
            constant = isinstance(keyword.value, ast.Constant) and not keyword.value.value
            if keyword.arg == "shell" and not constant:
                yield f"{_short(root, path)}:{call.lineno}: shell"
        if _dotted(call.func) in ("os.system", "os.popen"):
            yield f"{_short(root, path)}:{call.lineno}: {_dotted(call.func)}"


def constant_sql(root: Path) -> Iterator[str]:
    """SQL is written out; values travel as bindings, never inside the text."""
    for path, call in _calls(root):
        is_sql = _dotted(call.func).rpartition(".")[2] in EXECUTE
        if is_sql and call.args and _composed(call.args[0]):
            yield f"{_short(root, path)}:{call.lineno}: composed SQL"


def plain_labels(root: Path) -> Iterator[str]:
    """Names from outside are never read as markup: labels are made by PlainLabel only."""
    for path, node in _nodes(root):
        if _short(root, path) == "clm_desktop/ui/widgets/labels.py":
            continue
        used = [node.func] if isinstance(node, ast.Call) else []
        used += node.bases if isinstance(node, ast.ClassDef) else []
        if any(_dotted(one).rpartition(".")[2] == "QLabel" for one in used):
            yield f"{_short(root, path)}:{node.lineno}: QLabel"


def spoken_words(root: Path) -> Iterator[str]:
    """What a widget says went through the languages: no bare text in it."""
    for path, call in _calls(root):
        inside = _short(root, path).startswith("clm_desktop/ui/")
        if not inside or _dotted(call.func).rpartition(".")[2] not in SAYS:
            continue
        for argument in call.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                text = argument.value
                if sum(letter.isalpha() for letter in text) > 1:
                    yield f"{_short(root, path)}:{call.lineno}: {text!r} in no catalogue"


def narrow_imports(root: Path) -> Iterator[str]:
    """Parts of outside packages: import contracts see only the top name."""
    for path, name, line in _imports(root):
        place = _short(root, path)
        wrong = (
            "QtNetwork" in name
            or ("QThread" in name and not place.startswith("clm_desktop/jobs/"))
            or (place.startswith("clm_desktop/jobs/") and name.startswith("PySide6")
                and not name.startswith("PySide6.QtCore"))
            or (name.startswith("matplotlib.pyplot"))
            # when garbage is collected is decided in one place, and in the window's thread
            or (name.split(".")[0] == "gc" and place != "clm_desktop/jobs/garbage.py")
        )  # fmt: skip
        if wrong:
            yield f"{place}:{line}: {name}"


def migrations_alone(root: Path) -> Iterator[str]:
    """A migration is frozen history: it uses nothing of ours that may change."""
    for path, name, line in _imports(root):
        place = _short(root, path)
        ours = name.startswith("clm_desktop") or name.startswith(".")
        if place.startswith("clm_desktop/store/migrations/to_") and ours:
            yield f"{place}:{line}: {name}"


def files_read_in_ingest(root: Path) -> Iterator[str]:
    """A shop's file is read in one place, where every row is accounted for."""
    for path, call in _calls(root):
        name = _dotted(call.func)
        outside = not _short(root, path).startswith("clm_desktop/ingest/")
        if outside and name.startswith(("pd.", "pandas.")) and name.rpartition(".")[2] in READERS:
            yield f"{_short(root, path)}:{call.lineno}: {name}"


def one_core(root: Path) -> Iterator[str]:
    """Joblib's workers do not survive packaging and its core count opens a console."""
    for path, call in _calls(root):
        for keyword in call.keywords:
            one = isinstance(keyword.value, ast.Constant) and keyword.value.value in (None, 1)
            if keyword.arg == "n_jobs" and not one:
                yield f"{_short(root, path)}:{call.lineno}: n_jobs"


def no_layout_items(root: Path) -> Iterator[str]:
    """No layout is asked for its items: their Python sides outlive them and stand at their address.

    What is made there next takes the program with it when it dies (Shiboken releases it twice).
    """
    for path, call in _calls(root):
        if _dotted(call.func).rpartition(".")[2] in ("itemAt", "itemAtPosition", "replaceWidget"):
            yield f"{_short(root, path)}:{call.lineno}: an item of a layout"


def inputs_pass_the_wheel(root: Path) -> Iterator[str]:
    """Who scrolls past a budget must not change it: inputs are those of ``widgets/inputs.py``."""
    for path, node in _nodes(root):
        if path.name == "inputs.py":
            continue
        made = [node.func] if isinstance(node, ast.Call) else getattr(node, "bases", [])
        if any(_dotted(one) in WHEELED for one in made):
            yield f"{_short(root, path)}:{node.lineno}: the wheel would change it"


def told_overrides(root: Path) -> Iterator[str]:
    """What Qt calls lets its errors be told: without ``called_by_qt`` they may end the program.

    Names of Qt's own are told by their capitals; ours have none.
    """
    for path, node in _nodes(root):
        if not isinstance(node, ast.ClassDef) or "ui" not in path.parts:
            continue
        for one in node.body:
            if isinstance(one, ast.FunctionDef) and _named_by_qt(one.name):
                told = any(_dotted(mark) == "called_by_qt" for mark in one.decorator_list)
                if not told:
                    yield f"{_short(root, path)}:{one.lineno}: {node.name}.{one.name}"


def _named_by_qt(name: str) -> bool:
    return name != name.lower() or name in {"data", "paint", "sort", "event"}


def _height(node: ast.stmt | ast.expr) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _texts(node: ast.AST) -> Iterator[ast.expr]:
    """Outermost string expressions below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr | ast.Constant):
            yield child
        else:
            yield from _texts(child)


def _composed(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return True
    return isinstance(node, ast.Call) and _dotted(node.func).endswith((".format", ".join"))


def _python(root: Path) -> list[Path]:
    return sorted((root / "clm_desktop").rglob("*.py"))


def _nodes(root: Path) -> Iterator[tuple[Path, ast.AST]]:
    for path in _python(root):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield path, node


def _calls(root: Path) -> Iterator[tuple[Path, ast.Call]]:
    for path, node in _nodes(root):
        if isinstance(node, ast.Call):
            yield path, node


def _imports(root: Path) -> Iterator[tuple[Path, str, int]]:
    for path, node in _nodes(root):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield path, alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            for alias in node.names:
                yield path, f"{start}.{alias.name}", node.lineno


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _short(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


# A violation of each rule: where to plant it, and what.
PLANTS: dict[Rule, list[tuple[str, str]]] = {
    told_overrides: [
        ("ui/planted.py", "class W(QWidget):\n    def paintEvent(self, event): ...\n"),
        ("ui/planted.py", "class M(QAbstractTableModel):\n    def data(self, at): ...\n"),
    ],
    module_sizes: [("core/planted.py", "pass\n" * 401)],
    inputs_pass_the_wheel: [
        ("ui/planted.py", "box = QComboBox()\n"),
        ("ui/planted.py", "class Choice(QSlider):\n    pass\n"),
    ],
    no_layout_items: [("ui/planted.py", "def f(layout):\n    return layout.itemAt(0).widget()\n")],
    function_sizes: [("core/planted.py", "def f() -> None:\n" + "    pass\n" * 60)],
    no_shell: [
        ("app/planted.py", "import subprocess\nsubprocess.run('ls', shell=True)\n"),
        ("app/planted.py", "import os\nos.system('ls')\n"),
    ],
    constant_sql: [
        ("store/planted.py", "def f(c, t):\n    c.execute(f'select * from {t}')\n"),
        ("store/planted.py", "def f(c, t):\n    c.executemany('select ' + t)\n"),
        ("store/planted.py", "def f(c, t):\n    c.execute('select %s' % t)\n"),
        ("store/planted.py", "def f(c, t):\n    c.execute('select {}'.format(t))\n"),
    ],
    plain_labels: [
        ("ui/planted.py", "from PySide6.QtWidgets import QLabel\nlabel = QLabel('x')\n"),
        ("ui/planted.py", "from PySide6 import QtWidgets\nclass L(QtWidgets.QLabel): ...\n"),
    ],
    spoken_words: [
        ("ui/planted.py", "def f(button):\n    button.setText('Save')\n"),
        ("ui/planted.py", "def f():\n    return QPushButton('保存')\n"),
    ],
    narrow_imports: [
        ("ui/planted.py", "from PySide6 import QtNetwork\n"),
        ("ui/planted.py", "from PySide6.QtCore import QThread\n"),
        ("jobs/planted.py", "from PySide6.QtWidgets import QWidget\n"),
        ("ui/planted.py", "import matplotlib.pyplot as plt\n"),
        ("jobs/planted.py", "import gc\n"),
        ("models/planted.py", "from gc import collect\n"),
    ],
    migrations_alone: [("store/migrations/to_9999.py", "from clm_desktop.store import schema\n")],
    files_read_in_ingest: [("features/planted.py", "import pandas as pd\npd.read_csv('x')\n")],
    one_core: [("models/planted.py", "KMeans(n_jobs=-1)\n")],
}
