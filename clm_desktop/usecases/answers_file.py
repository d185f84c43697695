"""Answers <-> bytes: plain numbers and texts, no code, so that a file can be opened safely."""

from __future__ import annotations

from typing import Any, get_origin

import msgspec
import numpy as np

from clm_desktop.models.labelled.answer import LabelledAnswer
from clm_desktop.models.results import FoundGroups
from clm_desktop.plan.answers import Answers

_FORMAT = 1
_LEARNED_FORMAT = 1001  # of what a list taught; never that of answers
_KINDS = "biuf"  # what an array of numbers may be made of


class _Packed(msgspec.Struct, frozen=True):
    format: int
    answers: Answers


class _PackedLearned(msgspec.Struct, frozen=True):
    format: int
    answer: LabelledAnswer


class _Numbers(msgspec.Struct, frozen=True):
    kind: str
    shape: tuple[int, ...]
    data: bytes


class _Format(msgspec.Struct, frozen=True):
    format: int


def pack(answers: Answers) -> bytes:
    """Answers as bytes."""
    return msgspec.msgpack.encode(_Packed(_FORMAT, answers), enc_hook=_encode)


def unpack(data: bytes) -> Answers | None:
    """Answers from bytes; None when another version of the program packed them.

    Raises
    ------
    msgspec.ValidationError
        The bytes are not what they claim to be.
    """
    if msgspec.msgpack.decode(data, type=_Format).format != _FORMAT:
        return None
    try:
        return msgspec.msgpack.decode(data, type=_Packed, dec_hook=_decode).answers
    except msgspec.ValidationError:  # fields came or went: answers can be computed again
        return None


def pack_learned(answer: LabelledAnswer) -> bytes:
    """What a list taught, as bytes."""
    return msgspec.msgpack.encode(_PackedLearned(_LEARNED_FORMAT, answer), enc_hook=_encode)


def unpack_learned(data: bytes) -> LabelledAnswer | None:
    """What a list taught, from bytes; None when another version of the program packed it."""
    try:
        packed = msgspec.msgpack.decode(data, type=_PackedLearned, dec_hook=_decode)
    except msgspec.ValidationError:
        return None
    return packed.answer if packed.format == _LEARNED_FORMAT else None


def pack_found(found: FoundGroups) -> bytes:
    """Groups that the computer found, as bytes."""
    return msgspec.msgpack.encode(found, enc_hook=_encode)


def unpack_found(data: bytes) -> FoundGroups | None:
    """Found groups from bytes; None when another version of the program packed them."""
    try:
        return msgspec.msgpack.decode(data, type=FoundGroups, dec_hook=_decode)
    except msgspec.ValidationError:
        return None


def _encode(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray) and value.dtype == object:
        return value.tolist()
    if isinstance(value, np.ndarray) and value.dtype.kind in _KINDS:
        return _Numbers(value.dtype.str, value.shape, np.ascontiguousarray(value).tobytes())
    raise NotImplementedError(type(value))


def _decode(kind: type, value: Any) -> object:  # noqa: ANN401 - whatever the bytes held
    if get_origin(kind) is not np.ndarray:
        raise NotImplementedError(kind)
    if isinstance(value, list):
        if not all(isinstance(text, str) for text in value):
            raise ValueError("texts expected")
        return np.array(value, dtype=object)
    numbers = msgspec.convert(value, _Numbers)
    dtype = np.dtype(numbers.kind)
    if dtype.kind not in _KINDS:
        raise ValueError("numbers expected")
    return np.frombuffer(numbers.data, dtype=dtype).reshape(numbers.shape)
