"""The effects of the film's shots as tasks: simulated once for all shots that see one, an artist's own in its shot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from throughline.build.stage import File, Made, Task
from throughline.engines.contracts import EngineIdentity
from throughline.film.blocking import Blocking
from throughline.stages.effect_orders import EffectParams, effect_params, names
from throughline.stages.effect_override import own_task
from throughline.stages.film_folder import FilmFolder
from throughline.stages.override_names import EFFECTS
from throughline.stages.records import Staging
from throughline.stages.shot_sheets import decided, refusal_task


class EffectTasks:
    """Makes the effect tasks of one shot after the other; one that was given before is not given again.

    ``blockings`` are the film's, by shot id, as its notes and the shots' sheets direct their effects; ``own`` makes an
    artist's folder an input; ``engine`` simulates gas, None the package's own.
    """

    def __init__(self, film: FilmFolder, staging: Staging, own: Callable[[Path], File], engine: EngineIdentity | None):
        self._decided, self._own, self._engine = decided(film, staging), own, engine
        self._folders = film.overrides()
        self._orders = effect_params(tuple(self.blockings.values()), film.settings, self._decided.sheets)
        self._given: set[str] = set()

    @property
    def blockings(self) -> dict[str, Blocking]:
        return self._decided.blockings

    def inputs(self, blocking: Blocking) -> tuple[tuple[str, Made], ...]:
        """The products of the shot's simulated effects, an artist's own in place of ours."""
        own = self._decided.own.get(blocking.shot.id, {})
        return tuple((f"effect:{number}", Made(f"own_effect/{blocking.shot.id} {name}" if name in own else
                                               f"effect/{order.name}"))
                     for number, name, order in self._simulated(blocking))

    def refused(self, blocking: Blocking) -> Task | None:
        """The task that fails with what is wrong in a person's files for the shot, where something is."""
        refusal = self._decided.refused.get(blocking.shot.id)
        return None if refusal is None else refusal_task(blocking.shot.id, refusal)

    def new(self, blocking: Blocking) -> Iterator[Task]:
        """The tasks that simulate the shot's effects, where no earlier shot has them, and take over an artist's."""
        own = self._decided.own.get(blocking.shot.id, {})
        for number, name, order in self._simulated(blocking):
            if name in own:
                taken = own_task(blocking, number, order, own[name],
                                 self._own(self._folders[blocking.shot.id, EFFECTS]))
                yield taken
                if not taken.needs:
                    continue
            if order.name not in self._given:
                self._given.add(order.name)
                yield effect_task(order, self._engine)

    def _simulated(self, blocking: Blocking) -> Iterator[tuple[int, str, EffectParams]]:
        for number, name in enumerate(names(blocking.effects)):
            order = self._orders.get((blocking.shot.id, number))
            if order is not None:
                yield number, name, order


def effect_task(order: EffectParams, engine: EngineIdentity | None) -> Task:
    """The task that simulates one effect, its gas by ``engine`` or the package's own solver."""
    return Task(stage="effect", version=3, name=order.name, function="throughline.stages.effects:make_effect",
                params=order, engine=engine, resource="cpu" if engine is None else "gpu",
                weight=60.0 * order.order.seconds * order.order.detail ** 3)
