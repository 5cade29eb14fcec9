"""The words of fields: every place has its own."""

from __future__ import annotations

from tests.explain.wire_fields import kinds
from tlskit.explain.trace.words import kind_words


def test_no_field_lacks_its_words():
    """Every field of every structure has a label, says what its value means and why it is there."""
    wordless = {}
    for kind in kinds():
        try:
            words = kind_words(kind)
        except (KeyError, ValueError) as error:
            wordless[kind.key] = repr(error)
        else:
            if not (words.label and words.meaning and words.why):
                wordless[kind.key] = "empty"
    assert {} == wordless
