"""Quantities with their unit, and what a file of them is worth."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.ingest.types import Field
from clm_desktop.ingest.values.quantities import number_bought, without_unit
from tests.ingest.made_files import read, write


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("2 pieces", "2"),
        ("1,5 kg", "1,5"),
        ("3本", "3"),
        ("2 Stk.", "2"),
        ("-1 ea", "-1"),
        ("(2) units", "(2)"),
        ("1 234 шт", "1 234"),
        ("1.2万", "1.2万"),
        ("2k", "2k"),
        ("1e3", "1e3"),
        ("12", "12"),
        ("dozen", "dozen"),
        ("1½", "1½"),
        ("10²", "10²"),
        ("2 big boxes", "2 big boxes"),
        ("", ""),
    ],
)
def test_that_a_unit_is_taken_off(cell: str, number: str) -> None:
    assert without_unit(cell) == number
    assert number_bought(cell) == number


def test_that_the_size_of_a_package_is_no_number_of_pieces() -> None:
    assert [number_bought("500 g"), number_bought("75cl")] == ["500 g", "75cl"]
    assert without_unit("500 g") == "500"


@given(st.text())
def test_that_only_an_end_of_letters_goes(cell: str) -> None:
    kept = without_unit(cell)
    assert cell.startswith(kept)
    assert not any(c.isdigit() for c in cell[len(kept) :])


def bought(folder: Path, cells: tuple[str, ...]) -> list[tuple[float, int]]:
    rows = (
        f"2026-01-{i % 27 + 1:02};c{i % 7};Rice;{cell};10,00\n" for i, cell in enumerate(cells * 6)
    )
    path = write(folder / "o.csv", "Date;Customer;Product;Qty;Price\n" + "".join(rows))
    got = read(path)
    assert not got.reasons
    return [(line.quantity, line.cents) for line in got.lines][: len(cells)]


def test_that_pieces_with_their_unit_are_paid_for(tmp_path: Path) -> None:
    assert bought(tmp_path, ("2 pcs", "1,5 kg", "3 ea")) == [(2, 2000), (1.5, 1500), (3, 3000)]


def test_that_the_price_of_a_package_is_not_multiplied(tmp_path: Path) -> None:
    assert bought(tmp_path, ("500 g", "250 g")) == [(1, 1000), (1, 1000)]
    assert Field.QUANTITY not in dict(read(tmp_path / "o.csv").preview.mapping.fields)
