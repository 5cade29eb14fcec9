"""Documents on a terminal: order, width, colour, and what the marks become where there is no Unicode."""

from __future__ import annotations

import io
import re
from datetime import UTC, timedelta, timezone

import pytest

from tests.support.cases import CASES, load
from tlskit.chain import ValidationPolicy, inspect_chain
from tlskit.document.blocks import Card, Document, Headline, Ladder, LadderStep, Row, Rows, Section, Tone
from tlskit.explain.chain import chain_answer, chain_document
from tlskit.render.terminal import console_for, print_document, print_problem

SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


class Stream(io.TextIOWrapper):
    """A stream with an encoding, whose text can be asked for."""

    def __init__(self, encoding="utf-8"):
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")

    @property
    def text(self):
        """What was written."""
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


def shown(document, encoding="utf-8"):
    """Return a document as the terminal gets it."""
    stream = Stream(encoding)
    print_document(document, console_for(stream))
    return stream.text


def document(*blocks, text="the answer", tone=Tone.GOOD):
    """Return a document with one section without a title."""
    return Document(Headline(tone, text), (Section("", blocks),))


@pytest.mark.parametrize(
    ("tone", "mark", "in_ascii"),
    [
        (Tone.GOOD, "✓", "OK"),
        (Tone.BAD, "✗", "FAIL"),
        (Tone.OPEN, "?", "?"),
        (Tone.WARNING, "!", "!"),
        (Tone.PLAIN, "-", "-"),
    ],
)
def test_headline(tone, mark, in_ascii):
    """The first line is a mark and the sentence; the mark is a word where there is no Unicode."""
    assert f"{mark} the answer\n" == shown(Document(Headline(tone, "the answer"), ()))
    assert f"{in_ascii} the answer\n" == shown(Document(Headline(tone, "the answer"), ()), "ascii")


def test_blocks():
    """Rows are aligned, a card has its id last, and a path is a ladder."""
    blocks = (
        Rows((Row("Mend", "serve it"), Row("", "now"))),
        Card(Tone.BAD, "error", "leaf", "is bad", "make it good", "a.b", "RFC 1"),
        Ladder(
            "", (LadderStep("leaf", "sent 1", Tone.PLAIN), LadderStep("root", "trusted", Tone.PLAIN)), "", Tone.PLAIN
        ),
    )
    expected = [
        "✓ the answer",
        "",
        "  Mend        serve it",
        "              now",
        "  error       leaf: is bad",
        "              make it good",
        "              a.b  (RFC 1)",
        "  leaf     sent 1",
        "  └─ root  trusted",
    ]
    assert expected == shown(document(*blocks)).splitlines()


def test_nothing_is_markup(monkeypatch):
    """Square brackets, colons and backslashes are text in every place."""
    monkeypatch.setenv("COLUMNS", "1000")
    odd = r"[red]x[/x] [/] :smile: \[b] [link=http://x.test]y[/link]"
    blocks = (
        Rows((Row("[b]", odd),)),
        Card(Tone.BAD, "error", odd, odd, odd, "a.b", odd),
        Ladder("[b]", (LadderStep(odd, odd, Tone.BAD),), odd, Tone.BAD),
    )
    text = shown(Document(Headline(Tone.BAD, odd), (Section(odd, blocks),)))
    assert 10 == text.count(odd)
    assert 2 == sum(line.startswith("  [b] ") for line in text.splitlines())


@pytest.mark.parametrize("columns", [20, 40, 80, 120, 200])
def test_width(monkeypatch, columns):
    """No line is longer than COLUMNS or ends in a blank, whatever the text, and none of it is lost."""
    monkeypatch.setenv("COLUMNS", str(columns))
    long = "x" * 150 + " " + "word " * 60
    blocks = (
        Rows((Row("Mend", long), Row("", long))),
        Card(Tone.BAD, "error", long, long, long, "a.b", "RFC 1"),
        Ladder(long[:20], tuple(LadderStep(long, long, Tone.PLAIN) for _ in range(2)), long, Tone.PLAIN),
    )
    text = shown(document(*blocks, text=long))
    assert [] == [line for line in text.splitlines() if len(line) > columns]
    assert [] == [line for line in text.splitlines() if line != line.rstrip()]
    assert 11 * 150 <= text.count("x")


@pytest.mark.parametrize("columns", [1, 2, 5, 12])
def test_a_window_too_narrow_to_read(monkeypatch, columns):
    """However narrow the window, something is written and nothing raises."""
    monkeypatch.setenv("COLUMNS", str(columns))
    assert shown(chain_document(load("good/six").inspect(), every_path=True))


def test_colours_alone_differ(monkeypatch):
    """With FORCE_COLOR the text is the same but for the colours; NO_COLOR wins over it."""
    told = chain_document(load("demo/missing").inspect())
    plain = shown(told)
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = shown(told)
    assert SGR.search(coloured)
    assert plain == SGR.sub("", coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[(?:[0-9]+;)*[349][0-7]m", shown(told))


def test_problem_is_one_message():
    """A problem is told under the program's name."""
    stream = Stream()
    print_problem("no such thing", console_for(stream))
    assert "tlskit: no such thing\n" == stream.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "iso-8859-1"])
def test_every_case_can_be_shown(case, encoding):
    """Every case can be told and written in any encoding; the answer comes first and names what was asked about."""
    report = case.inspect()
    text = shown(chain_document(report, every_path=True), encoding)
    assert text.isascii() == (encoding != "utf-8") or text.isascii()
    told = (
        chain_answer(report).encode("ascii", "backslashreplace").decode()
        if encoding != "utf-8"
        else chain_answer(report)
    )
    first = text.partition("\n\n")[0].partition(" ")[2]
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", first)


def test_time_is_shown_in_utc():
    """The validation time is shown in UTC whatever zone it was given in, and so are the times in findings."""
    case = load("validity/expired-leaf")
    texts = []
    for zone in (UTC, timezone(timedelta(hours=-11)), timezone(timedelta(hours=14))):
        policy = ValidationPolicy(at=case.at.astimezone(zone), identity=case.identity)
        report = inspect_chain([case.read("chain.pem")], trust=[case.read("roots.pem")], policy=policy)
        texts.append(shown(chain_document(report)))
    assert texts[0] == texts[1] == texts[2]
