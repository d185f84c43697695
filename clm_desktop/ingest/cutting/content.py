"""Bytes of a source: what kind of file it is, by content and not by name, and how to open it."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from clm_desktop.core.errors import FileError
from clm_desktop.ingest.types import Source

MAX_BYTES = 2_000_000_000  # of one table; more is refused before it is read
MAX_RATIO = 400  # unpacked : packed; tables reach 100, bombs 1000
SMALL_BYTES = 50_000_000  # below, no ratio can do harm
MAX_INNER_BYTES = 500_000_000  # of an archive inside an archive
NESTED = "//"  # between the name of an inner archive and of its member
HEAD_BYTES = 8192

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# First bytes of files that hold no table (public file format descriptions).
_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"8BPS", "picture"),
    (b"{\\rtf", "document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"SQLite format 3\x00", "database"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"RIFF", "media"),
)


_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<!--")


class Kind(Enum):
    """What a file is, as far as reading it goes."""

    TEXT = auto()
    MARKUP = auto()  # a web page or XML: tables may be in it
    WORKBOOK = auto()
    ARCHIVE = auto()
    PACKED = auto()  # one file, by gzip


def kind_of(stream: BinaryIO, name: str) -> Kind:
    """What the bytes are.

    Raises
    ------
    FileError
        ``empty_file``, ``not_a_table`` (param ``kind``), ``workbook_locked``, ``archive_damaged``.
    """
    head = stream.read(HEAD_BYTES)
    if not head:
        raise FileError("empty_file", name=name)
    if head.startswith(_OLE):
        return _kind_of_ole(head + stream.read(4_000_000), name)
    if head.startswith(_GZIP):
        return Kind.PACKED
    if head.startswith(_ZIP):
        stream.seek(0)
        return _kind_of_zip(stream, name)
    _refuse_other(head, name)
    start = head.translate(None, b"\0").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:200].lower()
    return Kind.MARKUP if start.startswith(_MARKUP) else Kind.TEXT


def _kind_of_ole(content: bytes, name: str) -> Kind:
    def holds(stream_name: str) -> bool:
        return stream_name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise FileError("workbook_locked", name=name)
    if holds("WordDocument") or holds("PowerPoint Document"):
        raise FileError("not_a_table", name=name, kind="document")
    return Kind.WORKBOOK  # the directory may stand anywhere: the workbook reader has the last word


def _kind_of_zip(stream: BinaryIO, name: str) -> Kind:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist()[:20_000])
            mimetype = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileError("archive_damaged", name=name) from error
    if any(n.startswith("xl/") for n in names) or b"opendocument.spreadsheet" in mimetype:
        return Kind.WORKBOOK
    if mimetype or any(n.startswith(("word/", "ppt/")) for n in names):
        raise FileError("not_a_table", name=name, kind="document")
    return Kind.ARCHIVE


def _refuse_other(head: bytes, name: str) -> None:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise FileError("not_a_table", name=name, kind=kind)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b'{"', b'[{"', b"{\n", b"[\n", b"{\r", b"[\r")):
        raise FileError("not_a_table", name=name, kind="json")
    if head[4:8] == b"ftyp":
        raise FileError("not_a_table", name=name, kind="media")
    if not head.startswith(_BOMS) and _looks_binary(head):
        raise FileError("not_a_table", name=name, kind="binary")


def _looks_binary(head: bytes) -> bool:
    """Whether control characters stand where text has none; UTF-16 is text.

    Zeros at the end do not count: what a computer that stopped while writing leaves behind.
    """
    if len(head) % 2 or not utf16_by_zeros(head):
        head = head.rstrip(b"\0") or head
    text_controls = b"\t\n\r\x0b\x0c\x1a\x1b\x1c\x1d\x1e\x1f\x01\x02\x03"
    controls = len(head) - len(head.translate(None, bytes(set(range(32)) - set(text_controls))))
    if controls <= 3 + len(head) // 50:
        return False
    return utf16_by_zeros(head) == ""


def utf16_by_zeros(head: bytes) -> str:
    """Name of the UTF-16 form when every second byte is mostly zero, else ''."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 4:
        return ""
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    # ASCII letters, delimiters and line ends have a zero half even in Chinese files.
    if zeros_odd > 0.2 and zeros_even < 0.02:
        return "utf-16-le"
    if zeros_even > 0.2 and zeros_odd < 0.02:
        return "utf-16-be"
    return ""


@contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open a file of the owner, with the errors that the owner can mend."""
    try:
        if path.is_dir():
            raise FileError("is_folder", name=name)
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise FileError("not_found", name=name) from error
    except PermissionError as error:
        raise FileError("no_permission", name=name) from error
    except OSError as error:
        raise FileError("not_readable", name=name) from error
    with stream:
        yield stream


@contextmanager
def open_source(source: Source) -> Iterator[tuple[BinaryIO, int]]:
    """Bytes of a file or of an archive's member, and how many there are.

    Raises
    ------
    FileError
        The file is gone, may not be read, is too large or its archive is damaged or locked.
    """
    with opened(source.path, source.name) as stream:
        if not source.member:
            size = source.path.stat().st_size
            refuse_large(size, source.name)
            yield stream, size
            return
        if is_gzip(stream):
            size = source.path.stat().st_size
            with gzip.GzipFile(fileobj=stream) as packed:
                yield cast("BinaryIO", _Bounded(packed, size, source.name)), size
            return
        with opened_archive(stream, source.name) as archive:
            outer, _, inner = source.member.rpartition(NESTED)
            if not outer:
                with open_member(archive, source) as opened_member:
                    yield opened_member
                return
            with (
                inner_archive(archive, replace(source, member=outer)) as within,
                open_member(within, replace(source, member=inner)) as opened_member,
            ):
                yield opened_member


def is_gzip(stream: BinaryIO) -> bool:
    """Whether a file is one packed file; it is at its beginning afterwards."""
    head = stream.read(2)
    stream.seek(0)
    return head == _GZIP


@contextmanager
def opened_archive(stream: BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP file, with the errors that the owner can mend."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileError("archive_damaged", name=name) from error
    with archive:
        yield archive


@contextmanager
def inner_archive(archive: zipfile.ZipFile, source: Source) -> Iterator[zipfile.ZipFile]:
    """An archive inside an archive, unpacked to a file without a name for as long as needed."""
    with open_member(archive, source) as (packed, size), TemporaryFile() as copy:
        if size > MAX_INNER_BYTES:
            raise FileError("archive_unsafe", name=source.name)
        shutil.copyfileobj(packed, copy)
        with opened_archive(cast("BinaryIO", copy), source.name) as within:
            yield within


class _Bounded(io.BufferedIOBase):
    """Reads what gzip unpacks, and no more than a table may be long."""

    def __init__(self, packed: gzip.GzipFile, size: int, name: str) -> None:
        self._packed = packed
        self._size = size
        self._name = name

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on; FileError where the file is damaged or does not end."""
        try:
            data = self._packed.read(-1 if size is None else size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise FileError("archive_damaged", name=self._name) from error
        done = self._packed.tell()
        refuse_large(max(1, done), self._name)
        if done > SMALL_BYTES and done > MAX_RATIO * self._size:
            raise FileError("archive_unsafe", name=self._name)
        return data

    def seekable(self) -> bool:
        """A ZIP file's reader wants to know."""
        return True

    def tell(self) -> int:
        """Bytes from the beginning."""
        return self._packed.tell()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to another place, as a ZIP file's reader does."""
        return self._packed.seek(offset, whence)


@contextmanager
def open_member(archive: zipfile.ZipFile, source: Source) -> Iterator[tuple[BinaryIO, int]]:
    """Bytes of one member of an open archive, and how many there are; errors as open_source."""
    try:
        info = archive.getinfo(source.member)
        if info.flag_bits & 1:
            raise FileError("archive_locked", name=source.name)
        refuse_large(info.file_size, source.name)
        with archive.open(info) as member:
            yield cast("BinaryIO", member), info.file_size
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError) as error:
        raise FileError("archive_damaged", name=source.name) from error


def refuse_large(size: int, name: str) -> None:
    """Raise ``too_large`` or ``empty_file`` before anything is read."""
    if size > MAX_BYTES:
        raise FileError("too_large", name=name, size_bytes=size, limit_bytes=MAX_BYTES)
    if size == 0:
        raise FileError("empty_file", name=name)
