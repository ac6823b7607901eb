"""Props by word: known kinds build at real size, words in two languages find them, others are refused."""

import numpy as np
import pytest

from throughline.film.errors import InputError
from throughline.world import props

SIZES = {"phone": 0.15, "gun": 0.2, "sword": 0.95, "book": 0.24, "chair": 0.94, "table": 1.4, "key": 0.08,
         "umbrella": 1.05, "cup": 0.1, "newspaper": 0.54}


@pytest.mark.parametrize("kind", props.known())
def test_every_known_prop_builds(kind: str) -> None:
    mesh = props.build(kind, 3)
    assert mesh.name.isidentifier() and np.isfinite(mesh.points).all()
    assert mesh.counts.sum() == len(mesh.corners) and mesh.corners.max() < len(mesh.points)
    assert props.match(kind) == kind
    assert props.build(kind, 3).points.tobytes() == mesh.points.tobytes()


@pytest.mark.parametrize(("kind", "longest"), SIZES.items())
def test_sizes_are_real(kind: str, longest: float) -> None:
    mesh = props.build(kind)
    assert abs(float(np.ptp(mesh.points, axis=0).max()) - longest) < 0.25 * longest


@pytest.mark.parametrize(("word", "kind"), [
    ("phone", "phone"), ("Cell Phone", "phone"), ("her red umbrella", "umbrella"), ("권총", "gun"), ("가방을", "bag"),
    ("총을", "gun"), ("노란 손전등", "torch"), ("a stack of letters", "letter"), ("휴대폰", "phone"), ("검", "sword"),
    ("낡은 책", "book"), ("pistol", "gun")])
def test_words_find_their_prop(word: str, kind: str) -> None:
    assert props.match(word) == kind


@pytest.mark.parametrize("word", ["zebra", "", "사랑", "the thing"])
def test_other_words_find_none(word: str) -> None:
    assert props.match(word) is None


def test_an_unknown_prop_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"zebra.*phone"):
        props.build("zebra")


def test_what_shines_exceeds_one() -> None:
    for kind in ("phone", "lantern", "torch", "candle"):
        assert props.build(kind).colours.max() > 1
    for kind in ("book", "key", "bag"):
        assert props.build(kind).colours.max() <= 1
