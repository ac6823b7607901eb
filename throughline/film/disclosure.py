"""What was made with which tool, and what the law and the field say of it: the evidence kept a shot and a stage."""

from __future__ import annotations

from enum import StrEnum

from throughline.film.record import Record


class SourceType(StrEnum):
    """How a picture or a sound came to be. Source: IPTC NewsCodes, digitalSourceType."""

    CAPTURE = "digitalCapture"
    CREATION = "digitalCreation"
    ALGORITHMIC = "algorithmicMedia"
    TRAINED = "trainedAlgorithmicMedia"
    COMPOSITE_TRAINED = "compositeWithTrainedAlgorithmicMedia"
    HUMAN_EDITS = "humanEdits"


class Nature(StrEnum):
    """What made a product: an algorithm without a trained model; a network trained here, whose data and weights are
    documented; a language model; a generative engine; a person."""

    ALGORITHM = "algorithm"
    TRAINED_HERE = "trained here"
    LANGUAGE_MODEL = "language model"
    GENERATIVE = "generative engine"
    PERSON = "person"


GENERATIVE = frozenset({Nature.LANGUAGE_MODEL, Nature.GENERATIVE})


class DisclosureRow(Record):
    """A product of the ledger: the shot ("film" for one of the whole film), the stage, the tool with its version and
    seed, how the product came to be, what made it, and who approved it (None: nobody yet). A product that several
    tools had a part in has a row for each."""

    shot: str
    stage: str
    tool: str
    version: str
    seed: int
    source_type: SourceType
    nature: Nature = Nature.ALGORITHM
    approver: str | None = None


class ToolUse(Record):
    """A tool in a stage: how many products it made, how many of them a person approved."""

    tool: str
    version: str
    stage: str
    source_type: SourceType
    nature: Nature
    products: int
    approved: int

    @property
    def generative(self) -> bool:
        return self.nature in GENERATIVE


class DisclosureSummary(Record):
    """The ledger in short: tools in the order of their stages, products, how many are generative, how many hold the
    work of a network trained here, how many are approved, and the shots that hold something generative."""

    tools: tuple[ToolUse, ...] = ()
    products: int = 0
    generative: int = 0
    trained_here: int = 0
    approved: int = 0
    generative_shots: tuple[str, ...] = ()


class LegalNote(Record):
    """What a law, a guild or a buyer asks for, as of a date, in both languages."""

    name: str
    name_ko: str
    as_of: str
    en: str
    ko: str


LEGAL_NOTES = (
    LegalNote(name="Korea: AI Basic Act", name_ko="한국 인공지능기본법", as_of="2026-01-22",
              en="In force 22 January 2026. A producer who uses AI tools is a user under the act and is not obliged to "
                 "label the work.",
              ko="2026년 1월 22일 시행. AI 도구를 쓰는 제작사는 이용자에 해당하며 표시 의무를 지지 않는다."),
    LegalNote(name="EU: AI Act, article 50", name_ko="유럽연합 인공지능법 제50조", as_of="2026-08-02",
              en="Applies from 2 August 2026. An artistic work is disclosed in a way that does not spoil it; generated "
                 "material carries a mark that machines can read.",
              ko="2026년 8월 2일 적용. 예술 작품은 감상을 해치지 않게 알리고, "
                 "생성물에는 기계가 읽는 표시를 단다."),
    LegalNote(name="Academy of Motion Picture Arts and Sciences", name_ko="미국 영화예술과학아카데미", as_of="2026",
              en="Acting must be by consenting humans and the screenplay must be written by humans.",
              ko="연기는 동의한 사람이, 각본은 사람이 써야 한다."),
    LegalNote(name="SAG-AFTRA", name_ko="미국 배우·방송인 조합(SAG-AFTRA)", as_of="2026",
              en="A performer's likeness or voice is used only with informed consent.",
              ko="배우의 모습이나 목소리는 충분한 설명을 듣고 한 동의가 있어야 쓴다."),
    LegalNote(name="Netflix", name_ko="넷플릭스", as_of="2026",
              en="Written approval is needed before generative material enters a final deliverable, and for any use of "
                 "a likeness or of personal data.",
              ko="최종 납품물에 생성물을 쓸 때, 그리고 초상이나 개인정보를 쓸 때는 서면 승인이 필요하다."),
)
"""Dated statements; a lawyer's word stands before them."""
