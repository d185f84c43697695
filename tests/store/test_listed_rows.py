"""Rows of a list that say nothing new, found without comparing each with all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.store.listed import Said, Values

CELLS = st.tuples(
    st.sampled_from(["", "Tea", "Mug"]),
    st.sampled_from([None, "a", "b", "c"]),
    st.sampled_from([None, 1.0, 2.0, 5.0]),
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["x", "y"]), CELLS, st.sampled_from(["", "r", "s", "t"])),
    min_size=40,
    max_size=150,
)


def compared_with_all(seen: list[tuple[Values, str]], values: Values, rest: str) -> bool:
    """What "again" means, told by the definition."""
    figures = any(isinstance(value, float) for value in values)
    return any(
        all(v in {"", None} or v == s for v, s in zip(values, said, strict=True))
        and (rest == others or not figures)
        for said, others in seen
    )


@given(ROWS)
def test_that_rows_say_again_what_any_earlier_one_said(
    rows: list[tuple[str, Values, str]],
) -> None:
    said = Said()
    seen: dict[str, list[tuple[Values, str]]] = {"x": [], "y": []}
    for key, values, rest in rows:
        again = compared_with_all(seen[key], values, rest)
        assert said.again(key, values, rest) == again
        if not again:
            seen[key].append((values, rest))


def test_that_many_rows_of_one_key_are_each_looked_up() -> None:
    said = Said()
    for _ in range(2):
        repeated = [said.again("k", ("Tea", None, float(i)), str(i)) for i in range(40_000)]
    assert all(repeated)
    assert not said.again("k", ("Tea", None, 0.5), "0")
    assert said.again("k", ("Tea", None, None), "other")
