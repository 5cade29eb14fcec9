"""The words of fields: every place has its own."""

from __future__ import annotations

from tests.support.wire_fields import kinds
from tlskit.explain.words.der import der_words
from tlskit.explain.words.lookup import field_words, place_words
from tlskit.trace import tree
from tlskit.trace.der_fields import CertificateField, DerBytes, DerValue
from tlskit.trace.record import record
from tlskit.trace.record.decrypted import PartKind
from tlskit.trace.record.envelope import Envelope
from tlskit.wire.field import Field, FieldKind, FieldPlace
from tlskit.x509 import der


def tree_kinds():
    """Return every kind of field that a record's tree has besides those of structures."""
    found = [value for module in (tree, record) for value in vars(module).values()]
    found += [kind for value in vars(tree).values() if isinstance(value, dict) for kind in value.values()]
    return {kind for kind in found if isinstance(kind, FieldKind)}


def test_no_field_lacks_its_words():
    """Every field of every structure has a label, says what its value means and why it is there."""
    wordless = {}
    for kind in kinds():
        try:
            words = place_words(kind.place)
        except KeyError as error:
            wordless[str(kind.place)] = repr(error)
        else:
            if not (words.label and words.meaning and words.why):
                wordless[str(kind.place)] = "empty"
    assert {} == wordless


def test_no_kind_of_value_in_a_certificate_lacks_its_words():
    """What DER can hold in a certificate has a label and says what it means, what nobody knows among it."""
    tags = [der.SEQUENCE, der.SET, der.BOOLEAN, der.INTEGER, der.ENUMERATED, der.NULL, der.BIT_STRING]
    tags += [der.OCTET_STRING, der.OID, der.UTF8_STRING, der.PRINTABLE_STRING, der.TELETEX_STRING, der.IA5_STRING]
    tags += [der.BMP_STRING, der.UNIVERSAL_STRING, der.UTC_TIME, der.GENERALIZED_TIME, 0x80, 0xA2, 0x1F]
    values = [*map(DerValue, tags), *(DerValue(der.SEQUENCE, field) for field in CertificateField), *DerBytes]
    words = {value: der_words(FieldKind("it", FieldPlace(value), "")) for value in values}
    assert [] == [value for value, entry in words.items() if entry is None or not (entry.label and entry.meaning)]


def test_no_part_of_a_record_lacks_its_words():
    """What a record's tree has besides the fields of structures has a label, says what it means and why it is there."""
    found = tree_kinds()
    assert {*Envelope, *PartKind} == {kind.place.structure for kind in found}
    words = {str(kind.place): field_words(Field(kind, 0, 1, b"\0")) for kind in found}
    assert [] == [place for place, entry in words.items() if not (entry.label and entry.meaning and entry.why)]
