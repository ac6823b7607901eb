"""The content of an investment package in one language: every number and text that its documents show, made once.

Texts are ready to be set; amounts hold the value, its exact form for tables and its short form for headlines.
"""

from __future__ import annotations

from enum import StrEnum

from throughline.film.package import Contact, Member
from throughline.film.record import Record


class State(StrEnum):
    """Where a passage is from: a person, the script, or nobody yet."""

    GIVEN = "given"
    SCRIPT = "script"
    OPEN = "open"


class Passage(Record):
    """A text with its heading. An OPEN one's text is the blank itself ("[open: director's statement]"), ``note``
    says where a given one is from or how an open one is filled."""

    heading: str
    text: str
    state: State
    note: str = ""


class Amount(Record):
    value: int
    exact: str
    short: str


class Fact(Record):
    """A figure with its name: ("Shooting days", "12")."""

    label: str
    value: str


class Grid(Record):
    """A table as text. ``kinds`` tells the columns apart: "text", "number"; ``total`` is the last row, set apart, or
    empty; ``strong`` are indices of rows that are sums of the rows before them."""

    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    strong: tuple[int, ...] = ()
    note: str = ""


class Still(Record):
    """A picture of the film: its name among the pictures of the package, the shot, what it shows; ``focus`` is how far
    from the left, 0 to 1, a narrower cut of it is centred."""

    name: str
    shot: str
    caption: str
    focus: float = 0.5


class Pair(Record):
    """A shot as it was drawn and as it was rendered."""

    drawn: Still
    rendered: Still


class Chosen(Record):
    """Which pictures stand where; a document leaves out a place that has none."""

    cover: Still | None = None
    logline: Still | None = None
    closing: Still | None = None
    story: tuple[Still, ...] = ()
    look: tuple[Still, ...] = ()
    effects: tuple[Still, ...] = ()
    frames: tuple[Still, ...] = ()
    pairs: tuple[Pair, ...] = ()


class Tint(Record):
    """A colour and its part of the whole."""

    colour: str
    share: float


class Stretch(Record):
    """A shot in the colours of the film: its colours from dark to light, its frames; ``scene`` where one begins."""

    colours: tuple[str, ...]
    frames: int
    scene: str = ""


class Character(Record):
    """Somebody of the cast: who it is in the script's own words, how much of the film they are in, colours of the
    look, pictures."""

    name: str
    line: str
    quote: str
    presence: str
    colours: tuple[str, ...]
    stills: tuple[Still, ...] = ()


class Place(Record):
    """A place of the story: where and when, the script's own words, pictures and their colours."""

    name: str
    line: str
    quote: str
    tints: tuple[Tint, ...] = ()
    stills: tuple[Still, ...] = ()


class Count(Record):
    """A bar of a count: how many shots are of a size, a lens, a movement; a picture of one of them."""

    label: str
    value: int
    still: Still | None = None


class Slice(Record):
    """A part of a chart."""

    label: str
    amount: Amount
    share: str


class BudgetPart(Record):
    """The top sheet: sections as slices, accounts as a table whose total is the grand total; ``short`` is the
    same table where each section's small accounts are drawn together."""

    total: Amount
    slices: tuple[Slice, ...]
    accounts: Grid
    short: Grid
    as_of: str
    open: tuple[str, ...] = ()


class BidPart(Record):
    """The effects bid: traditional man-days beside this system's hours, low, base and high."""

    shots: int
    summary: Grid
    kinds: Grid
    note: str


class PlanPart(Record):
    """The finance plan: sources, what of them is secured and what is pending (applied for or offered), what no source
    pays for yet; ``open`` is the blank where there is nothing to show."""

    cost: Amount
    negative: Amount
    advertising: Amount | None
    sources: Grid
    slices: tuple[Slice, ...]
    secured: Amount
    pending: Amount
    to_raise: Amount
    grant: str
    open: Passage


class Step(Record):
    """A step of a scenario's waterfall, for tables and stacked bars; ``group`` is the colour it is drawn in."""

    label: str
    group: str
    amount: Amount


class Case(Record):
    """A scenario: its name, its size ("259,745 admissions"), whether that counts admissions or is the receipts again,
    where these go, what investors get."""

    name: str
    size: str
    counted: bool
    gross: Amount
    steps: tuple[Step, ...]
    invested: Amount
    returned: Amount
    gain: Amount
    multiple: str


class ReturnPart(Record):
    """A market's recoupment: terms with their dates, break-even, scenarios; ``basis`` says what the scenarios are,
    ``open`` is the blank where there are none."""

    heading: str
    terms: Grid
    unit: Grid | None
    break_even: Fact
    own_break_even: Fact | None
    cases: tuple[Case, ...]
    table: Grid
    basis: str
    note: str
    open: Passage


class DayCell(Record):
    """A shooting day on a calendar: number, ISO date ("" while it has none), scenes, where, whether at night."""

    number: int
    date: str
    scenes: str
    location: str
    night: bool


class SchedulePart(Record):
    """The shoot: figures, days, locations; ``proved`` says what was proved of the schedule."""

    facts: tuple[Fact, ...]
    cells: tuple[DayCell, ...]
    days: Grid
    locations: Grid
    cast: Grid
    proved: str
    open: tuple[str, ...] = ()


class Bar(Record):
    """A phase on the timeline: ISO dates, both included; ``own`` where it is the schedule's and not a person's."""

    label: str
    start: str
    end: str
    dates: str
    own: bool = False


class Risk(Record):
    """A risk, and what is done or shown against it."""

    heading: str
    risk: str
    answer: str


class LegalLine(Record):
    name: str
    as_of: str
    text: str


class DisclosurePart(Record):
    """The disclosure page."""

    headline: str
    facts: tuple[Fact, ...]
    tools: Grid
    author: Passage
    consent: Passage
    notes: tuple[LegalLine, ...]


class Dossier(Record):
    """The whole package in one language. ``words`` are the documents' labels; ``sample`` is "" or says that values
    are made up to show the form; ``accent`` and ``accent_print`` are the film's colour on dark and on white."""

    language: str
    words: dict[str, str]
    title: str
    subtitle: str
    author: str
    company: str
    date: str
    sample: str
    facts: tuple[Fact, ...]
    logline: Passage
    synopsis: Passage
    statement: Passage
    look: Passage
    light: Passage
    world: Passage
    audience: Passage
    release: Passage
    rights: Passage
    disclaimer: Passage
    team: tuple[Member, ...]
    team_open: Passage
    contacts: tuple[Contact, ...]
    contact_open: Passage
    characters: tuple[Character, ...]
    others: tuple[str, ...]
    places: tuple[Place, ...]
    chosen: Chosen
    tints: tuple[Tint, ...]
    colours: tuple[Stretch, ...]
    accent: str
    accent_print: str
    aspect: float
    sizes: tuple[Count, ...]
    lenses: tuple[Count, ...]
    moves: tuple[Count, ...]
    making: tuple[str, ...]
    making_facts: tuple[Fact, ...]
    comparables: Grid | None
    comparables_open: Passage
    budget: BudgetPart
    bid: BidPart | None
    plan: PlanPart
    korea: ReturnPart | None
    international: ReturnPart
    schedule: SchedulePart
    timeline: tuple[Bar, ...]
    timeline_open: Passage
    risks: tuple[Risk, ...]
    disclosure: DisclosurePart
    notes: dict[str, str]
    open: tuple[str, ...]
