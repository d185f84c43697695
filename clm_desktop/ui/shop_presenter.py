"""What is done with the open shop: open, compute again, undo, restore, copy, look at a customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Signal

from clm_desktop.core.earlier import Backup, BackupFacts
from clm_desktop.core.message import Message
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.ui import data_work, shop_work
from clm_desktop.ui.data_work import Restored
from clm_desktop.ui.edits import EditPresenter
from clm_desktop.ui.import_work import Imported
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_work import Undone
from clm_desktop.ui.undo_stack import UndoStep
from clm_desktop.view.blocks import CustomerCard
from clm_desktop.view.pages.backups import kept_on


class ShopPresenter(EditPresenter):
    """Turns what the owner wants into jobs, and their ends into the session's state."""

    customer_ready = Signal(object)  # CustomerCard
    states_ready = Signal(object)  # tuple[BackupFacts, ...], newest first

    # ---- which shop -----------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a shop in place of the one that is open."""
        shop = self._context.session.shop
        if shop is not None and shop.path == path.absolute():
            return
        self._run(shop_work.opening(path.absolute()), self.opened)

    def opened(self, shop: Shop) -> None:
        """Show a shop that was opened and close the one before."""
        before = self._context.session.shop
        if before is not None and before.project is not shop.project:
            self._context.runner.stop_all()  # nothing of the old shop runs on after it is closed
        self._context.settings.add_recent(shop.path)
        self._context.look.set_words(self._context.look.words.lang, shop.currency)
        self._context.session.set_shop(shop)
        if before is not None and before.project is not shop.project:
            self._run(shop_work.closing(before), _nothing)
        self.refresh_if_stale()

    def close(self) -> None:
        """Close the shop and show the start screen."""
        shop = self._context.session.shop
        if shop is not None:
            self._context.runner.stop_all()
            self._context.session.set_shop(None)
            self._run(shop_work.closing(shop), _nothing)

    def save_copy(self, path: Path) -> None:
        """Write a copy of the shop's file, whole, to another place."""
        shop = self._context.session.shop
        if shop is not None:
            self._run(shop_work.copying(shop, path), lambda _none: self._saved(path))

    def _saved(self, path: Path) -> None:
        look = self._context.look
        self.told.emit(lambda: look.words.text("Saved as {file}.", file=path.name), "", None)

    # ---- answers --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Compute everything again."""
        shop = self._context.session.shop
        if shop is not None and shop.imports:
            self._run(shop_work.refreshing(shop), self._refreshed)

    def refresh_if_stale(self) -> None:
        """Compute when there is something to compute that is not computed yet."""
        shop = self._context.session.shop
        if shop is not None and shop.answers is None and shop.listed is None:
            self.refresh()

    def _refreshed(self, shop: Shop) -> None:
        now = self._context.session.shop
        if now is not None and now.project is shop.project and now.revision == shop.revision:
            self._context.session.set_shop(shop)

    # ---- taking back ----------------------------------------------------------------------

    def imported(self, done: Imported) -> None:
        """Show a shop that was just imported into; the import can be taken back."""
        self.opened(done.shop)
        names = [one.info.name for one in done.receipt.files]
        if not done.replaced:
            self.steps.push(self._import_step(done.receipt.import_id, names))
        elif isinstance(done.before, Backup):
            title = self._title("reading", names)
            self.steps.push(self._state_step(title, done.before))

    def undo(self, import_id: int) -> None:
        """Take an import back, whatever was done since."""

        def undone(done: Undone) -> None:
            self.steps.settle(_import(import_id))
            say = self._put_undone(done)
            if isinstance(done.before, Backup):
                names = [one.info.name for one in done.record.files]
                title = self._title("taking back", names)
                self._keep(self._state_step(title, done.before), say)
            else:
                self.told.emit(say, "", None)

        self._edit(partial(shop_work.undoing, import_id=import_id), undone)

    def undo_last(self) -> None:
        """Take the newest import back."""
        shop = self._context.session.shop
        if shop is not None and shop.imports:
            newest = shop.imports[-1]
            names = [one.info.name for one in newest.files]
            self.steps.push(self._import_step(newest.import_id, names))
            self.steps.undo()

    def _import_step(self, import_id: int, names: Sequence[str]) -> UndoStep:
        """An import: what was said of the shop since stays when it goes."""
        gone = _State()

        def undone(done: Undone) -> None:
            gone.kept = done.before
            say = self._put_undone(done)
            if isinstance(done.before, Message):  # else the notice names the step
                self.told.emit(say, "", None)

        return UndoStep(
            self._title("import", names),
            partial(self._edit, partial(shop_work.undoing, import_id=import_id), undone),
            partial(self._go, gone, _State()),
            about=_import(import_id),
        )

    def _put_undone(self, done: Undone) -> Callable[[], str]:
        look, unkept = self._context.look, done.before

        def say() -> str:
            warned = look.words.say(unkept) if isinstance(unkept, Message) else ""
            return look.words.join([look.words.text("The import was taken back."), warned])

        self._context.session.set_shop(done.shop)
        self.refresh_if_stale()
        return say

    def _title(
        self, of: Literal["import", "reading", "taking back"], names: Sequence[str]
    ) -> Callable[[], str]:
        """Name of a step about the files of an import, as of when it is asked for."""

        def title() -> str:
            words = self._context.look.words
            files = words.listed(list(names))
            match of:
                case "import":
                    return words.text("Import of {files}", files=files)
                case "reading":
                    return words.text("New reading of {files}", files=files)
            return words.text("Taking back of {files}", files=files)

        return title

    # ---- earlier states -------------------------------------------------------------------

    def look_up_states(self) -> None:
        """See what states are kept; ``states_ready`` brings them."""
        shop = self._context.session.shop
        if shop is not None:
            self._run(data_work.listing_backups(shop), self.states_ready.emit)

    def restore(self, wanted: BackupFacts) -> None:
        """Put an earlier state back."""
        look = self._context.look

        def say() -> str:
            return look.words.text("The state of {when} is back.", when=kept_on(wanted, look.words))

        def restored(done: Restored) -> None:
            self._restored(done)
            if done.before is None:
                self.told.emit(say, "", None)
                self.steps.clear()
            else:
                self._keep(self._state_step(say, done.before))

        self._edit(partial(data_work.restoring, wanted=wanted), restored)

    def _restored(self, done: Restored) -> None:
        self._context.session.set_shop(done.shop)
        self.refresh_if_stale()

    def _state_step(self, title: Callable[[], str], before: Backup) -> UndoStep:
        """Something that the whole state before it takes back, and the one after does again."""
        then, now = _State(before), _State()
        undo, redo = partial(self._go, then, now), partial(self._go, now, then)
        return UndoStep(title, undo, redo, whole=True)

    def _go(self, wanted: _State, left: _State) -> None:
        """Put a state back, and remember the one that ends by it."""

        def job(shop: Shop) -> JobSpec | None:
            look, kept = self._context.look, wanted.kept
            if isinstance(kept, Backup):
                return data_work.restoring(shop, BackupFacts(backup=kept))
            if kept is not None:
                self.told.emit(partial(look.words.say, kept), "", None)
            return None

        def gone(done: Restored) -> None:
            left.kept = done.before
            self._restored(done)

        self._edit(job, gone)

    # ---- one customer ---------------------------------------------------------------------

    def show_customer(self, customer_id: int) -> None:
        """Get everything about a customer; ``customer_ready`` brings it."""
        shop = self._context.session.shop
        if shop is None:
            return
        words = self._context.look.words
        if shop.answers is None:
            if shop.listed is not None:
                spec = shop_work.listed_looked_up(shop.listed, customer_id, words)
                self._run(spec, self._found)
            return
        self._run(
            shop_work.customer_looked_up(shop, shop.answers, customer_id, words),
            self.customer_ready.emit,
        )

    def _found(self, card: CustomerCard | None) -> None:
        if card is not None:
            self.customer_ready.emit(card)

    # ---- running --------------------------------------------------------------------------

    def _run(self, spec: JobSpec, done: Callable[..., object]) -> None:
        def end(outcome: Outcome) -> None:
            if isinstance(outcome, Done):
                done(outcome.value)
            elif isinstance(outcome, Failed):
                self.failed.emit(outcome)

        self._context.runner.start(spec, end)


@dataclass(slots=True)
class _State:
    """A state that a step leads to, once it was left; or why that could not be kept."""

    kept: Backup | Message | None = None


def _import(number: int) -> str:
    return f"import {number}"


def _nothing(_value: object) -> None:
    """Nobody waits for this."""
