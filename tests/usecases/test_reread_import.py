"""How a file was read can be changed later, without starting over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clm_desktop.app.cli import run
from clm_desktop.core.errors import QuestionsError, RequestError
from clm_desktop.ingest.types import Field
from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.list_imports import list_imports
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import load
from clm_desktop.usecases.reread_import import preview_reread, reread_import

HEADER = "Order,Customer,Date,Product,Quantity,Total,Shipping\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def month(path: Path, name: str) -> Path:
    rows = (f"{name}-{i},anna{i}@x.org,2024-{name}-1{i},Tea,1,5.00,2.00\n" for i in range(9))
    path.write_text(HEADER + "".join(rows))
    return path


def money(project: Project) -> int:
    return int(load(project).order_cents.sum())


def test_that_an_import_is_read_anew_in_its_place(shop: Project, tmp_path: Path) -> None:
    for name in ("01", "02"):
        import_files(shop, preview_files([month(tmp_path / f"{name}.csv", name)]).files)
    assert money(shop) == 18 * 500
    found = preview_reread(shop, 1)
    (file,) = found.files
    fields = dict(file.mapping.fields)
    fields[Field.LINE_TOTAL] = file.header.index("Shipping")
    mine = replace(file, mapping=replace(file.mapping, fields=tuple(fields.items())))
    receipt = reread_import(shop, 1, [mine])
    assert receipt.import_id == 1
    assert money(shop) == 9 * 200 + 9 * 500
    first, second = list_imports(shop)
    assert (first.files[0].total_cents, second.files[0].total_cents) == (1800, 4500)
    (again,) = preview_reread(shop, 1).files
    assert dict(again.mapping.fields) == fields
    (other,) = preview_reread(shop, 2).files  # the same header, read in another way
    assert dict(other.mapping.fields)[Field.LINE_TOTAL] == other.header.index("Total")


def test_that_a_file_that_moved_or_changed_must_be_picked(shop: Project, tmp_path: Path) -> None:
    path = month(tmp_path / "01.csv", "01")
    import_files(shop, preview_files([path]).files)
    path.rename(tmp_path / "moved.csv")
    with pytest.raises(RequestError) as caught:
        preview_reread(shop, 1)
    assert caught.value.code == "file_moved"
    (file,) = preview_reread(shop, 1, [tmp_path / "moved.csv"]).files
    assert file.source.name == "moved.csv"
    month(path, "03")
    with pytest.raises(RequestError) as caught:
        preview_reread(shop, 1)
    assert caught.value.code == "file_moved"


def test_that_an_open_question_or_a_wrong_number_changes_nothing(
    shop: Project, tmp_path: Path
) -> None:
    import_files(shop, preview_files([month(tmp_path / "01.csv", "01")]).files)
    unclear = tmp_path / "b.csv"
    unclear.write_text(HEADER + "1,anna@x.org,03/04/2024,Tea,1,5.00,0\n")
    with pytest.raises(QuestionsError):
        reread_import(shop, 1, preview_files([unclear]).files)
    with pytest.raises(RequestError) as caught:
        reread_import(shop, 8, preview_reread(shop, 1).files)
    assert caught.value.code == "import_unknown"
    assert (money(shop), shop.revision) == (9 * 500, 1)


def test_that_the_command_line_replaces_an_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = str(tmp_path / "shop.clm")
    for name in ("01", "02"):
        assert run(["import", shop, str(month(tmp_path / f"{name}.csv", name))]) == 0
    mapping = tmp_path / "m.json"
    told = {"customer_id": "Customer", "date": "Date", "line_total": "Shipping"}
    mapping.write_text(json.dumps({"order_id": "Order", **told}))
    capsys.readouterr()
    files = [str(tmp_path / "01.csv"), "--mapping", str(mapping)]
    assert run(["import", shop, *files, "--replace", "1", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["import"], said["files"][0]["total"]) == (1, 18.0)
    assert run(["import", shop, *files, "--replace", "9", "--lang", "en"]) == 3
    assert "9" in capsys.readouterr().err
