"""``clm-desktop people``: who is one person, and the owner's word about two keys."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from clm_desktop.app.progress import TerminalContext
from clm_desktop.store.people import PeopleFound, SeveralKeys
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words


def run(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Decide what is asked, then list everybody with several keys."""
    from clm_desktop.usecases import people
    from clm_desktop.view.pages.people import people_page
    from clm_desktop.view.plain import page_text

    with open_project(args.project) as project:
        if args.merge:
            people.merge_people(project, args.merge[0], args.merge[1], ctx)
        if args.apart:
            people.keep_apart(project, *args.apart)
        if args.forget:
            people.forget_decision(project, *args.forget)
        found = people.list_people(project, ctx)
    ctx.clear()
    if args.json:
        sys.stdout.write(json.dumps(people_json(found), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(page_text(people_page(found, words), words))
    return 0


def people_json(found: PeopleFound) -> dict[str, Json]:
    """Everybody with several keys; the first key stands for the person in all exports."""
    return {
        "keys": found.keys,
        "people": found.people,
        "merged": [_person(one) for one in found.merged],
        "proposals": [_person(one) for one in found.proposals],
        "decisions": [{"keys": list(d.pair), "together": d.together} for d in found.decisions],
    }


def _person(one: SeveralKeys) -> dict[str, Json]:
    return {
        "customer_id": one.keys[0],
        "keys": list(one.keys),
        "names": list(one.names),
        "evidence": [{"kind": e.kind, "value": e.value} for e in one.evidence],
    }
