"""What an effect of gas is heard as, and how it pushes what is about it."""

from __future__ import annotations

from throughline.film.effect import EffectOrder, EffectPush, EffectSound

BLASTS = frozenset({"fireball", "car_explosion", "gas_main"})
FIRES = frozenset({"fire", "burning_car", "torch", "gas_main"})
IMPULSE = 170.0
"""N s on a square metre at one metre, for a fireball a metre wide; grows with its square. One eight metres wide throws
a grown body over at six metres, at some 4 m/s, and makes it stagger at thirteen."""
REACH = 1.7


def sounds_of(order: EffectOrder) -> tuple[EffectSound, ...]:
    """The sounds of an effect of gas, frames counted from when it goes off."""
    rate = order.rate_num / order.rate_den

    def sound(kind: str, seconds: float, size: float, lasting: float = 0.0) -> EffectSound:
        return EffectSound(kind=kind, frame=round(seconds * rate, 3), x=order.x, y=order.y, z=order.z, size_m=size,
                           seconds=lasting)

    found = []
    if order.kind in BLASTS:
        found.append(sound("explosion", 0.0, order.size_m))
    if order.kind == "car_explosion":
        pace = (order.size_m / 8.0) ** 0.5
        found += [sound("burst", 0.1 * pace, 0.8 * order.size_m), sound("glass", 0.05, 2.0),
                  sound("debris", 0.9, order.size_m, 2.0)]
    if order.kind in FIRES:
        found.append(sound("fire", 0.0, order.size_m, order.seconds))
    if order.kind == "crash_steam":
        found += [sound("crash", 0.0, order.size_m), sound("glass", 0.04, 1.5)]
    return tuple(found)


def pushes_of(order: EffectOrder) -> tuple[EffectPush, ...]:
    """The blast of an effect of gas, where it has one."""
    if order.kind not in BLASTS:
        return ()
    return (EffectPush(frame=0.0, x=order.x, y=order.y, z=order.z + 0.1 * order.size_m,
                       impulse=IMPULSE * order.size_m ** 2, reach_m=REACH * order.size_m),)
