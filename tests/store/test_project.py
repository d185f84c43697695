"""Opening, closing, refusing: what a project file may be and what it may not."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from clm_desktop.core.errors import ProjectError
from clm_desktop.core.outreach import ItemState, PlanState
from clm_desktop.core.run import Cancelled, NullContext
from clm_desktop.store import migrate, project, schema
from clm_desktop.store.check import check_project
from clm_desktop.store.copying import copy_project
from clm_desktop.store.migrations import STEPS
from clm_desktop.store.plans import load_plans
from clm_desktop.store.project import create_project, open_project
from clm_desktop.store.undo import undo_import
from tests.store.made import DAY, File, Row, content, do_import


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.clm"
    create_project(path, "小店 Shop").close()
    return path


def code_of(path: Path) -> str:
    with pytest.raises(ProjectError) as caught:
        open_project(path)
    return caught.value.code


def alter(path: Path, *statements: str) -> None:
    """Change a closed project as another program could."""
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_that_a_new_project_holds_its_name_and_one_file_remains(shop: Path) -> None:
    with open_project(shop) as opened:
        assert (opened.name, opened.revision) == ("小店 Shop", 0)
        do_import(opened, File((Row("1"),)))
        assert len(list(shop.parent.iterdir())) == 2  # the journal, while it is open
    assert [p.name for p in shop.parent.iterdir()] == ["shop.clm"]


def test_that_every_protection_of_the_recipe_is_on(shop: Path) -> None:
    with open_project(shop) as opened:
        wanted = {
            "application_id": 0x434C4D31, "user_version": schema.VERSION, "page_size": 8192,
            "journal_mode": "truncate", "synchronous": 2, "locking_mode": "exclusive",
            "secure_delete": 1, "foreign_keys": 1, "cell_size_check": 1, "mmap_size": None,
            "trusted_schema": 0, "temp_store": 1, "busy_timeout": 0, "cache_size": -64000,
        }  # fmt: skip
        connection = opened.connection
        assert {name: connection.pragma(name) for name in wanted if name != "mmap_size"} == {
            name: value for name, value in wanted.items() if name != "mmap_size"
        }
        assert not connection.pragma("mmap_size")
        switches = (apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, apsw.SQLITE_DBCONFIG_ENABLE_VIEW)
        assert [connection.config(switch, -1) for switch in switches] == [0, 0]
        assert connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, -1) == 1
        for statement in (
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ''",
            "SELECT load_extension('x')",
            'SELECT "no such column"',
        ):
            with pytest.raises(apsw.Error):
                connection.execute(statement).fetchall()


def test_that_sorting_spills_into_a_private_folder_only(shop: Path) -> None:
    with open_project(shop):
        folder = Path(os.environ["SQLITE_TMPDIR"])
    assert folder.stat().st_mode & 0o777 == 0o700


def test_that_a_second_opening_is_refused_with_a_sentence(shop: Path) -> None:
    with open_project(shop):
        assert code_of(shop) == "project_locked"
        said = subprocess.run(
            [sys.executable, "-c", _OPEN, str(shop)], capture_output=True, text=True, check=True
        )
        assert said.stdout.strip() == "project_locked"
        assert code_of(shop) == "project_locked"  # the lock outlives every refusal
    open_project(shop).close()


_OPEN = """
import sys
from pathlib import Path
from clm_desktop.core.errors import ProjectError
from clm_desktop.store.project import open_project
try:
    open_project(Path(sys.argv[1]))
except ProjectError as error:
    print(error.code)
