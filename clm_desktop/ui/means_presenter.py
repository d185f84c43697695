"""What the owner changes of actions, channels and consents becomes jobs, each with its Undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from clm_desktop.core.outreach import Action, Channel, ConsentState, Spared
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.plan.answers import Answers
from clm_desktop.ui import consent_work, means_work
from clm_desktop.ui.action_dialog import ActionDialog
from clm_desktop.ui.channel_dialog import ChannelDialog
from clm_desktop.ui.consent_work import Agreed
from clm_desktop.ui.desk_presenter import DeskPresenter
from clm_desktop.ui.edit_queue import of_answers
from clm_desktop.ui.means_work import ActionKept, ChannelKept, Sample, SpendKept
from clm_desktop.ui.session import Shop
from clm_desktop.ui.spend_dialog import SpendDialog
from clm_desktop.view.marks import N_


class MeansPresenter(DeskPresenter):
    """Actions, channels, advertising and consents."""

    # ---- actions --------------------------------------------------------------------------

    def ask_action(self, place: int) -> None:
        """Open the editor of an action by its place, -1: a new one."""
        session = self._context.session
        shop, answers, now = session.shop, session.answers, session.plan
        if shop is None or answers is None or now is None:
            return
        actions = now.outreach.actions
        action = actions[place] if 0 <= place < len(actions) else None
        self._read(means_work.sampling(shop, answers, now), partial(self._edit_action, action))

    def _edit_action(self, action: Action | None, sample: Sample) -> None:
        now = self._context.session.plan
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

        def kept(one: ActionKept) -> None:
            back = partial(means_work.putting_action_back, kept=one)
            again = partial(means_work.keeping_action, wanted=one.after)
            self._kept(N_("Action kept"), back, again)

        self._edit(partial(means_work.keeping_action, wanted=wanted), kept)

    # ---- channels -------------------------------------------------------------------------

    def ask_channel(self, place: int) -> None:
        """Open the editor of a channel by its place, -1: a new one."""
        answers, now = self._context.session.answers, self._context.session.plan
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

        def kept(one: ChannelKept) -> None:
            back = partial(means_work.putting_channel_back, kept=one)
            again = partial(means_work.keeping_channel, wanted=one.after)
            self._kept(N_("Channel kept"), back, again)

        self._edit(partial(means_work.keeping_channel, wanted=wanted), kept)

    # ---- advertising ----------------------------------------------------------------------

    def ask_spend(self) -> None:
        """Let the owner say what advertising cost."""
        answers, now = self._context.session.answers, self._context.session.plan
        if answers is None or now is None:
            return
        told = [one.channel for one in now.outreach.spend]
        origins = answers.lifecycle.origins if answers.lifecycle.refused is None else ()
        named = [g.key for o in origins if o.dimension == "channel" for g in o.groups if g.key]
        dialog = SpendDialog(
            self._context.look,
            list(dict.fromkeys((*told, *named))),
            paid=told,
            today=answers.run.as_of_day,
            then=self.keep_spend,
            parent=self._window,
        )
        dialog.open()
        self.dialog_opened.emit(dialog)

    def keep_spend(self, channel: str, when: str, cents: int, new: int | None) -> None:
        """Keep what advertising cost."""

        def kept(one: SpendKept) -> None:
            back = partial(means_work.putting_spend, wanted=one.before, instead_of=one.after)
            again = partial(means_work.putting_spend, wanted=one.after, instead_of=one.before)
            self._kept(N_("Advertising kept"), back, again)

        self._edit(lambda shop: means_work.keeping_spend(shop, channel, when, cents, new), kept)

    # ---- consents -------------------------------------------------------------------------

    def say_consent(self, customer_key: str, channel: str, state: str) -> None:
        """Keep what a customer said about a channel."""
        said = ConsentState(state)
        self._agree(lambda shop, a: consent_work.consenting(shop, a, customer_key, channel, said))

    def spare(self, wish: Spared) -> None:
        """Keep a wish that every plan must honour."""
        self._agree(lambda shop, answers: consent_work.sparing(shop, answers, wish))

    def _agree(self, make: Callable[[Shop, Answers], JobSpec]) -> None:
        job = of_answers(make)

        def agreed(one: Agreed) -> None:
            back = of_answers(partial(consent_work.unconsenting, agreed=one))
            self._kept(N_("Consent kept"), back, job)

        self._edit(job, agreed)
