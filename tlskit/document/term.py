"""One term of the glossary."""

from __future__ import annotations

from tlskit.core import FrozenValue


class Term(FrozenValue):
    """``others`` are further names for the same thing, ``reference`` says where it is defined."""

    name: str
    meaning: str
    reference: str
    others: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """What a link to the term ends in, as Markdown makes it of a heading."""
        kept = (letter for letter in self.name.lower().replace(" ", "-") if letter.isalnum() or letter == "-")
        return "".join(kept)
