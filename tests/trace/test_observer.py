"""The observer takes bytes in any fragmentation, whole or damaged, and never raises."""

from __future__ import annotations

import zipfile
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.connection import (
    AES_GCM,
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
    OFFER_13,
    SEALED,
    SEALED_13,
    SERVER,
    alert,
    client_hello,
    extension,
    from_client,
    from_server,
    full_12,
    full_13,
    record,
    report,
    retry,
    server_hello,
    server_key,
    transcript,
)
from tests.support.finding_cases import SSLV2_HELLO, SSLV2_SERVER_HELLO
from tests.trace.state.test_walk import captures
from tlskit.errors import InputError
from tlskit.export.finding import finding_json
from tlskit.registry.alert import AlertDescription
from tlskit.registry.content_type import ContentType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.protocol_version import ProtocolVersion
from tlskit.trace.checks.alert_meaning import MEANINGS
from tlskit.trace.chunk import Chunk, Transport
from tlskit.trace.input.source import read_capture, read_sides
from tlskit.trace.observer import observe
from tlskit.trace.outcome import HandshakeEnd, trace_outcome
from tlskit.trace.record.decrypted import DecryptFailure, Protection
from tlskit.trace.transcript import Transcript
from tlskit.wire.structure import Empty

HELLO_12 = client_hello(OFFER_12, (ECDHE_AES_GCM,))
ANSWER = server_hello(ANSWER_12, ECDHE_AES_GCM)
CONNECTIONS = {
    "1.2": full_12(),
    "1.3": full_13(),
    "retry": [(CLIENT, client_hello()), (SERVER, retry()), *full_13()],
    "renegotiation": [*full_12(), (SERVER, HELLO_REQUEST), *full_12()],
    "alert": [(CLIENT, client_hello()), (SERVER, alert(40))],
    "SSL 2.0": [(CLIENT, SSLV2_HELLO), (SERVER, SSLV2_SERVER_HELLO)],
    "damaged": [(CLIENT, client_hello()), (SERVER, record(b"\x63" * 9)), (CLIENT, b"\x16\x03\x03\xff\xff")],
}
each_connection = pytest.mark.parametrize("parts", CONNECTIONS.values(), ids=CONNECTIONS)


def facts(observed):
    """Return what a report says, without the packets that said it."""
    return (
        [
            item._replace(at=None, packet=0, messages=tuple(map(message_facts, item.messages)))
            for item in observed.records
        ],
        [message_facts(message) for message in observed.incomplete],
        [item._replace(at=None, packet=0) for item in observed.unread],
        observed.negotiated,
        observed.findings,
    )


def message_facts(message):
    """Return what a message is made of."""
    return message.direction, message.data, message.pieces, message.structure, message.tree


def cut(whole, lengths, most=1 << 20):
    """Return a connection whose chunks are cut into pieces of these lengths, over and over; at most about so many."""
    chunks, number = [], 0
    for chunk in whole.chunks:
        position, lost = 0, chunk.lost
        while position < len(chunk.data):
            length = lengths[number % len(lengths)] if number < most else len(chunk.data)
            chunks.append(chunk._replace(data=chunk.data[position : position + length], lost=lost))
            position, number, lost = position + length, number + 1, 0
    values = {name: getattr(whole, name) for name in whole.fields}
    return Transcript(**values | {"chunks": tuple(chunks)})


def look_at_all(observed):
    """Touch everything that a report can tell."""
    for message in [*observed.messages, *observed.incomplete]:
        assert message.tree.end == len(message.data)
        assert message.values is not None
    for finding in observed.findings:
        assert finding.summary
        assert finding.remedy
        finding_json(finding)
    assert observed.negotiated
    return observed


# -- fragmentation ---------------------------------------------------------------------------------------------------


@each_connection
@given(lengths=st.lists(st.integers(1, 60), min_size=1, max_size=8))
@settings(deadline=None, max_examples=30)
def test_any_fragmentation(parts, lengths):
    """Whatever pieces the bytes come in, the report is the same."""
    whole = transcript(*parts, raw=parts is CONNECTIONS["SSL 2.0"])
    assert facts(observe(whole)) == facts(observe(cut(whole, lengths)))


@pytest.mark.parametrize("part", range(4))
def test_byte_by_byte(corpora, part):
    """Feeding byte by byte equals feeding whole on every capture; a long one is fed so at its beginning."""
    compared = 0
    for path, log in list(captures(corpora))[part::4]:
        for whole in read_capture(path):
            if whole.transport is Transport.STREAM:
                compared += 1
                assert facts(observe(whole, log)) == facts(observe(cut(whole, [1], most=1_500), log)), path.name
    assert compared > 50


