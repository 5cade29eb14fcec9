"""The words of fields: every place has its own, and no other is spoken of."""

from __future__ import annotations

from tests.support.wire_fields import kinds, structures
from tlskit.explain.words.der import der_words
from tlskit.explain.words.lookup import SUBJECTS, field_words, place_words
from tlskit.explain.words.values import OWN, value_words
from tlskit.trace import tree
from tlskit.trace.der_fields import CertificateField, DerBytes, DerValue
from tlskit.trace.record import record
from tlskit.trace.record.decrypted import PartKind
from tlskit.trace.record.envelope import Envelope
from tlskit.wire.field import Field, FieldKind, FieldPlace, Item
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


def test_nothing_is_said_of_a_place_that_does_not_exist():
    """Whatever the words are keyed by is declared: a structure, a field, a list, the class of what a list holds."""
    every = {kind.place for kind in kinds() | tree_kinds()}
    there = {(place.structure, place.field, *place.steps) for place in every if place.field}
    items = {place.of or (place.structure, place.field) for place in every if isinstance(place.last, Item)}
    known = structures() | {*Envelope, *PartKind}
    odd = [*(OWN.keys() - there)]
    for subject in SUBJECTS:
        odd += subject.places.keys() - there
        odd += subject.items.keys() - items
        odd += (subject.structures.keys() | subject.bodies.keys() | subject.like.keys()) - known
    assert [] == odd


def test_a_length_is_a_number_of_bytes():
    """A number that is called a length is told in bytes, whether it is a field of its own or stands before one."""
    lengths = {kind for kind in kinds() | tree_kinds() if kind.name.endswith(("length", "_length"))}
    lengths -= {kind for kind in lengths if kind.name == "max_fragment_length"}  # a code point
    said = {str(kind.place): value_words(Field(kind, 0, 2, 7)) for kind in lengths if kind.place.field}
    assert {} == {place: words for place, words in said.items() if words != "7 bytes"}


def test_everything_is_said_once():
    """No two subjects speak of the same extension, message, structure, place or item."""
    tables = ("messages", "bodies", "extensions", "structures", "places", "items", "like")
    told = [(table, key) for subject in SUBJECTS for table in tables for key in getattr(subject, table)]
    assert [] == [key for key in set(told) if told.count(key) > 1]


def test_what_speaks_like_another_has_fields_in_common_with_it():
    """A structure that shares the words of another has a field of the same name."""
    pairs = [(kind, other) for subject in SUBJECTS for kind, others in subject.like.items() for other in others]
    assert [] == [(kind, other) for kind, other in pairs if not set(kind.fields) & set(other.fields)]
