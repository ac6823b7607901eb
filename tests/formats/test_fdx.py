"""Final Draft's documents: what a real one holds, and what ours hands over to the program."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from throughline.film.errors import InputError
from throughline.film.screenplay import Element, Screenplay, Tag
from throughline.film.screenplay import ElementKind as Kind
from throughline.formats import fdx, fountain, inline

SAMPLE = Path(__file__).parents[2].parent / "shared" / "data" / "scripts" / "finaldraft-tagged-sample.fdx"
needs_sample = pytest.mark.skipif(not SAMPLE.is_file(), reason=f"no {SAMPLE.name} in {SAMPLE.parent}")


def document(body: str, after: str = "") -> bytes:
    head = '<?xml version="1.0"?>\n<FinalDraft DocumentType="Script" Version="5">\n'
    return f"{head}<Content>\n{body}\n</Content>\n{after}</FinalDraft>".encode()


def paragraph(kind: str, text: str, more: str = "") -> str:
    return f'<Paragraph Type="{kind}" {more}><Text>{text}</Text></Paragraph>\n'


@needs_sample
def test_no_paragraph_of_the_sample_is_lost() -> None:
    root = ElementTree.fromstring(SAMPLE.read_text(encoding="utf-8"))
    content = root.find("Content")
    assert content is not None
    expected = [(node.get("Type"), "".join(text.text or "" for text in node.findall("Text"))) for node in content]
    play = fdx.read(SAMPLE.read_bytes())
    found = [(e.kind.value.replace("_", " ").title(), inline.plain(e.text)) for e in play.elements]
    assert found == expected
    headings = [e for e in play.elements if e.kind is Kind.SCENE_HEADING]
    assert [(e.scene_number, e.length, e.page) for e in headings] == [("1", "3/8", "1"), ("2", "2/8", "1")]
    source = SAMPLE.read_text(encoding="utf-8").splitlines()
    assert all("<Paragraph" in source[e.line - 1] for e in play.elements)


@needs_sample
def test_the_samples_tag_categories_are_the_ones_written() -> None:
    written = fdx.write(fdx.read(SAMPLE.read_bytes())).decode()
    category = re.compile(r'<TagCategory Color="([^"]+)" Id="([^"]+)" Name="([^"]+)" Number="([^"]+)"')
    expected = sorted(category.findall(SAMPLE.read_text(encoding="utf-8")))
    assert len(expected) == 22
    assert sorted(category.findall(written)) == expected


def test_styles_revisions_and_capitals() -> None:
    body = ('<Paragraph Type="Action"><Text>A </Text><Text Style="Bold+Italic+Underline" RevisionID="3">loud</Text>'
            '<Text Style="AllCaps"> bang</Text><Text> 2*3</Text></Paragraph>')
    element = fdx.read(document(body)).elements[0]
    assert (element.text, element.revised) == ("A ***_loud***_ BANG 2\\*3", 3)
    assert inline.runs(element.text)[1] == inline.Run("loud", bold=True, italic=True, underline=True)


def test_a_type_shown_in_capitals_is_read_in_capitals() -> None:
    settings = '<ElementSettings Type="Character"><FontSpec Style="AllCaps"/></ElementSettings>'
    play = fdx.read(document(paragraph("Character", "Jim") + paragraph("Dialogue", "Hi."), settings))
    assert [e.text for e in play.elements] == ["JIM", "Hi."]


def test_tags_become_stretches_of_plain_text() -> None:
    body = ('<Paragraph Type="Action"><Text>He aims </Text><Text TagNumber="1">the *old </Text><Text TagNumber="1" '
            'Style="Bold">gun</Text><Text> at a </Text><Text TagNumber="2">car</Text></Paragraph>')
    tags = ('<TagData><TagCategories><TagCategory Id="c1" Name="Props"/><TagCategory Id="c2" Name="Vehicles"/>'
            '</TagCategories><TagDefinitions><TagDefinition CatId="c1" Id="d1" Label="gun"/>'
            '<TagDefinition CatId="c2" Id="d2" Label="sedan"/></TagDefinitions><Tags>'
            '<Tag Number="1"><DefId>d1</DefId></Tag>'
            '<Tag Number="2"><DefId>d2</DefId></Tag></Tags></TagData>')
    play = fdx.read(document(body, tags))
    plain = inline.plain(play.elements[0].text)
    assert [(t.category, t.name, plain[t.start:t.end]) for t in play.elements[0].tags] == [
        ("Props", "gun", "the *old gun"), ("Vehicles", "sedan", "car")]
    assert fdx.read(fdx.write(play)).elements[0].tags == play.elements[0].tags


def test_script_notes_stand_where_their_range_says() -> None:
    body = (paragraph("Action", "Smile 😀 now.") + '<Paragraph Type="General"><DualDialogue>'
            + paragraph("Character", "A") + paragraph("Dialogue", "Yes.") + paragraph("Character", "B")
            + paragraph("Dialogue", "No.")
            + "</DualDialogue></Paragraph>" + paragraph("Action", "Go now."))
    notes = "".join(f'<ScriptNote Range="{r}"><Paragraph><Text>{t}</Text></Paragraph></ScriptNote>'
                    for r, t in [("6,8", "face"), ("17,19", "go"), ("99,99", "end")])
    play = fdx.read(document(body, f"<ScriptNotes>{notes}</ScriptNotes>"))
    assert [(e.kind.value, e.text, e.dual) for e in play.elements] == [
        ("action", "Smile 😀 [[face]] now.", False), ("character", "A", False), ("dialogue", "Yes.", False),
        ("character", "B", True), ("dialogue", "No.", False), ("action", "Go [[go]] now.", False),
        ("note", "end", False)]


def test_an_omitted_scene_is_kept_as_a_boneyard() -> None:
    body = ('<Paragraph Type="Scene Heading" Number="7"><Text>OMITTED</Text><OmittedScene>'
            + paragraph("Scene Heading", "EXT. YARD - DUSK") + paragraph("Action", "Mara waits.")
            + "</OmittedScene></Paragraph>" + paragraph("Action", "Go."))
    assert [(e.kind.value, e.text) for e in fdx.read(document(body)).elements] == [
        ("scene_heading", "OMITTED"), ("boneyard", "EXT. YARD - DUSK\n\nMara waits."), ("action", "Go.")]


def test_a_title_page_of_final_draft_is_read_by_place() -> None:
    def line(text: str, place: str = "Center") -> str:
        return f'<Paragraph Alignment="{place}"><Text>{text}</Text></Paragraph>'

    page = ("<TitlePage><Content>" + "<Paragraph/>" * 3 + line("The Crossing") + "<Paragraph/>" + line("Written by")
            + "<Paragraph/>" + line("Ji-hun Park") + line("Based on a true story") + "<Paragraph/>"
            + line("Blue draft, 2026-03-01", "Left") + line("jihun@example.com", "Left") + "</Content></TitlePage>")
    play = fdx.read(document(paragraph("Action", "x"), page))
    assert {f.key: f.lines for f in play.title_page} == {
        "Title": ("The Crossing",), "Credit": ("Written by",), "Author": ("Ji-hun Park",),
        "Source": ("Based on a true story",), "Draft date": ("Blue draft, 2026-03-01",),
        "Contact": ("jihun@example.com",)}


def test_what_is_written_is_what_final_draft_expects() -> None:
    text = ("Title: X\n\n# Act\n\nINT. A - DAY #4A#\n\n= They meet.\n\nJOHN\nHi.\n\nMARY ^\nHo.\n\n> END <\n\n"
            "===\n\n~La\n\nGo.")
    root = ElementTree.fromstring(fdx.write(fountain.read(text)).decode())
    content = root.find("Content")
    assert content is not None
    assert [(n.get("Type"), n.get("Number"), n.get("Alignment"), n.get("StartsNewPage")) for n in content] == [
        ("Outline 1", None, None, None), ("Scene Heading", "4A", None, None), ("General", None, None, None),
        ("Action", None, "Center", None), ("Lyrics", None, None, "Yes"), ("Action", None, None, None)]
    dual = content.findall("Paragraph/DualDialogue/Paragraph")
    assert [(n.get("Type"), n.findtext("Text")) for n in dual] == [
        ("Character", "JOHN"), ("Dialogue", "Hi."), ("Character", "MARY"), ("Dialogue", "Ho.")]
    assert content.findtext("Paragraph/SceneProperties/Summary/Paragraph/Text") == "They meet."
    defined = {node.get("Type") for node in root.iterfind("ElementSettings")}
    assert {node.get("Type") for node in root.iter("Paragraph") if node.get("Type")} <= defined


def test_the_same_screenplay_gives_the_same_bytes() -> None:
    tags = (Tag(category="Robots", name="R2", start=0, end=2),)
    play = Screenplay(elements=(Element(kind=Kind.ACTION, text="R2 beeps.", tags=tags),))
    assert fdx.write(play) == fdx.write(play)
    assert b"\x00" not in fdx.write(Screenplay(elements=(Element(kind=Kind.ACTION, text="a\x00b\ud800"),)))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f'<?xml version="1.0"?>\n{BOMB}<FinalDraft><Content>&b;</Content></FinalDraft>'.encode(),
         r"a\.fdx:2: .*document type"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><FinalDraft><Content/></FinalDraft>', r"a\.fdx:1: .*document type"),
        (f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}<FinalDraft><Content/></FinalDraft>'.encode("utf-16"),
         "document type"),
        (b"<FinalDraft>\n<Content>\n<Paragraph>\n</Content></FinalDraft>", r"a\.fdx:4: not well-formed"),
        (b"<FinalDraft><TitlePage/></FinalDraft>", "without Content"),
        (b"<html><body/></html>", "another kind"),
        (b"INT. HOUSE - DAY\n\nThis is Fountain.", "not well-formed"),
        (b"<FinalDraft><Content>" + b"<Paragraph>" * 5000 + b"</Content></FinalDraft>", "not well-formed"),
        (b"", "not well-formed"),
        (b"<FinalDraft><Content>&undefined;</Content></FinalDraft>", "not well-formed"),
    ],
)
def test_bad_documents_are_refused_in_one_line(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        fdx.read(content, "a.fdx")
    assert "\n" not in str(caught.value)
