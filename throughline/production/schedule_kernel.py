"""The kernel of the coarse search: many small changes of a plan, those kept that cost less or little more.

Arrays are int64. ``K`` slots, ``T`` tasks, ``A`` performers, ``P`` places, 4 kinds of day. A plan is ``slot`` (T); what
it comes to a day is kept in ``Days`` and changed with every task that moves, so that a plan's cost is quickly known.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from throughline.picture.kernel import kernel

I64 = NDArray[np.int64]
FAR = 1 << 60
DRAWS = 4096
KINDS, LIGHTS, NIGHT, IDLE = 4, 4, 3, 4


class Facts(NamedTuple):
    """The problem. ``lit`` is the light needed, from 1, 0 for any; ``rooms`` (4, 4) minutes a kind of day has for a
    light; ``follows`` (K, 4, 4) kinds before and on a slot; ``breaks`` (T, K) what wishes cost there; ``before`` the
    part before, or -1; ``cast`` from ``first[t]`` to ``first[t + 1]``; ``limits`` and ``drop`` are very large for none;
    ``weights`` are day, idle, move, switch, unnatural, long; ``caps`` are minutes, eighths."""

    minutes: I64
    eighths: I64
    place: I64
    lit: I64
    rooms: I64
    odd: I64
    before: I64
    first: I64
    cast: I64
    breaks: I64
    follows: I64
    moving: I64
    work: I64
    hold: I64
    drop: I64
    limits: I64
    weights: I64
    caps: I64


class Days(NamedTuple):
    """What every day comes to: minutes, eighths, minutes by light (K, 4), odd tasks, tasks a
    place (K, P), minutes and tasks a performer (A, K), and tasks in all."""

    minutes: I64
    eighths: I64
    lit: I64
    odd: I64
    places: I64
    on_set: I64
    works: I64
    tasks: I64


@kernel
def put(facts: Facts, days: Days, task: int, slot: int, sign: int) -> None:
    """Adds a task to a day, or takes it away."""
    days.minutes[slot] += sign * facts.minutes[task]
    days.eighths[slot] += sign * facts.eighths[task]
    if facts.lit[task]:
        days.lit[slot, facts.lit[task] - 1] += sign * facts.minutes[task]
    days.odd[slot] += sign * facts.odd[task]
    days.places[slot, facts.place[task]] += sign
    days.tasks[slot] += sign
    for at in range(facts.first[task], facts.first[task + 1]):
        days.works[facts.cast[at], slot] += sign
        days.on_set[facts.cast[at], slot] += sign * facts.minutes[task]


@kernel
def workable(facts: Facts, days: Days, slot: int) -> bool:
    """Whether a day's work fits it."""
    moves, longest = 0, 0
    for place in range(len(facts.moving)):
        if days.places[slot, place]:
            moves += facts.moving[place]
            longest = max(longest, facts.moving[place])
    return bool(days.minutes[slot] + moves - longest <= facts.caps[0] and days.eighths[slot] <= facts.caps[1])


@kernel
def lightable(facts: Facts, days: Days, slot: int, mode: int) -> bool:
    """Whether a kind of day has the light for a day's work."""
    for light in range(LIGHTS):
        if days.lit[slot, light] > facts.rooms[mode, light]:
            return False
    return True


@kernel
def cost_of_days(facts: Facts, days: Days) -> int:
    """Shooting days, idle days, moves, and the cheapest kinds of day in a row that leave everybody their rest."""
    total, begin, last, used = 0, -1, -1, 0
    best, grown = np.full(KINDS + 1, FAR, np.int64), np.empty(KINDS + 1, np.int64)
    best[IDLE] = 0
    for slot in range(len(days.tasks)):
        grown[:] = FAR
        if days.tasks[slot] == 0:
            grown[IDLE] = best.min()
        else:
            begin = slot if begin < 0 else begin
            last, used = slot, used + 1
            for place in range(len(facts.moving)):
                if days.places[slot, place]:
                    total += facts.weights[2]
            total -= facts.weights[2]
            for mode in range(KINDS):
                if not lightable(facts, days, slot, mode):
                    continue
                least = best[IDLE]
                for other in range(KINDS):
                    if facts.follows[slot, other, mode]:
                        least = min(least, best[other] + (facts.weights[3] if other != mode else 0))
                grown[mode] = least + (mode > 0) + (facts.weights[4] * days.odd[slot] if mode == NIGHT else 0)
        best, grown = grown, best
    return int(total + best.min() + facts.weights[0] * used + facts.weights[1] * (last + 1 - begin - used) + begin)


