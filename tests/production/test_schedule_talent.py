"""The talent scheduling problem: real optima, every small instance against all orders, bounds that hold."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.film.errors import InputError
from throughline.formats.talent_dzn import read_talent
from throughline.production.talent import Talent, best_order, waiting

INSTANCES = Path(__file__).parents[2].parent / "shared" / "data" / "talent"
OPTIMA = {"film103": (1031, 187), "film105": (849, 110), "film114": (867, 143), "concert": (111, 17),
          "small": (54, 12), "tiny": (29, 2), "csplib_rehearsal": (None, 17), "csplib_Film1": (None, 146),
          "csplib_Film2": (None, 87)}


@pytest.mark.skipif(not INSTANCES.is_dir(), reason="9 real instances skipped: the data are not here")
@pytest.mark.parametrize("name", sorted(OPTIMA))
def test_real_instances_are_solved_to_their_published_optima(name: str) -> None:
    talent = read_talent(INSTANCES / f"{name}.dzn")
    found = best_order(talent)
    cost, hold = OPTIMA[name]
    assert found.proved and found.hold == hold and found.bound == found.cost
    assert cost is None or found.cost == cost
    assert waiting(talent, found.scenes) == hold
    assert sorted(found.scenes) == list(range(len(talent.durations)))


@st.composite
def talents(draw: st.DrawFn) -> Talent:
    scenes, people = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    casts = draw(st.lists(st.sets(st.integers(0, people - 1), max_size=people), min_size=scenes, max_size=scenes))
    return Talent(durations=tuple(draw(st.lists(st.integers(1, 5), min_size=scenes, max_size=scenes))),
                  casts=tuple(tuple(sorted(cast)) for cast in casts),
                  rates=tuple(draw(st.lists(st.integers(0, 9), min_size=people, max_size=people))))


@settings(max_examples=150, deadline=None)
@given(talents())
def test_no_order_is_cheaper(talent: Talent) -> None:
    least = min(waiting(talent, order) for order in permutations(range(len(talent.durations))))
    found = best_order(talent)
    assert found.hold == least == waiting(talent, found.scenes) and found.proved
    assert found.cost - found.hold == sum(talent.rates[who] * length for length, cast in
                                          zip(talent.durations, talent.casts, strict=True) for who in cast)


@settings(max_examples=60, deadline=None)
@given(talents(), st.integers(1, 3))
def test_a_narrow_search_gives_a_real_order_and_a_bound_that_holds(talent: Talent, width: int) -> None:
    narrow, true = best_order(talent, width), best_order(talent)
    assert narrow.bound <= true.cost <= narrow.cost
    assert waiting(talent, narrow.scenes) == narrow.hold
    assert narrow.proved == (narrow.bound == narrow.cost)


def test_a_file_that_is_no_instance_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.dzn"
    file.write_text("numScenes = 2; numActors = 1; ia = [|1,0,1|]; c = [3]; d = [1,1];")
    with pytest.raises(InputError, match="not 1 performers in 2 scenes"):
        read_talent(file)
    file.write_text("numScenes = 2;")
    with pytest.raises(InputError, match="numActors is missing"):
        read_talent(file)
