"""STARTTLS in nine protocols: as dialogues without a network, and with scripted servers that go over to real TLS."""

import ssl
import time
from contextlib import suppress
from random import Random

import pytest

from tests.support.servers import make_credentials, tcp_server
from tlskit.handshake.driver import attempt
from tlskit.handshake.report.attempt import AttemptOutcome, Phase
from tlskit.handshake.settings import NO_STARTTLS, ConnectionSettings
from tlskit.handshake.starttls import MOST_BYTES, PROTOCOLS, StarttlsRefusedError, dialogue
from tlskit.net.deadline import Deadline
from tlskit.net.target import STARTTLS_SCHEMES, parse_target
from tlskit.trace.chunk import Direction

EHLO, STARTTLS = b"EHLO tlskit.invalid\r\n", b"STARTTLS\r\n"
STREAM = (
    b"<?xml version='1.0'?><stream:stream to=\"server.test\" version='1.0' xml:lang='en' xmlns='jabber:client'"
    b" xmlns:stream='http://etherx.jabber.org/streams'>"
)
XMPP_REQUEST = b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
FEATURES = (
    b"<?xml version='1.0'?><stream:stream from='server.test' id='x' version='1.0'><stream:features>"
    b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>"
)
PROCEED = b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
LDAP_REQUEST = bytes.fromhex("301d02010177188016") + b"1.3.6.1.4.1.1466.20037"
SSL_REQUEST = bytes.fromhex("0000000804d2162f")


def ldap_answer(code, words=b""):
    """Return an extendedResp with a result code."""
    result = b"\x0a\x01" + bytes([code]) + b"\x04\x00\x04" + bytes([len(words)]) + words
    body = b"\x02\x01\x01\x78" + bytes([len(result)]) + result
    return b"\x30\x84" + len(body).to_bytes(4) + body


def mysql_greeting(capabilities):
    """Return the first packet of a MySQL server."""
    body = b"\x0a8.0.36\x00" + b"\x07\x00\x00\x00" + b"saltsalt\x00" + capabilities.to_bytes(2, "little") + bytes(30)
    return len(body).to_bytes(3, "little") + b"\x00" + body


MYSQL_REQUEST = bytes.fromhex("20000001008a0000000000012d") + bytes(23)

# What each side says by turns, the server first; the client's last word comes right before TLS.
GOOD = {
    "smtp": [b"220-mail\r\n220 ready\r\n", EHLO, b"250-mail\r\n250-SIZE\r\n250 starttls\r\n", STARTTLS, b"220 go\r\n"],
    "submission": [b"220 ready\r\n", EHLO, b"250-mail\r\n250-STARTTLS\r\n250 HELP\r\n", STARTTLS, b"220 go\r\n"],
    "imap": [b"* OK ready\r\n", b"a STARTTLS\r\n", b"* CAPABILITY IMAP4rev1\r\na OK begin\r\n"],
    "pop3": [b"+OK ready\r\n", b"STLS\r\n", b"+OK begin\r\n"],
    "ftp": [b"220-x\r\n y\r\n220 ready\r\n", b"AUTH TLS\r\n", b"234 go\r\n"],
    "nntp": [b"201 news\r\n", STARTTLS, b"382 go\r\n"],
    "xmpp": [b"", STREAM, FEATURES, XMPP_REQUEST, PROCEED],
    "ldap": [b"", LDAP_REQUEST, ldap_answer(0)],
    "postgres": [b"", SSL_REQUEST, b"S"],
    "mysql": [mysql_greeting(0xFFFF), MYSQL_REQUEST],
}

