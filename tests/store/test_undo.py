from __future__ import annotations

from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.store.project import create_project
from clm_desktop.store.undo import undo_import
from tests.store.made import DAY, File, Row, content, do_import

_numbers = count()

rows = st.builds(
    Row,
    order=st.sampled_from(["1", "2", "3"]),
    customer=st.sampled_from(["", "anna", "bob"]),
    product=st.sampled_from(["", "tea", "mug"]),
    ts=st.sampled_from([10 * DAY, 10 * DAY + 60, 12 * DAY]),
    quantity=st.sampled_from([1.0, 2.0, -1.0]),
    cents=st.sampled_from([500, 700]),
    state=st.sampled_from([0, 0, 0, 1]),
    is_fee=st.booleans(),
    total=st.sampled_from([None, None, 900, 1000]),
    name=st.sampled_from(["", "Anna", "Anne"]),
    channel=st.sampled_from(["", "web", "till"]),
)
files = st.builds(
    File,
    rows=st.lists(rows, max_size=9).map(tuple),
    order_ids_given=st.booleans(),
    block=st.integers(1, 10),
    set_aside=st.integers(0, 1),
)


def named(imports: list[list[File]]) -> list[list[File]]:
    numbers = count()
    return [
        [File(f.rows, f"{next(numbers)}.csv", f.order_ids_given, f.block, f.set_aside) for f in one]
        for one in imports
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_that_what_an_undo_leaves_is_as_if_the_import_had_never_been(
    data: st.DataObject, tmp_path_factory
) -> None:
    imports = named(
        data.draw(st.lists(st.lists(files, min_size=1, max_size=2), min_size=2, max_size=4))
    )
    undone = data.draw(st.lists(st.sampled_from(range(len(imports))), unique=True, min_size=1))
    folder: Path = tmp_path_factory.mktemp("undo")
    with create_project(folder / "a.clm", "a") as project:
        ids = [do_import(project, *one).import_id for one in imports]
        for place in undone:
            undo_import(project, ids[place])
        left = content(project)
    with create_project(folder / "b.clm", "b") as project:
        for place, one in enumerate(imports):
            if place not in undone:
                do_import(project, *one)
        assert left == content(project)


@settings(max_examples=20, deadline=None)
@given(file=files, size=st.integers(1, 10), before=files)
def test_that_the_cut_into_blocks_makes_no_difference(
    file: File, size: int, before: File, tmp_path_factory
) -> None:
    folder: Path = tmp_path_factory.mktemp("blocks")
    found = []
    for name, block in (("a", file.block), ("b", size)):
        with create_project(folder / f"{name}.clm", name) as project:
            do_import(project, File(before.rows, "before.csv"))
            do_import(project, File(file.rows, "x.csv", file.order_ids_given, block))
            found.append(content(project))
    assert found[0] == found[1]


def test_that_nothing_of_a_taken_back_import_can_be_read_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "shop.clm"
    with create_project(path, "shop") as project:
        do_import(project, File((Row("1", "anna"),)))
        secret = File(tuple(Row(f"order-{i}", f"secret-{i}", name=f"Name {i}") for i in range(300)))
        undo_import(project, do_import(project, secret).import_id)
    left = path.read_bytes()
    assert b"anna" in left
    assert [text for text in (b"secret-", b"Name ", b"order-") if text in left] == []
