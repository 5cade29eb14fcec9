"""What ``tlskit trace`` tells at length of one connection: the story, the key schedule, the page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tlskit.cli.page import write_page
from tlskit.core.frozen import FrozenValue
from tlskit.errors import UsageError

if TYPE_CHECKING:
    from tlskit.cli.trace_source import Source
    from tlskit.document.blocks import Document
    from tlskit.trace.report import TraceReport


class StoryOutput(FrozenValue):
    """What is asked for; ``html`` is a file's name."""

    story: bool = False
    keys: bool = False
    html: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether anything is."""
        return self.story or self.keys or bool(self.html)


def tell(source: Source, telling: StoryOutput) -> TraceReport:
    """Tell the one connection of a source, and return its report."""
    found = list(source)
    if len(found) > 1:
        raise UsageError(f"{source.name} has {len(found)} connections: choose one with --stream")
    number, report = found[0]
    rows = (("Source", source.name), ("Number", str(number)), *(("Note", note) for note in source.notes))
    if telling.html:
        from tlskit.explain.story.story import story  # each view loads what it needs

        write_page(story(report, source=rows), telling.html)
    if telling.story:
        from tlskit.explain.story.story import story

        _print(story(report, source=rows))
    if telling.keys:
        from tlskit.explain.story.story import keys_document

        _print(keys_document(report))
    return report


def _print(document: Document) -> None:
    from tlskit.render.terminal import console_for, print_document

    print_document(document, console_for(sys.stdout))
