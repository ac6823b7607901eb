"""Screenplays made by hypothesis: every kind of element, with texts that are hard on the formats."""

from __future__ import annotations

from hypothesis import strategies as st

from throughline.film.screenplay import Element, Screenplay, Tag, TitleField
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import inline

WORDS = st.sampled_from(
    "INT.|EXT. HOUSE - DAY|int|S#12.|#3.|씬 4|지훈|뛰어!|경찰 1|병원|ジョン|МАША|JOHN|he runs|"
    "CUT TO:|FADE OUT.|TO:|Title: x|a|B|1|"
    "(beat)|(|)|자막:|N|(E)|*it*|**b**|_u_|***|*|_|\\|\\*|!|@x|@|~|>|<|=|===|#|##|.|..|...|[|]|/|:|：|-|--|é|😀|，|^x|&amp;|<b>|"
    "\"|지훈:|F.O|컷 투|INSERT|[인서트]|and|I/E|est|~la~".split("|")
)
GLUE = st.sampled_from([" ", " ", "  ", "", "\t"])
LETTERS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=8)
BAD = ("[[", "]]", "/*", "*/")


@st.composite
def lines(draw: st.DrawFn, noted: bool = False) -> str:
    """One line of text, stripped, without asides unless ``noted``."""
    parts = draw(st.lists(st.tuples(st.one_of(WORDS, WORDS, LETTERS), GLUE), min_size=1, max_size=5))
    text = "".join(word + glue for word, glue in parts).replace("\t", " ").strip()
    for control in range(0x80, 0xA0):
        text = text.replace(chr(control), "")
    while any(bad in text for bad in BAD):
        for bad in BAD:
            text = text.replace(bad, bad[0] if bad[0] != "*" else "/")
    text = text.strip()
    if noted and text and draw(st.integers(0, 4)) == 0:
        text += draw(st.sampled_from([" [[shot: CU]]", "[[85mm]] on", " /* cut */ it", " [[a\nb]]"]))
    return text or "x"


def single(noted: bool = False) -> st.SearchStrategy[str]:
    return lines(noted).filter(lambda text: not text.endswith(("^", "#")))


def many(noted: bool = False) -> st.SearchStrategy[str]:
    return st.lists(lines(noted), min_size=1, max_size=3).map("\n".join)


NUMBERS = st.one_of(st.none(), st.sampled_from(["1", "12A", "A3", "7-2", "103.B"]))
ASIDES = st.one_of(
    many().map(lambda text: Element(kind=Kind.NOTE, text=text)),
    many().map(lambda text: Element(kind=Kind.BONEYARD, text=text)),
)


def headings() -> st.SearchStrategy[Element]:
    return st.builds(lambda t, n: Element(kind=Kind.SCENE_HEADING, text=t, scene_number=n), single(noted=True), NUMBERS)


@st.composite
def speeches(draw: st.DrawFn) -> list[Element]:
    """A cue and what is spoken, sung, noted and done under it."""
    found = [Element(kind=Kind.CHARACTER, text=draw(single()), dual=False)]
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from([Kind.DIALOGUE, Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS, Kind.NOTE]))
        if kind is Kind.NOTE:
            found.append(draw(ASIDES))
            continue
        if found[-1].kind is kind and kind is not Kind.PARENTHETICAL:
            continue
        text = draw(many(noted=True))
        if kind is Kind.DIALOGUE and draw(st.integers(0, 5)) == 0:
            text += draw(st.sampled_from(["\n\nmore", "\n\n\nINT. HOUSE - DAY", "\n\nS#3. x"]))
        if kind is Kind.PARENTHETICAL:
            text = "(" + "".join(c for c in text.split("\n")[0] if c not in "()（）[]*/") .strip() + "x)"
        found.append(Element(kind=kind, text=text))
    if draw(st.integers(0, 3)) == 0:
        second = [Element(kind=Kind.CHARACTER, text=draw(single()), dual=True),
                  Element(kind=Kind.DIALOGUE, text=draw(many()))]
        if any(element.kind is Kind.DIALOGUE for element in found):
            found.extend(second)
    return found


BLOCKS = st.one_of(
    headings().map(lambda e: [e]),
    many(noted=True).map(lambda t: [Element(kind=Kind.ACTION, text=t)]),
    speeches(),
    speeches(),
    ASIDES.map(lambda e: [e]),
    single().map(lambda t: [Element(kind=Kind.TRANSITION, text=t)]),
    many().map(lambda t: [Element(kind=Kind.CENTERED, text=t)]),
    many().map(lambda t: [Element(kind=Kind.LYRICS, text=t)]),
    st.builds(lambda t, d: [Element(kind=Kind.SECTION, text=t, depth=d)], single(), st.integers(1, 6)),
    single().map(lambda t: [Element(kind=Kind.SYNOPSIS, text=t)]),
    st.just([Element(kind=Kind.PAGE_BREAK, text="")]),
)
TITLES = st.lists(
    st.builds(
        lambda key, values: TitleField(key=key, lines=tuple(values)),
        st.sampled_from(["Title", "Credit", "Author", "Draft date", "Contact", "Secret key", "제목", "각본"]),
        st.lists(lines(), min_size=1, max_size=3),
    ),
    max_size=4,
).map(lambda fields: [TitleField(key="Title", lines=("The Crossing",)), *fields] if fields else [])


def screenplays(source: str) -> st.SearchStrategy[Screenplay]:
    """Screenplays that every format can hold."""
    return st.builds(
        lambda title, blocks: Screenplay(
            title_page=tuple(title), elements=tuple(e for block in blocks for e in block), source=source),
        TITLES, st.lists(BLOCKS, max_size=6),
    )


def canonical(text: str) -> str:
    """``text`` with its emphasis and asides spelled as formats.inline spells them."""
    return inline.from_runs(*inline.parsed(text))


@st.composite
def produced(draw: st.DrawFn) -> Screenplay:
    """Screenplays as Final Draft has them: with tags, revisions and lengths, in canonical spelling."""
    from msgspec.structs import replace

    play = draw(screenplays("fdx"))
    elements = []
    for element in play.elements:
        if element.kind in (Kind.NOTE, Kind.BONEYARD):
            elements.append(element)
            continue
        element = replace(element, text=canonical(element.text), revised=draw(st.sampled_from([None, None, 1, 3])))
        length = len(inline.plain(element.text))
        if element.kind is Kind.SCENE_HEADING:
            element = replace(element, length=draw(st.sampled_from([None, "3/8", "1 2/8"])), page="2")
        if element.kind is Kind.ACTION and length > 3:
            cut = draw(st.integers(1, length - 1))
            names = draw(st.sampled_from([("Props", "gun"), ("Pets", "dog")]))
            element = replace(element, tags=(Tag(category="Cast", name="Jihun", start=0, end=cut),
                                             Tag(category=names[0], name=names[1], start=cut // 2, end=length)))
        elements.append(element if element.kind is not Kind.PAGE_BREAK else replace(element, revised=None))
    title = tuple(replace(entry, lines=tuple(map(canonical, entry.lines))) for entry in play.title_page)
    return replace(play, elements=tuple(elements), title_page=title)
