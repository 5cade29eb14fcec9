"""The connections in testdata/stories: recorded by scripts/gen_stories.py, with their secrets."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tlskit.core.frozen import FrozenValue
from tlskit.document.blocks import MessageCard
from tlskit.explain.story.story import story_document
from tlskit.trace.input.transcript_file import read_transcripts
from tlskit.trace.keys.key_log import KeyLog
from tlskit.trace.observer import observe

STORIES = Path(__file__).resolve().parents[2] / "testdata" / "stories"
NAMES = tuple(sorted(path.stem for path in STORIES.glob("*.jsonl")))


@cache
def report_of(name):
    """Return the report of a connection, opened."""
    (transcript,) = read_transcripts((STORIES / f"{name}.jsonl").read_bytes())
    return observe(transcript, KeyLog.parse(""))


@cache
def story_of(name):
    """Return its story."""
    return story_document(report_of(name))


def cards(document):
    """Yield the cards of a story."""
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, MessageCard))


def texts(value):
    """Yield every text in a value."""
    match value:
        case str():
            yield value
        case tuple():
            for item in value:
                yield from texts(item)
        case FrozenValue():
            yield from texts(tuple(value.__dict__.values()))
