"""RFC 8448: every value that the RFC prints, made anew."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.rfc8448 import (
    HASH,
    RESUMPTION_LABEL,
    SECRETS,
    TICKET_NONCE,
    TRACES,
    encoded,
    printed,
    private_and_public,
    resumption_psk,
)
from tlskit.finding.check import CheckOutcome
from tlskit.trace.chunk import Chunk, Direction
from tlskit.trace.keys.derivation import DerivationOperation, digest
from tlskit.trace.keys.tls13_key_schedule import (
    Secret,
    Stage,
    finished_key,
    hkdf_label,
    message_hash,
    traffic_keys,
    verify_data,
)
from tlskit.trace.observer import observe
from tlskit.trace.proof.proof import HandshakeSignature, binder, certificate_verify_13, finished_13
from tlskit.trace.record.decrypted import DecryptedRecord, PartKind, Protection
from tlskit.trace.transcript import Transcript
from tlskit.wire.extension_bodies.resumption import OfferedPsks

PRINTED, OF_THE_SCHEDULE = 543, 398
each_trace = pytest.mark.parametrize("trace", TRACES, ids=lambda trace: f"section-{trace.section}")


def schedule_values(trace, event):
    """Return the values of one event as our key schedule makes them, by the names that RFC 8448 gives them."""
    kind, _, rest = event["what"].partition(" ")
    match kind:
        case "extract":
            return extracted(trace.schedule.of(Stage[rest.upper()]))
        case "derived":
            step = trace.schedule.salt_of_handshake if rest == "for handshake" else trace.schedule.salt_of_master
            return derived(step)
        case "derive":
            return derived(trace.secret(SECRETS[rest]))
        case "write" | "read":
            return keys(trace, event, rest.removeprefix("keys "))
        case "finished":
            return finished(trace, event["by"])
        case "resumption":
            secret = trace.secret(Secret.RESUMPTION).output
            info = hkdf_label(RESUMPTION_LABEL, TICKET_NONCE, 32)
            return {"PRK": secret, "hash": TICKET_NONCE, "info": info, "expanded": resumption_psk(secret)}
        case "binder":
            return of_binder(trace, event)
    return {}


def extracted(step):
    """Name the inputs and the output of HKDF-Extract; a salt of zeros is printed as none."""
    assert step.operation is DerivationOperation.HKDF_EXTRACT
    (_, salt), (_, keying_material) = step.inputs
    return {"salt": salt if any(salt) else b"", "IKM": keying_material, "secret": step.output}


def derived(step, covered="Transcript-Hash"):
    """Name the inputs and the output of HKDF-Expand-Label."""
    inputs = dict(step.inputs)
    info = inputs["HkdfLabel"]
    return {"PRK": inputs["Secret"], "hash": inputs[covered], "info": info, "expanded": step.output}


def keys(trace, event, epoch):
    """Name what the traffic keys are made of."""
    other = {"client": "server", "server": "client"}
    side = event["by"] if event["what"].startswith("write") else other[event["by"]]
    index = {"early application": 0, "handshake": -2, "application": -1}[epoch]
    secret = trace.secret(trace.traffic_secrets(side)[index]).output
    made = traffic_keys(secret, HASH, 16)
    return {
        "PRK": secret,
        "key info": dict(made.key.inputs)["HkdfLabel"],
        "key expanded": made.key.output,
        "iv info": dict(made.iv.inputs)["HkdfLabel"],
        "iv expanded": made.iv.output,
    }


def finished(trace, by):
    """Name what a Finished message is made of."""
    secret = trace.secret(Secret[f"{by.upper()}_HANDSHAKE_TRAFFIC"]).output
    transcript_hash = trace.transcript_hash(trace.position("Finished", by))
    return of_finished_key(finished_key(secret, HASH), transcript_hash)


def of_binder(trace, event):
    """Name what a PSK binder is made of."""
    hashed = digest(HASH, printed(event)["ClientHello prefix"])
    made = of_finished_key(finished_key(trace.schedule.secret(Secret.RESUMPTION_BINDER_KEY).output, HASH), hashed)
    return {"binder hash": hashed, **made}


def of_finished_key(key, transcript_hash):
    """Name the finished key and the HMAC with it."""
    made = verify_data(key.output, transcript_hash, HASH)
    return {**derived(key, "Context"), "finished": made.output}


# -- the schedule ----------------------------------------------------------------------------------------------------


@each_trace
def test_the_schedule(trace):
    """Each printed input, label and output of the key schedule is made anew from the private keys and the messages."""
    for event in trace.events:
        made = schedule_values(trace, event)
        expected = {name: value for name, value in printed(event).items() if name != "ClientHello prefix"}
        assert (expected if made else {}) == made, event["what"]


def test_nothing_is_left_out():
    """Of the 543 printed values 398 are of the key schedule; the others are key pairs, messages and records."""
    count = Counter()
    for trace in TRACES:
        for event in trace.events:
            made = len(schedule_values(trace, event))
            count["schedule"] += made
            count["other"] += len(printed(event)) - made
            assert made or event["what"].split()[0] in ("key", "message", "record")
    assert {"schedule": OF_THE_SCHEDULE, "other": PRINTED - OF_THE_SCHEDULE} == count


@each_trace
def test_key_pairs(trace):
    """Each public key is that of the private key."""
    for event in trace.events:
        if event["what"].startswith("key pair"):
            private, public = private_and_public(event)
            assert public == encoded(private)


def test_the_first_hello_of_two_is_hashed():
    """The cookie of section 5's HelloRetryRequest aside, the transcript starts with the hash of the first hello."""
    (retried,) = (trace for trace in TRACES if trace.section == 5)
    first = retried.messages[0][2]
    assert b"\xfe\x00\x00\x20" + digest(HASH, first) == message_hash(first, HASH)


