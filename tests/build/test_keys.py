"""Keys: literal values, no two kinds in one key, and what has none."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.build.keys import NoKey, decode, digest, encode, record_digest


class Size(enum.StrEnum):
    CU = "close-up"


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    id: str = "12A-030"
    frames: int = 48
    lens: float | None = 50.0
    size: Size = Size.CU
    rate: Fraction = Fraction(24000, 1001)
    subjects: tuple[str, ...] = ("MINA", "JUN")
    words: dict[str, int] = {}
    raw: bytes = b""


class Other(msgspec.Struct, frozen=True, kw_only=True):
    id: str = "12A-030"
    frames: int = 48
    lens: float | None = 50.0
    size: Size = Size.CU
    rate: Fraction = Fraction(24000, 1001)
    subjects: tuple[str, ...] = ("MINA", "JUN")
    words: dict[str, int] = {}
    raw: bytes = b""


@dataclasses.dataclass(frozen=True)
class Pair:
    left: object
    right: object


@dataclasses.dataclass
class Loose:
    left: object


def test_known_structures_keep_their_digests() -> None:
    """A change here re-makes every film ever made: raise the domain's number if it is meant."""
    assert digest(None) == "7b159ab915a959da65bc38f3762d471a2b2ecca8c7f7ebfd109581fd354b8eb3"
    by_hand = b"throughline key 1\nt6:s4:taski1;f\x3f\xf0\0\0\0\0\0\0Tl2:b1:xd2:s1:ans1:bi1;q1/3;"
    value = ("task", 1, 1.0, True, [b"x", {"b": 1, "a": None}], Fraction(1, 3))
    assert digest(value) == hashlib.sha256(by_hand).hexdigest()
    assert digest(value) == "deb1361cc24efcea6502530f6fe7f72a2434a6c8be81d9e5e933a271dca8ae3b"
    assert digest(Shot()) == "891c58523a6fa6a80352e4da1869713e532bbedd98d748c536a9bde803db420e"
    assert record_digest(Shot()) == "8a154a5d7906f6145804431c90497fe77a0250b6ac196de97d79d9f6f252bf55"


def test_kinds_never_share_a_digest() -> None:
    values: list[object] = [
        None, False, True, 0, 1, 0.0, -0.0, 1.0, "", "0", "1", "True", "None", b"", b"1", (), [], {}, frozenset(),
        Fraction(1), (1,), [1], frozenset({1}), {"1": 1}, ("1",), ((1,),), (1, ()), ((), 1), ("a", "bc"), ("ab", "c"),
        ("abc",), (b"ab", b"c"), {"a": "b"}, (("a", "b"),), Size.CU, "close-up", "CU", Shot(), Other(), Pair(1, 2),
        Pair(1, (2,)), Pair((1, 2), None), ("Pair", 1, 2), float("inf"), float("-inf"), 10**30, float(10**30),
        "s1:a", ("s1:a", "")]
    assert len({digest(value) for value in values}) == len(values)


def _tagged(value: Any) -> Any:
    """``value`` with its kinds spelled out, an independent account of what must be told apart."""
    if isinstance(value, tuple | list):
        return type(value).__name__, [_tagged(part) for part in value]
    if isinstance(value, dict):
        return "dict", sorted((name, repr(_tagged(part))) for name, part in value.items())
    if isinstance(value, float):
        return "float", struct.pack(">d", value)
    return type(value).__name__, value


_leaves = (st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.0, -0.0, 1.0, 2.0])
           | st.text("a1:", max_size=3) | st.binary(max_size=2) | st.just(Fraction(1, 2)))
_values = st.recursive(_leaves, lambda part: st.lists(part, max_size=3) | st.lists(part, max_size=3).map(tuple)
                       | st.dictionaries(st.text("ab", max_size=2), part, max_size=3), max_leaves=6)


@given(_values, _values)
def test_digests_are_equal_exactly_for_equal_typed_values(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (repr(_tagged(one)) == repr(_tagged(other)))


def test_the_order_of_a_dict_does_not_matter() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert record_digest(Shot(words={"a": 1, "b": 2})) == record_digest(Shot(words={"b": 2, "a": 1}))


@pytest.mark.parametrize(("value", "place"), [
    ({"shot": [1, (2, float("nan"))]}, "['shot'][1][1]: NaN"),
    (Pair(1, Path("/x")), "right: a pathlib"),
    ((1, {2}), "[1]: a builtins.set"),
    ({1: 2}, "[1]: a int as the key"),
    (Loose(1), "value: a "),
    (Shot(lens=float("nan")), "lens: NaN"),
    ((object(),), "[0]: a builtins.object"),
])
def test_what_has_no_key_is_named_with_its_place(value: object, place: str) -> None:
    with pytest.raises(TypeError) as caught:
        digest(value)
    assert place in str(caught.value)


@pytest.mark.parametrize("change", [
    {"id": "12A-031"}, {"frames": 49}, {"lens": 51.0}, {"lens": None}, {"lens": float("inf")}, {"size": "other"},
    {"rate": Fraction(24)}, {"subjects": ("MINA",)}, {"subjects": ("MINAJUN",)}, {"words": {"a": 1}}, {"raw": b"\0"}])
def test_every_field_of_a_record_is_in_its_digest(change: dict[str, Any]) -> None:
    changed = msgspec.structs.replace(Shot(), **change)
    assert record_digest(changed) != record_digest(Shot())
    if change != {"size": "other"}:
        assert digest(changed) != digest(Shot())


def test_records_of_two_classes_differ() -> None:
    assert record_digest(Shot()) != record_digest(Other())
    assert record_digest(None) != record_digest(Shot())


def test_records_refuse_nan_and_unknown_kinds() -> None:
    with pytest.raises(NoKey, match="lens: NaN"):
        record_digest(Shot(lens=float("nan")))
    with pytest.raises(NoKey, match="PosixPath has no key"):
        record_digest(Shot(id=Path("/x")))  # type: ignore[arg-type]


@given(st.builds(Shot, id=st.text(), frames=st.integers(-2**40, 2**40), lens=st.none() | st.floats(allow_nan=False),
                 rate=st.fractions(), subjects=st.lists(st.text()).map(tuple), raw=st.binary()))
def test_a_record_comes_back_from_the_bytes_that_were_hashed(shot: Shot) -> None:
    """The ground on which ``record_digest`` stands: what a function sees is what the key was made of."""
    assert decode(encode(shot), Shot) == shot


def test_a_field_of_the_wrong_type_is_refused_when_read_back() -> None:
    with pytest.raises(NoKey, match=r"Expected `int`, got `str` - at `\$.frames`"):
        decode(encode(Shot(frames="48")), Shot)  # type: ignore[arg-type]


def test_a_changed_class_changes_the_digest_and_a_new_enum_member_does_not() -> None:
    def record(kind: object, members: str) -> msgspec.Struct:
        enumeration = enum.StrEnum("Mood", members)
        made = msgspec.defstruct("Card", [("mood", enumeration), ("count", kind)], frozen=True)  # type: ignore[list-item]
        return made(enumeration("calm"), 1)

    assert record_digest(record(int, "calm wild")) == record_digest(record(int, "calm wild dark"))
    assert record_digest(record(int, "calm")) != record_digest(record(float, "calm"))
