"""Ways of directing: how long pictures are held, how they are joined, how near and how still the camera is."""

from __future__ import annotations

from throughline.film.errors import InputError
from throughline.film.record import Record


class Style(Record):
    """A way of directing. Seconds unless said otherwise.

    ``hurried`` and ``calm`` multiply the time that fast and other action is given; ``sigma`` is the standard deviation
    of the logarithm of lengths; ``least`` the shortest picture; ``breath`` how long a face is held after its words.
    ``takes``: how many speeches the takes of a conversation hold, one after the other, and over again; they share a
    take while it lasts no more than ``take`` and each no more than ``line``. A speech longer than ``breaks`` is broken
    over several pictures; one of up to ``beside`` may be heard in a shot of action, which then may go on to
    ``with_action``. ``joined`` is how much small action one shot holds, ``heavy`` how many events of weight; ``held``
    multiplies how long quiet pictures and last images are held.
    ``closer`` counts steps of size; ``handheld`` and ``roving`` are the shares of still cameras that go on the
    shoulder or move; ``angles`` whether weighty action is seen from a second angle; ``flowing`` whether action goes on
    in the take in which somebody has spoken.
    """

    name: str
    hurried: float
    calm: float
    sigma: float
    least: float
    breath: float
    takes: tuple[int, ...]
    take: float
    line: float
    breaks: float
    beside: float
    joined: float
    heavy: int
    held: float
    with_action: float
    closer: int = 0
    handheld: float = 0.0
    roving: float = 0.0
    angles: bool = False
    flowing: bool = False


CLASSICAL = Style(
    name="classical", hurried=0.68, calm=0.85, sigma=0.16, least=0.75, breath=0.26, held=1.0,
    takes=(3, 1, 1, 12, 1, 1, 4, 1, 1, 14, 1, 8, 1, 1), take=50.0, line=9.0, breaks=8.5, beside=2.6, joined=5.2,
    heavy=1, with_action=6.4)
RESTLESS = Style(
    name="restless", hurried=0.6, calm=0.75, sigma=0.4, least=0.6, breath=0.1, held=0.3, takes=(1,), take=0.0, line=1.6,
    breaks=4.2, beside=1.6, joined=2.4, heavy=0, with_action=3.4, closer=1, handheld=0.75, angles=True)
LONG_TAKE = Style(
    name="long-take", hurried=1.2, calm=1.8, sigma=0.4, least=1.6, breath=0.9, held=1.7,
    takes=(8, 5, 12), take=60.0, line=40.0, breaks=60.0, beside=40.0, joined=22.0, heavy=4, with_action=45.0,
    roving=0.85, flowing=True)
STYLES: dict[str, Style] = {style.name: style for style in (CLASSICAL, RESTLESS, LONG_TAKE)}


def style_of(name: str) -> Style:
    """The style of that name.

    Raises:
        InputError: there is none; the message lists those there are.
    """
    found = STYLES.get(name.strip().casefold().replace(" ", "-").replace("_", "-"))
    if found is None:
        raise InputError(f"there is no directing style “{name}”", remedy=f"one of: {', '.join(STYLES)}")
    return found
