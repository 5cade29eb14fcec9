"""Stories on a terminal: at any width, with and without colours, and with names that mean harm."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len

from tests.support.hostile import HIDDEN, HOSTILE, hostile_story
from tests.support.stories import NAMES, report_of, story_of
from tlskit.explain.story.story import keys_document
from tlskit.render.terminal import console_for, print_document

SGR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """No variable says anything of colours."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


def printed(document):
    """Return what a document is on a terminal."""
    stream = io.StringIO()
    print_document(document, console_for(stream))
    return stream.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", NAMES)
def test_lines_fit(name, width, monkeypatch):
    """No line of a story or of a key schedule is wider than the terminal, nor ends in blanks."""
    monkeypatch.setenv("COLUMNS", str(width))
    lines = f"{printed(story_of(name))}{printed(keys_document(report_of(name)))}".splitlines()
    assert [] == [line for line in lines if cell_len(line) > width]
    assert [] == [line for line in lines if line != line.rstrip()]
    assert not re.search(r"\n\n\n", "\n".join(lines))


def test_colours_only_colour(monkeypatch):
    """With colours a story says what it says without."""
    plain = printed(story_of("tls13-refused"))
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = printed(story_of("tls13-refused"))
    assert plain == SGR.sub("", coloured) != coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", printed(story_of("tls13-refused")))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_twice(name):
    """No paragraph of a story's messages stands there twice, but for what is said of a check."""
    told = printed(story_of(name)).partition("\nThe keys\n")[0].partition("\nFlight 1")[2]
    paragraphs = [
        " ".join(part.split()) for part in re.findall(r"(?:^ {11,}[^\n]*[a-z][^\n]*\n){3,}", told, re.MULTILINE)
    ]
    assert len(paragraphs) == len(set(paragraphs)) > 5


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_gets_out(text):
    """What names say is shown, made visible: no control character but line ends reaches the terminal."""
    shown = printed(hostile_story(text))
    assert [] == HIDDEN.findall(shown.replace("\n", ""))
    assert "\x1b" not in shown
