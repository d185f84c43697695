"""What the owner answered about a file is asked once: the next file of its header is read so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_again, preview_files
from clm_desktop.usecases.refresh import load


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with open_or_create(tmp_path / "shop.clm") as project:
        yield project


def letters(path: Path, first: int, header: bytes = b"note") -> Path:
    """Orders of one buyer whose name no program can tell the letters of."""
    lines = (b"%d,2024-01-%02d,5.00,Petr Nov\xe1k \xf5," % (first + i, i + 1) for i in range(20))
    path.write_bytes(b"order,date,total,name,%s\n" % header + b"\n".join(lines) + b"\n")
    return path


@pytest.mark.parametrize("header", [b"note", b"n\xe1me \xf5"])
def test_that_an_encoding_is_asked_once_even_where_the_header_is_in_it(
    shop: Project, tmp_path: Path, header: bytes
) -> None:
    path = letters(tmp_path / "a.csv", 1, header)
    (question,) = preview_files([path], project=shop).questions
    assert question.key == "encoding"
    rival = question.choices[1].code  # not what the program would take
    answered = preview_files([path], project=shop, answers={"encoding": rival})
    import_files(shop, preview_again(answered.files, {}))  # as after a change of a column
    assert load(shop).customer_name[0] == b"Petr Nov\xe1k \xf5".decode(rival)
    again = preview_files([letters(tmp_path / "b.csv", 100, header)], project=shop)
    assert not again.questions
    assert again.files[0].dialect.encoding == rival
    assert again.seen_before


def test_that_an_answer_about_letters_leaves_files_alone_that_say_theirs(
    shop: Project, tmp_path: Path
) -> None:
    path = letters(tmp_path / "a.csv", 1)
    rival = preview_files([path]).questions[0].choices[1].code
    import_files(shop, preview_files([path], project=shop, answers={"encoding": rival}).files)
    plain = tmp_path / "b.csv"
    plain.write_text("order,date,total,name\n900,2024-03-01,5.00,Łukasz\n", encoding="utf-8")
    (file,) = preview_files([plain], project=shop, answers={"encoding": rival}).files
    assert (file.dialect.encoding, file.sample[0][3]) == ("utf-8", "Łukasz")
