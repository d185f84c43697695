"""From dropped files to answers, by the use cases that the window and the command line share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from clm_desktop.core.errors import FileError, QuestionsError, RequestError
from clm_desktop.core.paths import resources
from clm_desktop.core.row_fates import RowFate
from clm_desktop.ingest.types import Field
from clm_desktop.store.project import Project
from clm_desktop.store.results import load_answers
from clm_desktop.usecases.answers_file import pack, unpack
from clm_desktop.usecases.compute_answers import RefreshOptions
from clm_desktop.usecases.current_answers import current_answers, saved_answers
from clm_desktop.usecases.export import RowsWish, export_data, export_rows
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.list_imports import list_imports
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import Told, preview_again, preview_files
from clm_desktop.usecases.refresh import load, refresh
from clm_desktop.usecases.undo_import import undo_import
from clm_desktop.view.exports import header
from clm_desktop.view.words import Words

HEADER = "Order,Customer,Date,Product,Quantity,Total\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with open_or_create(tmp_path / "shop.clm") as project:
        yield project


def day_file(path: Path, *days: str) -> Path:
    lines = (f"{d}-{i},anna{i}@x.org,{d},Tea,1,5.00\n" for d in days for i in range(3))
    path.write_text(HEADER + "".join(lines))
    return path


def same(a: object, b: object) -> bool:
    """Deep equality with arrays and nan."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if is_dataclass(a) and type(a) is type(b):
        return all(same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b or (a != a and b != b)


def test_that_files_of_an_archive_become_one_import_and_undo_takes_all_of_it(
    shop: Project, tmp_path: Path
) -> None:
    with ZipFile(tmp_path / "year.zip", "w") as archive:
        for name in ("a.csv", "b.csv"):
            day = {"a.csv": "2024-05-20", "b.csv": "2024-05-21"}[name]
            archive.write(day_file(tmp_path / name, day), name)
    found = preview_files([tmp_path / "year.zip"])
    receipt = import_files(shop, found.files)
    assert [file.info.name for file in receipt.files] == ["year.zip/a.csv", "year.zip/b.csv"]
    assert len(list_imports(shop)) == 1
    assert load(shop).n_orders == 6
    undo_import(shop)
    assert (load(shop).n_orders, list_imports(shop)) == (0, ())
    with pytest.raises(RequestError) as caught:
        undo_import(shop)
    assert caught.value.code == "nothing_to_undo"


def test_that_what_one_file_leaves_open_the_others_answer(tmp_path: Path) -> None:
    unclear = day_file(tmp_path / "a.csv", "03/04/2024", "04/05/2024")
    clear = day_file(tmp_path / "b.csv", "23/05/2024")
    assert [q.key for q in preview_files([unclear]).questions] == ["date_order"]
    together = preview_files([unclear, clear])
    assert together.questions == ()
    assert len({file.mapping for file in together.files}) == 1


def test_that_an_open_question_stops_the_import_until_it_is_answered(
    shop: Project, tmp_path: Path
) -> None:
    found = preview_files([day_file(tmp_path / "a.csv", "03/04/2024")])
    with pytest.raises(QuestionsError) as caught:
        import_files(shop, found.files)
    assert caught.value.code == "questions_open"
    (question,) = found.questions
    days = set()
    for choice in question.choices:
        answered = preview_again(found.files, {question.key: choice.code})
        import_files(shop, answered)
        days.add(load(shop).last_day)
        undo_import(shop)
    assert len(days) == 2


def test_that_a_known_header_is_read_as_before(shop: Project, tmp_path: Path) -> None:
    path = day_file(tmp_path / "a.csv", "2024-05-20")
    found = preview_files([path], project=shop)
    assert not found.seen_before
    kept = tuple(pair for pair in found.files[0].mapping.fields if pair[0] is not Field.QUANTITY)
    mine = replace(found.files[0], mapping=replace(found.files[0].mapping, fields=kept))
    import_files(shop, [mine])
    again = preview_files([path], project=shop)
    assert again.seen_before
    assert again.files[0].mapping.fields == kept


def test_that_columns_can_be_told_by_their_headers(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b,c,d\n" + "".join(f"{i},x{i},2024-05-2{i},5\n" for i in range(9)))
    told = {Field.ORDER_ID: "a", Field.CUSTOMER_ID: "b", Field.DATE: "c", Field.LINE_TOTAL: "d"}
    (file,) = preview_files([path], told=Told(columns=told)).files
    assert dict(file.mapping.fields) == {f: "abcd".index(c) for f, c in told.items()}
    with pytest.raises(FileError) as caught:
        preview_files([path], told=Told(columns={Field.DATE: "e"}))
    assert caught.value.code == "no_such_column"


def test_that_a_bad_file_among_good_ones_stops_all_and_changes_nothing(
    shop: Project, tmp_path: Path
) -> None:
    good = day_file(tmp_path / "a.csv", "2024-05-20")
    bad = tmp_path / "picture.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    with pytest.raises(FileError):
        preview_files([good, bad], project=shop)
    assert shop.revision == 0


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp("sample") / "sample.clm"
    with open_or_create(path) as project:
        found = preview_files([resources() / "samples" / "furniture_shop_orders.csv"])
        import_files(project, found.files)
        yield project


@pytest.fixture(scope="module")
def packed(sample: Project) -> bytes:
    refresh(sample)
    saved = load_answers(sample)
    assert saved is not None
    return saved[1]


def test_that_answers_come_back_from_the_file_as_they_were(sample: Project) -> None:
    answers = refresh(sample)
    kept = saved_answers(sample)
    assert kept is not None
    assert same(kept, answers)
    assert not kept.risk.p_buy.flags.writeable


def test_that_answers_are_computed_again_when_the_data_changed(
    shop: Project, tmp_path: Path
) -> None:
    import_files(shop, preview_files([day_file(tmp_path / "a.csv", "2024-05-20")]).files)
    first = current_answers(shop)
    assert current_answers(shop).run == first.run
    import_files(shop, preview_files([day_file(tmp_path / "b.csv", "2024-06-20")]).files)
    assert saved_answers(shop) is None
    assert current_answers(shop).run.as_of_day == first.run.as_of_day + 31


def test_that_the_options_of_a_refresh_hold(sample: Project) -> None:
    day = load(sample).last_day - 30
    answers = refresh(sample, RefreshOptions(as_of_day=day, horizon_days=45, seed=3))
    assert (answers.run.as_of_day, answers.run.horizon_days, answers.run.seed) == (day, 45, 3)
    kept = current_answers(sample)
    assert kept.run == answers.run


def test_that_answers_of_another_format_or_shape_are_not_trusted(packed: bytes) -> None:
    assert unpack(packed) is not None
    assert unpack(packed.replace(b"\xa6format\x01", b"\xa6format\x02", 1)) is None
    assert unpack(packed.replace(b"\xa5trust", b"\xa5thrus", 1)) is None
    assert pack(unpack(packed)) == packed  # type: ignore[arg-type]


def test_that_no_object_comes_out_of_a_numbers_array(packed: bytes) -> None:
    forged = packed.replace(b"\xa4kind\xa3<i8", b"\xa4kind\xa2|O", 1)
    assert forged != packed
    assert unpack(forged) is None


def test_that_an_export_is_whole_or_leaves_what_was_there(
    sample: Project, tmp_path: Path, shop: Project
) -> None:
    answers, words = current_answers(sample), Words("en", "EUR")
    path = tmp_path / "customers.csv"
    rows = export_data(answers, "customers", path, words)
    lines = path.read_bytes().decode("utf-8").split("\r\n")
    assert lines[0] == ",".join(header("customers"))
    assert len(lines) == rows + 2
    before = path.read_bytes()
    with pytest.raises(RequestError):
        export_data(answers, "nothing", path, words)
    with pytest.raises(FileError) as caught:
        export_data(answers, "customers", tmp_path / "none" / "x.csv", words)
    assert caught.value.code == "cannot_write"
    assert path.read_bytes() == before
    wish = RowsWish(fate=RowFate.SET_ASIDE)
    assert export_rows(shop, wish, tmp_path / "aside.csv", Words("en")) == 0
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]
