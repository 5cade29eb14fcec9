"""The page of a connection: one file that asks nobody for anything, holds every byte, and lets no text out."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from tests.support.hostile import HIDDEN, HOSTILE, hostile_story
from tests.support.pages import page_of, read, tree_of
from tests.support.stories import NAMES, cards, story_of
from tlskit.document.blocks import Document, Headline, KeyFigure, Section, Tone
from tlskit.render.html import html_page

each_page = pytest.mark.parametrize("name", NAMES)
LARGEST = 1_500_000


# -- one file --------------------------------------------------------------------------------------------------------


@each_page
def test_size(name):
    """A page is far below 1.5 MB."""
    assert len(page_of(name).encode()) < LARGEST


@each_page
def test_asks_nobody(name):
    """Nothing in a page is fetched: every link stays in it, and neither style nor script names an address."""
    root = tree_of(name)
    for node in root.all():
        assert not {"src", "srcset", "action", "data", "ping", "background"} & node.attributes.keys()
        assert node.attributes.get("href", "#").startswith("#")
    (style,), (script,) = root.all("style"), root.all("script")
    assert [] == re.findall(r"url\(|@import|https?:|//[a-z]", style.text)
    assert [] == re.findall(r"https?:|fetch|XMLHttpRequest|WebSocket|sendBeacon|import\(|innerHTML|eval\(", script.text)


@each_page
def test_policy(name):
    """The page's policy allows its own style and script, by their hashes, and nothing else."""
    root = tree_of(name)
    (policy,) = root.all("meta", **{"http-equiv": "Content-Security-Policy"})
    hashes = {
        tag: base64.b64encode(hashlib.sha256(next(root.all(tag)).text.encode()).digest()).decode()
        for tag in ("style", "script")
    }
    expected = (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert expected == policy.attributes["content"]
    assert [] == [node for node in root.all() if any(key == "style" or key.startswith("on") for key in node.attributes)]


@each_page
def test_nothing_moves(name):
    """There is no motion to reduce."""
    assert [] == re.findall(r"transition|animation|scroll-behavior|@keyframes", page_of(name))


# -- what is in it ---------------------------------------------------------------------------------------------------


@each_page
def test_links_arrive(name):
    """Every place has one name, and every link and label names a place."""
    root = tree_of(name)
    names = [node.attributes["id"] for node in root.all(id=True)]
    assert len(names) == len(set(names))
    linked = {node.attributes["href"].removeprefix("#") for node in root.all("a", href=True)}
    linked |= {node.attributes["aria-labelledby"] for node in root.all(**{"aria-labelledby": True})}
    linked |= {f"w{node.attributes['data-w']}" for node in root.all(**{"data-w": True})}
    assert linked <= set(names)


@each_page
def test_every_byte_is_a_run(name):
    """The runs of a map are its bytes in order, but for the ends of very long ones, which say how long they are."""
    root = tree_of(name)
    maps = [one for card in cards(story_of(name)) for one in card.maps]
    for one in maps:
        (place,) = root.all("section", id=one.anchor)
        for kind, data in (("data", one.data), ("sent", one.sent)):
            runs = [run for pane in place.all(class_=kind) for run in pane.all(class_="r")]
            leaves = [row for row in one.rows if row.is_leaf and row.end > row.start] if data else []
            assert len(leaves) == len(runs)
            for run, row in zip(runs, leaves, strict=True):
                shown = re.match(r"[0-9a-f ]+", run.text)[0].strip()
                assert data[row.start : row.end].hex(" ").startswith(shown)
                if len(shown) < 3 * (row.end - row.start) - 1:
                    assert f"of {row.end - row.start:,} bytes shown" in run.text


@each_page
def test_every_run_is_a_button_with_a_name(name):
    """A run can be reached and is called by its field; a field is an item of a tree with its level."""
    root = tree_of(name)
    fields = {item.attributes["id"]: item for item in root.all(role="treeitem")}
    for run in root.all(class_="r"):
        assert ("button", "0") == (run.attributes["role"], run.attributes["tabindex"])
        assert fields[run.attributes["aria-labelledby"]].text.strip()
    assert all(int(item.attributes["aria-level"]) > 0 for item in fields.values())


@each_page
def test_every_card_and_secret_opens(name):
    """Each message is an arrow that links to its card, and each known secret opens to its steps and checks."""
    root, document = tree_of(name), story_of(name)
    (arrows,) = root.all("ol", class_="arrows")
    assert [card.anchor for card in cards(document)] == [
        link.attributes["href"].removeprefix("#") for link in arrows.all("a")
    ]
    figures = [block for one in document.sections for block in one.blocks if isinstance(block, KeyFigure)]
    for secret in (secret for figure in figures for stage in figure.stages for secret in stage.secrets if secret.value):
        (place,) = root.all("details", id=secret.anchor)
        assert len(secret.steps) == len(list(place.all("li")))
        assert all(any(check.title in node.text for node in place.all(class_="check")) for check in secret.checks)


# -- hostile text ----------------------------------------------------------------------------------------------------


def links(root):
    """Return where the links of a page go."""
    return [link.attributes["href"] for link in root.all("a")]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_gets_out(text):
    """Whatever a name on the wire, a certificate or a file's name says stays text, and hides nothing."""
    document = hostile_story(text)
    page = html_page(document, title=text)
    root, harmless = read(page), read(html_page(hostile_story("x" * len(text)), title="x"))
    shown = {node.tag for node in root.all()}
    assert {node.tag for node in harmless.all()} == shown
    assert 1 == len(list(root.all("script")))
    assert 1 == len(list(root.all("style")))
    assert [] == [key for node in root.all() for key in node.attributes if key.startswith("on") or key == "autofocus"]
    assert [] == HIDDEN.findall(page)
    assert links(harmless) == links(root)


def test_a_hostile_name_is_shown():
    """What a hostile name says can be read on the page, in full."""
    text = HOSTILE["image"]
    assert text in read(html_page(hostile_story(text))).text


def test_a_title_cannot_fill_another_place():
    """A part of the page that looks like a place in the frame is text."""
    document = Document(Headline(Tone.PLAIN, "<!--{main}--> <!--{script}-->"), (Section("One", ()),))
    root = read(html_page(document))
    assert "<!--{main}--> <!--{script}-->" in next(root.all("h1")).text
    assert 1 == len(list(root.all("section", id="one")))
