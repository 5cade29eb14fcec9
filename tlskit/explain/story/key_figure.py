"""The key schedule of a connection as a figure: from what each secret comes, what comes from it, what proves it.

A key log names the secrets that records and Finished messages need. What stands above them (the shared secret, the
Handshake Secret) is in no key log, and the figure says so instead of leaving it out. RFC 8446 section 7.1, RFC 5246
sections 6.3 and 8.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document import CheckNote, KeyFigure, KeySecret, KeyStage, Tone
from tlskit.explain.amount import counted
from tlskit.explain.flight import SENDERS
from tlskit.explain.story.derivations import derivation, proved
from tlskit.trace import DecryptedRecord, Direction, Resumption, Secret, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.explain.story.anchors import Anchors
    from tlskit.trace import DerivationStep, Epoch, Record, TraceReport, Verified

_STAGES = {
    Stage.EARLY: (
        "HKDF-Extract takes the [[PSK]], or zeros where there is none. What protects 0-RTT data and proves a PSK comes "
        "from here."
    ),
    Stage.HANDSHAKE: (
        "HKDF-Extract takes the Early Secret and what the [[key exchange]] gave to both sides and to nobody else. What "
        "protects the rest of the handshake comes from here."
    ),
    Stage.MASTER: (
        "HKDF-Extract takes the Handshake Secret; nothing new comes in. What protects the data of the application "
        "comes from here."
    ),
}


def key_figure(report: TraceReport, anchors: Anchors) -> KeyFigure | None:
    """Return the figure; ``None`` where there is neither a secret nor anything that would need one."""
    hello = report.hellos.client_hello
    if hello is None or report.hellos.cipher_suite is None:
        return None
    stages = _tls13(report, anchors, hello.random) if report.hellos.is_tls13 else _tls12(report, anchors)
    return KeyFigure(tuple(stages))


def epochs_of(report: TraceReport) -> dict[int, int]:
    """Return for each record that was opened, by its number, which epoch of the report opened it.

    A side counts its records anew under new keys, so a number that does not grow begins the next epoch.
    """
    found: dict[int, int] = {}
    for direction in Direction:
        mine = [place for place, epoch in enumerate(report.epochs) if epoch.direction is direction]
        current, last = 0, -1
        for record in report.records_of(direction):
            if isinstance(record.opened, DecryptedRecord) and mine:
                current += record.opened.sequence_number <= last
                last = record.opened.sequence_number
                found[record.number] = mine[min(current, len(mine) - 1)]
    return found


def secret_anchor(report: TraceReport, place: int) -> str:
    """Where the secret of an epoch is told: with the first epoch that has it, as both directions can share one."""
    secret = report.epochs[place].secret
    first = next(number for number, epoch in enumerate(report.epochs) if epoch.secret == secret)
    return f"secret-{first}"


# -- TLS 1.3 ---------------------------------------------------------------------------------------------------------


def _tls13(report: TraceReport, anchors: Anchors, random: bytes) -> Iterator[KeyStage]:
    for stage in Stage:
        secrets = [
            one
            for secret in Secret
            if secret.stage is stage and secret.key_log_label
            if stage is not Stage.EARLY or report.negotiated.early_data_offered
            for one in _secrets(report, anchors, secret, random)
        ]
        inputs = _inputs(report, stage)
        yield KeyStage(stage.value, _STAGES[stage], "HKDF-Extract", inputs, tuple(secrets))


def _inputs(report: TraceReport, stage: Stage) -> tuple[tuple[str, str], ...]:
    """Return what goes into an extraction: the salt, and the new secret."""
    match stage:
        case Stage.EARLY:
            is_resumed = report.negotiated.resumption is Resumption.PSK
            return ("salt", "zeros"), ("secret", "the PSK" if is_resumed else "zeros, as there is no PSK")
        case Stage.HANDSHAKE:
            group = report.negotiated.group
            shared = f"the shared secret of {group.label}" if group else "zeros, as no fresh keys were exchanged"
            return ("salt", "derived from the Early Secret"), ("secret", shared)
    return ("salt", "derived from the Handshake Secret"), ("secret", "zeros, as nothing new comes in")


def _secrets(report: TraceReport, anchors: Anchors, secret: Secret, random: bytes) -> Iterator[KeySecret]:
    """Yield a secret and those that KeyUpdates made of it."""
    value = report.key_log.secret(secret.key_log_label, random)
    source = f"Derive-Secret, “{secret.label}”, over the messages up to {secret.covers}"
    epochs = [
        (place, epoch) for place, epoch in enumerate(report.epochs) if epoch.key_log_label == secret.key_log_label
    ]
    if value is None or not epochs:
        known = f"{source}; {secret.key_log_label} in the key log" if value else f"{source}; not in the key log"
        yield KeySecret(f"secret-{secret.name.lower()}", secret.title, known, value or b"", (), ())
        return
    for place, epoch in epochs:
        updated = f"{source}; {secret.key_log_label} in the key log"
        if epoch.generation:
            updated = f"made by KeyUpdate number {epoch.generation} from the one before"
        yield _of_epoch(report, anchors, place, epoch, updated)


def _of_epoch(report: TraceReport, anchors: Anchors, place: int, epoch: Epoch, source: str) -> KeySecret:
    title = epoch.title if not epoch.generation else f"{epoch.title}, generation {epoch.generation}"
    return KeySecret(
        secret_anchor(report, place),
        title,
        source,
        epoch.secret,
        tuple(map(derivation, epoch.steps)),
        tuple(_checks(report, anchors, place, epoch.steps)),
    )


# -- up to TLS 1.2 ---------------------------------------------------------------------------------------------------


def _tls12(report: TraceReport, anchors: Anchors) -> Iterator[KeyStage]:
    told: set[bytes] = set()
    for place, epoch in enumerate(report.epochs):
        if epoch.secret not in told:
            told.add(epoch.secret)
            secret = _master(report, anchors, place, epoch)
            text = "Both sides make it from the premaster secret; every key of the connection comes from it."
            yield KeyStage("Master secret", text, "PRF", _premaster(report), (secret,))
    if not told:
        text = "Every key of the connection comes from it. It is not in the key log, so nothing could be opened."
        yield KeyStage("Master secret", text, "PRF", _premaster(report), ())


def _premaster(report: TraceReport) -> tuple[tuple[str, str], ...]:
    """Return what the master secret is made of."""
    if report.negotiated.resumption in {Resumption.SESSION_ID, Resumption.TICKET}:
        return (("secret", "the one of the earlier connection, as it is"),)
    seed = "the client's random and the server's"
    if report.negotiated.extended_master_secret:
        seed = "the hash of the messages up to ClientKeyExchange"
    return ("secret", "the premaster secret"), ("seed", seed)


def _master(report: TraceReport, anchors: Anchors, place: int, epoch: Epoch) -> KeySecret:
    both = [number for number, other in enumerate(report.epochs) if other.secret == epoch.secret]
    checks = [check for number in both for check in _opened(report, anchors, number)]
    checks += [proved(proof, anchors.of(message)) for message, proof in report.proofs if _uses(proof, epoch.secret)]
    return KeySecret(
        secret_anchor(report, place),
        epoch.title,
        f"{epoch.key_log_label} in the key log",
        epoch.secret,
        tuple(map(derivation, epoch.steps)),
        tuple(checks),
    )


# -- what proves a secret --------------------------------------------------------------------------------------------


def _checks(report: TraceReport, anchors: Anchors, place: int, steps: Sequence[DerivationStep]) -> Iterator[CheckNote]:
    yield from _opened(report, anchors, place)
    outputs = {step.output for step in steps}
    for verified in report.proofs:
        if any(_uses(verified.proof, output) for output in outputs):
            yield _told(verified, anchors)


def _told(verified: Verified, anchors: Anchors) -> CheckNote:
    return proved(verified.proof, anchors.of(verified.message))


def _uses(proof: object, secret: bytes) -> bool:
    return any(value == secret for step in getattr(proof, "steps", ()) for _, value in step.inputs)


def _opened(report: TraceReport, anchors: Anchors, place: int) -> Iterator[CheckNote]:
    records = [report.records[number] for number, epoch in anchors.epochs.items() if epoch == place]
    if records:
        yield CheckNote(Tone.GOOD, _what_opened(records), "", (), f"record-{records[0].number}")


def _what_opened(records: Sequence[Record]) -> str:
    side = SENDERS[records[0].direction]
    return f"opens {counted(len(records), 'record')} of the {side}, and finds them authentic"
