"""What the owner changes of actions, channels and consents becomes jobs, each with its Undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.outreach import Action, Channel, ChannelSpend, ConsentState, Spared
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.plan.answers import Answers
from clm_desktop.ui import means_work, plan_work
from clm_desktop.ui.action_dialog import ActionDialog
from clm_desktop.ui.channel_dialog import ChannelDialog
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.means_work import ActionKept, ChannelKept, Sample, SpendKept
from clm_desktop.ui.plan_presenter import PlanPresenter
from clm_desktop.ui.plan_work import Agreed
from clm_desktop.ui.session import Shop
from clm_desktop.ui.spend_dialog import SpendDialog
from clm_desktop.ui.undo_stack import UndoStep
from clm_desktop.view.marks import N_


class MeansPresenter(QObject):
    """Asks in front of the window; what was kept makes the plan anew."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)
    dialog_opened = Signal(object)  # QDialog

    def __init__(self, context: UiContext, plans: PlanPresenter, window: QWidget) -> None:
        """Nothing is asked yet."""
        super().__init__(window)
        self._context, self._plans, self._window = context, plans, window

    # ---- actions --------------------------------------------------------------------------

    def ask_action(self, place: int) -> None:
        """Open the editor of an action by its place, -1: a new one."""
        shop, answers, now = self._open()
        if shop is None or answers is None or now is None:
            return
        actions = now.outreach.actions
        action = actions[place] if 0 <= place < len(actions) else None
        self._run(means_work.sampling(shop, answers, now), partial(self._edit_action, action))

    def _edit_action(self, action: Action | None, sample: Sample) -> None:
        _, _, now = self._open()
        if now is None:
            return
        dialog = ActionDialog(
            self._context.look,
            action,
            now.outreach.channels,
            sample=sample,
            then=self.keep_action,
            parent=self._window,
        )
        dialog.open()
        self.dialog_opened.emit(dialog)

    def keep_action(self, wanted: Action) -> None:
        """Keep an action as the owner wants it."""
        shop, _, _ = self._open()
        if shop is not None:
            self._run(means_work.keeping_action(shop, wanted), self._action_kept)

    def _action_kept(self, kept: ActionKept) -> None:
        def back() -> None:
            shop, _, _ = self._open()
            if shop is not None:
                self._run(means_work.putting_action_back(shop, kept), self._reload)

        self._kept(N_("Action kept"), back, partial(self._again_action, kept.after))

    def _again_action(self, wanted: Action) -> None:
        shop, _, _ = self._open()
        if shop is not None:
            self._run(means_work.keeping_action(shop, wanted), self._reload)

    # ---- channels -------------------------------------------------------------------------

    def ask_channel(self, place: int) -> None:
        """Open the editor of a channel by its place, -1: a new one."""
        _, answers, now = self._open()
        if answers is None or now is None:
            return
        channels = now.outreach.channels
        channel = channels[place] if 0 <= place < len(channels) else None
        dialog = ChannelDialog(
            self._context.look,
            channel,
            today=answers.run.as_of_day,
            then=self.keep_channel,
            parent=self._window,
        )
        dialog.open()
        self.dialog_opened.emit(dialog)

    def keep_channel(self, wanted: Channel) -> None:
        """Keep a channel as the owner wants it."""
        shop, _, _ = self._open()
        if shop is not None:
            self._run(means_work.keeping_channel(shop, wanted), self._channel_kept)

    def _channel_kept(self, kept: ChannelKept) -> None:
        def back() -> None:
            shop, _, _ = self._open()
            if shop is not None:
                self._run(means_work.putting_channel_back(shop, kept), self._reload)

        self._kept(N_("Channel kept"), back, partial(self._again_channel, kept.after))

    def _again_channel(self, wanted: Channel) -> None:
        shop, _, _ = self._open()
        if shop is not None:
            self._run(means_work.keeping_channel(shop, wanted), self._reload)

    # ---- advertising ----------------------------------------------------------------------

    def ask_spend(self) -> None:
        """Let the owner say what advertising cost."""
        _, answers, now = self._open()
        if answers is None or now is None:
            return
        told = [one.channel for one in now.outreach.spend]
        origins = answers.lifecycle.origins if answers.lifecycle.refused is None else ()
        named = [g.key for o in origins if o.dimension == "channel" for g in o.groups if g.key]
        dialog = SpendDialog(
            self._context.look,
            list(dict.fromkeys((*told, *named))),
            today=answers.run.as_of_day,
            then=self.keep_spend,
            parent=self._window,
        )
        dialog.open()
        self.dialog_opened.emit(dialog)

    def keep_spend(self, channel: str, when: str, cents: int, new: int | None) -> None:
        """Keep what advertising cost."""
        shop, _, _ = self._open()
        if shop is not None:
            job = means_work.keeping_spend(shop, channel, when, cents, new)
            self._run(job, self._spend_kept)

    def _spend_kept(self, kept: SpendKept) -> None:
        back = partial(self._put_spend, kept.before, kept.after)
        again = partial(self._put_spend, kept.after, kept.before)
        self._kept(N_("Advertising kept"), back, again)

    def _put_spend(
        self, wanted: tuple[ChannelSpend, ...], instead_of: tuple[ChannelSpend, ...]
    ) -> None:
        shop, _, _ = self._open()
        if shop is not None:
            self._run(means_work.putting_spend(shop, wanted, instead_of), self._reload)

    # ---- consents -------------------------------------------------------------------------

    def say_consent(self, customer_key: str, channel: str, state: str) -> None:
        """Keep what a customer said about a channel."""
        shop, answers, _ = self._open()
        if shop is not None and answers is not None:
            job = plan_work.consenting(
                shop, answers, customer_key, channel, ConsentState(state), ""
            )
            again = partial(self.say_consent, customer_key, channel, state)
            self._run(job, lambda agreed: self._agreed(agreed, again))

    def spare(self, wish: Spared) -> None:
        """Keep a wish that every plan must honour."""
        shop, answers, _ = self._open()
        if shop is not None and answers is not None:
            job = plan_work.sparing(shop, answers, wish)
            self._run(job, lambda agreed: self._agreed(agreed, partial(self.spare, wish)))

    def _agreed(self, agreed: Agreed, again: Callable[[], None]) -> None:
        def back() -> None:
            shop, answers, _ = self._open()
            if shop is not None and answers is not None:
                self._run(plan_work.unconsenting(shop, answers, agreed), self._reload)

        self._kept(N_("Consent kept"), back, again)

    # ---- small things ---------------------------------------------------------------------

    def _kept(self, said: str, back: Callable[[], None], again: Callable[[], None]) -> None:
        look = self._context.look

        def title() -> str:
            translated = look.words.text  # the sentences are marked where they stand
            return translated(said)

        self._plans.steps.push(UndoStep(title, back, again))
        self.told.emit(title, N_("Undo"), self._plans.steps.undo)
        self._reload(None)

    def _reload(self, _done: object) -> None:
        self._plans.load()

    def _open(self) -> tuple[Shop | None, Answers | None, plan_work.PlanNow | None]:
        session = self._context.session
        return session.shop, None if session.shop is None else session.shop.answers, session.plan

    def _run(self, spec: JobSpec, done: Callable[..., object]) -> None:
        def end(outcome: Outcome) -> None:
            if isinstance(outcome, Done):
                done(outcome.value)
            elif isinstance(outcome, Failed):
                self.failed.emit(outcome)

        self._context.runner.start(spec, end)
