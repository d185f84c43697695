"""Small tables, how messages are signed, and the history of consents: jobs with their Undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from clm_desktop.ui import dialogs, small_work
from clm_desktop.ui.desk_presenter import DeskPresenter
from clm_desktop.ui.receipt_dialog import ReceiptDialog
from clm_desktop.ui.small_work import Told
from clm_desktop.ui.words_dialog import WordsDialog
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.plan_parts import channel_titles
from clm_desktop.view.told_receipts import account, aside_lines
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # these would load pandas
    from clm_desktop.usecases.outreach_drafts import MessageWords
    from clm_desktop.usecases.small_tables import TakenIn


class SmallPresenter(DeskPresenter):
    """Small tables, the signature, and what customers said."""

    # ---- small tables ---------------------------------------------------------------------

    def ask_file(self, kind: str) -> None:
        """Let the owner choose a small table of a kind."""
        title = self._context.look.words.code(f"small_table.{kind}")
        dialogs.ask_table(self._window, self._context, title, lambda p: self.take_in([(kind, p)]))

    def take_in(self, files: Sequence[Told]) -> None:
        """Keep what small tables tell; without a shop, say where they belong."""
        shop, look = self._context.session.shop, self._context.look
        if shop is not None:
            self._edit(lambda now: small_work.taking_in(now, files), self._taken_in)
            return
        name, kind = files[0][1].name, files[0][0]

        def say() -> str:
            return look.words.text(
                "“{file}” is a small table ({kind}). Open the shop that it belongs to, then drop "
                "it once more.",
                file=name,
                kind=look.words.code(f"small_table.{kind}"),
            )

        self.told.emit(say, "", None)

    def _taken_in(self, taken: tuple[TakenIn, ...]) -> None:
        look = self._context.look

        def say() -> str:
            return look.words.join([receipt_sentence(one, look.words) for one in taken])

        back = partial(small_work.putting_back, taken=taken)
        again = partial(small_work.taking_in_again, taken=taken)
        step = self._step(lambda: _title(taken, look.words), back, again)
        changed = any(one.changed for one in taken)
        if any(one.receipt.set_aside for one in taken):
            if changed:
                self.steps.push(step)
            self._show_receipt(taken, partial(self.steps.undo, step) if changed else None)
        elif changed:
            self._keep(step, say)
        else:
            self.told.emit(say, "", None)
        self._plans.load()

    def _show_receipt(self, taken: tuple[TakenIn, ...], undo: Callable[[], object] | None) -> None:
        words = self._context.look.words
        dialog = ReceiptDialog(
            self._context.look,
            _title(taken, words),
            [receipt_sentence(one, words) for one in taken],
            [line for one in taken for line in aside_lines(one.receipt, words)],
            self._window,
            undo=undo,
        )
        dialog.open()
        self.dialog_opened.emit(dialog)

    # ---- how messages are signed ----------------------------------------------------------

    def ask_words(self) -> None:
        """Let the owner say who signs the messages, and in which language they are."""
        shop = self._context.session.shop
        if shop is not None:
            self._read(small_work.looking_up_words(shop), partial(self._edit_words, shop.name))

    def _edit_words(self, project_name: str, kept: MessageWords) -> None:
        dialog = WordsDialog(
            *(self._context.look, kept.shop_name, kept.language, project_name),
            self.keep_words,
            self._window,
        )
        dialog.open()
        self.dialog_opened.emit(dialog)

    def keep_words(self, shop_name: str, language: str) -> None:
        """Keep them."""
        keep = partial(small_work.keeping_words, shop_name=shop_name, language=language)

        def kept(before: MessageWords) -> None:
            back = partial(
                small_work.keeping_words, shop_name=before.shop_name, language=before.language
            )
            self._kept(N_("Signature and language kept"), back, keep)

        self._edit(keep, kept)

    # ---- history of consents --------------------------------------------------------------

    def show_history(self, customer_key: str) -> None:
        """Show what a customer said, and when."""
        shop = self._context.session.shop
        if shop is not None:
            self._read(small_work.looking_up_consents(shop, customer_key), self._show_log)

    def _show_log(self, log: tuple[tuple[str, ...], ...]) -> None:
        now, words = self._context.session.plan, self._context.look.words
        ways = {} if now is None else channel_titles(now.outreach, words)
        nothing = words.text("Nothing was said about this customer yet.")
        dialog = ReceiptDialog(
            self._context.look,
            words.text("History of consents"),
            [] if log else [nothing],
            [history_line(line, ways, words) for line in log],
            self._window,
        )
        dialog.lines.setVisible(bool(log))
        dialog.open()
        self.dialog_opened.emit(dialog)


def receipt_sentence(taken: TakenIn, words: Words) -> str:
    """The account of a small table: every row of it."""
    receipt = taken.receipt
    told = account(receipt, words)
    return words.text("{file}: {account}", file=receipt.file_name, account=told)


def history_line(line: tuple[str, ...], ways: dict[str, str], words: Words) -> str:
    """When, by which way, what before and what after, and where that is written down."""
    at, _, channel, before, after, source, proof = line
    nothing = words.text("nothing said")
    said = words.text(
        "{way}: {before} → {after}",
        way=ways.get(channel, channel),
        before=words.code(f"consent.{before}") if before else nothing,
        after=words.code(f"consent.{after}") if after else nothing,
    )
    known = {"owner": words.text("by your word"), "reply": words.text("in answer to a message")}
    where = words.listed([one for one in (known.get(source, source), proof) if one])
    return "   ".join(one for one in (at[:16].replace("T", " ") + " UTC", said, where) if one)


def _title(taken: Sequence[TakenIn], words: Words) -> str:
    kinds = dict.fromkeys(str(one.kind) for one in taken)
    return words.listed([words.code(f"small_table.{kind}") for kind in kinds])
