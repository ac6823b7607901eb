"""Scheduling: proved optima of the talent instances beside a plain CP-SAT model's, and a feature of 160 scenes."""

from __future__ import annotations

import random
import time
from pathlib import Path

from ortools.sat.python import cp_model

from benchmarks.line import Figures, report
from throughline.film.company import Company, Costs, Player
from throughline.film.schedule import Strip
from throughline.film.story import Setting, TimeOfDay
from throughline.formats.talent_dzn import read_talent
from throughline.production.schedule import schedule
from throughline.production.talent import Talent, best_order, waiting

INSTANCES = Path(__file__).parents[2] / "shared" / "data" / "talent"
# Published optima: total pay and how much of it is for waiting; CSPLib 39 and 40 count the waiting alone.
OPTIMA = {"film103": (1031, 187), "film105": (849, 110), "film114": (867, 143), "concert": (111, 17),
          "small": (54, 12), "tiny": (29, 2), "csplib_rehearsal": (None, 17), "csplib_Film1": (None, 146),
          "csplib_Film2": (None, 87)}
RIVAL_SECONDS = 10.0
RIVALS = ("film103", "film114", "csplib_Film1")


def measure() -> Figures:
    instances = {name: _instance(name) for name in OPTIMA} if INSTANCES.is_dir() else {}
    return {"instances": instances, "plain_cp_sat": {name: _plain(name) for name in RIVALS if name in instances},
            "feature": _feature()}


def _instance(name: str) -> Figures:
    talent = read_talent(INSTANCES / f"{name}.dzn")
    wall, cpu = time.perf_counter(), time.process_time()
    found = best_order(talent)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if waiting(talent, found.scenes) != found.hold:
        raise AssertionError(f"{name}: the order does not cost what it says")
    return {"cost": found.cost, "hold": found.hold, "optimum": OPTIMA[name][0], "optimum_hold": OPTIMA[name][1],
            "proved": found.proved, "seconds": round(wall, 3), "cpu_seconds": round(cpu, 3), "states": found.states}


def _plain(name: str) -> Figures:
    """The rival: positions, first and last presence, as the published MiniZinc model has them, by CP-SAT."""
    talent = read_talent(INSTANCES / f"{name}.dzn")
    model = _plain_model(talent)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = RIVAL_SECONDS
    solver.parameters.num_workers = 2
    start = time.perf_counter()
    status = solver.solve(model)
    return {"status": solver.status_name(status), "cost": int(solver.objective_value),
            "bound": int(solver.best_objective_bound), "seconds": round(time.perf_counter() - start, 2)}


def _plain_model(talent: Talent) -> cp_model.CpModel:
    model = cp_model.CpModel()
    scenes, places = range(len(talent.durations)), range(len(talent.durations))
    at = {(scene, place): model.new_bool_var("") for scene in scenes for place in places}
    for scene in scenes:
        model.add_exactly_one(at[scene, place] for place in places)
        model.add_exactly_one(at[other, scene] for other in scenes)
    length = [sum(talent.durations[scene] * at[scene, place] for scene in scenes) for place in places]
    terms = []
    for who, rate in enumerate(talent.rates):
        before, after = ([model.new_bool_var("") for _ in places] for _ in range(2))
        for place in places:
            for scene in scenes:
                if who in talent.casts[scene]:
                    model.add_implication(at[scene, place], before[place])
                    model.add_implication(at[scene, place], after[place])
            if place:
                model.add_implication(before[place - 1], before[place])
                model.add_implication(after[place], after[place - 1])
            paid = model.new_int_var(0, max(talent.durations), "")
            model.add(paid >= length[place]).only_enforce_if(before[place], after[place])
            terms.append(rate * paid)
    model.minimize(sum(terms))
    return model


def feature_strips(scenes: int = 160, seed: int = 1) -> tuple[tuple[Strip, ...], Company]:
    """A feature like many: 28 places of which few hold most scenes, 26 of cast of whom four lead, a third nights."""
    draw = random.Random(seed)
    places, cast = 28, 26
    names = [f"ROLE {number:02d}" for number in range(1, cast + 1)]
    living = {place: [who for who in range(4, cast) if draw.random() < 0.18] for place in range(places)}
    strips = []
    for number in range(1, scenes + 1):
        place = draw.choices(range(places), [1 / (rank + 1) for rank in range(places)])[0]
        outside, night = place % 3 == 0, draw.random() < 0.3
        minutes = min(600, max(30, 5 * round(draw.lognormvariate(5.0, 0.6) / 5)))
        present = {who for who in range(4) if draw.random() < (0.6, 0.45, 0.3, 0.2)[who]}
        present |= {who for who in living[place] if draw.random() < 0.4}
        time_of_day = TimeOfDay.NIGHT if night else TimeOfDay.DAY
        strips.append(Strip(
            scene=str(number), heading=f"PLACE {place}", setting=Setting.EXT if outside else Setting.INT,
            time=time_of_day, set_name=f"PLACE {place}", location=f"PLACE {place}", located=True, eighths=6,
            minutes=minutes, cast=tuple(names[who] for who in sorted(present or {0})),
            light=str(time_of_day) if outside else "any"))
    rates = [20, 15, 12, 10] + [draw.choice((2, 3, 4, 5)) for _ in range(cast - 4)]
    players = tuple(Player(name=name, day_rate=1000.0 * rate) for name, rate in zip(names, rates, strict=True))
    return tuple(strips), Company(costs=Costs(currency="USD", day=100_000.0, move=15_000.0, switch=5_000.0),
                                  cast=players)


def _feature() -> Figures:
    strips, company = feature_strips()
    schedule(strips[:3], company)  # the kernels are compiled before the clock starts
    wall, cpu = time.perf_counter(), time.process_time()
    made = schedule(strips, company, "A feature")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"scenes": len(strips), "days": len(made.days), "cost": made.cost, "bound": made.bound,
            "gap": round((made.cost - made.bound) / made.bound, 3), "seconds": round(wall, 1),
            "cpu_seconds": round(cpu, 1), "held_days": sum(row.held for row in made.cast),
            "worked_days": sum(row.worked for row in made.cast),
            "moves": sum(len(day.locations) - 1 for day in made.days)}


if __name__ == "__main__":
    report("schedule", measure)
