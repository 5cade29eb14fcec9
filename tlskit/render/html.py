"""A Document as one HTML file that needs nothing else: no network, no fonts, no frame.

Every text is escaped in :mod:`tlskit.render.element`; the page's policy (CSP level 3) allows the style and the script
that are in it, by their hashes, and nothing else. The script gets no data but the page itself.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from tlskit.document import Card, Glossary, KeyFigure, Ladder, MessageCard, Notes, Prose, Rows, Sequence
from tlskit.render.element import Html, element, joined
from tlskit.render.html_bytes import FieldNotes
from tlskit.render.html_prose import ProseWriter, card, rows, slug, tone_mark
from tlskit.render.html_story import glossary, key_figure, message_card, sequence

if TYPE_CHECKING:
    from tlskit.document import Block, Document, Section

_HASHED = "{name}-src 'sha256-{hash}'"


def html_page(document: Document, title: str = "") -> str:
    """Return the whole file."""
    page = _Page(document)
    style, script, frame = (_asset(name) for name in ("page.css", "page.js", "page.html"))
    parts = {
        "policy": _policy(style=style, script=script),
        "title": element("title", title or document.headline.text),
        "headline": element("h1", tone_mark(document.headline.tone), document.headline.text),
        "contents": page.contents(),
        "main": page.main(),
        "words": page.words.section(),
        "style": Html(style),
        "script": Html(script),
    }
    return _filled(frame, parts)


def _filled(frame: str, parts: dict[str, Html]) -> str:
    """Fill the places of the frame, each once, so that no part can open another."""
    first, *others = frame.split("<!--{")
    pieces = [first]
    for other in others:
        name, _, rest = other.partition("}-->")
        pieces += [parts[name], rest]
    return "".join(pieces)


def _asset(name: str) -> str:
    return files("tlskit.render").joinpath("page", name).read_text(encoding="utf-8").strip()


def _policy(**inlined: str) -> Html:
    """Return the policy: the hashes are of what stands between the tags."""
    hashes = {
        name: base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() for name, content in inlined.items()
    }
    sources = "; ".join(_HASHED.format(name=name, hash=value) for name, value in hashes.items())
    content = f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"
    return element("meta", http_equiv="Content-Security-Policy", content=content)


class _Page:
    def __init__(self, document: Document) -> None:
        self._sections = document.sections
        terms = [
            term
            for section in document.sections
            for block in section.blocks
            if isinstance(block, Glossary)
            for term in block.terms
        ]
        self._writer = ProseWriter(terms)
        self.words = FieldNotes(self._writer)

    def contents(self) -> Html:
        """The sections, as links."""
        links = (
            element("li", element("a", section.title, href=f"#{slug(section.title)}")) for section in self._sections
        )
        return element("ul", *links)

    def main(self) -> Html:
        """All sections."""
        return joined(self._section(section) for section in self._sections)

    def _section(self, section: Section) -> Html:
        blocks = (self._block(block) for block in section.blocks)
        name = slug(section.title)
        return element("section", element("h2", section.title), *blocks, id=name, class_=f"part {name.split('-')[0]}")

    def _block(self, block: Block) -> Html:
        match block:
            case Rows():
                return rows(block)
            case Card():
                return card(block)
            case Prose():
                return joined(element("p", self._writer.prose(text)) for text in block.paragraphs)
            case Notes():
                return element("div", *map(self._writer.note, block.notes), class_="choices")
            case Sequence():
                return sequence(block)
            case MessageCard():
                return message_card(block, self._writer, self.words)
            case KeyFigure():
                return key_figure(block, self._writer)
            case Glossary():
                return glossary(block, self._writer)
            case Ladder():
                steps = (element("li", step.text, " ", element("small", step.note)) for step in block.steps)
                return element("ol", *steps)
        raise TypeError(f"a page has no {type(block).__name__}")
