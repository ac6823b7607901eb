"""Frozen records: the one base of every value that is saved, hashed or handed from stage to stage."""

from __future__ import annotations

from typing import TypeVar, dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An immutable value of plain fields (numbers, strings, enums, tuples, other records)."""


R = TypeVar("R", bound=Record)


class RecordError(ValueError):
    """Bytes that are not the record they should be; the message names the field and what was expected."""


class _Saved(msgspec.Struct):
    schema: str
    record: msgspec.Raw


def dump(record: Record, version: int = 1) -> bytes:
    """Canonical JSON bytes of ``record`` under its schema name and version: the same record, the same bytes."""
    body = msgspec.json.encode(record, order="deterministic")
    name = f"{type(record).__name__}.{version}"
    return msgspec.json.encode(_Saved(schema=name, record=msgspec.Raw(body)))


def load(content: bytes, kind: type[R], version: int = 1) -> R:
    """The record of type ``kind`` saved in ``content``.

    Raises:
        RecordError: not JSON, another schema, or a field of the wrong name or type.
    """
    try:
        saved = msgspec.json.decode(content, type=_Saved)
        wanted = f"{kind.__name__}.{version}"
        if saved.schema != wanted:
            raise RecordError(f"expected a {wanted} record, found {saved.schema}")
        return msgspec.json.decode(saved.record, type=kind)
    except msgspec.MsgspecError as error:
        raise RecordError(f"not a readable {kind.__name__} record: {error}") from error