@given(sizes=st.lists(st.integers(1, 50), min_size=1, max_size=6))
@settings(deadline=None, max_examples=50)
def test_messages_cut_across_records(sizes):
    """A message may be cut anywhere into records, several may share one, and each knows where its pieces lie."""
    flight = ANSWER + CERTIFICATE + server_key() + DONE
    pieces, position = [], 0
    while position < len(flight):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(record(flight[position : position + size]))
        position += size
    observed = report((CLIENT, HELLO_12), *from_server(*pieces))
    messages = list(observed.messages)[1:]
    assert [ANSWER, CERTIFICATE, server_key(), DONE] == [message.data for message in messages]
    for message in messages:
        held = b"".join(observed.records[number].content[start:end] for number, start, end in message.pieces)
        assert message.data == held
        assert message.is_reassembled == (len(message.pieces) > 1)


def test_an_alert_between_fragments():
    """An alert between two fragments of a message takes nothing from it."""
    hello = server_hello()
    parts = from_server(record(hello[:40]), alert(112, 1), record(hello[40:]))
    observed = report((CLIENT, client_hello()), *parts)
    assert hello == list(observed.messages)[1].data
    assert [AlertDescription.unrecognized_name] == [item.alert.description for item in observed.records if item.alert]


# -- shapes ----------------------------------------------------------------------------------------------------------


def test_hello_retry_request():
    """A retry is told from a ServerHello, and both ClientHellos are of the same handshake."""
    observed = report(*CONNECTIONS["retry"])
    assert observed.negotiated.hello_retry_request
    assert ProtocolVersion.tls_1_3 == observed.negotiated.version
    assert 1 == len(observed.handshakes)
    assert 4 == len(observed.handshakes[0].messages)


def test_renegotiation_in_clear():
    """Before any ChangeCipherSpec a second handshake on the connection is seen as one, and as out of order."""
    first = [(CLIENT, HELLO_12), *from_server(ANSWER, CERTIFICATE, server_key(), DONE)]
    observed = report(*first, *first)
    assert 10 == len(list(observed.messages))
    assert ["trace.order.violated"] == [finding.id for finding in observed.findings if "order" in finding.id]


def test_renegotiation_is_sealed():
    """A renegotiation without keys is sealed records, and nothing in it is wrong."""
    observed = report(*full_12(), *from_client(SEALED, SEALED), *from_server(SEALED, SEALED, SEALED))
    sealed = [item for item in observed.records if item.protection is Protection.SEALED]
    assert 7 == len(sealed)
    assert [] == [finding.id for finding in observed.findings if finding.id != "trace.offer.no_tls13"]


def test_early_data():
    """0-RTT data stands before the ServerHello as sealed records, and is no violation."""
    offer = (*OFFER_13, extension(42, Empty()))
    observed = report(
        (CLIENT, client_hello(offer)), *from_client(CHANGE, SEALED_13, SEALED_13),
        *from_server(server_hello(), CHANGE, SEALED_13), *from_client(SEALED_13, SEALED_13),
    )  # fmt: skip
    assert observed.negotiated.early_data_offered
    assert [] == list(observed.findings)


@pytest.mark.parametrize("side", [CLIENT, SERVER])
@each_connection
def test_one_side(parts, side):
    """One side alone gives its records, and what is missing of the other is said once."""
    own = [data for direction, data in parts if direction is side]
    observed = report(*((side, data) for data in own), raw=parts is CONNECTIONS["SSL 2.0"])
    assert observed.records
    assert 1 == [finding.id for finding in observed.findings].count("trace.incomplete.one_sided")


def test_sslv2():
    """The hellos of SSL 2.0 are read; what follows is named and stays sealed."""
    observed = report((CLIENT, SSLV2_HELLO), (SERVER, SSLV2_SERVER_HELLO), (CLIENT, b"\x80\x05\x11abcd"), raw=True)
    assert [1, 4, None] == [item.sslv2 and item.sslv2["msg_type"] for item in observed.records]
    assert [ProtocolVersion.SSLv2] * 3 == [item.version for item in observed.records]


def test_sslv2_hello_for_tls():
    """A hello of SSL 2.0 may ask for TLS; what follows is TLS."""
    parts = [(CLIENT, SSLV2_HELLO), *[(side, record(data)) for side, data in ((SERVER, ANSWER), (SERVER, DONE))]]
    observed = report(*parts, (CLIENT, record(CLIENT_KEY)), raw=True)
    assert [2, 14, 16] == [message.type for message in observed.messages]
    assert () == observed.walk.violations


