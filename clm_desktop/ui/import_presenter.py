"""From dropped files to rows in the project: look, ask once, import, tell."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from clm_desktop.core.message import Message
from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import (
    ColumnMapping,
    Fate,
    Field,
    FilePreview,
    RefundDay,
    ToldRow,
    Treatment,
)
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.ui import import_work, shop_work
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.import_work import Counted, Imported, Looked
from clm_desktop.ui.mapping_edit import Alike, grouped, with_kind, with_meaning, with_status
from clm_desktop.ui.money_choice import is_open
from clm_desktop.ui.samples import sample_of, shop_name
from clm_desktop.ui.session import Shop
from clm_desktop.usecases.cell_edits import edited_files
from clm_desktop.usecases.pasted_cells import forget_pasted, pasted_file
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.preview import receipt

if TYPE_CHECKING:  # would load pandas
    from clm_desktop.usecases.preview_files import ImportPreview


class ImportPresenter(QObject):
    """One import at a time: files that come while others wait to be confirmed join them."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)
    check_wanted = Signal(object)  # tuple[Alike, ...]
    check_changed = Signal(object)
    check_counted = Signal(object)  # tuple[Counted, ...], () while it is being counted
    check_over = Signal()
    files_wanted = Signal(int)  # number of the import whose files were not found
    save_wanted = Signal(object, object, str)  # Counted, Fate, currency
    imported = Signal(object)  # Imported
    shop_wanted = Signal(object)  # Path of a shop's file
    small_found = Signal(object)  # small tables among the files: what each tells of, its path

    def __init__(self, context: UiContext, parent: QObject) -> None:
        """Nothing waits."""
        super().__init__(parent)
        self._context = context
        self._groups: tuple[Alike, ...] = ()
        self._answers: dict[tuple[int, str], str] = {}
        self._counted: tuple[Counted, ...] = ()
        self._counting = 0  # number of the job
        self._replaced: int | None = None  # import that the files take the place of
        self._target: Shop | None = None
        self._name = ""
        self._pasted: list[Path] = []  # cells that nothing was imported from yet
        context.session.shop_changed.connect(self._shop_changed)

    @property
    def checking(self) -> bool:
        """Whether files wait to be confirmed."""
        return bool(self._groups)

    def _shop_changed(self) -> None:
        """Follow the shop that the files are for; without it they are for nobody."""
        shop = self._context.session.shop
        if self._target is None:
            return
        if shop is not None and shop.project is self._target.project:
            self._target = shop
        else:
            self._target = None
            if self.checking:
                self.cancel()

    # ---- looking --------------------------------------------------------------------------

    def offer(self, paths: tuple[Path, ...]) -> None:
        """Look at files; those seen before go in at once, others are shown first."""
        beside = self._begin(shop_name(paths))
        spec = import_work.looking(paths, self._target, beside)
        self._context.runner.start(spec, self._looked)

    def paste(self, text: str) -> None:
        """Look at cells from the clipboard as at a file."""
        name = self._context.look.words.text("Pasted cells")
        beside = self._begin(name)
        path = pasted_file(text, name)
        if not path.exists():
            self._pasted.append(path)
        spec = import_work.looking_at_pasted(text, name, self._target, beside)
        self._context.runner.start(spec, self._looked)

    def _begin(self, name: str) -> tuple[FilePreview, ...]:
        """Files are coming; gives those that wait already and are to be imported with them."""
        if self.checking and self._replaced is None:
            return tuple(preview for group in self._groups for preview in group.previews)
        shop = self._context.session.shop
        self._target = None if shop is not None and shop.is_sample else shop
        self._name = name
        return ()

    def reread(self, import_id: int, paths: tuple[Path, ...] = ()) -> None:
        """Look again at the files of an import, which are to be read in another way."""
        shop = self._context.session.shop
        if shop is None:
            return
        self._target = shop

        def looked(outcome: Outcome) -> None:
            if isinstance(outcome, Failed) and outcome.message is not None and not paths:
                self.files_wanted.emit(import_id)
            found: ImportPreview | None = self._value(outcome)
            if found is not None:
                self._check(grouped(found.files), import_id)

        self._context.runner.start(import_work.looking_at_import(shop, import_id, paths), looked)

    def offer_sample(self, file: str) -> None:
        """Open a bundled shop; the first time it is made from its order file."""
        sample = sample_of(file)
        path = shop_work.sample_shop_path(sample)
        if path.exists():
            self.shop_wanted.emit(path)
            return
        self._target = None
        self._name = path.stem
        self._context.runner.start(import_work.looking((sample.path,), None), self._import_looked)

    def _looked(self, outcome: Outcome) -> None:
        found: Looked | None = self._value(outcome)
        if found is not None and found.small:
            self.small_found.emit(found.small)
        looked = None if found is None else found.preview
        if looked is None:
            return
        groups = grouped(looked.files)
        if self.checking and self._replaced is None:
            self._join(groups)
        elif looked.seen_before and not looked.questions:
            self._answers.clear()
            self._replaced = None
            self._import(groups, unseen=True)
        else:
            self._check(groups, None)
        if looked.passed_over:
            self._tell_passed_over(looked.passed_over)

    def _check(self, groups: tuple[Alike, ...], replaced: int | None) -> None:
        """Let files be confirmed; ``replaced`` is the import that they take the place of."""
        self._answers.clear()
        self._groups = groups
        self._replaced = replaced
        self.check_wanted.emit(groups)
        self._count()

    def _join(self, groups: tuple[Alike, ...]) -> None:
        """Show files beside those that wait; what was answered about these stays."""
        self._groups = groups
        self.check_changed.emit(groups)
        self._count()

    def _tell_passed_over(self, reasons: tuple[Message, ...]) -> None:
        """Nothing is passed over in silence."""
        look, first, rest = self._context.look, reasons[0], len(reasons) - 1

        def say() -> str:
            words = look.words
            more = words.plural("And {n} more.", "And {n} more.", rest) if rest else ""
            return words.join([words.text("Not imported:"), words.say(first), more])

        self.told.emit(say, "", None)

    def _import_looked(self, outcome: Outcome) -> None:
        looked: Looked | None = self._value(outcome)
        if looked is not None and looked.preview is not None:
            self._answers.clear()
            self._replaced = None
            self._import(grouped(looked.preview.files))

    # ---- checking -------------------------------------------------------------------------

    def answer(self, place: int, key: str, code: str) -> None:
        """Keep the answer to a question about a group of files, and read them so."""
        if key in {"buyers", "amounts"}:  # takes the place of a column
            mapping = self._groups[place].first.mapping
            nobody, no_money = key == "buyers", key == "amounts"
            told = replace(
                mapping,
                names_nobody=mapping.names_nobody or nobody,
                tells_no_money=mapping.tells_no_money or no_money,
            )
            self._look_again(place, told)
            return
        self._answers[place, key] = code
        self._count()

    def change_meaning(self, place: int, column: int, field: Field | None) -> None:
        """Read a group of files with another meaning of a column."""
        mapping = with_meaning(self._groups[place].first.mapping, column, field)
        self._look_again(place, mapping)

    def change_kind(self, place: int, kind: FileKind) -> None:
        """Take the rows of a group of files for something else."""
        self._look_again(place, with_kind(self._groups[place].first.mapping, kind))

    def change_status(self, place: int, word: str, told: Treatment | None) -> None:
        """Let rows with a status word count or not; None: as usual."""
        self._rule(place, with_status(self._groups[place].first.mapping, word, told))

    def change_refunds(self, place: int, day: RefundDay) -> None:
        """Deduct refunds on another day."""
        self._rule(place, replace(self._groups[place].first.mapping, refunds_on=day))

    def change_currency(self, currency: str) -> None:
        """Take the amounts of all files that do not say so for this money; '' = plain numbers."""
        before = self._groups
        edited = tuple(
            replace(p, mapping=replace(p.mapping, currency=currency)) if is_open(p) else p
            for group in before
            for p in group.previews
        )

        def changed(outcome: Outcome) -> None:
            previews: tuple[FilePreview, ...] | None = self._value(outcome)
            if previews is not None and self._groups is before:
                rest = iter(previews)
                self._join(tuple(Alike(tuple(next(rest) for _ in g.previews)) for g in before))

        spec = import_work.looking_again(edited, (), self._target)
        self._context.runner.start(spec, changed)

    def change_numbers(self, place: int, which: str, name: str | None) -> None:
        """Take numbers for those of a source; None: by what speaks for it."""
        word = replace(self._groups[place].first.numbers, **{which: name})
        groups = list(self._groups)
        groups[place] = Alike(tuple(replace(p, numbers=word) for p in groups[place].previews))
        self._join(tuple(groups))

    def change_cell(self, place: int, told: ToldRow, text: str) -> None:
        """Read a cell as the owner typed it."""
        groups = list(self._groups)
        groups[place] = Alike(edited_files(groups[place].previews, told, text))
        self._join(tuple(groups))

    def leave_out(self, place: int) -> None:
        """Import without a group of files."""
        self._answers = {
            (one - (one > place), key): code
            for (one, key), code in self._answers.items()
            if one != place
        }
        rest = [group for one, group in enumerate(self._groups) if one != place]
        if not rest:
            self.cancel()
            return
        self._join(tuple(rest))  # at once: what is shown must be what the next click speaks of
        self._look_again(0, rest[0].first.mapping)

    def _rule(self, place: int, mapping: ColumnMapping) -> None:
        """Change what becomes of rows, not how they are read."""
        previews = tuple(replace(p, mapping=mapping) for p in self._groups[place].previews)
        groups = list(self._groups)
        groups[place] = Alike(previews)
        self._join(tuple(groups))

    def _look_again(self, place: int, mapping: ColumnMapping) -> None:
        """Look at a group of files with another mapping, and at what hangs on it."""
        before = self._groups
        edited = tuple(replace(p, mapping=mapping) for p in before[place].previews)
        others = [p for one, group in enumerate(before) if one != place for p in group.previews]
        now = self._groups = (*before[:place], Alike(edited), *before[place + 1 :])

        def changed(outcome: Outcome) -> None:
            previews: tuple[FilePreview, ...] | None = self._value(outcome)
            if self._groups is not now:  # changed once more meanwhile
                return
            if previews is None:
                self._join(before)
                return
            rest = iter(previews[len(edited) :])
            self._join(
                tuple(
                    Alike(previews[: len(edited)])
                    if one == place
                    else Alike(tuple(next(rest) for _ in group.previews))
                    for one, group in enumerate(before)
                )
            )

        spec = import_work.looking_again(edited, others, self._target)
        self._context.runner.start(spec, changed)

    def _count(self) -> None:
        """Find out in the background what would become of the rows."""
        self._counted = ()
        self.check_counted.emit(())
        answered = [(group, self._answers_of(place)) for place, group in enumerate(self._groups)]
        spec = import_work.counting(answered, self._currency(), self._target, self._replaced)
        self._counting = self._context.runner.start(spec, self._put_counted)

    def _put_counted(self, outcome: Outcome) -> None:
        """Show the counts, and the files as the answers make them read."""
        counted: tuple[Counted, ...] | None = self._value(outcome)
        if counted is None or len(counted) != len(self._groups):
            return
        self._counted = counted
        shown = [tuple(p.sample for p in group.previews) for group in self._groups]
        read = [tuple(p.sample for p in one.previews) for one in counted]
        if shown != read:  # other letters
            self._groups = tuple(
                Alike(
                    tuple(
                        replace(now, questions=was.questions)
                        for now, was in zip(one.previews, group.previews, strict=True)
                    )
                )
                for one, group in zip(counted, self._groups, strict=True)
            )
            self.check_changed.emit(self._groups)
        self.check_counted.emit(counted)

    def save_rows(self, place: int, fate: Fate) -> None:
        """Let the rows of a counter be saved."""
        if place < len(self._counted):
            self.save_wanted.emit(self._counted[place], fate, self._currency())

    def _currency(self) -> str:
        return self._target.currency if self._target is not None else ""

    def confirm(self) -> None:
        """Import what is shown, read as it was answered."""
        groups, self._groups = self._groups, ()
        self._pasted.clear()
        self._context.runner.stop(self._counting)
        self._import(groups)
        self.check_over.emit()

    def cancel(self) -> None:
        """Forget the files."""
        self._groups = ()
        self._context.runner.stop(self._counting)
        for path in self._pasted:
            forget_pasted(path)
        self._pasted.clear()
        self.check_over.emit()

    def _answers_of(self, place: int) -> dict[str, str]:
        return {key: code for (group, key), code in self._answers.items() if group == place}

    # ---- importing ------------------------------------------------------------------------

    def _import(self, groups: tuple[Alike, ...], *, unseen: bool = False) -> None:
        """Import; what was ``unseen`` on the check screen is told afterwards."""
        answered = [(group, self._answers_of(place)) for place, group in enumerate(groups)]
        spec = import_work.importing(answered, self._target, self._name, self._replaced)
        self._context.runner.start(spec, partial(self._imported, self._target, unseen))

    def _imported(self, target: Shop | None, unseen: bool, outcome: Outcome) -> None:
        done: Imported | None = self._value(outcome)
        if done is None:
            return
        now = self._context.session.shop
        if target is not None and (now is None or now.project is not target.project):
            self.shop_wanted.emit(done.shop.path)  # it was closed after the files had gone in
            return
        look, files = self._context.look, done.receipt.files
        steps = self._context.session.steps
        before = steps.newest
        self.imported.emit(done)
        import_id, step = done.receipt.import_id, steps.newest
        new = done.receipt.told if unseen else ()
        told = (*new, *((done.before,) if isinstance(done.before, Message) else ()))

        def say() -> str:
            return look.words.join([receipt(files, look.words), *map(look.words.say, told)])

        if new:
            self.told.emit(say, N_("Change how it was read…"), lambda: self.reread(import_id))
        elif step is before:
            self.told.emit(say, "", None)
        else:
            self.told.emit(say, N_("Undo"), partial(steps.undo, step))

    def _value(self, outcome: Outcome) -> Any:  # noqa: ANN401  each job has its own value
        """Return what a job gave, None where it gave nothing; failures are told."""
        if isinstance(outcome, Failed):
            self.failed.emit(outcome)
        return outcome.value if isinstance(outcome, Done) else None
