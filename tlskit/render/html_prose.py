"""Small things of a page that its larger ones share: prose with its terms, bytes in hexadecimal, marks, rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document import Cover, Tone, runs, term_named
from tlskit.render.element import Html, element, joined

if TYPE_CHECKING:
    from collections.abc import Collection

    from tlskit.document import Card, CheckNote, DerivationNote, Note, Rows, Term

MARKS = {Tone.GOOD: "✓", Tone.BAD: "✗", Tone.OPEN: "?", Tone.WARNING: "!", Tone.PLAIN: "", Tone.QUIET: ""}
_MOST_BYTES = 64
_SHORT = 12
_PLACES = {Cover.CLEAR: "clear", Cover.OPENED: "opened", Cover.SEALED: "sealed"}


def slug(title: str) -> str:
    """Return what a title is called in a link."""
    return "-".join("".join(char if char.isascii() and char.isalnum() else " " for char in title.lower()).split())


class ProseWriter:
    """Writes prose, whose terms link to the glossary where the page has them."""

    def __init__(self, terms: Collection[Term] = ()) -> None:
        self._terms = frozenset(terms)

    def prose(self, content: str) -> Html:
        """Return a text with its terms as links."""
        return joined(self._run(run.text, run.term) for run in runs(content))

    def _run(self, content: str, written: str) -> str:
        term = term_named(written) if written else None
        return element("a", content, href=f"#term-{term.anchor}", class_="term") if term in self._terms else content

    def note(self, note: Note) -> Html:
        """Return a few sentences under their title."""
        title = element("h4", tone_mark(note.tone), note.title) if note.title else ""
        paragraphs = (element("p", self.prose(part)) for part in note.text.split("\n\n"))
        return element("div", title, *paragraphs, class_=f"told {note.tone.value}" if note.title else "told")

    def check(self, check: CheckNote) -> Html:
        """Return a check, which opens to its steps."""
        head = (tone_mark(check.tone), element("span", check.title, class_="check-title"))
        body = [element("p", self.prose(check.text))] if check.text else []
        if check.anchor:
            body.append(element("p", element("a", _link_text(check.anchor), href=f"#{check.anchor}")))
        body += [derivation(step) for step in check.steps]
        if not body:
            return element("div", *head, class_=f"check {check.tone.value}")
        return element("details", element("summary", *head), *body, class_=f"check {check.tone.value}")


def _link_text(anchor: str) -> str:
    kind = anchor.partition("-")[0]
    return {"secret": "The secret in the key schedule", "message": "The message", "record": "The record"}[kind]


def tone_mark(tone: Tone) -> Html:
    """Return the mark of a tone, which is not read aloud: the words beside it say the same."""
    return element("span", MARKS[tone], class_=f"mark {tone.value}", aria_hidden="true") if MARKS[tone] else Html("")


def badge(cover: Cover) -> Html:
    """Return whether something travelled in clear, as a padlock with words."""
    place = _PLACES[cover]
    icon = Html(f'<svg class="icon" aria-hidden="true"><use href="#icon-{place}"/></svg>')
    return element("span", icon, element("span", cover.value), class_=f"badge {place}")


def cover_class(cover: Cover) -> str:
    """Return the class of a cover."""
    return _PLACES[cover]


def hexadecimal(data: bytes, most: int = _MOST_BYTES) -> Html:
    """Return bytes; of many the first, and how many there are."""
    if len(data) <= most:
        return element("code", data.hex(" ") or "empty", class_="hex")
    cut = element("span", f"first {most} of {len(data):,} bytes shown", class_="cut")
    return joined((element("code", data[:most].hex(" "), class_="hex"), " ", cut))


def derivation(step: DerivationNote) -> Html:
    """Return a step of a derivation: what goes in, the operation, what comes out."""
    return element("div", element("h4", step.title), *_derived(step), class_="step")


def opening_derivation(step: DerivationNote) -> Html:
    """Return a step that opens: what comes out stands outside."""
    short = step.output[:_SHORT].hex(" ") + (" …" if len(step.output) > _SHORT else "")
    head = element("summary", element("b", step.title), element("code", short, class_="hex"))
    return element("details", head, *_derived(step), class_="step")


def _derived(step: DerivationNote) -> tuple[Html, ...]:
    inputs = (joined((element("dt", name), element("dd", hexadecimal(value)))) for name, value in step.inputs)
    label = element("span", f"“{step.label}”", class_="label") if step.label else ""
    return (
        element("dl", *inputs, class_="inputs"),
        element("p", element("b", step.operation), " ", label, element("cite", step.cites), class_="operation"),
        element("div", hexadecimal(step.output), class_="output"),
    )


def rows(block: Rows) -> Html:
    """Return labelled rows; one without a label goes on with the one above."""
    items = []
    for row in block.rows:
        if row.label:
            items.append(element("dt", row.label))
        items.append(element("dd", row.text, class_=row.tone.value))
    return element("dl", *items, class_="facts")


def card(block: Card) -> Html:
    """Return a finding."""
    subject = element("a", block.subject, href=f"#{block.anchor}") if block.anchor else block.subject
    return element(
        "article",
        element("h3", tone_mark(block.tone), element("span", block.severity, class_="severity"), ": ", subject),
        element("p", block.summary),
        element("p", block.remedy, class_="remedy") if block.remedy else "",
        element("p", element("code", block.id), f" {block.cites}", class_="cites"),
        class_=f"finding {block.tone.value}",
    )