def test_the_second_trace_resumes_the_first():
    """The PSK of section 4 is what section 3's ticket stands for."""
    early = next(event for event in TRACES[1].events if event["what"] == "extract early")
    assert printed(early)["IKM"] == TRACES[1].psk


# -- the records -----------------------------------------------------------------------------------------------------


@each_trace
def test_every_record_opens(trace):
    """Each encrypted record opens to what the RFC says was sent, each part in its place; the others carry it bare."""
    openers = {by: list(trace.openers(by)) for by in ("client", "server")}
    for event in trace.events:
        if event["what"] != "record":
            continue
        whole, payload = (bytes.fromhex(event[name]) for name in ("complete record", "payload"))
        header, fragment = whole[:5], whole[5:]
        assert len(fragment) == int.from_bytes(header[3:])
        if header[0] != 23:
            assert payload == fragment
            continue
        (opened,) = (
            result
            for opener in openers[event["by"]]
            if isinstance(result := opener.open(header, fragment), DecryptedRecord)
        )
        assert payload == opened.plaintext
        assert header == opened.additional_data
        assert [PartKind.CONTENT, PartKind.CONTENT_TYPE, PartKind.TAG] == [part.kind for part in opened.parts]
        assert fragment[-16:] == opened.parts[-1].value


def test_all_records_are_counted():
    """The traces have 41 records, of which 27 are encrypted."""
    records = [event for trace in TRACES for event in trace.events if event["what"] == "record"]
    assert (41, 27) == (len(records), sum(event["complete record"].startswith("17") for event in records))


@each_trace
def test_messages_are_what_the_records_carry(trace):
    """The messages of the handshake, one after the other, are the payloads of the handshake records."""
    sent = {by: b"".join(value for side, _, value in trace.messages if side == by) for by in ("client", "server")}
    kinds = {f"{kind:02x}" for kind in (1, 2, 4, 5, 8, 11, 13, 15, 20)}
    for by, messages in sent.items():
        payloads = [
            event["payload"]
            for event in trace.events
            if event["what"] == "record"
            and event["by"] == by
            and event["payload"][:2] in kinds
            and len(event["payload"]) > 4
        ]
        assert messages.hex() == "".join(payloads)


# -- the proofs ------------------------------------------------------------------------------------------------------

SENDERS = {"client": Direction.CLIENT_TO_SERVER, "server": Direction.SERVER_TO_CLIENT}


