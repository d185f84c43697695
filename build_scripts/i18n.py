"""Keep the translations whole: ``i18n.py update | compile | check [PACKAGE]``.

English sentences stand in the code as first argument of ``words.text``, ``words.plural``, ``N_``
and ``Plural``. Each package has its own catalogue, so that people do not meet in one file.

update   collect the sentences, add the new ones to the .po files, drop what is no longer said
compile  write a .mo beside every .po that is newer than it
check    fail on what is missing, doubtful, out of date or differs in its {fields}
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("view", "ui", "app")
LANGUAGES = ("zh",)
ONE_SENTENCE = {"text", "N_"}
TWO_SENTENCES = {"plural", "Plural"}
HEADER = "# Translations of CLM Desktop."


@dataclass
class Found:
    """The sentences of one package: id -> files, and what cannot be translated."""

    sentences: dict[str | tuple[str, str], list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def main(verb: str, packages: Sequence[str] = PACKAGES) -> int:
    """Run one verb; the exit status is 1 when something must be mended."""
    if verb == "update":
        faults = [fault for package in packages for fault in update(package)]
    elif verb == "compile":
        faults = []
        for path in po_files():
            compile_po(path)
    elif verb == "check":
        faults = check(packages)
    else:
        print(__doc__)
        return 2
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def po_files() -> list[Path]:
    """Every catalogue that is there."""
    return sorted((ROOT / "resources" / "i18n").glob("*/*.po"))


def collect(package: str) -> Found:
    """All sentences of a package, in the order of its files."""
    found = Found()
    for path in sorted((ROOT / "clm_desktop" / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
            _look_at(call, name, found)
    return found


def _look_at(call: ast.Call, name: str, found: Found) -> None:
    called = _name(call.func)
    count = 1 if called in ONE_SENTENCE else 2 if called in TWO_SENTENCES else 0
    if count == 0 or not call.args:
        return
    literals = [
        arg.value
        for arg in call.args[:count]
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    if len(literals) == count:
        key = literals[0] if count == 1 else (literals[0], literals[1])
        files = found.sentences.setdefault(key, [])
        if name not in files:
            files.append(name)
    elif not isinstance(call.func, ast.Attribute) or _name(call.func.value).endswith("words"):
        found.faults.append(f"{name}:{call.lineno}: {called}() needs its English as a literal")


def _name(node: ast.expr) -> str:
    """Last identifier of a dotted name, '' for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def template(found: Found) -> Catalog:
    """The sentences of a package as a catalogue without translations."""
    catalog = Catalog(fuzzy=False)
    for key, files in found.sentences.items():
        catalog.add(key, locations=[(name, 0) for name in files])
    return catalog


def _load(path: Path, lang: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=lang, fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=lang)


def merged(package: str, lang: str, found: Found) -> Catalog:
    """The catalogue of a package as it should stand on disk."""
    catalog = _load(ROOT / "resources" / "i18n" / lang / f"{package}.po", lang)
    catalog.update(template(found), no_fuzzy_matching=True, update_creation_date=False)
    catalog.header_comment = HEADER
    return catalog


def as_text(catalog: Catalog) -> bytes:
    """A catalogue as the bytes of its .po file: no dates, no line numbers, one line each."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
    lines = out.getvalue().decode("utf-8").split("\n")
    kept = ("Language:", "Plural-Forms", "MIME", "Content")
    return "\n".join(
        line for line in lines if not re.match(r'"[A-Z][\w-]+: ', line) or line[1:].startswith(kept)
    ).encode("utf-8")


def update(package: str) -> list[str]:
    """Bring the catalogues of one package up to date; answers what cannot be translated."""
    found = collect(package)
    for lang in LANGUAGES:
        path = ROOT / "resources" / "i18n" / lang / f"{package}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        content = as_text(merged(package, lang, found))
        if found.sentences and (not path.exists() or path.read_bytes() != content):
            path.write_bytes(content)
    return found.faults


def compile_po(path: Path) -> Path:
    """Write the .mo beside a .po unless the one that is there is newer."""
    target = path.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime_ns < path.stat().st_mtime_ns:
        with path.open("rb") as stream:
            catalog = read_po(stream, locale=path.parent.name)
        content = io.BytesIO()
        write_mo(content, catalog)
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content.getvalue())
        part.replace(target)
    return target


def check(packages: Sequence[str] = PACKAGES) -> list[str]:
    """Everything that keeps the translations from being whole."""
    faults: list[str] = []
    for package in packages:
        found = collect(package)
        faults += found.faults
        for lang in LANGUAGES:
            path = ROOT / "resources" / "i18n" / lang / f"{package}.po"
            short = path.relative_to(ROOT).as_posix()
            catalog = _load(path, lang)
            stored = path.read_bytes() if path.exists() else b""
            if found.sentences and stored != as_text(merged(package, lang, found)):
                faults.append(f"{short}: not up to date, run build_scripts/i18n.py update")
            faults += [f"{short}: {fault}" for m in catalog if m.id for fault in judge(m)]
    if set(packages) == set(PACKAGES):
        faults += [fault for lang in LANGUAGES for fault in contradictions(lang)]
    return faults


def contradictions(lang: str) -> Iterator[str]:
    """Sentences that two catalogues translate differently: only the first would be heard."""
    heard: dict[object, tuple[str, object]] = {}
    for package in PACKAGES:
        for message in _load(ROOT / "resources" / "i18n" / lang / f"{package}.po", lang):
            if not message.id or not message.string or not all(message.string):
                continue
            first, said = heard.setdefault(message.id, (package, message.string))
            if said != message.string:
                yield f"{lang}: {first}.po and {package}.po differ on {message.id!r}"


def judge(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    wanted = fields(sources[-1])
    if message.fuzzy:
        yield f"doubtful: {sources[0]!r}"
    for string in strings:
        if not string:
            yield f"not translated: {sources[0]!r}"
        elif fields(string) != wanted:
            yield f"fields differ: {sources[0]!r} / {string!r}"


def fields(sentence: str) -> set[str]:
    """The names in {braces}."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else "", sys.argv[2:] or PACKAGES))
