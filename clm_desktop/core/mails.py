"""E-mail addresses: what a mail can be addressed to, and how its header says it."""

from __future__ import annotations

import re

# What headers and lists of addresses are cut at stands in no address that people use.
_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+")


def is_address(text: str) -> bool:
    """Whether a mail can be addressed to it: ``anna,b@x.de`` and ``a@b@x.de`` are slips."""
    return text.isprintable() and bool(_ADDRESS.fullmatch(text))


def in_header(address: str) -> str:
    """With its domain as the internet writes it: ``anna@müller.de`` is ``@xn--mller-kva.de``.

    A domain that has no such writing stays as it is.
    """
    name, _, domain = address.rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address
