"""The answers that belong to the project's data as they are now."""

from __future__ import annotations

from clm_desktop import __version__
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.reorder import with_reorder
from clm_desktop.store.owner_words import load_words
from clm_desktop.store.project import Project
from clm_desktop.store.results import load_answers
from clm_desktop.store.settings import load_settings
from clm_desktop.usecases.answers_file import unpack
from clm_desktop.usecases.own_segments import with_own
from clm_desktop.usecases.refresh import refresh, rules_of
from clm_desktop.usecases.replan import replanned


def saved_answers(project: Project) -> Answers | None:
    """The answers of the last refresh, None where the data or the program changed since."""
    saved = load_answers(project)
    if saved is None or saved[0].revision != project.revision:
        return None
    answers = unpack(saved[1])
    if answers is None or answers.run.program_version != __version__:
        return None
    rules = rules_of(load_settings(project))
    if rules != answers.reorder_rules:
        answers = with_reorder(answers, rules)
    return as_said(project, answers)


def as_said(project: Project, answers: Answers) -> Answers:
    """The answers with the owner's words and segments of now: notes and tags need no refresh."""
    words = load_words(project)
    return with_own(project, answers if words == answers.said else replanned(answers, words=words))


def current_answers(project: Project, ctx: RunContext = NULL_CONTEXT) -> Answers:
    """The answers of the last refresh, or of a new one where they are no longer true.

    Raises
    ------
    RequestError
        ``nothing_sold``: there is nothing to compute from.
    """
    return saved_answers(project) or with_own(project, refresh(project, ctx=ctx))
