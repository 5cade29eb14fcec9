"""A connection on a page: the sequence diagram, the cards of its messages, the key schedule, the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document import Cover
from tlskit.render.element import Html, element
from tlskit.render.html_bytes import byte_map
from tlskit.render.html_prose import badge, cover_class, hexadecimal, opening_derivation, tone_mark

if TYPE_CHECKING:
    from tlskit.document import Arrow, Glossary, KeyFigure, KeySecret, KeyStage, MessageCard, Sequence
    from tlskit.render.html_bytes import FieldNotes
    from tlskit.render.html_prose import ProseWriter


def sequence(block: Sequence) -> Html:
    """Return who sent what to whom, as arrows between two lifelines."""
    ends = element("div", _end("Client", block.client, "client"), _end("Server", block.server, "server"), class_="ends")
    arrows = element("ol", *(_arrow(arrow) for arrow in block.arrows), class_="arrows")
    covers = (cover for cover in Cover if any(arrow.cover is cover for arrow in block.arrows))
    marks = (element("span", tone_mark(tone), text) for tone, text in block.marks)
    legend = element("p", *map(badge, covers), *marks, class_="legend")
    return element("div", ends, arrows, legend, class_="sequence")


def _end(name: str, address: str, kind: str) -> Html:
    return element("div", element("b", name), element("span", address) if address else "", class_=f"end {kind}")


def _arrow(arrow: Arrow) -> Html:
    side = "client" if arrow.by_client else "server"
    label = element("span", tone_mark(arrow.tone), arrow.label, class_="name")
    icon = f'<svg class="icon" aria-hidden="true"><use href="#icon-{cover_class(arrow.cover)}"/></svg>'
    aloud = element("span", f"{side} sends, {arrow.cover.value}: ", class_="aloud")
    note = element("span", arrow.note, class_="note") if arrow.note else ""
    link = element("a", aloud, Html(icon), label, note, Html('<span class="shaft"></span>'), href=f"#{arrow.anchor}")
    return element("li", link, class_=f"{side} {cover_class(arrow.cover)}")


def message_card(block: MessageCard, writer: ProseWriter, words: FieldNotes) -> Html:
    """Return a message, which opens to its prose, its checks and its bytes."""
    side = "client" if block.by_client else "server"
    head = element(
        "summary",
        element("span", block.sender, class_="who"),
        element("h3", tone_mark(block.tone), block.title),
        element("span", block.summary, class_="note"),
        element("span", badge(block.cover), element("span", block.place, class_="place"), class_="side"),
    )
    notes = element("div", *map(writer.note, block.notes), class_="notes")
    checks = element("div", *map(writer.check, block.checks), class_="checks") if block.checks else ""
    maps = (byte_map(one, words) for one in block.maps)
    body = element("div", notes, checks, *maps, class_="body")
    return element("details", head, body, class_=f"card {side}", id=block.anchor)


def key_figure(block: KeyFigure, writer: ProseWriter) -> Html:
    """Return a key schedule, from the top."""
    return element("ol", *(_stage(stage, writer) for stage in block.stages), class_="schedule")


def _stage(stage: KeyStage, writer: ProseWriter) -> Html:
    secrets = element("div", *(_secret(secret, writer) for secret in stage.secrets), class_="secrets")
    given = (element("span", element("small", name), " ", text, class_="given") for name, text in stage.inputs)
    made = element("div", *given, element("b", stage.operation), class_="made")
    text = element("p", writer.prose(stage.text))
    return element("li", made, element("h3", stage.title), text, secrets, class_="stage")


def _secret(secret: KeySecret, writer: ProseWriter) -> Html:
    if not secret.value:
        title = element("span", secret.title, class_="secret-title")
        return element("div", title, element("p", secret.source), id=secret.anchor, class_="secret unknown")
    marks = map(tone_mark, dict.fromkeys(check.tone for check in secret.checks))
    head = element("summary", element("span", secret.title, class_="secret-title"), *marks)
    steps = (element("li", opening_derivation(step)) for step in secret.steps)
    checks = element("div", *map(writer.check, secret.checks), class_="checks") if secret.checks else ""
    body = (
        element("p", secret.source),
        element("div", hexadecimal(secret.value), class_="output"),
        element("ol", *steps, class_="steps"),
        checks,
    )
    return element("details", head, *body, id=secret.anchor, class_="secret")


def glossary(block: Glossary, writer: ProseWriter) -> Html:
    """Return the terms, each with a place that links go to."""
    terms = (
        element(
            "div",
            element("dt", term.name),
            element("dd", writer.prose(term.meaning), " ", element("cite", term.reference)),
            id=f"term-{term.anchor}",
        )
        for term in block.terms
    )
    return element("dl", *terms, class_="glossary")
