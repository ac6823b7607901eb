"""Plans: order and faults, and why a task is not fresh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build.films import Film
from tests.build.work import Engine, Text, task
from throughline.build.errors import PlanError, StoreError
from throughline.build.plan import Plan
from throughline.build.resolve import resolve
from throughline.build.stage import File, Made, Task


def _chain(**fields: Any) -> tuple[Task, ...]:
    """a -> b -> c, ``fields`` changing b."""
    middle = {"inputs": (("a", Made("a/1", "0.txt")),), "engine": Engine(name="blender", version="4.5.14"), **fields}
    return task("a", "1"), task("b", "1", **middle), task("c", "1", inputs=(("b", Made("b/1")),))


@pytest.mark.parametrize(("tasks", "message"), [
    ((task("a", "1"), task("a", "1")), "two tasks are called a/1"),
    ((task("layout", "1"), task("b", "1", inputs=(("x", Made("layuot/1")),))),
     "b/1 takes in layuot/1, which is no task; did you mean layout/1"),
    (tuple(task(name, "1", inputs=(("x", Made(f"{after}/1")),)) for name, after in ("ab", "bc", "ca")),
     "tasks wait on each other: a/1 <- b/1 <- c/1 <- a/1"),
])
def test_what_is_no_plan_is_refused_by_name(tasks: tuple[Task, ...], message: str) -> None:
    with pytest.raises(PlanError) as caught:
        Plan(tasks)
    assert message in str(caught.value)


@given(st.permutations(range(8)), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16))
def test_each_task_comes_after_what_it_needs(given_order: list[int], edges: set[tuple[int, int]]) -> None:
    def inputs(index: int) -> tuple[tuple[str, Made], ...]:
        return tuple((f"i{low}", Made(f"s/{low}")) for low, high in sorted(edges) if low < high == index)

    tasks = [task("s", str(index), inputs=inputs(index)) for index in given_order]
    order = list(Plan(tasks).tasks)
    assert sorted(order) == sorted(item.id for item in tasks)
    for item in tasks:
        assert all(order.index(need) < order.index(item.id) for need in item.needs)
    if not any(item.needs for item in tasks):
        assert order == [item.id for item in tasks]


def test_targets_are_tasks_or_stages_and_bring_what_they_need() -> None:
    plan = Plan([*_chain(), task("a", "2")])
    assert list(plan.wanted(["b/1"])) == ["a/1", "b/1"]
    assert list(plan.wanted(["a"])) == ["a/1", "a/2"]
    with pytest.raises(PlanError, match="bb is no task and no stage"):
        plan.wanted(["bb"])


@pytest.mark.parametrize(("fields", "reason"), [
    ({"params": Text(text="1", frames=60)}, "params changed: frames 48 -> 60"),
    ({"params": Text(text="2", count=2)}, 'params changed: text "1" -> "2", count 1 -> 2'),
    ({"params": None}, 'params changed: {"text": "1", "frames": 48, "sleep": 0.… -> null'),
    ({"version": 2}, "version 1 -> 2"),
    ({"engine": Engine(name="blender", version="4.5.15")}, "engine blender 4.5.14 -> 4.5.15"),
    ({"engine": Engine(name="fake", version="1")}, "engine blender 4.5.14 -> fake 1"),
    ({"engine": Engine(name="blender", version="4.5.14", weights="w")}, 'engine changed: weights null -> "w"'),
    ({"engine": None}, "engine blender 4.5.14 -> none"),
    ({"seed": 1}, "seed 0 -> 1"),
    ({"inputs": (("a", Made("a/1", "below/note.txt")),)}, "input a changed"),
    ({"inputs": (("a", Made("a/1")),)}, "input a changed"),
    ({"inputs": (("z", Made("a/1", "0.txt")),)}, "input a is gone; input z is new"),
    ({"inputs": (("a", Made("a/1", "9.txt")),)},
     "a/1 made no file 9.txt, which b/1 takes in; it made 0.txt, below/note.txt"),
    ({"version": 2, "seed": 5}, "version 1 -> 2; seed 0 -> 5"),
])
def test_why_a_task_is_not_fresh(film: Film, fields: dict[str, Any], reason: str) -> None:
    film.build(*_chain())
    assert not Plan(_chain()).status(film.store, film.ledger).stale
    status = Plan(_chain(**fields)).status(film.store, film.ledger)
    assert status["a/1"].fresh
    assert (status["b/1"].fresh, status["b/1"].reason) == (False, reason)
    assert status["c/1"].reason == "waits on b/1"


@pytest.mark.parametrize("fields", [
    {"stage": "y"}, {"version": 2}, {"seed": 1}, {"params": Text(text="x")}, {"params": None},
    {"engine": Engine(name="e", version="2")}, {"engine": None}, {"inputs": ()},
    {"inputs": (("b", File(Path("/f"), "0" * 64)),)}, {"inputs": (("a", File(Path("/f"), "1" * 64)),)},
    {"inputs": (("a", File(Path("/f"), "0" * 64)), ("b", File(Path("/f"), "0" * 64)))}])
def test_every_component_is_in_the_key(film: Film, fields: dict[str, Any]) -> None:
    first = task("x", "1", engine=Engine(name="e", version="1"), inputs=(("a", File(Path("/f"), "0" * 64)),))
    assert resolve(msgspec.structs.replace(first, **fields), {}, film.store).key != resolve(first, {}, film.store).key


@pytest.mark.parametrize("fields", [
    {"name": "2"}, {"resource": "gpu"}, {"weight": 9.0}, {"timeout": 3.0}, {"function": "moved.elsewhere:write"},
    {"inputs": (("a", File(Path("/moved/film/f"), "0" * 64)),)}])
def test_names_places_and_how_it_is_run_are_not(film: Film, fields: dict[str, Any]) -> None:
    first = task("x", "1", inputs=(("a", File(Path("/f"), "0" * 64)),))
    assert resolve(msgspec.structs.replace(first, **fields), {}, film.store).key == resolve(first, {}, film.store).key


def test_what_was_never_made_or_is_gone_says_so(film: Film) -> None:
    plan = Plan(_chain())
    assert [state.reason for state in plan.status(film.store, film.ledger)] == ["never made"] * 3
    film.build(*_chain())
    film.store.collect(())
    assert plan.status(film.store, film.ledger)["a/1"].reason == "its product is no longer in the store"


def test_times_come_from_weights_and_then_from_the_ledger(film: Film) -> None:
    plan = Plan([task("a", "1", weight=3.0)])
    assert plan.status(film.store, film.ledger).seconds == 3.0
    film.build(task("a", "2", weight=10.0, params=Text(text="2", sleep=0.1)))
    assert 0.03 <= plan.status(film.store, film.ledger).seconds < 0.3


def test_an_override_stands_in_for_the_stage_and_all_it_needs(film: Film, tmp_path: Path) -> None:
    own = tmp_path / "overrides"
    own.mkdir()
    (own / "0.txt").write_text("the artist's own\n")
    film.build(*_chain())
    status = Plan(_chain(override=own)).status(film.store, film.ledger)
    assert (status["b/1"].reason, status["c/1"].reason) == ("an override stands in", "waits on b/1")
    report = film.build(*_chain(override=own))
    assert report.made == ("b/1", "c/1")
    assert report.products["b/1"].path("0.txt").read_text() == "the artist's own\n"
    assert list(Plan(_chain(override=own)).wanted(["b"])) == ["b/1"]
    state = Plan(_chain(override=own, params=Text(frames=99))).status(film.store, film.ledger)["b/1"]
    assert (state.fresh, state.reason) == (True, "made with override")
    (own / "0.txt").write_text("another!\n")
    assert Plan(_chain(override=own)).status(film.store, film.ledger)["b/1"].reason == "the override changed"
    back = film.build(*_chain())
    assert not back.made and back.ok
    with pytest.raises(StoreError, match="gone: there is no such file"):
        Plan(_chain(override=tmp_path / "gone")).status(film.store, film.ledger)


def test_a_value_without_a_key_is_named_with_its_task(film: Film) -> None:
    with pytest.raises(PlanError, match="a/1: sleep: NaN has no key"):
        Plan([task("a", "1", params=Text(sleep=float("nan")))]).status(film.store, film.ledger)
