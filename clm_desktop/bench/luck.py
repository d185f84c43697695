"""Random numbers that depend on who and when only, so that every policy meets the same luck.

A number is a hash of (seed, purpose, week, slot): what one customer draws never depends on how many
others there are or on what was done before. Mixing is SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Slots = NDArray[np.uint64]
Floats = NDArray[np.float64]

_STEP = 0x9E3779B97F4A7C15
_MASK = 0xFFFF_FFFF_FFFF_FFFF
_LARGEST = float(1 << 53)


class Purpose(IntEnum):
    """What a number is drawn for."""

    BUY = 1
    LEAVE = 2
    BASKET = 3
    BASKET_2 = 4
    DAY = 5
    CATEGORY = 6
    PRODUCT = 7
    PROMOTION = 8
    REDEEM = 9
    PULLED = 10
    OPT_OUT = 11
    WIN_BACK = 12
    REFER = 13
    TRAITS = 14
    NEWCOMERS = 15
    SPEND = 16
    ORGANIC = 17
    COUNT = 18


def uniforms(seed: int, purpose: Purpose, week: int, slots: Slots) -> Floats:
    """One number in (0, 1) for each slot."""
    start = key_of(seed, int(purpose), week)
    with np.errstate(over="ignore"):
        mixed = _mix(slots * np.uint64(_STEP) + np.uint64(start))
        mixed = _mix(mixed ^ np.uint64(start >> 7))
    return ((mixed >> np.uint64(11)).astype(np.float64) + 0.5) / _LARGEST


def normals(seed: int, first: Purpose, second: Purpose, week: int, slots: Slots) -> Floats:
    """One standard normal number for each slot (Box and Muller 1958)."""
    radius = np.sqrt(-2.0 * np.log(uniforms(seed, first, week, slots)))
    return radius * np.cos(2.0 * np.pi * uniforms(seed, second, week, slots))


def key_of(*parts: int) -> int:
    """A 64-bit key from whole numbers."""
    key = 0
    for part in parts:
        key = _mix_one((key + part + 1) * _STEP & _MASK)
    return key


def generator(*parts: int) -> np.random.Generator:
    """A generator of its own for one matter, such as the traits of one newcomer."""
    return np.random.Generator(np.random.Philox(key=key_of(*parts)))


def poisson(mean: float, u: float) -> int:
    """Poisson number by inversion: grows with the mean under the same luck."""
    chance = cumulated = float(np.exp(-mean))
    count = 0
    while u > cumulated and count < 10_000:
        count += 1
        chance *= mean / count
        cumulated += chance
    return count


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _mix_one(x: int) -> int:
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB & _MASK
    return x ^ (x >> 31)
