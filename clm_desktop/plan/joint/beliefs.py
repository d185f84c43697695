"""What the plan believes of each action and says of itself."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.models.effects.posterior import Z80
from clm_desktop.models.effects.priors import TRAITS
from clm_desktop.plan.joint.learn import Learned
from clm_desktop.plan.joint.solve import Board, Solved
from clm_desktop.plan.joint.types import ActionBelief

OF = 100


def beliefs_of(board: Board, solved: Solved, learned: Learned) -> tuple[ActionBelief, ...]:
    """One per active action: lift with its 80 % range, what that means, own cases, advice."""
    effects = learned.effects
    made = []
    p0 = board.facts.scores.p0
    for place, action in enumerate(board.options.actions):
        usual = np.zeros((1, len(TRAITS)))
        mean = float(effects.lift(place, usual)[0])
        sd = float(effects.lift_sd(place, usual)[0])
        like = solved.row[solved.action == place]
        like = like if len(like) else np.arange(len(p0))
        more = solved.worth.p_with[like, place] - p0[like]
        made.append(
            ActionBelief(
                action=action.key,
                lift_mean=mean,
                lift_lo=mean - Z80 * sd,
                lift_hi=mean + Z80 * sd,
                per_100=OF * float(more.mean()) if len(like) else 0.0,
                larger_share=float(effects.larger[place]),
                sent=int(effects.sent[place]),
                held=int(effects.held[place]),
                stop=bool(learned.stop[place]),
            )
        )
    return tuple(made)


def notes_of(board: Board, solved: Solved, learned: Learned) -> tuple[Message, ...]:
    """What the page must say: whose beliefs these are, what should be stopped, why nobody is in."""
    made = []
    if not learned.cases and board.options.actions:
        made.append(Message.of("plan.note.priors_only"))
    made += [
        Message.of("plan.note.stop", action=action.key)
        for action, stop in zip(board.options.actions, learned.stop, strict=True)
        if stop
    ]
    if not len(solved.row):
        made.append(Message.of("plan.note.nobody"))
    elif learned.cases:
        made.append(Message.of("plan.note.learned", cases=learned.cases))
    if solved.held.any():
        made.append(
            Message.of(
                "plan.note.hold_out",
                held=int(solved.held.sum()),
                window_days=board.settings.window_days,
            )
        )
    return tuple(made)
