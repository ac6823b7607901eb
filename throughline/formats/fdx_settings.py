"""The paragraph layouts that an FDX document brings along, so that it opens looking like a screenplay."""

from __future__ import annotations

from lxml import etree

# Type, style, alignment, left and right indent in inches, space before in points, starts like, what Return begins.
_SETTINGS = (
    ("General", "", "Left", "1.50", "7.50", "0", "General", "General"),
    ("Scene Heading", "", "Left", "1.50", "7.50", "24", "Scene Heading", "Action"),
    ("Action", "", "Left", "1.50", "7.50", "12", "Action", "Action"),
    ("Character", "", "Left", "3.50", "7.25", "12", "Character", "Dialogue"),
    ("Parenthetical", "", "Left", "3.00", "5.50", "0", "Parenthetical", "Dialogue"),
    ("Dialogue", "", "Left", "2.50", "6.00", "0", "Dialogue", "Action"),
    ("Transition", "", "Right", "5.50", "7.50", "12", "Transition", "Scene Heading"),
    ("Lyrics", "Italic", "Left", "2.50", "6.00", "0", "Dialogue", "Lyrics"),
    ("Outline Body", "Italic+HiddenText", "Left", "1.50", "7.50", "0", "General", "Outline Body"),
    ("Outline 1", "Bold+HiddenText", "Left", "1.50", "7.50", "12", "General", "Outline Body"),
    ("Outline 2", "Bold+HiddenText", "Left", "1.50", "7.50", "12", "General", "Outline Body"),
    ("Outline 3", "Italic+HiddenText", "Left", "1.50", "7.50", "12", "General", "Outline Body"),
    ("Outline 4", "Italic+HiddenText", "Left", "1.50", "7.50", "12", "General", "Outline Body"),
)


def element_settings() -> list[etree._Element]:
    """One ElementSettings for every type of paragraph that fdx writes."""
    found: list[etree._Element] = []
    for kind, style, alignment, left, right, before, paginates, then in _SETTINGS:
        node = etree.Element("ElementSettings", Type=kind)
        etree.SubElement(node, "FontSpec", AdornmentStyle="0", Background="#FFFFFFFFFFFF", Color="#000000000000",
                         Font="Courier Final Draft", RevisionID="0", Size="12", Style=style)
        etree.SubElement(node, "ParagraphSpec", Alignment=alignment, FirstIndent="0.00", Leading="Regular",
                         LeftIndent=left, RightIndent=right, SpaceBefore=before, Spacing="1", StartsNewPage="No")
        etree.SubElement(node, "Behavior", PaginateAs=paginates, ReturnKey=then, Shortcut="")
        found.append(node)
    return found
