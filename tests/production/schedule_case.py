"""Small shoots to test with."""

from __future__ import annotations

from throughline.film.company import Company, Costs, Player
from throughline.film.schedule import Strip
from throughline.film.story import Setting, TimeOfDay

COSTS = Costs(currency="USD", day=1000.0, move=100.0, switch=10.0)


def strip(scene: str, place: str, cast: str, minutes: int = 200, light: str = "any", eighths: int = 8,
          time: TimeOfDay = TimeOfDay.DAY, pinned: bool = False) -> Strip:
    """A strip whose cast are the letters of ``cast``."""
    return Strip(scene=scene, heading=f"{place} {light}", setting=Setting.INT if light == "any" else Setting.EXT,
                 time=time, set_name=place, location=place, located=True, eighths=eighths, minutes=minutes,
                 cast=tuple(cast), light=light, synopsis=f"What happens in {scene}.", setups=3, pinned=pinned)


def paid(rates: dict[str, float], **more: object) -> Company:
    """Settings with day rates a letter."""
    return Company(costs=COSTS, cast=tuple(Player(name=name, day_rate=rate) for name, rate in rates.items()),
                   **more)  # type: ignore[arg-type]

