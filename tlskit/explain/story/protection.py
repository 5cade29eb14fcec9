"""How a record was protected and opened: under which keys, with which nonce, over which additional data; or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document import CheckNote, DerivationNote, Tone
from tlskit.explain.story.key_figure import secret_anchor
from tlskit.trace import DecryptedRecord, DecryptFailure, PartKind, Protection, UndecryptedRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.explain.story.anchors import Anchors
    from tlskit.trace import Record, TraceReport

_SEALED = (
    "Both ends derive the keys from secrets that never cross the wire. A [[key log]] of either end would open it "
    "(SSLKEYLOGFILE for browsers and curl)."
)
_CITES = "RFC 8446 section 5.2"
_CITES_12 = "RFC 5246 section 6.2.3"


def protection(report: TraceReport, records: Sequence[Record], anchors: Anchors) -> Iterator[CheckNote]:
    """Yield what is to be said of the protection of records that are told together: of the first of each kind."""
    told: set[Protection] = set()
    for record in records:
        if record.protection not in told:
            told.add(record.protection)
            match record.opened:
                case DecryptedRecord() as opened:
                    yield _opened(report, record, opened, anchors)
                case UndecryptedRecord(reason=reason):
                    yield _sealed(reason)
                case _ if record.protection is Protection.SEALED:
                    yield _sealed(DecryptFailure.NO_KEY)


def _sealed(reason: DecryptFailure) -> CheckNote:
    if reason is DecryptFailure.NO_KEY:
        return CheckNote(Tone.QUIET, f"Sealed: {reason.value}", _SEALED)
    if reason is DecryptFailure.CUT:
        return CheckNote(Tone.QUIET, f"Sealed: {reason.value}", "A protected record opens only as a whole.")
    return CheckNote(Tone.BAD, f"Sealed: {reason.value}", "The keys are there, and the record does not open with them.")


def _opened(report: TraceReport, record: Record, opened: DecryptedRecord, anchors: Anchors) -> CheckNote:
    place = anchors.epochs.get(record.number)
    fits = "the authentication tag fits" if opened.part(PartKind.TAG) else "the MAC fits"
    if place is None:
        return CheckNote(Tone.GOOD, "Opened", f"{fits}.")
    epoch = report.epochs[place]
    suite = report.hellos.cipher_suite
    inputs = (
        ("write key", epoch.keys.key),
        ("nonce" if opened.part(PartKind.TAG) else "IV", opened.nonce),
        ("additional data", opened.additional_data),
    )
    step = DerivationNote(
        "opening the record",
        f"{suite.cipher if suite is not None else 'the cipher'}, decrypt",
        tuple(item for item in inputs if item[1]),
        "",
        opened.plaintext,
        _CITES if report.hellos.is_tls13 else _CITES_12,
    )
    text = f"Record number {opened.sequence_number} under these keys; {fits}."
    return CheckNote(Tone.GOOD, f"Opened with the {epoch.title}", text, (step,), secret_anchor(report, place))
