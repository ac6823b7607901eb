"""Keys: SHA-256 of typed, tagged structures, so that no two kinds of value can share one.

Two ways, each for its use. ``digest`` walks any value and tags every part by its exact kind. ``record_digest`` hashes
a Struct's canonical MessagePack under its type's schema, ten times faster; it is sound where whoever uses the value
reads it back with ``decode`` from the very bytes that were hashed, as every stage function does: same bytes and same
schema, same value.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import math
import re
import struct
import types
import typing
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

import msgspec

S = TypeVar("S")
Put = Callable[[bytes], None]
_DOMAIN = b"throughline key 1\n"
_NAN_OR_INFINITE = re.compile(rb"\xcb[\x7f\xff][\xf0-\xff]")


class NoKey(TypeError, ValueError):
    """A value that no key can be made of; the message names the place: ``params.path[2].x: NaN``."""

    def __init__(self, what: str, place: str = ""):
        self.what, self.place = what, place
        super().__init__(f"{place.lstrip('.') or 'value'}: {what}")

    def inside(self, step: str) -> NoKey:
        """The same complaint, seen from one level further out."""
        return NoKey(self.what, step + self.place)


def digest(value: object) -> str:
    """64 hex digits of the SHA-256 of ``value`` with every part tagged by its exact kind.

    Takes None, bool, int, float, str, bytes, Fraction, enums, tuples, lists, frozensets, dicts with str keys, msgspec
    Structs and frozen dataclasses; these two are tagged by class name and field names.

    Raises:
        NoKey: NaN, a path (whose meaning depends on the machine) or any other kind; the message names the place.
    """
    parts: list[bytes] = [_DOMAIN]
    _walk(value, parts.append)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _walk(value: object, put: Put) -> None:
    _KINDS.get(type(value), _other)(value, put)


def _text(value: str) -> bytes:
    body = value.encode("utf-8", "surrogatepass")
    return b"s%d:%b" % (len(body), body)


def _float(value: float, put: Put) -> None:
    if math.isnan(value):
        raise NoKey("NaN has no key")
    put(b"f" + struct.pack(">d", value))


def _items(tag: bytes) -> Callable[[Any, Put], None]:
    def items(value: tuple[object, ...] | list[object], put: Put) -> None:
        put(b"%b%d:" % (tag, len(value)))
        index = 0
        try:
            for item in value:
                _KINDS.get(type(item), _other)(item, put)
                index += 1
        except NoKey as error:
            raise error.inside(f"[{index}]") from None

    return items


def _dict(value: dict[str, object], put: Put) -> None:
    for name in value:
        if type(name) is not str:
            raise NoKey(f"a {type(name).__name__} as the key of a dict", f"[{name!r}]")
    put(b"d%d:" % len(value))
    for name in sorted(value):
        put(_text(name))
        try:
            _walk(value[name], put)
        except NoKey as error:
            raise error.inside(f"[{name!r}]") from None


def _frozenset(value: frozenset[object], put: Put) -> None:
    put(b"S%d:" % len(value))
    put("".join(sorted(digest(item) for item in value)).encode())


def _other(value: object, put: Put) -> None:
    kind: Any = type(value)
    if isinstance(value, enum.Enum):
        put(b"e" + _text(kind.__name__) + _text(str(value.name)))
        _walk(value._value_, put)
        return
    names = _fields(kind)
    if names is None:
        raise NoKey(f"a {kind.__module__}.{kind.__qualname__} has no key")
    tag, fields = names
    put(tag)
    name = ""
    try:
        for name in fields:
            part = getattr(value, name)
            _KINDS.get(type(part), _other)(part, put)
    except NoKey as error:
        raise error.inside(f".{name}") from None


@cache
def _fields(kind: Any) -> tuple[bytes, tuple[str, ...]] | None:
    if issubclass(kind, msgspec.Struct):
        names, mark = kind.__struct_fields__, b"r"
    elif getattr(getattr(kind, "__dataclass_params__", None), "frozen", False):
        names, mark = tuple(field.name for field in dataclasses.fields(kind)), b"D"
    else:
        return None
    return mark + _text(kind.__name__) + b"%d:" % len(names) + b"".join(_text(name) for name in names), names


_KINDS: dict[type, Callable[[Any, Put], None]] = {
    type(None): lambda value, put: put(b"n"),
    bool: lambda value, put: put(b"T" if value else b"F"),
    int: lambda value, put: put(b"i%d;" % value),
    float: _float,
    str: lambda value, put: put(_text(value)),
    bytes: lambda value, put: put(b"b%d:%b" % (len(value), value)),
    Fraction: lambda value, put: put(b"q%d/%d;" % (value.numerator, value.denominator)),
    tuple: _items(b"t"),
    list: _items(b"l"),
    dict: _dict,
    frozenset: _frozenset,
}


def _encode_hook(value: object) -> object:
    if type(value) is Fraction:
        return f"{value.numerator}/{value.denominator}"
    raise NoKey(f"a {type(value).__module__}.{type(value).__qualname__} has no key")


def _decode_hook(kind: type, value: object) -> object:
    if kind is Fraction and isinstance(value, str):
        return Fraction(value)
    raise NoKey(f"cannot read a {kind.__name__}")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_encode_hook, order="deterministic")
_JSON = msgspec.json.Encoder(enc_hook=_encode_hook, order="deterministic")


def encode(record: msgspec.Struct) -> bytes:
    """Canonical MessagePack of ``record``.

    Raises:
        NoKey: NaN in it, or a kind of value that is neither plain nor a record.
    """
    try:
        body = _ENCODER.encode(record)
    except (OverflowError, msgspec.MsgspecError) as error:
        raise NoKey(str(error), type(record).__name__) from error
    if _NAN_OR_INFINITE.search(body) and _has_nan(msgspec.msgpack.decode(body, strict=False)):
        digest(record)
        raise NoKey("NaN has no key", type(record).__name__)
    return body


def decode(body: bytes, kind: type[S]) -> S:
    """The record of type ``kind`` that ``encode`` gave ``body`` of.

    Raises:
        NoKey: a value in it is not of the type that its field declares.
    """
    try:
        return msgspec.msgpack.decode(body, type=kind, dec_hook=_decode_hook)
    except msgspec.MsgspecError as error:
        raise NoKey(f"not what its class declares: {error}", kind.__name__) from error


def plain(record: msgspec.Struct | None) -> object:
    """``record`` as JSON values, to be shown or compared field by field."""
    return msgspec.json.decode(_JSON.encode(record))


def record_digest(record: msgspec.Struct | None) -> str:
    """64 hex digits of the SHA-256 of ``record``'s schema and canonical bytes; see the module's head.

    Raises:
        NoKey: as ``encode``.
    """
    if record is None:
        return _NONE
    return hashlib.sha256(_schema(type(record)) + encode(record)).hexdigest()


_NONE = hashlib.sha256(_DOMAIN + b"no record").hexdigest()


def _has_nan(value: object) -> bool:
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, dict):
        return any(_has_nan(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_has_nan(part) for part in value)


@cache
def _schema(kind: type) -> bytes:
    return bytes.fromhex(digest(_shape(kind, ())))


def _shape(kind: Any, above: tuple[type, ...]) -> tuple[object, ...]:
    """``kind`` as nested tuples of names; an enum by name alone, so that a new member leaves old keys as they are."""
    arguments = typing.get_args(kind)
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return "union", *sorted((_shape(part, above) for part in arguments), key=repr)
    if typing.get_origin(kind) is typing.Literal:
        return "literal", *(repr(part) for part in arguments)
    if arguments:
        origin = typing.get_origin(kind)
        return getattr(origin, "__name__", repr(origin)), *(_shape(part, above) for part in arguments)
    fields = _fields(kind) if isinstance(kind, type) else None
    name = getattr(kind, "__name__", repr(kind))
    if fields is None or kind in above:
        return (name,)
    hints = typing.get_type_hints(kind)
    defaults: tuple[str, ...] = ()
    if issubclass(kind, msgspec.Struct) and kind.__struct_config__.omit_defaults:
        defaults = tuple(repr(field) for field in msgspec.structs.fields(kind))
    return name, *((field, _shape(hints[field], (*above, kind))) for field in fields[1]), *defaults
