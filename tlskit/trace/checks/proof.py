"""Does what was claimed hold? Signatures, Finished and binders that do not fit, records that their keys do not open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import CheckOutcome, Citation
from tlskit.registry import AlertDescription
from tlskit.trace.chunk import Direction
from tlskit.trace.location import TraceFinding, message_place, record_place
from tlskit.trace.record.decrypted import DecryptFailure, UndecryptedRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.finding import Finding
    from tlskit.trace.analysis import Analysis
    from tlskit.trace.record.record import Record


class Failed(
    TraceFinding,
    id="trace.proof.failed",
    cites=(Citation("RFC 8446", "4.4"), Citation("RFC 5246", "7.4")),
    alert=AlertDescription.decrypt_error,
):
    """A signature, a Finished or a binder does not fit the messages that it covers.

    Each of them binds the handshake so far to a key. One that does not fit means that a message was altered on its
    way, that the signer's key is not the certificate's, or that the key log belongs to another connection. The peer
    answers with decrypt_error, and nothing may be sent after it.
    """

    summary = "the {claim} does not fit: {reason}"
    remedy = "Compare what each side sent and received; if they differ, something between them alters bytes."
    claim: str
    reason: str


class Unopened(
    TraceFinding,
    id="trace.proof.unopened",
    cites=(Citation("RFC 8446", "5.2"), Citation("RFC 5246", "6.2.3")),
    alert=AlertDescription.bad_record_mac,
):
    """A protected record does not open under the keys of its epoch, although there are keys.

    Its bytes were altered after they were protected, records before it are missing, or the key log holds the secrets of
    another connection. A receiver answers with bad_record_mac. Only the first such record of a direction is told.
    """

    summary = "the record does not open under its keys: {reason}"
    remedy = "If records before it opened, look for what alters bytes on the way; otherwise check the key log."
    reason: str


KINDS = (Failed, Unopened)


def check(report: Analysis) -> Iterator[Finding]:
    """Look at every proof that could be made, and at what stayed sealed."""
    for message, proof in report.proofs:
        if proof.outcome is CheckOutcome.FAILED:
            yield Failed(place=message_place(report, message), claim=proof.subject, reason=proof.detail)
    for direction in Direction:
        record = next((record for record in report.records_of(direction) if _reason(record)), None)
        if record is not None:
            yield Unopened(place=record_place(record), reason=_reason(record))


def _reason(record: Record) -> str:
    sealed = record.opened
    return sealed.reason.value if isinstance(sealed, UndecryptedRecord) and sealed.reason not in _NOT_TRIED else ""


_NOT_TRIED = (DecryptFailure.NO_KEY, DecryptFailure.CUT)
