"""The effects that are known, by what they are."""

from __future__ import annotations

from throughline.effects.pyro import preset_blast, preset_fire, preset_jet, preset_smoke
from throughline.effects.pyro.preset import Maker, Preset
from throughline.film.effect import EffectOrder
from throughline.film.errors import InputError

_MADE: dict[str, Maker] = {
    "fireball": preset_blast.fireball, "explosion": preset_blast.fireball,
    "car_explosion": preset_blast.car_explosion, "gas_main": preset_jet.gas_main,
    "muzzle_flash": preset_jet.muzzle_flash, "gunfire": preset_jet.muzzle_flash,
    "fire": preset_fire.fire, "burning_car": preset_fire.burning_car, "torch": preset_fire.torch,
    "dust_burst": preset_smoke.dust_burst, "dust": preset_smoke.dust_burst, "debris": preset_smoke.dust_burst,
    "collapse": preset_smoke.collapse_dust, "destruction": preset_smoke.collapse_dust,
    "crash": preset_smoke.crash_steam, "crash_steam": preset_smoke.crash_steam,
    "smoke": preset_smoke.smoke, "chimney_smoke": preset_smoke.chimney_smoke,
    "mist": preset_smoke.mist, "ghost_mist": preset_smoke.ghost_mist, "embers": preset_fire.embers,
}


def known() -> tuple[str, ...]:
    """The kinds of effect that can be simulated as gas."""
    return tuple(sorted(_MADE))


def preset(order: EffectOrder) -> Preset:
    """What an order's kind is.

    Raises:
        InputError: the kind is not known.
    """
    if order.kind not in _MADE:
        raise InputError(f"unknown effect '{order.kind}'", remedy=f"use one of: {', '.join(known())}")
    return _MADE[order.kind](order)
