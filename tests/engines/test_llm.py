"""The optional reader against a real OpenAI-compatible server on this machine, that answers well, badly or not at all.

Not verified here: that a real model reads a scene well.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import msgspec
import pytest

from throughline.build.ledger import Ledger
from throughline.build.run import make
from throughline.build.stage import Made, Task
from throughline.build.store import Store
from throughline.engines import discovery
from throughline.engines.contracts import (
    EngineCrashed,
    EngineTimeout,
    NotConfigured,
    ReadResult,
    RequestRefused,
    SceneText,
    ScriptReader,
)
from throughline.engines.llm import KEY, LlmReader
from throughline.engines.llm_cost import OVERHEAD, answer_tokens, check_cap, cost, most
from throughline.film.errors import InputError
from throughline.film.reader import LlmSection
from throughline.film.record import load
from throughline.film.screenplay import Screenplay
from throughline.film.story import Breakdown
from throughline.formats import fountain
from throughline.formats.corrections import Action, Correction
from throughline.reading import breakdown as breakdown_of
from throughline.reading.corrected import corrected
from throughline.reading.second_reader import merged
from throughline.stages.reader_tasks import keep_under_cap, merging_task, reading_tasks

pytest.importorskip("pydantic_ai", reason="the extra llm is not installed")

TEXT = SceneText(heading="INT. DOCK - NIGHT", language="en",
                 lines=("MARTA lifts the flare  gun.", "A black van flips over the rail and catches fire.",
                        "해운, 조명탄 권총을 들어 올린다."))
GOOD = {"elements": [{"line": 1, "words": "Flare gun", "category": 104}, {"line": 2, "words": "black van",
                                                                          "category": 103},
                     {"line": 3, "words": "조명탄 권총", "category": 104}],
        "needs": [{"line": 2, "words": "catches fire", "kind": "fire", "complexity": "medium", "at": "black van"}],
        "synopsis": "Marta fires as the van burns."}
BAD_KEY = "not-for-any-log"


@dataclass
class Server:
    """What the server was asked, and what it says next: answers in order, the last one for ever."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    answers: list[str | int] = field(default_factory=list)
    silent: threading.Event = field(default_factory=threading.Event)

    def section(self, **more: Any) -> LlmSection:
        return LlmSection(base_url=self.url, model="tiny-1", **more)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv(KEY, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    state = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.sizes.append(len(body))
            state.asked.append(json.loads(body))
            state.keys.append(self.headers.get("Authorization", ""))
            if state.silent.is_set():
                state.silent.wait(0.1)
                threading.Event().wait(1.5)
                return
            answer = state.answers.pop(0) if len(state.answers) > 1 else state.answers[0]
            status, content = (answer, "no") if isinstance(answer, int) else (200, answer)
            reply = json.dumps({
                "id": "1", "object": "chat.completion", "created": 0, "model": "tiny-1",
                "choices": [{"index": 0, "finish_reason": "stop",
                             "message": {"role": "assistant", "content": content}}],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: Any) -> None: ...

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    state.url = f"http://127.0.0.1:{http.server_port}/v1"
    state.answers = [json.dumps(GOOD, ensure_ascii=False)]
    yield state
    http.shutdown()
    http.server_close()
    thread.join()


def _read(section: LlmSection, used: Callable[[int, int], None] = lambda tokens_in, tokens_out: None,
          timeout: float = 30.0) -> ReadResult:
    reader = LlmReader(section, timeout)
    assert isinstance(reader, ScriptReader)
    return reader.read(TEXT, 7, used)


def test_a_good_answer_is_quoted_in_the_scripts_own_spelling(server: Server) -> None:
    told: list[tuple[int, int]] = []
    result = _read(server.section(), lambda *tokens: told.append(tokens))
    assert [(item.category, item.words, item.line) for item in result.items] == [
        (104, "flare gun", 1), (103, "black van", 2), (104, "조명탄 권총", 3)]
    assert (result.needs[0].kind, result.needs[0].at, result.dropped) == ("fire", "black van", 0)
    assert told == [(1000, 200)]
    asked = server.asked[0]
    assert (asked["temperature"], asked["seed"], asked["model"]) == (0.0, 7, "tiny-1")
    assert asked.get("max_completion_tokens", asked.get("max_tokens")) == answer_tokens(TEXT, server.section())
    assert asked["response_format"]["type"] == "json_schema"
    assert "2| A black van flips" in asked["messages"][-1]["content"]


def test_words_that_are_not_on_the_line_are_dropped_and_counted(server: Server) -> None:
    wrong = {"elements": [{"line": 1, "words": "black van", "category": 103},       # another line's words
                          {"line": 2, "words": "golden sword", "category": 104},    # nobody's words
                          {"line": 9, "words": "gun", "category": 104},             # no such line
                          {"line": 1, "words": "flare g", "category": 104},         # half a word
                          {"line": 1, "words": "gun", "category": 7},               # no category
                          {"line": 3, "words": "탄 권총", "category": 104},           # half a Korean word
                          {"line": 1, "words": "gun", "category": 104}],
             "needs": [{"line": 2, "words": "catches fire", "kind": "apocalypse", "complexity": "high", "at": None},
                       {"line": 1, "words": "explodes", "kind": "explosion", "complexity": "high", "at": None}],
             "synopsis": ""}
    server.answers = [json.dumps(wrong)]
    result = _read(server.section())
    assert [item.words for item in result.items] == ["gun"]
    assert result.needs == ()
    assert result.dropped == 8


def test_a_wrong_shape_is_sent_back_once_and_then_given_up(server: Server) -> None:
    server.answers = ["Certainly! Here is", json.dumps(GOOD)]
    assert len(_read(server.section()).items) == 3
    server.answers = ['{"elements": "many"}']
    told: list[tuple[int, int]] = []
    with pytest.raises(EngineCrashed, match="no answer of the right shape in 2 attempts"):
        _read(server.section(), lambda *tokens: told.append(tokens))
    assert told == [(2000, 400)]
    assert len(server.asked) == 4


def test_a_server_that_does_not_answer_is_left_in_time(server: Server) -> None:
    server.silent.set()
    with pytest.raises(EngineTimeout, match=r"no answer within 0\.4 s"):
        _read(server.section(), timeout=0.4)


@pytest.mark.parametrize(("status", "error", "says"), [
    (401, NotConfigured, KEY), (404, NotConfigured, "no model tiny-1"), (429, RequestRefused, "429"),
    (500, RequestRefused, "500")])
def test_refusals_are_one_line_and_hold_no_key(server: Server, monkeypatch: pytest.MonkeyPatch, status: int,
                                               error: type[Exception], says: str) -> None:
    monkeypatch.setenv(KEY, BAD_KEY)
    server.answers = [status]
    with pytest.raises(error, match=says) as caught:
        _read(server.section())
    assert BAD_KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert server.keys == [f"Bearer {BAD_KEY}"]


def test_no_server_there() -> None:
    with pytest.raises(EngineCrashed, match="is the server running"):
        _read(LlmSection(base_url="http://127.0.0.1:9/v1", model="tiny-1"), timeout=5.0)


@pytest.mark.parametrize(("section", "says"), [
    (LlmSection(), r"film\.toml"), (LlmSection(base_url="http://127.0.0.1/v1"), "model"),
    (LlmSection(base_url="https://name:word@example.org/v1", model="m"), "without a name"),
    (LlmSection(base_url="https://models.example.org/v1", model="m"), KEY)])
def test_what_is_missing_is_said_with_how_to_get_it(section: LlmSection, says: str,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)
    with pytest.raises(NotConfigured, match=says):
        _ = LlmReader(section).identity


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is among the installed engines."""
    mine = EntryPoint(name="llm", value="throughline.engines.llm:LlmReader", group=discovery.GROUP)
    monkeypatch.setattr(discovery, "entry_points", lambda group: (mine,))


def test_it_is_listed_ready_or_how_to_make_it_so(installed: None) -> None:
    listed = discovery.engines()[0]
    assert (listed.status, listed.kind) == (discovery.Status.NOT_CONFIGURED, "read")
    assert "[llm] base_url" in listed.detail
    section = LlmSection(base_url="http://localhost:11434/v1", model="tiny-1")
    ready = discovery.engines({"llm": section})[0]
    assert (ready.status, "tiny-1" in ready.detail) == (discovery.Status.READY, True)
    assert discovery.script_reader("llm", section).identity.name == "llm"


def test_the_most_it_can_cost_is_more_than_what_is_sent(server: Server) -> None:
    server.answers = ["no", "no"]
    priced = server.section(price_in=2.0, price_out=8.0)
    with pytest.raises(EngineCrashed):
        _read(priced)
    assert max(server.sizes) < OVERHEAD + 2_000
    assert most(TEXT, priced) > cost(sum(server.sizes), 2 * answer_tokens(TEXT, priced), priced)


def test_the_cap_refuses_before_anything_is_asked(server: Server) -> None:
    priced = server.section(price_in=2.0, price_out=8.0)
    bound = most(TEXT, priced)
    assert check_cap([TEXT] * 3, priced, 1.0, 1.0 + 3.01 * bound) == pytest.approx(3 * bound)
    refusal = r"reading 3 scenes with tiny-1 may cost up to 0\.\d\d.*raise \[limits\]"
    with pytest.raises(InputError, match=refusal) as no:
        check_cap([TEXT] * 3, priced, 1.0, 1.0 + 2.9 * bound)
    assert "\n" not in str(no.value)
    with pytest.raises(InputError, match="prices are not known"):
        check_cap([TEXT], server.section(), 0.0, 5.0)
    assert check_cap([], server.section(), 9.0, 5.0) == 0.0
    assert server.asked == []


SCRIPT = """INT. DOCK - NIGHT

Marta lifts the flare gun. She holds a letter.

MARTA
Run!

EXT. YARD - DAY

A cello stands by the wall.
"""


def test_each_scene_is_asked_for_once_and_paid_for_once(server: Server, tmp_path: Path, installed: None) -> None:
    answer = {"elements": [{"line": 1, "words": "flare gun", "category": 104}, {"line": 1, "words": "sabre",
                                                                                 "category": 104}],
              "needs": [], "synopsis": "Marta shoots."}
    server.answers = [json.dumps(answer)]
    section = server.section(price_in=2.0, price_out=8.0)
    identity = LlmReader(section).identity
    store, ledger = Store(tmp_path / "store"), Ledger(tmp_path / "ledger.db")
    try:
        tasks = reading_tasks(fountain.read(SCRIPT), "en", section, identity)
        with pytest.raises(InputError, match="reading 2 scenes"):
            keep_under_cap(tasks.values(), section, store, ledger, 0.01)
        assert server.asked == []
        first = make(tasks[0], store, ledger)
        assert "1 element that the script does not" in first.warnings[0]
        assert first.figures["tokens_in"] == 1000
        assert load(first.path("reading.json").read_bytes(), ReadResult).items[0].words == "flare gun"
        later = reading_tasks(fountain.read("EXT. ROAD - DAY\n\nRain.\n\n" + SCRIPT), "en", section, identity)
        again = make(later[1], store, ledger)
        assert (again.key, len(server.asked)) == (first.key, 1)
        assert ledger.spent() == pytest.approx(cost(1000, 200, section))
        server.answers = ["no"]
        with pytest.raises(Exception, match="right shape"):
            make(tasks[1], store, ledger)
        assert ledger.spent() == pytest.approx(cost(3000, 600, section))
        assert keep_under_cap(list(tasks.values())[:1], section, store, ledger, 0.0) == 0.0
    finally:
        ledger.close()
        store.close()


def test_it_stands_above_the_first_reader_and_below_tags_and_people() -> None:
    screenplay = fountain.read(SCRIPT)
    broken = breakdown_of(screenplay)
    scene = broken.scenes[0]
    tagged = tuple(msgspec.structs.replace(item, source="tag") if item.name == "letter" else item
                   for item in scene.items)
    broken = msgspec.structs.replace(broken, scenes=(msgspec.structs.replace(scene, items=tagged), broken.scenes[1]))
    result = msgspec.convert({"items": [{"category": 119, "words": "flare gun", "line": 1},
                                        {"category": 116, "words": "letter", "line": 1},
                                        {"category": 104, "words": "Marta", "line": 1}],
                              "needs": [{"kind": "smoke", "complexity": "low", "words": "flare gun", "line": 1}],
                              "synopsis": "Marta shoots."}, ReadResult)
    made = merged(broken, {0: result}, screenplay)
    by_name = {item.name.casefold(): item for item in made.scenes[0].items}
    assert (by_name["flare gun"].source, by_name["flare gun"].category, by_name["flare gun"].line) == ("llm", 119, 3)
    assert by_name["letter"].category == next(item.category for item in scene.items if item.name == "letter")
    assert by_name["marta"].category == 100
    assert made.scenes[0].synopsis == "Marta shoots."
    assert any(need.kind == "smoke" and need.line == 3 for need in made.scenes[0].needs)
    assert made.scenes[1] == broken.scenes[1]
    final, _ = corrected(made, [Correction(scene="1", category=104, element="flare gun", action=Action.CATEGORY)])
    assert next(item for item in final.scenes[0].items if item.name == "flare gun").category == 104


def test_the_merged_breakdown_is_a_product(server: Server, tmp_path: Path, installed: None) -> None:
    script = tmp_path / "script.fountain"
    script.write_text(SCRIPT, encoding="utf-8")
    store, ledger = Store(tmp_path / "store"), Ledger(tmp_path / "ledger.db")
    try:
        read = make(Task(stage="screenplay", version=1, name="film", inputs=(("script", store.file(script)),),
                         function="throughline.stages.story:make_screenplay"), store, ledger)
        broken = make(Task(stage="breakdown", version=1, name="film", inputs=(
            ("screenplay", Made("screenplay/film", "screenplay.json")),),
            function="throughline.stages.story:make_breakdown"), store, ledger, given={"screenplay/film": read})
        server.answers = [json.dumps({"elements": [{"line": 1, "words": "flare gun", "category": 119}], "needs": [],
                                      "synopsis": ""})]
        section = server.section()
        screenplay = load(read.path("screenplay.json").read_bytes(), Screenplay)
        tasks = reading_tasks(screenplay, "en", section, LlmReader(section).identity)
        given = {"screenplay/film": read, "breakdown/film": broken, tasks[0].id: make(tasks[0], store, ledger)}
        made = make(merging_task({0: tasks[0]}), store, ledger, given=given)
        items = load(made.path("breakdown.json").read_bytes(), Breakdown).scenes[0].items
        assert ("flare gun", 119, "llm") in [(item.name, item.category, item.source) for item in items]
        assert "flare gun" in made.path("breakdown.json").read_text(encoding="utf-8")
    finally:
        ledger.close()
        store.close()