@pytest.mark.parametrize("number", range(1, 7))
def test_gaps(number):
    """A gap keeps its place: what stands behind it has the offsets that it had on the wire."""
    observed = report(*full_13(), lost={number: 333})
    (gap,) = [item for item in observed.unread if item.lost]
    assert 333 == gap.span.size
    ends = [item.end for item in observed.records if item.direction is gap.direction]
    sent = sum(len(chunk.data) for chunk in observed.transcript.chunks if chunk.direction is gap.direction)
    assert sent + 333 == max(ends)


def test_a_gap_in_a_message():
    """Of a message that lost its middle the beginning is read, at its place, and behind it the next record is."""
    hello, offer = record(server_hello()), record(client_hello())
    observed = report((SERVER, hello[:50]), (CLIENT, offer), (SERVER, alert(40)), raw=True, lost={2: 40})
    assert [AlertDescription.handshake_failure] == [item.alert.description for item in observed.records if item.alert]
    assert [True, False, False] == [item.is_cut for item in observed.records]
    assert [True] == [item.lost for item in observed.unread]
    (cut,) = observed.cut_messages
    assert (hello[5:50], 41, len(hello) - 9) == (cut.data, cut.length, cut.announced)
    assert server_hello()[6:38] == cut.values["random"]
    assert {"trace.incomplete.gap", "trace.incomplete.message"} < {finding.id for finding in observed.findings}


def test_a_cut_record():
    """A record that ends too soon has its whole messages, and the beginning of the one that is cut; no key opens it."""
    both = record(server_hello() + b"\x0b\0\1\xff" + bytes(511))
    observed = report((CLIENT, record(client_hello())), (SERVER, both[:200]), raw=True)
    last = observed.records[-1]
    assert (True, 195, len(both) - 5) == (last.is_cut, len(last.fragment), last.announced)
    assert [HandshakeType.server_hello] == [message.type for message in last.messages]
    assert [HandshakeType.certificate] == [message.type for message in observed.cut_messages]
    assert "195 of" in last.problem
    sealed = report(*full_13(), (SERVER, SEALED_13[:30])).records[-1]
    assert (Protection.SEALED, DecryptFailure.CUT) == (sealed.protection, sealed.opened.reason)


def test_a_cut_header():
    """Of a message that ends inside its header nothing is said that the missing bytes could change."""
    (cut,) = report((CLIENT, record(client_hello()[:3])), raw=True).cut_messages
    assert (True, 0, 0, "a part of its header") == (cut.is_cut, cut.length, cut.announced, cut.came)
    (cut,) = report((CLIENT, record(client_hello()[:4])), raw=True).cut_messages
    assert (True, 0, len(client_hello()) - 4) == (cut.is_cut, cut.length, cut.announced)


def test_a_cut_finished():
    """What is left of a Finished is none: the handshake did not complete."""
    *parts, (_, finished) = full_12()
    assert trace_outcome(report(*parts, (SERVER, finished))).ending is HandshakeEnd.COMPLETE
    assert trace_outcome(report(*parts, (SERVER, finished[:30]))).ending is HandshakeEnd.UNFINISHED


# -- findings --------------------------------------------------------------------------------------------------------


def test_sound_connections():
    """A sound connection of TLS 1.3 has no finding, one of TLS 1.2 only that it is not TLS 1.3."""
    assert () == report(*full_13()).findings
    assert ["trace.offer.no_tls13"] == [finding.id for finding in report(*full_12()).findings]


def test_places():
    """A place names field, record and direction, and its span is the field's bytes in the stream."""
    observed = report((CLIENT, client_hello(suites=(AES_GCM, 0x0005))), (SERVER, server_hello(suite=0x1302)))
    places = {finding.id: finding.subject for finding in observed.findings}
    place = places["trace.offer.cipher_suites"]
    assert "ClientHello.cipher_suites, record 0, client to server" == str(place)
    stream = observed.transcript.chunks[0].data
    assert b"\0\4\x13\1\0\5" == stream[place.span.start : place.span.end]
    place = places["trace.contradiction.cipher_suite"]
    assert (1, 1) == (place.record, place.message)
    assert b"\x13\2" == observed.transcript.chunks[1].data[place.span.start : place.span.end]


@given(size=st.integers(1, 60))
@settings(deadline=None, max_examples=30)
def test_places_across_records(size):
    """The span of a field in a message that lies in several records begins and ends at its own bytes."""
    hello = server_hello(suite=0x1302)
    parts = [record(hello[at : at + size]) for at in range(0, len(hello), size)]
    observed = report((CLIENT, client_hello()), *from_server(*parts))
    (place,) = [finding.subject for finding in observed.findings if finding.id == "trace.contradiction.cipher_suite"]
    stream = b"".join(chunk.data for chunk in observed.transcript.chunks[1:])
    assert b"\x13" == stream[place.span.start : place.span.start + 1]
    assert b"\x02" == stream[place.span.end - 1 : place.span.end]