REFUSALS = [
    ("smtp", [b"554 no\r\n"], "instead of the SMTP greeting the server sent '554 no'"),
    ("smtp", [b"SSH-2.0-x\x1b\r\n"], r"instead of the SMTP greeting the server sent 'SSH-2.0-x\x1b'"),
    ("smtp", [b"220 x\r\n", EHLO, b"250 x\r\n"], "the server does not offer STARTTLS among its SMTP extensions"),
    ("smtp", [b"220 x\r\n", EHLO, b"502 x\r\n"], "instead of the answer to EHLO the server sent '502 x'"),
    (
        "smtp",
        [b"220 x\r\n", EHLO, b"250 STARTTLS\r\n", STARTTLS, b"454 later\r\n"],
        "instead of the consent to STARTTLS the server sent '454 later'",
    ),
    (
        "smtp",
        [b"220 x\r\n", EHLO, b"250 STARTTLS\r\n", STARTTLS, b"220 go\r\n250 injected\r\n"],
        r"the server sent more before TLS began: '250 injected\r\n'",
    ),
    ("imap", [b"* BYE no\r\n"], "instead of the IMAP greeting the server sent '* BYE no'"),
    ("imap", [b"* PREAUTH x\r\n"], "instead of the IMAP greeting the server sent '* PREAUTH x'"),
    (
        "imap",
        [b"* OK x\r\n", b"a STARTTLS\r\n", b"a BAD what\r\n"],
        "instead of the consent to STARTTLS the server sent 'a BAD what'",
    ),
    ("pop3", [b"+OK x\r\n", b"STLS\r\n", b"-ERR no\r\n"], "instead of the consent to STLS the server sent '-ERR no'"),
    (
        "ftp",
        [b"220 x\r\n", b"AUTH TLS\r\n", b"530 login first\r\n"],
        "instead of the consent to AUTH TLS the server sent '530 login first'",
    ),
    ("nntp", [b"400 later\r\n"], "instead of the NNTP greeting the server sent '400 later'"),
    (
        "nntp",
        [b"200 news\r\n", STARTTLS, b"580 no\r\n"],
        "instead of the consent to STARTTLS the server sent '580 no'",
    ),
    (
        "xmpp",
        [b"", STREAM, b"<stream:stream><stream:features/>"],
        "the server does not offer STARTTLS among its XMPP stream features",
    ),
    (
        "xmpp",
        [b"", STREAM, FEATURES, XMPP_REQUEST, b"<failure xmlns='x'/></stream:stream>"],
        "instead of the consent to STARTTLS the server sent \"<failure xmlns='x'/>\"",
    ),
    (
        "ldap",
        [b"", LDAP_REQUEST, ldap_answer(2, b"no TLS")],
        "the server refuses StartTLS with LDAP result 2 protocolError: 'no TLS'",
    ),
    ("ldap", [b"", LDAP_REQUEST, ldap_answer(80)], "the server refuses StartTLS with LDAP result 80"),
    (
        "ldap",
        [b"", LDAP_REQUEST, b"\x30\x03\x02\x01\x01"],
        r"instead of the LDAP answer the server sent '\x02\x01\x01'",
    ),
    ("ldap", [b"", LDAP_REQUEST, b"\x30\x84\xff\xff\xff\xff"], "the server announces 4,294,967,295 bytes of LDAP"),
    ("postgres", [b"", SSL_REQUEST, b"N"], "the PostgreSQL server has TLS switched off"),
    ("postgres", [b"", SSL_REQUEST, b"E"], "instead of the answer to SSLRequest the server sent 'E'"),
    ("mysql", [mysql_greeting(0)], "the MySQL server does not offer TLS among its capabilities"),
    ("mysql", [b"\x07\x00\x00\x00\xff\x6a\x04Host"], "the MySQL server turns us away: 'Host'"),
    ("mysql", [b"\x02\x00\x00\x00\x09\x00"], r"instead of the MySQL greeting the server sent '\x02\x00\x00\x00\t\x00'"),
    ("mysql", [b"SSH-2.0-x\r\n"], r"instead of the MySQL greeting the server sent 'SSH-2.0-x\r\n'"),
]


def held(protocol, script, piece):
    """Hold a dialogue with a script, the server's words in pieces of some bytes; return what the client said."""
    talk = dialogue(protocol, "server.test")
    said = [next(talk)]
    try:
        for words in script[::2]:
            for start in range(0, len(words), piece):
                answer = talk.send(words[start : start + piece])
                said.append(answer)
    except StopIteration as end:
        said.append(end.value)
    else:
        said.append(b"(waits)")
    return [words for words in said if words]


def test_every_scheme_has_a_dialogue():
    """Each scheme that implies STARTTLS has a dialogue, and the other way round."""
    assert set(PROTOCOLS) == STARTTLS_SCHEMES == set(GOOD)


@pytest.mark.parametrize("piece", [1, 7, 1000])
@pytest.mark.parametrize("protocol", GOOD)
def test_dialogue(protocol, piece):
    """The client says the same however the server's words are cut."""
    assert GOOD[protocol][1::2] == held(protocol, GOOD[protocol], piece)


@pytest.mark.parametrize(("protocol", "script", "told"), REFUSALS)
def test_refusal(protocol, script, told):
    """A server that declines or speaks something else is told with its own words, escaped."""
    with pytest.raises(StarttlsRefusedError) as caught:
        held(protocol, script, 1000)
    assert told == str(caught.value).rstrip()


@pytest.mark.parametrize("protocol", GOOD)
@pytest.mark.parametrize(
    "words", [b"220-" + b"x" * 70_000, b"220-x\r\n" * 10_000, b"* x\r\n" * 14_000, b"<x>" * 30_000]
)
def test_talk_without_end(protocol, words):
    """A server that talks for ever is given up at a limit, or as soon as it makes no sense."""
    with pytest.raises(StarttlsRefusedError):
        assert held(protocol, [words, b"", words], 1000) == ["a refusal"]
    assert len(words) > MOST_BYTES


