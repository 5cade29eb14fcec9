"""Pages of the connections in testdata/stories, and what a page is made of, read with a parser of its own."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

from tests.support.stories import story_of
from tlskit.render.html import html_page

VOID = {"br", "input", "meta"}


@cache
def page_of(name):
    """Return the page of a connection."""
    return html_page(story_of(name))


class Node:
    """An element: its tag, its attributes, its children; text is a string among the children."""

    def __init__(self, tag, attributes, parent=None):
        self.tag, self.attributes, self.parent, self.children = tag, attributes, parent, []

    @property
    def text(self):
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag=None, **wanted):
        """Yield the elements below it, of a tag, with attributes; ``class_``: among its classes."""
        for child in self.children:
            if isinstance(child, str):
                continue
            if (tag in {None, child.tag}) and all(child.has(name, value) for name, value in wanted.items()):
                yield child
            yield from child.all(tag, **wanted)

    def has(self, name, value):
        """Tell whether an attribute has a value; any if it is ``True``."""
        if name == "class_":
            return value in (self.attributes.get("class") or "").split()
        return name in self.attributes if value is True else self.attributes.get(name) == value


class Reader(HTMLParser):
    """Builds the tree of a page, and notes what does not nest."""

    def __init__(self):
        super().__init__()
        self.root = self.at = Node("", {})
        self.faults = []

    def handle_starttag(self, tag, attrs):
        """Open an element."""
        node = Node(tag, dict(attrs), self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        """Add an element that is closed at once."""
        self.at.children.append(Node(tag, dict(attrs), self.at))

    def handle_endtag(self, tag):
        """Close the element, or note that it is another."""
        if tag != self.at.tag:
            self.faults.append((tag, self.at.tag))
        self.at = self.at.parent or self.root

    def handle_data(self, data):
        """Add text."""
        self.at.children.append(data)


def read(page):
    """Return the tree of a page that nests as it should."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert [] == reader.faults
    assert reader.at is reader.root
    return reader.root


@cache
def tree_of(name):
    """Return the tree of the page of a connection."""
    return read(page_of(name))