@pytest.mark.parametrize("description", AlertDescription.known.values(), ids=str)
def test_every_alert_has_a_meaning(description):
    """Each alert of the registry has a meaning and a remedy, and the finding says them."""
    meaning = MEANINGS[description]
    assert not meaning.says.endswith(".")
    assert meaning.change.endswith(".")
    found = [
        item for item in report((CLIENT, client_hello()), (SERVER, alert(description))).findings if "alert" in item.id
    ]
    if description not in {AlertDescription.close_notify, AlertDescription.end_of_early_data}:
        (finding,) = found
        assert meaning.says in finding.summary
        assert meaning.change == finding.remedy


def test_floods_are_bounded():
    """However often a peer errs, the findings are few, and are found in under 10 seconds of processor time."""
    began = process_time()
    many = 1_500
    warned = report((CLIENT, HELLO_12), *from_server(*[alert(112, 1)] * many))
    stray = report((CLIENT, HELLO_12), (SERVER, ANSWER), *from_server(*[FINISHED, server_hello()] * many))
    again = report(*[(CLIENT, HELLO_12), (SERVER, ANSWER)] * many)
    for observed in (warned, stray, again):
        ids = [finding.id for finding in observed.findings]
        assert max(map(ids.count, ids)) <= 20
        assert "trace.limit.reached" in ids
    assert process_time() - began < 10


# -- damage ----------------------------------------------------------------------------------------------------------


@each_connection
@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_flipped_bytes(parts, data):
    """No flipped byte makes anything raise."""
    raw = parts is CONNECTIONS["SSL 2.0"]
    number = data.draw(st.integers(0, len(parts) - 1))
    chunks = [chunk.data for chunk in transcript(*parts, raw=raw).chunks]
    place = data.draw(st.integers(0, len(chunks[number]) - 1))
    changed = bytearray(chunks[number])
    changed[place] ^= data.draw(st.integers(1, 255))
    chunks[number] = bytes(changed)
    look_at_all(report(*[(parts[at][0], chunk) for at, chunk in enumerate(chunks)], raw=True))


@given(st.binary(max_size=400), st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes(client, server):
    """No bytes make anything raise."""
    look_at_all(observe(read_sides(client, server)))
    look_at_all(observe(read_sides(record(client), record(server))))
    look_at_all(observe(Transcript((Chunk(CLIENT, client), Chunk(SERVER, server)), Transport.DATAGRAM)))


def test_damaged_captures(corpora):
    """Prefixes of captures and captures with flipped bytes never raise."""
    source = Random(4)
    looked = 0
    for path, log in captures(corpora):
        data = path.read_bytes()
        if len(data) > 100_000:
            continue
        for _ in range(3):
            changed = bytearray(data[: source.randrange(len(data))] if source.random() < 0.4 else data)
            for _ in range(source.choice([0, 1, 5, 50])):
                if changed:
                    changed[source.randrange(len(changed))] = source.randrange(256)
            looked += 1
            look_at_capture(bytes(changed), log)
    assert looked > 300


def look_at_capture(data, log=""):
    """Look at all connections of a capture; one that is none at all says so."""
    try:
        transcripts = list(read_capture(data))
    except InputError:
        return
    for found in transcripts:
        look_at_all(observe(found, log))


@pytest.mark.parametrize("directory", ["client", "server", "dtlsclient"])
def test_fuzz_corpus(corpora, directory):
    """Every TLS file of the fuzz corpora is looked at from both directions in under a second."""
    with zipfile.ZipFile(corpora / "fuzz.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith(f"openssl/{directory}/")}
    assert len(files) > 50
    for name, data in files.items():
        began = process_time()
        look_at_capture(data)
        look_at_all(observe(read_sides(data, b"")))
        look_at_all(observe(read_sides(b"", data)))
        for side in (CLIENT, SERVER):
            look_at_all(observe(Transcript((Chunk(side, data),), Transport.DATAGRAM)))
        assert process_time() - began < 1, name


def test_heartbeats_and_unknown_records():
    """Records of other types are taken as they are."""
    beat = record(b"\1\0\3abc" + bytes(16), ContentType.heartbeat)
    observed = look_at_all(report(*full_12()[:5], (CLIENT, beat), *full_12()[5:]))
    assert ContentType.heartbeat in {item.true_type for item in observed.records}
    assert HandshakeType.client_key_exchange in {message.type for message in observed.messages}