@pytest.fixture(scope="module")
def credentials(tmp_path_factory):
    """Make a server's certificates and key."""
    return make_credentials(tmp_path_factory.mktemp("starttls"))


def following(script, credentials):
    """Return a server that keeps to a script and then speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(credentials.certificate, credentials.key)

    def answer(connection):
        for position, words in enumerate(script):
            if position % 2 == 0:
                connection.sendall(words)
            else:
                came = b""
                while len(came) < len(words):
                    came += connection.recv(len(words) - len(came))
                assert words == came
        with suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as inside:
            inside.recv(1)

    return answer


def driving(protocol, port, *, seconds=5, **options):
    """Drive a connection to a port of this machine, the protocol given by the scheme."""
    target = parse_target(f"{protocol}://server.test:{port}", exists=lambda path: False)
    return attempt(target, ConnectionSettings(connect_to=("127.0.0.1", None), **options), Deadline.after(seconds))


@pytest.mark.parametrize("protocol", GOOD)
def test_tls_after_starttls(protocol, credentials):
    """After the dialogue comes a handshake like any other, and the dialogue is in the transcript."""
    script = GOOD[protocol]
    with tcp_server(following(script, credentials)) as port:
        tried = driving(protocol, port)
    assert (AttemptOutcome.COMPLETED, "", credentials.ders[:1]) == (tried.outcome, tried.problem, tried.certificates)
    sent = b"".join(c.data for c in tried.transcript.chunks if c.direction is Direction.CLIENT_TO_SERVER)
    came = b"".join(c.data for c in tried.transcript.chunks if c.direction is Direction.SERVER_TO_CLIENT)
    assert sent.startswith(b"".join(script[1::2]) + b"\x16\x03\x01")
    assert came.startswith(b"".join(script[::2]) + b"\x16\x03\x03")
    assert tried.timings.starttls > 0


def test_refused_starttls_is_data(credentials):
    """A refused STARTTLS ends the connection at once, with the server's words and the transcript."""
    with tcp_server(lambda connection: connection.sendall(b"554 no\r\n")) as port:
        tried = driving("smtp", port)
    assert (AttemptOutcome.STARTTLS_REFUSED, Phase.STARTTLS) == (tried.outcome, tried.phase)
    assert "instead of the SMTP greeting the server sent '554 no'" == tried.problem
    assert [b"554 no\r\n"] == [chunk.data for chunk in tried.transcript.chunks]


@pytest.mark.parametrize("protocol", GOOD)
def test_closed_during_starttls(protocol):
    """A server that leaves at once is told as closed or reset, and not as refusing."""
    speaks_second = GOOD[protocol][0] == b""
    with tcp_server(lambda connection: connection.recv(1) if speaks_second else None) as port:
        tried = driving(protocol, port)
    assert tried.outcome in (AttemptOutcome.CLOSED, AttemptOutcome.RESET)
    assert Phase.STARTTLS is tried.phase


@pytest.mark.parametrize("protocol", ["smtp", "xmpp", "mysql"])
def test_silent_during_starttls(protocol):
    """A silent server is told as timed out, at the deadline."""

    def silent(connection):
        while connection.recv(1000):
            pass

    started = time.monotonic()
    with tcp_server(silent) as port:
        tried = driving(protocol, port, seconds=0.8)
        took = time.monotonic() - started
    assert (AttemptOutcome.TIMED_OUT, Phase.STARTTLS) == (tried.outcome, tried.phase)
    assert 0.72 < took < 0.88


def test_starttls_can_be_switched_off(credentials):
    """TLS at once on a port whose scheme implies STARTTLS is a setting."""
    with tcp_server(following([], credentials)) as port:
        tried = driving("smtp", port, starttls=NO_STARTTLS)
    assert (AttemptOutcome.COMPLETED, None) == (tried.outcome, tried.timings.starttls)


@pytest.mark.parametrize("protocol", GOOD)
def test_any_words(protocol):
    """Whatever a server says, changed by chance from what is right, ends in consent, refusal or waiting."""
    chance = Random(protocol)
    for _ in range(300):
        script = [bytearray(words) for words in GOOD[protocol]]
        for words in script[::2]:
            for _ in range(chance.randrange(4)):
                place = chance.randrange(len(words) + 1)
                words[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        with suppress(StarttlsRefusedError):
            held(protocol, [bytes(words) for words in script], chance.randrange(1, 40))