def proofs(trace, damage=bytes):
    """Prove every Finished, CertificateVerify and binder of a trace, each as sent or after ``damage``."""
    for index, (by, name, value) in enumerate(trace.messages):
        covered, body = trace.transcript_hash(index), value[4:]
        if name == "Finished":
            secret = trace.secret(Secret[f"{by.upper()}_HANDSHAKE_TRAFFIC"]).output
            yield finished_13(secret, covered, damage(body), HASH, SENDERS[by])
        if name == "CertificateVerify":
            certificate = trace.messages[trace.position("Certificate", by)][2]
            start = 4 + 1 + certificate[4] + 3
            length = int.from_bytes(certificate[start : start + 3])
            encoded = certificate[start + 3 : start + 3 + length]
            signature = HandshakeSignature(encoded, int.from_bytes(body[:2]), damage(body[4:]))
            yield certificate_verify_13(signature, covered, SENDERS[by])
    for event in trace.events:
        if event["what"] == "binder":
            values = printed(event)
            hashed = digest(HASH, values["ClientHello prefix"])
            yield binder(trace.psk, Secret.RESUMPTION_BINDER_KEY, hashed, damage(values["finished"]), HASH)


@each_trace
def test_everything_is_proved(trace):
    """Every Finished, CertificateVerify and binder of the traces passes."""
    assert {CheckOutcome.PASSED} == {proof.outcome for proof in proofs(trace)}


def test_proofs_are_counted():
    """The traces have ten Finished, five CertificateVerify and one binder to prove."""
    found = Counter(proof.subject.split()[-1] for trace in TRACES for proof in proofs(trace))
    assert {"Finished": 10, "CertificateVerify": 5, "0": 1} == found


@each_trace
@pytest.mark.parametrize("position", [0, 7, -1])
def test_a_flipped_bit_is_noticed(trace, position):
    """One bit flipped in any of them fails its proof, with a reason."""

    def damage(data):
        index = position % len(data)
        return data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]

    found = list(proofs(trace, damage))
    assert {CheckOutcome.FAILED} == {proof.outcome for proof in found}
    assert all("not" in proof.detail and proof.steps for proof in found)


def test_the_binder_is_in_the_hello():
    """The proved binder is the one at the end of section 4's ClientHello."""
    event = next(event for event in TRACES[1].events if event["what"] == "binder")
    assert TRACES[1].messages[0][2].endswith(printed(event)["finished"])


# -- the whole connection, as an observer sees it ---------------------------------------------------------------------


def observed(trace):
    """Return the report on a trace's records, with the secrets that a key log would hold."""
    sides = {"client": Direction.CLIENT_TO_SERVER, "server": Direction.SERVER_TO_CLIENT}
    records = [event for event in trace.events if event["what"] == "record"]
    chunks = tuple(Chunk(sides[event["by"]], bytes.fromhex(event["complete record"])) for event in records)
    random = chunks[0].data[11:43].hex()
    logged = {secret for by in sides for secret in trace.traffic_secrets(by)}
    lines = [f"{secret.key_log_label} {random} {trace.secret(secret).output.hex()}" for secret in logged]
    hello = observe(Transcript(chunks)).hellos.client_hello
    offered = hello.extension(OfferedPsks)
    psks = {offered.identities[0].identity: trace.psk} if offered else {}
    return observe(Transcript(chunks, secrets="\n".join(lines)), psks=psks)


@each_trace
def test_an_observer_opens_and_verifies_all(trace):
    """Every record opens to what the RFC prints; every Finished, CertificateVerify and binder is proved."""
    report = observed(trace)
    assert [] == [record for record in report.records if record.protection is Protection.SEALED]
    payloads = [bytes.fromhex(event["payload"]) for event in trace.events if event["what"] == "record"]
    assert payloads == [record.content for record in report.records]
    assert {CheckOutcome.PASSED} == {proof.outcome for _, proof in report.proofs}
    subjects = {proof.subject for _, proof in report.proofs}
    assert {"client Finished", "server Finished"} <= subjects
    assert ("binder of PSK identity 0" in subjects) is bool(trace.psk)


@each_trace
def test_keys_are_shown_with_their_inputs(trace):
    """The keys and IVs of every epoch are derived in steps, from the logged secret to the printed values."""
    printed_values = {value for event in trace.events for value in printed(event).values()}
    epochs = observed(trace).epochs
    assert epochs
    for epoch in epochs:
        key, iv, _ = epoch.steps
        assert {key.output, iv.output} <= printed_values
        assert ("Secret", epoch.secret) in key.inputs
