"""An import made anew stands where the old one stood."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import Cancelled
from clm_desktop.store.check import check_project
from clm_desktop.store.history import list_imports
from clm_desktop.store.placing import MOVES, RENUMBER
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.replacing import replacing_import
from clm_desktop.store.undo import undo_import
from tests.store.made import File, Row, blocks, content, do_import, info
from tests.store.test_undo import files, named


def replace(project: Project, import_id: int, *new: File) -> None:
    with replacing_import(project, import_id) as writer:
        for file in new:
            writer.begin_file(info(file))
            for part in blocks(file):
                writer.add(part)
            writer.end_file()
        writer.finish()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_that_a_replaced_import_is_as_if_it_had_been_read_so_from_the_start(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    some = st.lists(files, min_size=1, max_size=3)
    imports = named(data.draw(st.lists(some, min_size=1, max_size=4)))
    place = data.draw(st.sampled_from(range(len(imports))))
    new = [
        File(f.rows, f"new{i}.csv", f.order_ids_given, f.block, f.set_aside)
        for i, f in enumerate(data.draw(some))
    ]
    folder: Path = tmp_path_factory.mktemp("replace")
    with create_project(folder / "a.clm", "a") as project:
        for one in imports:
            do_import(project, *one)
        before = list_imports(project)
        replace(project, place + 1, *new)
        found, after = content(project), list_imports(project)
        places = "SELECT as_of_s, import_id, id FROM files ORDER BY id"
        newness = list(project.connection.execute(places))
        assert not check_project(project).findings
    with create_project(folder / "b.clm", "b") as project:
        for one in [*imports[:place], new, *imports[place + 1 :]]:
            do_import(project, *one)
        assert found == content(project)
    assert [r.import_id for r in after] == [r.import_id for r in before]
    assert [r.imported_s for r in after] == [r.imported_s for r in before]
    assert newness == sorted(newness)


def test_that_replacing_the_newest_is_undo_and_import(tmp_path: Path) -> None:
    old, first, new = (File((Row("1"), Row(n)), f"{n}.csv") for n in ("2", "3", "4"))
    found = []
    for way in ("replace", "undo and import"):
        with create_project(tmp_path / f"{way}.clm", "x") as project:
            do_import(project, first)
            import_id = do_import(project, old).import_id
            if way == "replace":
                replace(project, import_id, new)
            else:
                undo_import(project, import_id)
                do_import(project, new)
            found.append(content(project))
    assert found[0] == found[1]


def test_that_a_replacement_that_fails_changes_nothing(tmp_path: Path) -> None:
    with create_project(tmp_path / "a.clm", "a") as project:
        for name in ("1", "2"):
            do_import(project, File((Row(name), Row("9")), f"{name}.csv"))
        before = content(project), list_imports(project), project.revision

        def fails() -> None:
            with replacing_import(project, 1) as writer:
                writer.begin_file(info(File((), "x.csv")))
                raise Cancelled

        with pytest.raises(Cancelled):
            fails()
        with pytest.raises(RequestError):
            replace(project, 7, File((Row("5"),)))
        assert (content(project), list_imports(project), project.revision) == before


def test_that_no_column_with_numbers_of_files_is_forgotten(tmp_path: Path) -> None:
    with create_project(tmp_path / "a.clm", "a") as project, project.reading() as connection:
        tables = connection.execute(
            "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name = 'file_id'"
        ).fetchall()
    assert len(tables) >= 6
    for (table,) in tables:
        for statements in (RENUMBER, MOVES):
            assert any(s.split()[1:4] == [table, "SET", "file_id"] for s in statements)