@kernel
def cost_of_people(facts: Facts, days: Days) -> int:
    """Pay for work and for waiting, the longest wait free where it may be; whoever is too long on set."""
    total = 0
    for who in range(len(facts.work)):
        worked, held, run, longest = 0, 0, 0, 0
        for slot in range(len(days.tasks)):
            if days.works[who, slot]:
                if worked:
                    held += run
                    longest = max(longest, run)
                worked += 1
                run = 0
                if days.on_set[who, slot] > facts.limits[who]:
                    total += facts.weights[5]
            else:
                run += 1
        if longest >= facts.drop[who]:
            held -= longest
        total += facts.work[who] * worked + facts.hold[who] * held
    return total


@kernel
def cost_of_parts(facts: Facts, slot: I64) -> int:
    """Broken wishes, and days between the parts of a scene; very much where parts are out of order."""
    total = 0
    for task in range(len(slot)):
        total += facts.breaks[task, slot[task]]
        before = facts.before[task]
        if before >= 0:
            apart = slot[task] - slot[before] - 1
            if apart < 0:
                return FAR
            total += facts.weights[2] * apart
    return total


@kernel
def drawn(state: NDArray[np.uint64], below: int) -> int:
    """A number from 0 to ``below`` less one; ``state`` is moved on. Source: Marsaglia, Xorshift RNGs, 2003."""
    word = state[0]
    word ^= word << np.uint64(13)
    word ^= word >> np.uint64(7)
    word ^= word << np.uint64(17)
    state[0] = word
    return int(word >> np.uint64(33)) % below


@kernel
def proposed(facts: Facts, slot: I64, end: int, state: NDArray[np.uint64], to: I64) -> None:
    """Writes a changed plan to ``to``: a task moved or exchanged, days put off or brought forward, exchanged,
    moved or turned round."""
    to[:] = slot
    kind = drawn(state, 16)
    task = drawn(state, len(slot))
    if kind < 7:
        other = drawn(state, len(slot))
        for _ in range(6):
            if facts.place[other] == facts.place[task]:
                break
            other = drawn(state, len(slot))
        to[task] = slot[other] if kind < 5 else drawn(state, end)
    elif kind < 10:
        other = drawn(state, len(slot))
        to[task], to[other] = slot[other], slot[task]
    elif kind == 10:
        step = 1 - 2 * drawn(state, 2)
        if slot.max() + step < end and slot.min() + step >= 0:
            for number in range(len(slot)):
                to[number] = slot[number] + (step if slot[number] >= slot[task] else 0)
    else:
        one, two = slot[task], drawn(state, end)
        low, high = min(one, two), max(one, two)
        for number in range(len(slot)):
            at = slot[number]
            if low <= at <= high:
                if kind == 11 or kind == 12:
                    to[number] = two if at == one else one if at == two else at
                elif kind == 13 or kind == 14:
                    to[number] = two if at == one else at - 1 if one < two else at + 1
                else:
                    to[number] = low + high - at


@kernel
def moved(facts: Facts, days: Days, here: I64, there: I64, touched: I64) -> bool:
    """Carries the days from one plan to another and marks those that gained; whether anything moved."""
    touched[:] = 0
    changed = False
    for task in range(len(here)):
        if here[task] != there[task]:
            put(facts, days, task, here[task], -1)
            put(facts, days, task, there[task], 1)
            touched[there[task]] = 1
            changed = True
    return changed


@kernel
def cost_of(facts: Facts, days: Days, slot: I64, touched: I64) -> int:
    """What a plan costs whose days are carried along; very much where a touched day is too full."""
    for day in range(len(touched)):
        if touched[day] and not workable(facts, days, day):
            return FAR
    cost = cost_of_parts(facts, slot)
    if cost < FAR:
        cost += cost_of_days(facts, days) + cost_of_people(facts, days)
    return cost


@kernel
def annealed(facts: Facts, days: Days, start: I64, steps: int, heat: float, logs: I64, seed: int) -> I64:
    """The best plan met in ``steps`` changes from ``start``, whose days ``days`` are; worse ones are taken by chance,
    less and less. ``logs`` are the draws of an exponential law in thousandths."""
    state = np.array([seed], np.uint64)
    slot, best, to = start.copy(), start.copy(), start.copy()
    touched = np.zeros(len(days.tasks), np.int64)
    cost = cost_of(facts, days, slot, touched)
    least, end = cost, len(days.tasks)
    for step in range(steps):
        if step % 1024 == 0:
            end = min(len(days.tasks), slot.max() + 3)
        proposed(facts, slot, end, state, to)
        if not moved(facts, days, slot, to, touched):
            continue
        now = cost_of(facts, days, to, touched)
        cold = 1.0 - step / steps
        if now <= cost + int(heat * cold * cold * logs[drawn(state, len(logs))]) // 1000:
            slot[:] = to
            cost = now
            if cost < least:
                least = cost
                best[:] = slot
        else:
            moved(facts, days, to, slot, touched)
    return best
