"""The terms of art of the prose, each explained in one or two sentences.

``[[key share]]`` in the prose names a term; ``term_named`` finds it, in the plural and under its other names too. The
page ``docs/glossary.md`` is drawn from here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tlskit.document.glossary.keys import KEYS
from tlskit.document.glossary.names import NAMES
from tlskit.document.glossary.protocol import PROTOCOL
from tlskit.document.markup import marked_terms

if TYPE_CHECKING:
    from tlskit.document.term import Term

TERMS: tuple[Term, ...] = tuple(sorted((*KEYS, *NAMES, *PROTOCOL), key=lambda term: term.name.casefold()))


def term_named(written: str) -> Term | None:
    """Return the term that is written so: its name or another one, in the singular or the plural."""
    known = _by_name()
    folded = written.casefold()
    return known.get(folded) or known.get(folded.removesuffix("s"))


def terms_in(text: str) -> tuple[Term, ...]:
    """Return the terms that a text marks, each once, in order."""
    found = (term_named(written) for written in marked_terms(text))
    return tuple(dict.fromkeys(term for term in found if term is not None))


@cache
def _by_name() -> dict[str, Term]:
    return {name.casefold(): term for term in TERMS for name in (term.name, *term.others)}
