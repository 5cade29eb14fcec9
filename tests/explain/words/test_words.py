"""The words of fields: every place has its own."""

from __future__ import annotations

from tests.support.wire_fields import kinds
from tlskit.explain.words.der import der_words
from tlskit.explain.words.lookup import kind_words
from tlskit.explain.words.tree import tree_words
from tlskit.trace import tree
from tlskit.wire.field import Field, FieldKind


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


def test_no_kind_of_value_in_a_certificate_lacks_its_words():
    """What DER can hold in a certificate has a label and says what it means, what nobody knows among it."""
    names = ["SEQUENCE", "SET", "BOOLEAN", "INTEGER", "ENUMERATED", "NULL", "BIT STRING", "OCTET STRING"]
    names += ["OBJECT IDENTIFIER", "UTF8String", "PrintableString", "TeletexString", "IA5String", "BMPString"]
    names += ["UniversalString", "UTCTime", "GeneralizedTime", "[0]", "[2]", "tag 0x1f", "tag and length", "DER"]
    names += ["tbsCertificate SEQUENCE", "serialNumber INTEGER", "notAfter UTCTime", "subjectPublicKey BIT STRING"]
    words = {name: der_words(FieldKind(name, f"DER.{name}", "")) for name in names}
    assert [] == [name for name, entry in words.items() if entry is None or not (entry.label and entry.meaning)]


def test_no_part_of_a_record_lacks_its_words():
    """What a record's tree has besides the fields of structures has a label, says what it means and why it is there."""
    found = [value for value in vars(tree).values() if isinstance(value, FieldKind)]
    found += [kind for value in vars(tree).values() if isinstance(value, dict) for kind in value.values()]
    kinds = [kind for kind in found if isinstance(kind, FieldKind)]
    assert len(kinds) > 15
    words = {kind.key: tree_words(Field(kind, 0, 1, b"\0")) for kind in kinds}
    assert [] == [key for key, entry in words.items() if not (entry.label and entry.meaning and entry.why)]
