"""What became of a small table, in words: its account, and the lines that were not taken."""

from __future__ import annotations

from clm_desktop.core.told import ToldReceipt
from clm_desktop.view.words import Words


def account(receipt: ToldReceipt, words: Words) -> str:
    """Every row in one sentence, and what should be looked at."""
    rows = words.text(
        "{kept} of {read} kept, {known} known already, {bad} not understood.",
        kept=words.whole(receipt.kept),
        read=words.plural("{n} row", "{n} rows", receipt.rows_read),
        known=words.whole(receipt.known),
        bad=words.whole(len(receipt.set_aside)),
    )
    return words.join([rows, *map(words.say, receipt.told)])


def aside_lines(receipt: ToldReceipt, words: Words) -> list[str]:
    """Each line that was not understood, with what is wrong with it."""
    lines = []
    for one in receipt.set_aside:
        why = words.code(f"row.{one.reason}")
        said = words.text("Line {n}: {why}", n=one.row + 1, why=why)
        lines.append(f"{said} ({one.column}: {one.value})" if one.column else said)
    return lines
