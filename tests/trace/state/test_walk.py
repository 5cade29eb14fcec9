"""The tables of which message may come when, and the walk along them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.gen_docs import states_page
from tests.support.connection import (
    ANSWER_12,
    CERTIFICATE,
    CHANGE,
    CLIENT,
    CLIENT_KEY,
    DONE,
    ECDHE_AES_GCM,
    FINISHED,
    HELLO_REQUEST,
    OFFER_12,
    REQUEST,
    SEALED,
    SEALED_13,
    SERVER,
    TICKET,
    alert,
    client_hello,
    from_client,
    from_server,
    full_12,
    full_13,
    report,
    retry,
    server_hello,
    server_key,
)
from tlskit.trace.input.source import read_capture, read_sides
from tlskit.trace.observer import observe
from tlskit.trace.record.decrypted import Protection
from tlskit.trace.state.transition import ESTABLISHED, KINDS, TLS_1_2, TLS_1_3, MessageKind, State
from tlskit.trace.state.walk import SentMessage, walk

K = MessageKind
PAGE = Path(__file__).resolve().parents[3] / "docs" / "trace-states.md"
HELLO_12 = client_hello(OFFER_12, (ECDHE_AES_GCM,))
ANSWER = server_hello(ANSWER_12, ECDHE_AES_GCM)
C, S = CLIENT, SERVER


def sent(*kinds):
    """Return a sequence of (direction, kind) as it would be seen."""
    return [SentMessage(direction, number, kind, kind.value) for number, (direction, kind) in enumerate(kinds)]


FLIGHT_12 = [
    (C, K.CLIENT_HELLO), (S, K.SERVER_HELLO), (S, K.CERTIFICATE), (S, K.CERTIFICATE_STATUS),
    (S, K.SERVER_KEY_EXCHANGE), (S, K.CERTIFICATE_REQUEST), (S, K.SERVER_HELLO_DONE), (C, K.CERTIFICATE),
    (C, K.CLIENT_KEY_EXCHANGE), (C, K.CERTIFICATE_VERIFY), (C, K.CHANGE_CIPHER_SPEC), (C, K.FINISHED),
    (S, K.NEW_SESSION_TICKET), (S, K.CHANGE_CIPHER_SPEC), (S, K.FINISHED),
]  # fmt: skip
RESUMED_12 = [
    (C, K.CLIENT_HELLO), (S, K.SERVER_HELLO), (S, K.NEW_SESSION_TICKET), (S, K.CHANGE_CIPHER_SPEC),
    (S, K.FINISHED), (C, K.CHANGE_CIPHER_SPEC), (C, K.NEXT_PROTOCOL), (C, K.CHANNEL_ID), (C, K.FINISHED),
]  # fmt: skip
FLIGHT_13 = [
    (C, K.CLIENT_HELLO), (S, K.SERVER_HELLO), (S, K.CHANGE_CIPHER_SPEC), (S, K.ENCRYPTED_EXTENSIONS),
    (S, K.CERTIFICATE_REQUEST), (S, K.CERTIFICATE), (S, K.CERTIFICATE_VERIFY), (S, K.FINISHED),
    (C, K.CHANGE_CIPHER_SPEC), (C, K.CERTIFICATE), (C, K.CERTIFICATE_VERIFY), (C, K.FINISHED),
    (S, K.NEW_SESSION_TICKET), (S, K.NEW_SESSION_TICKET), (C, K.KEY_UPDATE), (S, K.KEY_UPDATE),
]  # fmt: skip
RETRIED_13 = [
    (C, K.CLIENT_HELLO), (S, K.HELLO_RETRY_REQUEST), (S, K.CHANGE_CIPHER_SPEC), (C, K.CHANGE_CIPHER_SPEC),
    (C, K.CLIENT_HELLO), (S, K.SERVER_HELLO), *FLIGHT_13[3:4], *FLIGHT_13[5:8], (C, K.FINISHED),
]  # fmt: skip
EARLY_13 = [
    (C, K.CLIENT_HELLO), (C, K.CHANGE_CIPHER_SPEC), (S, K.SERVER_HELLO), (S, K.ENCRYPTED_EXTENSIONS),
    (S, K.FINISHED), (S, K.NEW_SESSION_TICKET), (C, K.END_OF_EARLY_DATA), (C, K.FINISHED),
]  # fmt: skip
LATER_13 = [
    *RETRIED_13, (S, K.CERTIFICATE_REQUEST), (S, K.CERTIFICATE_REQUEST), (S, K.KEY_UPDATE),
    (C, K.CERTIFICATE), (C, K.CERTIFICATE_VERIFY), (C, K.FINISHED), (C, K.CERTIFICATE), (C, K.FINISHED),
]  # fmt: skip
DTLS = [(C, K.CLIENT_HELLO), (S, K.HELLO_VERIFY_REQUEST), *FLIGHT_12]
AGAIN_12 = [*FLIGHT_12, (S, K.HELLO_REQUEST), *RESUMED_12]
REFUSED_12 = [*FLIGHT_12, (C, K.CLIENT_HELLO), (S, K.NO_RENEGOTIATION), *RESUMED_12]
FLIGHTS = {
    "full": (FLIGHT_12, TLS_1_2), "resumed": (RESUMED_12, TLS_1_2), "DTLS": (DTLS, TLS_1_2),
    "renegotiated": (AGAIN_12, TLS_1_2), "renegotiation refused": (REFUSED_12, TLS_1_2),
    "full 1.3": (FLIGHT_13, TLS_1_3), "retried": (RETRIED_13, TLS_1_3), "early data": (EARLY_13, TLS_1_3),
    "later authentication": (LATER_13, TLS_1_3),
}  # fmt: skip
each_flight = pytest.mark.parametrize(("flight", "rows"), FLIGHTS.values(), ids=FLIGHTS)


# -- the tables ------------------------------------------------------------------------------------------------------


def test_the_page_is_up_to_date():
    """``docs/trace-states.md`` is what scripts/gen_findings.py writes."""
    assert states_page() == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("rows", [TLS_1_2, TLS_1_3], ids=["1.2", "1.3"])
def test_tables_are_sound(rows):
    """Each table is a function, every state in it can be reached, and leads to one in which data may flow."""
    keys = [row[:3] for row in rows]
    assert len(keys) == len(set(keys))
    states = {state for row in rows for state in (row.state, row.following)}
    reached, leading = {State.START}, set(ESTABLISHED & states)
    for _ in states:
        reached |= {row.following for row in rows if row.state in reached}
        leading |= {row.state for row in rows if row.following in leading}
    assert states == reached == leading


def test_every_kind_and_state_is_used():
    """No state and no kind of message stands for nothing."""
    rows = TLS_1_2 + TLS_1_3
    assert set(State) == {row.state for row in rows} | {row.following for row in rows}
    assert set(MessageKind) == {row.kind for row in rows}
    assert set(MessageKind) - set(KINDS.values()) == {K.CHANGE_CIPHER_SPEC, K.NO_RENEGOTIATION}


# -- walking ---------------------------------------------------------------------------------------------------------


@each_flight
def test_flights(flight, rows):
    """What the RFCs draw violates nothing and ends where application data may flow."""
    walked = walk(sent(*flight), rows)
    assert () == walked.violations
    assert walked.states <= ESTABLISHED


@each_flight
@pytest.mark.parametrize("side", [CLIENT, SERVER])
def test_one_side(flight, rows, side):
    """One side alone violates nothing, whichever it is."""
    own = [step for step in flight if step[0] is side]
    assert () == walk(sent(*own), rows, unseen=frozenset({side.opposite})).violations
    assert () == walk(sent(*own), unseen=frozenset({side.opposite})).violations


@each_flight
def test_any_interleaving(flight, rows):
    """It does not matter when each side's messages were captured: all of one side's may come first."""
    for side in (CLIENT, SERVER):
        own = [step for step in flight if step[0] is side]
        assert () == walk(sent(*own, *[step for step in flight if step[0] is not side]), rows).violations


@each_flight
def test_a_late_beginning_and_an_early_end(flight, rows):
    """What is captured late or ends early violates nothing."""
    for number in range(len(flight)):
        assert () == walk(sent(*flight[:number]), rows).violations
        assert () == walk(sent(*flight[number:]), rows, states=frozenset(State)).violations


@each_flight
def test_anything_hidden(flight, rows):
    """Any run of messages may be hidden: none of those around it becomes a violation."""
    seen = sent(*flight)
    for first in range(len(seen)):
        for last in range(first + 1, len(seen) + 1):
            hidden = [thing._replace(kind=None, name="", message=None) for thing in seen[first:last]]
            assert () == walk([*seen[:first], *hidden, *seen[last:]], rows).violations


@each_flight
def test_a_foreign_message(flight, rows):
    """A message that no table has is one violation wherever it comes, and nothing after it is."""
    seen = sent(*flight)
    for number in range(len(seen)):
        stray = SentMessage(seen[number].direction, number, None, "ekt_key")
        (step,) = walk([*seen[: number + 1], stray, *seen[number + 1 :]], rows).violations
        assert stray == step.sent


VIOLATIONS = {
    "key exchange before certificate": (
        [*from_client(HELLO_12), *from_server(ANSWER, server_key(), CERTIFICATE, DONE)],
        [("Certificate", {State.KEY_SENT})],
    ),
    "ServerHelloDone left out": (
        [*full_12()[:4], *full_12()[5:]],
        [("ClientKeyExchange", {State.KEY_SENT})],
    ),
    "certificate that nobody asked for": (
        [*full_12()[:5], (CLIENT, CERTIFICATE), *full_12()[5:]],
        [("Certificate", {State.DONE})],
    ),
    "early ChangeCipherSpec": (
        [*full_12()[:5], (CLIENT, CHANGE), (SERVER, TICKET)],
        [("ChangeCipherSpec", {State.DONE})],
    ),
    "second HelloRetryRequest": (
        [
            (C, client_hello()),
            (S, retry()),
            (C, client_hello()),
            (S, retry()),
            (C, client_hello()),
            (S, server_hello()),
        ],
        [("HelloRetryRequest", {State.OFFERED_AGAIN})],
    ),
    "hello within a handshake": (
        [(C, HELLO_12), (S, ANSWER), (S, CERTIFICATE), (C, HELLO_12), (S, server_key()), (S, DONE)],
        [("ClientHello", {State.DONE})],
    ),
    "message in clear under TLS 1.3": (
        [(C, client_hello()), (S, server_hello()), (S, DONE), (S, SEALED_13)],
        [("ServerHelloDone", {State.CHOSEN_13})],
    ),
    "Finished in clear": (
        [*full_12()[:5], *from_client(CLIENT_KEY, FINISHED, CHANGE, SEALED), *from_server(CHANGE, SEALED)],
        [("Finished", {State.CLIENT_KEY_SENT}), ("ChangeCipherSpec", {State.CLIENT_FINISHED})],
    ),
}


@pytest.mark.parametrize(("parts", "expected"), VIOLATIONS.values(), ids=VIOLATIONS)
def test_violations(parts, expected):
    """A message out of order is named once, with where the connection stood; what follows is read on from it."""
    found = [(step.sent.name, set(step.before)) for step in report(*parts, ended=[(S, "fin")]).walk.violations]
    assert expected[:1] == found[:1]
    assert len(found) <= len(expected)


def test_sound_connections():
    """Full handshakes of both versions, client authentication asked for and a retry violate nothing."""
    asked = [*full_12()[:4], *from_server(REQUEST, DONE), *from_client(CERTIFICATE, CLIENT_KEY, CHANGE, SEALED)]
    retried = [(C, client_hello()), (S, retry()), (S, CHANGE), *full_13()]
    for parts in (full_12(), full_13(), asked, retried, [*full_13(), (S, alert(0, 1))]):
        assert () == report(*parts).walk.violations


@pytest.mark.parametrize("parts", [full_12(), full_13()], ids=["1.2", "1.3"])
def test_lost_bytes_hide(parts):
    """Where bytes were lost, no message is missed, and no ciphertext behind a lost ChangeCipherSpec is a message."""
    for number in range(1, len(parts)):
        kept = parts[:number] + parts[number + 1 :]
        if number < len(kept) and kept[number][0] is parts[number][0]:
            assert () == report(*kept, lost={number: 50}).walk.violations


def test_handshakes():
    """A ClientHello on a connection that stands begins another handshake."""
    again = [*full_12(), (S, HELLO_REQUEST), *from_client(HELLO_12), *from_server(ANSWER)]
    assert [5 + 1 + 1] == [len(handshake.messages) for handshake in report(*full_12()).handshakes]
    steps = walk(sent(*AGAIN_12), TLS_1_2).steps
    assert 2 == sum(step.sent.kind is K.CLIENT_HELLO for step in steps)
    assert len(report(*again).records) == len(again)


def test_sides_without_order():
    """Bytes of two sides that come from two files are walked as well."""
    observed = report(*full_12())
    sides = [
        b"".join(chunk.data for chunk in observed.transcript.chunks if chunk.direction is side)
        for side in (CLIENT, SERVER)
    ]
    walked = observe(read_sides(*sides)).walk
    assert () == walked.violations


# -- captures --------------------------------------------------------------------------------------------------------


def test_captures(corpora):
    """No capture of the corpora has a violation, with keys or without; what is opened is walked to its end."""
    violating, ended = [], 0
    for path, log in captures(corpora):
        for transcript in read_capture(path):
            observed = observe(transcript, log)
            violating += [(path.name, step.sent.name) for step in observed.walk.violations]
            finished = [message for message in observed.messages if KINDS.get(message.type) is K.FINISHED]
            if len(finished) > 1 and not any(record.protection is Protection.SEALED for record in observed.records):
                ended += 1
                assert observed.walk.states <= ESTABLISHED, path.name
    assert [] == violating
    assert ended > 50


def captures(corpora):
    """Yield each capture with no key log and with each that belongs to it."""
    for path in sorted((corpora / "captures").rglob("*.pcap*")):
        yield path, ""
        logs = [path.with_suffix(".keys"), path.with_name(path.name.replace("-capture.pcap", "-keylog.txt"))]
        logs += path.parent.glob("lab.keys")
        yield from ((path, log.read_text(encoding="ascii")) for log in logs if log.exists() and log != path)
