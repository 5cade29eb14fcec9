"""A connection in short: what a reader who opens a story wants to know before any detail, in a few sentences.

Only what was seen is said. What stayed sealed is named, with how it could be read the next time. The choices, the keys
and the messages are told at length by others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import listed
from tlskit.document import Note, Tone, quoted
from tlskit.explain.amount import counted
from tlskit.explain.flight import SENDERS
from tlskit.explain.message_note import offered_versions
from tlskit.explain.story.agreement import agreement
from tlskit.finding import CheckOutcome
from tlskit.registry import ContentType
from tlskit.trace import (
    DecryptFailure,
    Direction,
    Protection,
    Resumption,
    UndecryptedRecord,
    sent_certificates,
    trace_outcome,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.explain.story.agreement import Agreement
    from tlskit.trace import Negotiated, TraceReport

_RESUMED = frozenset({Resumption.PSK, Resumption.TICKET, Resumption.SESSION_ID})
_MOST_NAMED = 6


def in_short(report: TraceReport) -> tuple[str, ...]:
    """Return the paragraphs."""
    agreed, negotiated = agreement(report), report.negotiated
    parts = (
        _agreement(agreed, negotiated),
        _identities(report, negotiated),
        _rest(report),
        _checks(report),
    )
    return tuple(text for part in parts if (text := " ".join(filter(None, part))))


def sealed(report: TraceReport) -> Note | None:
    """Return what stayed sealed for want of a key, and how it can be read; ``None`` where nothing did."""
    closed = [record for record in report.records if record.protection is Protection.SEALED and _lacks_key(record)]
    if not closed:
        return None
    total = sum(len(record.fragment) for record in closed)
    protected = sum(1 for record in report.records if record.protection is not Protection.CLEAR)
    which = "All that is encrypted" if len(closed) == protected else "A part of what is encrypted"
    hidden = (
        " In TLS 1.3 that begins right behind the ServerHello: certificates, the rest of the handshake, all data."
        if report.hellos.is_tls13
        else " The handshake up to ChangeCipherSpec can be read; Finished and all data cannot."
    )
    text = (
        f"{which} stays sealed here: {counted(len(closed), 'record')} with {counted(total, 'byte')}, from record "
        f"{closed[0].number} on.{hidden}\n\n"
        "To read it, the secrets must be noted down while the connection is made, in a [[key log]]; a recording that "
        "was made without one cannot be opened afterwards. Set SSLKEYLOGFILE=keys.txt for the client (Firefox, Chrome, "
        "curl, Python), or use openssl s_client -keylogfile keys.txt; in a program of your own set the callback that "
        "the TLS library has for it. Record the connection again, then: tlskit trace FILE --keylog keys.txt\n\n"
        "Or let tlskit connect by itself, which notes the secrets: tlskit trace HOST"
    )
    return Note("What is sealed, and how to open it", text, Tone.OPEN)


def _lacks_key(record: object) -> bool:
    opened = getattr(record, "opened", None)
    return not isinstance(opened, UndecryptedRecord) or opened.reason is DecryptFailure.NO_KEY


# -- what was agreed on ----------------------------------------------------------------------------------------------


def _agreement(agreed: Agreement, negotiated: Negotiated) -> Iterator[str]:
    if agreed.client is not None:
        name = quoted(negotiated.server_name) if negotiated.server_name else "a server that it does not name"
        versions = listed(list(offered_versions(agreed.client)), _MOST_NAMED)
        yield f"The client asks for {name} and offers {versions}."
    if agreed.retry is not None:
        yield "The server wants something else first and has it ask again, in a [[HelloRetryRequest]]."
    suite = agreed.server.cipher_suite if agreed.server else None
    if suite is None or negotiated.version is None:
        return
    yield f"The server chooses {negotiated.version} with {suite.label}."
    is_fresh, has_answer = agreed.server_share is not None, bool(agreed.client_keys)
    yield _keys(negotiated, suite.key_exchange or "", fresh=is_fresh, has_answer=has_answer)


def _keys(negotiated: Negotiated, exchange: str, *, fresh: bool, has_answer: bool) -> str:
    group = f" ({negotiated.group.label})" if negotiated.group is not None else ""
    is_tls13 = negotiated.version is not None and negotiated.version.is_tls13
    match negotiated.resumption in _RESUMED, is_tls13:
        case True, True if fresh:
            return f"They go on from an earlier connection ([[resumption]]) and add a fresh [[key exchange]]{group}."
        case True, _:
            return "They go on from an earlier connection ([[resumption]]) and exchange no keys."
        case _, True:
            return (
                f"With their hellos both send fresh public keys{group}, from which they compute the same secret, and "
                "nobody else can ([[key exchange]]). Everything after that is encrypted."
            )
    if not has_answer:
        return f"The server sends a public key{group}, and no answer to it is seen." if group else ""
    if exchange == "RSA":
        return "The client sends it a secret, encrypted for the RSA key in its certificate ([[key exchange]])."
    if exchange.endswith(("DHE", "DH", "DHE_PSK")):
        return (
            f"Each sends a public key{group}, from which both compute the same secret, and nobody else can "
            "([[key exchange]])."
        )
    return ""


# -- who they are ----------------------------------------------------------------------------------------------------


def _identities(report: TraceReport, negotiated: Negotiated) -> Iterator[str]:
    server = sent_certificates(report, Direction.SERVER_TO_CLIENT)
    if server:
        signs = ", and signs the handshake with its key" if negotiated.signature_scheme is not None else ""
        yield (
            f"The server shows a [[certificate]] for {quoted(server[0].label)}, issued by "
            f"{quoted(server[0].issuer.label)}{signs}."
        )
    client = sent_certificates(report, Direction.CLIENT_TO_SERVER)
    if client:
        yield f"It asks for a certificate of the client, and the client shows one for {quoted(client[0].label)}."
    elif negotiated.client_certificate_requested:
        yield "It asks for a certificate of the client, and the client shows none."


# -- what was said, and how it ended ---------------------------------------------------------------------------------


def _rest(report: TraceReport) -> Iterator[str]:
    amounts = dict.fromkeys(Direction, 0)
    for record in report.records:
        if record.protection is Protection.OPENED and record.true_type == ContentType.application_data:
            amounts[record.direction] += len(record.content)
    if any(amounts.values()):
        said = {direction: counted(amount, "byte") if amount else "none" for direction, amount in amounts.items()}
        client, server = (said[direction] for direction in Direction)
        yield f"Of data the client sends {client}, the server {server}."
    if report.negotiated.early_data_offered:
        yield "The client's first data comes right behind its hello, as [[early data]]."
    alert = trace_outcome(report).alert
    if alert is not None and alert.alert is not None:
        yield f"The {SENDERS[alert.direction]} ends it with the [[alert]] {alert.alert.description.label}."


def _checks(report: TraceReport) -> Iterator[str]:
    protected = [record for record in report.records if record.protection is not Protection.CLEAR]
    opened = sum(1 for record in protected if record.protection is Protection.OPENED)
    if opened:
        of = "All" if opened == len(protected) else f"{opened:,} of"
        yield f"{of} {counted(len(protected), 'encrypted record')} could be opened with the [[key log]]."
    for result, begin in ((CheckOutcome.PASSED, "Checked, and right"), (CheckOutcome.FAILED, "Checked, and wrong")):
        names = [proof.subject for _, proof in report.proofs if proof.outcome is result]
        if names:
            yield f"{begin}: {listed(list(dict.fromkeys(names)), _MOST_NAMED)}."
