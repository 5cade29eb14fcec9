"""Connections of real OpenSSL over memory BIOs, read whole: opened, verified, and every altered byte noticed."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from subprocess import PIPE

import pytest
from OpenSSL import SSL

from tests.support.follower import CLIENT, SERVER
from tests.support.openssl import SAID, credentials, diffie_hellman_parameters
from tests.support.servers import accepted_port, find_program, make_credentials, running, wait_for
from tlskit.finding.check import CheckOutcome
from tlskit.finding.severity import Severity
from tlskit.registry.content_type import ContentType
from tlskit.registry.handshake_type import HandshakeType
from tlskit.trace.chunk import Chunk, Orientation
from tlskit.trace.observer import observe
from tlskit.trace.record.decrypted import Protection
from tlskit.trace.record.negotiated import Resumption
from tlskit.trace.transcript import Transcript

TLS_1_2, TLS_1_3 = SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION
KINDS = {
    "TLS 1.2 RSA": (TLS_1_2, {"ciphers": b"AES128-GCM-SHA256"}),
    "TLS 1.2 RSA, CBC": (TLS_1_2, {"ciphers": b"AES128-SHA"}),
    "TLS 1.2 ECDHE": (TLS_1_2, {"ciphers": b"ECDHE-RSA-AES256-GCM-SHA384"}),
    "TLS 1.2 DHE": (TLS_1_2, {"ciphers": b"DHE-RSA-AES128-GCM-SHA256"}),
    "TLS 1.2 ECDSA, CBC": (TLS_1_2, {"ciphers": b"ECDHE-ECDSA-AES128-SHA256", "kind": "EC"}),
    "TLS 1.2 mutual": (TLS_1_2, {"client": "EC"}),
    "TLS 1.3": (TLS_1_3, {}),
    "TLS 1.3 mutual": (TLS_1_3, {"client": "RSA", "kind": "EC"}),
    "TLS 1.3 P-384 after a retry": (TLS_1_3, {"groups": b"P-384"}),
    "TLS 1.3 X25519MLKEM768": (TLS_1_3, {"groups": b"X25519MLKEM768"}),
}


class Pair:
    """A client and a server in this process; what they say is recorded."""

    def __init__(self, version, *, client=None, earlier=None, **options):
        self.chunks = []
        if earlier is None:
            self.secrets = []
            self.contexts = {CLIENT: self._client(version, client, options.get("ciphers"), self.secrets)}
            self.contexts[SERVER] = self._server(version, authentication=client is not None, **options)
        else:  # a session belongs to its context
            self.secrets, self.contexts = earlier.secrets, earlier.contexts
        self.ends = {side: SSL.Connection(context) for side, context in self.contexts.items()}

    @classmethod
    def _client(cls, version, kind, ciphers, secrets):
        context = cls._context(version, ciphers)
        context.set_keylog_callback(lambda _, line: secrets.append(line.decode()))
        if kind:
            cls._give(context, kind)
        return context

    @classmethod
    def _server(cls, version, *, authentication=False, ciphers=None, kind="RSA", groups=None, directory=None):
        context = cls._context(version, ciphers)
        cls._give(context, kind)
        context.set_session_id(b"tests")
        if directory:
            (directory / "dh.pem").write_bytes(diffie_hellman_parameters())
            context.load_tmp_dh(str(directory / "dh.pem"))
        if groups:
            assert SSL._lib.SSL_CTX_set1_curves_list(context._context, groups) == 1
        if authentication:
            context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
        return context

    @staticmethod
    def _context(version, ciphers):
        context = SSL.Context(SSL.TLS_METHOD)
        context.set_min_proto_version(version)
        context.set_max_proto_version(version)
        if ciphers:
            context.set_cipher_list(ciphers + b":@SECLEVEL=0")
        return context

    @staticmethod
    def _give(context, kind):
        key, certificate = credentials(kind)
        context.use_certificate(certificate)
        context.use_privatekey(key)

    def connect(self, session=None):
        """Shake hands, say something both ways and close."""
        self.ends[CLIENT].set_connect_state()
        self.ends[SERVER].set_accept_state()
        if session is not None:
            self.ends[CLIENT].set_session(session)
        for _ in range(6):
            for side in (CLIENT, SERVER):
                with suppress(SSL.WantReadError):
                    self.ends[side].do_handshake()
                self.carry(side)
        with suppress(SSL.WantReadError):
            self.ends[CLIENT].recv(1)  # reads the tickets
        return self

    def say(self):
        """Let each side say something, and hear the other."""
        for side in (CLIENT, SERVER):
            self.ends[side].send(SAID[side])
            self.carry(side)
            assert SAID[side] == self.ends[SERVER if side is CLIENT else CLIENT].recv(65536)
        return self

    def close(self):
        """Say goodbye."""
        for side in (CLIENT, SERVER):
            self.ends[side].shutdown()
            self.carry(side)
        return self

    def carry(self, side):
        """Take what a side has to send to the other."""
        with suppress(SSL.WantReadError):
            data = self.ends[side].bio_read(1 << 16)
            self.chunks.append(Chunk(side, data))
            self.ends[SERVER if side is CLIENT else CLIENT].bio_write(data)

    def transcript(self, chunks=None):
        """Return what was recorded, with the secrets."""
        return Transcript(tuple(chunks or self.chunks), orientation=Orientation.KNOWN, secrets="\n".join(self.secrets))


@pytest.fixture(scope="module", params=KINDS)
def pair(request, tmp_path_factory):
    """Return a connection that was made, used and closed."""
    version, options = KINDS[request.param]
    return Pair(version, **options, directory=tmp_path_factory.mktemp("dh")).connect().say().close()


def whole(report):
    """Assert that nothing stayed sealed or unread and that every proof passed; return what was proved."""
    assert [] == [record for record in report.records if record.protection is Protection.SEALED]
    assert () == report.unread == report.incomplete
    assert {CheckOutcome.PASSED} == {proof.outcome for _, proof in report.proofs}
    return [proof.subject for _, proof in report.proofs]


def test_told_whole(pair):
    """Every record opens, everything that can be proved is, and what was said comes out as it went in."""
    report = observe(pair.transcript())
    proved = whole(report)
    assert {"client Finished", "server Finished"} <= set(proved)
    for direction, said in SAID.items():
        records = [
            record for record in report.records_of(direction) if record.true_type == ContentType.application_data
        ]
        assert said == b"".join(record.content for record in records)
    assert [] == [finding.id for finding in report.findings if finding.id.startswith("trace.proof")]
    assert Resumption.FULL is report.negotiated.resumption


def test_each_flipped_byte_is_named(pair):
    """A byte that is altered in any protected record, or in what a signature covers, is noticed and its place named."""
    each_flip_is_named(pair.transcript())


def each_flip_is_named(transcript):
    """Assert that much of a connection that is sound."""
    report = observe(transcript)
    covered = {HandshakeType.server_key_exchange, HandshakeType.certificate_verify, HandshakeType.finished}
    wanted = [
        record
        for record in report.records
        if record.protection is Protection.OPENED or any(message.type in covered for message in record.messages)
    ]
    assert wanted
    for record in wanted:
        chunks = flipped(transcript.chunks, record.direction, record.end - 3)
        altered = observe(transcript.replace(chunks=tuple(chunks)))
        places = [finding.place.record for finding in altered.findings if finding.id.startswith("trace.proof")]
        assert record.number in places


def flipped(chunks, direction, offset):
    """Return the chunks with one byte of a direction altered."""
    position, altered = 0, []
    for chunk in chunks:
        start, position = position, position + len(chunk.data) * (chunk.direction is direction)
        data = bytearray(chunk.data)
        if chunk.direction is direction and start <= offset < position:
            data[offset - start] ^= 1
        altered.append(chunk._replace(data=bytes(data)))
    return altered


@pytest.mark.parametrize("version", [TLS_1_2, TLS_1_3])
def test_resumption(version):
    """A resumed connection opens, verifies, and is told apart from a full one."""
    first = Pair(version).connect().say()
    session = first.ends[CLIENT].get_session()
    second = Pair(version, earlier=first).connect(session).say().close()
    report = observe(second.transcript())
    outcomes = {proof.subject: proof.outcome for _, proof in report.proofs}
    assert CheckOutcome.PASSED is outcomes["client Finished"] is outcomes["server Finished"]
    assert report.negotiated.resumption in {Resumption.PSK, Resumption.TICKET, Resumption.SESSION_ID}
    assert [] == [record for record in report.records if record.protection is Protection.SEALED]
    each_flip_is_named(second.transcript())


def test_key_update(tmp_path):
    """Keys that both sides renew in the middle open what follows; a flipped byte is noticed before and behind."""
    with key_updating_server(tmp_path) as (server, port, log):
        transcript = talk_with(server, port, log)
    report = observe(transcript)
    assert {"client Finished", "server Finished", "server CertificateVerify"} <= set(whole(report))
    updates = [message.direction for message in report.messages if message.type == HandshakeType.key_update]
    assert [SERVER, CLIENT] == updates
    assert {0, 1} == {epoch.generation for epoch in report.epochs}
    said = [record.content for record in report.records if record.true_type == ContentType.application_data]
    assert [b"begin\n", b"before\n", b"behind\n", b"after\n"] == said
    assert [] == [finding.id for finding in report.findings if finding.severity >= Severity.WARNING]
    each_flip_is_named(transcript)


@contextmanager
def key_updating_server(directory):
    """Run s_server, which begins a KeyUpdate when a line with K is typed; yield the program, its port and its log."""
    credentials, log = make_credentials(directory), directory / "server.log"
    command = [find_program("openssl"), "s_server", "-accept", "127.0.0.1:0", "-tls1_3", "-naccept", "1"]
    command += ["-cert", credentials.certificate, "-key", credentials.key]
    with log.open("wb") as output, running(command, stdin=PIPE, stdout=output, stderr=output) as server:
        yield server, wait_for(server, lambda: accepted_port(log), log), log


def talk_with(server, port, log):
    """Say something, let the server renew the keys, answer it, and hear it once more."""
    secrets, chunks = [], []
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_keylog_callback(lambda _, line: secrets.append(line.decode()))
    with socket.create_connection(("127.0.0.1", port), timeout=20) as sock:
        client = SSL.Connection(context)
        client.set_connect_state()
        until(client, sock, chunks, client.do_handshake)
        client.send(b"begin\n")  # the server looks at what is typed from then on
        out(client, sock, chunks)
        wait_for(server, lambda: b"begin" in log.read_bytes() or None, log)
        for typed in (b"before\n", b"K\n", b"behind\n"):
            server.stdin.write(typed)
            server.stdin.flush()
            if typed == b"K\n":
                into(client, sock, chunks)
            else:
                assert typed == until(client, sock, chunks, lambda: client.recv(100))
        client.send(b"after\n")
        out(client, sock, chunks)
    return Transcript(tuple(chunks), orientation=Orientation.KNOWN, secrets="\n".join(secrets))


def until(client, sock, chunks, act):
    """Move bytes until an action of the client comes to its end; return what it returns."""
    while True:
        try:
            result = act()
        except SSL.WantReadError:
            out(client, sock, chunks)
            into(client, sock, chunks)
        else:
            out(client, sock, chunks)
            return result


def into(client, sock, chunks):
    """Give the client what the server sent."""
    chunks.append(Chunk(SERVER, sock.recv(1 << 14)))
    client.bio_write(chunks[-1].data)


def out(client, sock, chunks):
    """Send what the client has to send."""
    with suppress(SSL.WantReadError):
        chunks.append(Chunk(CLIENT, client.bio_read(1 << 14)))
        sock.sendall(chunks[-1].data)


def test_records_behind_the_first_one_open():
    """Where the first record under new keys was altered, those that follow open all the same."""
    pair = Pair(TLS_1_3).connect()
    begun = sum(len(chunk.data) for chunk in pair.chunks if chunk.direction is CLIENT)
    pair.say().say()
    report = observe(pair.transcript(flipped(pair.chunks, CLIENT, begun + 9)))
    sealed = [record for record in report.records if record.protection is Protection.SEALED]
    assert [begun] == [record.start for record in sealed]


def test_records_behind_a_lost_one_open():
    """Records that follow a lost or altered one are opened all the same, under their own numbers."""
    pair = Pair(TLS_1_3).connect().say()
    for _ in range(3):
        pair.say()
    last = [chunk for chunk in pair.chunks if chunk.direction is CLIENT][-2]
    lossy = [chunk for chunk in pair.chunks if chunk is not last]
    behind = max(index for index, chunk in enumerate(lossy) if chunk.direction is CLIENT)
    lossy[behind] = lossy[behind]._replace(lost=len(last.data))
    report = observe(pair.transcript(lossy))
    assert [] == [record for record in report.records if record.protection is Protection.SEALED]