"""


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["CREATE TRIGGER evil AFTER INSERT ON lines BEGIN DELETE FROM lines; END"], "altered"),
        (["CREATE VIEW evil AS SELECT * FROM lines"], "altered"),
        (["CREATE TABLE evil (x)"], "altered"),
        (["CREATE INDEX evil ON lines (cents)"], "altered"),
        (["DROP TABLE set_aside"], "altered"),
        (["ALTER TABLE meta ADD COLUMN x BLOB AS (zeroblob(1000000000))"], "altered"),
        ([f"PRAGMA user_version = {schema.VERSION + 1}"], "too_new"),
        (["PRAGMA user_version = -1"], "altered"),
        (["PRAGMA user_version = 0"], "too_old"),
    ],
)
def test_that_a_file_with_another_schema_is_refused(
    shop: Path, statements: list[str], code: str
) -> None:
    alter(shop, *statements)
    assert code_of(shop) == f"project_{code}"
    assert code_of(shop) == f"project_{code}"  # and stays as it was


def test_that_a_hidden_schema_entry_is_refused(shop: Path) -> None:
    alter(
        shop,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'cents INTEGER NOT NULL',"
        " 'cents INTEGER NOT NULL CHECK (random() <> 0)') WHERE name = 'lines'",
    )
    assert code_of(shop) == "project_altered"


@pytest.mark.parametrize("wal", [False, True])
def test_that_foreign_databases_are_refused_and_left_as_they_are(tmp_path: Path, wal: bool) -> None:
    path = tmp_path / "other.clm"
    alter(path, *(["PRAGMA journal_mode = WAL"] if wal else []), "CREATE TABLE t (x)")
    before = path.read_bytes()
    assert code_of(path) == "not_a_project"
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"x", b"order,date\n" * 1000, b"SQLite format 3\0"])
def test_that_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.clm"
    path.write_bytes(content)
    assert code_of(path) == "not_a_project"


def test_that_missing_files_and_folders_have_their_own_sentences(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "not_a_project"
    assert code_of(tmp_path / "none.clm") == "project_missing"
    with pytest.raises(ProjectError) as caught:
        create_project(tmp_path / "none" / "x.clm", "x")
    assert caught.value.code == "folder_missing"


def test_that_an_existing_file_is_never_overwritten(shop: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        create_project(shop, "other")
    assert caught.value.code == "project_exists"


@pytest.mark.parametrize("keep", [0.05, 0.3, 0.6, 0.95])
def test_that_a_truncated_file_is_damaged_not_a_bug(shop: Path, keep: float) -> None:
    with open_project(shop) as opened:
        do_import(opened, File(tuple(Row(str(i), f"c{i}") for i in range(2000)), block=500))
    size = shop.stat().st_size
    with shop.open("rb+") as file:
        file.truncate(int(size * keep))
    Path(f"{shop}-journal").touch()  # as after a crash: the file is examined
    assert code_of(shop) in {"project_damaged", "project_altered", "disk_failed"}


def test_that_stop_ends_a_running_statement_and_takes_everything_back(shop: Path) -> None:
    class Impatient(NullContext):
        def check(self) -> None:
            raise Cancelled

    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n"

    def change(opened: project.Project) -> None:
        with opened.transaction(Impatient()) as connection:
            connection.execute("UPDATE meta SET value = 'lost' WHERE key = 'name'")
            connection.execute(endless).fetchall()

    with open_project(shop) as opened:
        with pytest.raises(Cancelled):
            change(opened)
        assert opened.name == "小店 Shop"


def test_that_a_change_within_another_goes_with_it_and_may_fail_alone(shop: Path) -> None:
    def rename(opened: project.Project, name: str, *, fails: bool = False) -> None:
        with opened.transaction() as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'name'", (name,))
            if fails:
                raise KeyError

    with open_project(shop) as opened:
        with opened.transaction():
            rename(opened, "A")
            with pytest.raises(KeyError):
                rename(opened, "B", fails=True)
            assert opened.name == "A"
        with suppress(KeyError), opened.transaction():
            rename(opened, "C")
            raise KeyError
        assert opened.name == "A"


def test_that_a_query_inside_another_block_takes_no_stop_away_from_it(shop: Path) -> None:
    class Impatient(NullContext):
        def check(self) -> None:
            raise Cancelled

    long = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000)"
        " SELECT sum(x) FROM n"
    )
    with open_project(shop) as opened, opened.reading(Impatient()) as connection:
        assert opened.revision == 0
        with pytest.raises(Cancelled):
            connection.execute(long).fetchall()


def test_that_a_full_disk_changes_nothing_and_says_so(shop: Path) -> None:
    with open_project(shop) as opened:
        do_import(opened, File((Row("1"),)))
        before = content(opened)
        rows = tuple(Row(str(i), f"c{i}") for i in range(3000))
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (shop.stat().st_size + 100_000, limits[1]))
        try:
            with pytest.raises(ProjectError) as caught:
                do_import(opened, File(rows))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert caught.value.code in {"disk_full", "disk_failed"}
        assert content(opened) == before
        assert do_import(opened, File(rows)).files[0].rows_accepted == 2999


def test_that_a_copy_is_whole_and_its_own(shop: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.clm"
    target.write_text("what stood here before")
    with open_project(shop) as opened:
        do_import(opened, File((Row("1"), Row("2", ts=11 * DAY))))
        copy_project(opened, target)
        wanted = content(opened)
        with pytest.raises(ProjectError):
            copy_project(opened, shop)
    with open_project(target) as copied:
        assert content(copied) == wanted
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.clm", "shop.clm"]


# ---- migrations: files that an older program wrote, frozen as SQL ------------------------------


def of_version(number: int, folder: Path) -> Path:
    """A shop as an earlier version of the program left it."""
    path = folder / "shop.clm"
    connection = sqlite3.connect(path)
    told = Path(__file__).with_name(f"version_{number}.sql")
    connection.executescript(told.read_text(encoding="utf-8"))
    connection.close()
    return path


@pytest.fixture
def old_shop(tmp_path: Path) -> Path:
    return of_version(1, tmp_path)


def test_that_an_older_file_is_migrated_after_a_backup(old_shop: Path) -> None:
    with open_project(old_shop) as opened:
        log = opened.connection.execute("SELECT from_version, to_version FROM migration_log")
        assert list(log) == [(1, schema.VERSION)]
        told = opened.connection.execute("SELECT sum(cents), sum(quantity), count(*) FROM lines")
        assert list(told) == [(6000, 9.0, 6)]
        orders = opened.connection.execute("SELECT key, total_cents FROM orders ORDER BY key")
        assert list(orders) == [
            ("1001", 2000), ("1002", 1650), ("1003", 900), ("1004", 0), ("1006", 550),
        ]  # fmt: skip
        assert check_project(opened).findings == ()
    backup = sqlite3.connect(old_shop.with_name("shop.v1.clm"))
    assert backup.execute("PRAGMA user_version").fetchone() == (1,)
    assert backup.execute("PRAGMA application_id").fetchone() == (0x434C4D31,)
    backup.close()


def test_that_a_file_of_version_2_keeps_what_the_owner_said(tmp_path: Path) -> None:
    with open_project(of_version(2, tmp_path)) as opened:
        log = opened.connection.execute("SELECT from_version, to_version FROM migration_log")
        assert list(log) == [(2, schema.VERSION)]
        said = opened.connection.execute("SELECT key, kind, value FROM owner_words ORDER BY key")
        assert list(said) == [("anna@x.org", "tags", "vip"), ("bob@x.org", "moved_away", "")]
        assert list(opened.connection.execute("SELECT name FROM own_segments")) == [("Tea",)]
        orders = opened.connection.execute("SELECT key, total_cents FROM orders ORDER BY key")
        assert list(orders) == [
            ("1001", 2000), ("1002", 500), ("1003", 1200), ("1004", 1500), ("1005", 1100),
            ("1006", 400),
        ]  # fmt: skip
        assert check_project(opened).findings == ()
        undo_import(opened, 2)
        assert check_project(opened).findings == ()


def test_that_a_plan_of_version_3_is_one_whose_terms_nobody_knows(tmp_path: Path) -> None:
    with open_project(of_version(3, tmp_path)) as opened:
        (plan,) = load_plans(opened, PlanState.APPROVED)
        assert [item.state for item in plan.items] == [ItemState.DONE, ItemState.PLANNED]
        assert plan.terms == ()
        assert check_project(opened).findings == ()


def test_that_imports_of_an_older_file_can_still_be_undone(old_shop: Path) -> None:
    with open_project(old_shop) as opened:
        undo_import(opened, 2)
        told = opened.connection.execute("SELECT key, total_cents FROM orders ORDER BY key")
        assert list(told) == [("1001", 2000), ("1002", 550), ("1003", 900), ("1004", 0)]
        assert check_project(opened).findings == ()


@pytest.mark.parametrize("fault", ["raises", "other schema"])
def test_that_a_failed_migration_leaves_the_file_as_it_was(old_shop: Path, fault: str) -> None:
    def bad(connection: apsw.Connection) -> None:
        STEPS[1](connection)
        if fault == "raises":
            raise RuntimeError
        connection.execute("CREATE TABLE left_over (x)")

    before = old_shop.read_bytes()
    connection = project.connect(old_shop)
    with pytest.raises((RuntimeError, ProjectError)):
        migrate.migrate(connection, old_shop, 1, {**STEPS, 1: bad})
    project.disconnect(connection)
    assert old_shop.read_bytes()[100:] == before[100:]  # all but the change counter


def test_that_two_backups_of_one_version_do_not_meet(old_shop: Path) -> None:
    old_shop.with_name("shop.v1.clm").write_text("taken")
    connection = project.connect(old_shop)
    assert migrate.migrate(connection, old_shop, 1).name == "shop.v1-2.clm"
    project.disconnect(connection)
