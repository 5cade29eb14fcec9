"""Every case of the lab starts and does what it declares, for tlskit and for other clients."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tests.support.clients import TLS12, TLS13, ask, connected, context_for, s_client
from tlskit.explain.kinds import KINDS
from tlskit.lab.cases import CASES

NAMES = [case.name for case in CASES]
CLIENT_HELLO = bytes.fromhex("16030100050100000100")  # enough to be answered, too little to be understood
WELL_BEYOND = 300_000
each_case = pytest.mark.parametrize("case", CASES, ids=NAMES)


def names_of(certificate):
    """Return the common name in a parsed certificate's subject."""
    return dict(pair for (pair,) in certificate["subject"])["commonName"]


# -- declarations ----------------------------------------------------------------------------------------------------


def test_names_are_unique():
    """No two cases have one name."""
    assert len(set(NAMES)) == len(NAMES)


def test_the_lab_shows_what_it_promises():
    """The cases that users were promised are there."""
    promised = (
        "good missing-intermediate wrong-order root-included expired-leaf expired-intermediate wrong-host self-signed "
        "untrusted-root revoked weak-key mtls-required-tls12 mtls-required-tls13 mtls-optional-tls12 "
        "mtls-optional-tls13 sni tls12-only tls13-only hello-retry-request ocsp-good ocsp-revoked ocsp-stale "
        "starttls-smtp plain-http slow silent closing resetting flooding-messages flooding-alerts flooding-tickets"
    )
    assert set() == set(promised.split()) - set(NAMES)


@each_case
def test_declarations(case):
    """A case says what it does and shows in sentences, expects findings that exist, and offers commands that exist."""
    assert case.sentence.endswith(".")
    assert case.shows.endswith(".")
    assert {name for item in case.tries for name in (*item.finds, *item.perhaps)} <= {kind.id for kind in KINDS}


# -- what other clients see ------------------------------------------------------------------------------------------


def test_good(tlskit_lab):
    """The standard library is content with the good server, which answers a request."""
    version, peer, answer = ask(tlskit_lab.address("good"), context_for(tlskit_lab.roots_pem))
    assert ("TLSv1.3", tlskit_lab.pki.good.certificate.public_bytes(Encoding.DER)) == (version, peer)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"Hello from the tlskit lab.\n")


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("missing-intermediate", "unable to get local issuer certificate"),
        ("expired-leaf", "certificate has expired"),
        ("expired-intermediate", "certificate has expired"),
        ("wrong-host", "IP address mismatch, certificate is not valid for '127.0.0.1'."),
        ("self-signed", "self-signed certificate"),
        ("untrusted-root", "self-signed certificate in certificate chain"),
    ],
)
def test_faulty_chains(tlskit_lab, case, reason):
    """OpenSSL refuses the faulty chains for the reasons that were built into them."""
    with pytest.raises(ssl.SSLCertVerificationError) as refused:
        ask(tlskit_lab.address(case), context_for(tlskit_lab.roots_pem))
    assert reason == refused.value.verify_message


@pytest.mark.parametrize("case", ["wrong-order", "root-included", "revoked", "must-staple-missing", "ocsp-revoked"])
def test_what_others_overlook(tlskit_lab, case):
    """OpenSSL by itself does not mind these."""
    assert ask(tlskit_lab.address(case), context_for(tlskit_lab.roots_pem))[2].startswith(b"HTTP/1.1 200")


def test_revoked_by_crl(tlskit_lab, files):
    """OpenSSL finds the revoked certificate once it is given the CRLs."""
    context = context_for(tlskit_lab.roots_pem)
    context.load_verify_locations(files / "crl.pem")
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN
    with pytest.raises(ssl.SSLCertVerificationError, match="certificate revoked"):
        ask(tlskit_lab.address("revoked"), context)
    assert ask(tlskit_lab.address("good"), context)[2].startswith(b"HTTP/1.1 200")


def test_weak_key(tlskit_lab):
    """The weak key is refused, and served to a client that lowers its guard."""
    context = context_for(tlskit_lab.roots_pem)
    with pytest.raises(ssl.SSLCertVerificationError, match="EE certificate key too weak"):
        ask(tlskit_lab.address("weak-key"), context)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    assert ask(tlskit_lab.address("weak-key"), context)[2].startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("name", ["one.test", "two.test", "TWO.test"])
def test_sni(tlskit_lab, name):
    """Each name known gets its own certificate; letters match without regard to case."""
    context = context_for(tlskit_lab.roots_pem)
    with connected(tlskit_lab.address("sni")) as sock, context.wrap_socket(sock, server_hostname=name) as tls:
        assert name.lower() == names_of(tls.getpeercert())


def test_sni_unknown(tlskit_lab):
    """A name that is unknown is refused with unrecognized_name, and no name is not."""
    context = context_for(tlskit_lab.roots_pem)
    with pytest.raises(ssl.SSLError, match="TLSV1_UNRECOGNIZED_NAME"):
        ask(tlskit_lab.address("sni"), context, name="three.test")
    assert ask(tlskit_lab.address("sni"), context, name="127.0.0.1")[2].startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("case", "spoken", "refused"), [("tls12-only", TLS12, TLS13), ("tls13-only", TLS13, TLS12)], ids=["1.2", "1.3"]
)
def test_versions(tlskit_lab, case, spoken, refused):
    """The server with one version speaks it, and refuses the other with an alert."""
    assert ask(tlskit_lab.address(case), context_for(tlskit_lab.roots_pem, version=spoken))[2]
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        ask(tlskit_lab.address(case), context_for(tlskit_lab.roots_pem, version=refused))


def test_hello_retry_request(tlskit_lab, files):
    """OpenSSL's client sends two ClientHellos before it gets its ServerHello on secp384r1."""
    told = s_client(tlskit_lab.address("hello-retry-request"), "-CAfile", files / "roots.pem", "-msg")
    assert 2 == told.count(", ClientHello")
    assert "Server Temp Key: ECDH, secp384r1, 384 bits" in told


@pytest.mark.parametrize(
    ("case", "status"),
    [("ocsp-good", "good"), ("ocsp-revoked", "revoked"), ("ocsp-stale", "good"), ("must-staple-missing", "")],
)
def test_staples(tlskit_lab, files, case, status):
    """OpenSSL's client is sent the response that the case declares, or none, where it asks for one."""
    told = s_client(tlskit_lab.address(case), "-CAfile", files / "roots.pem", "-status")
    assert status in told.partition("Cert Status: ")[2].splitlines()[:1] or not status
    assert bool(status) == ("OCSP Response Status: successful" in told)
    assert bool(status) != ("OCSP response: no response sent" in told)


def test_nothing_is_stapled_unasked(tlskit_lab):
    """A client that does not ask for a response gets none: the handshake is the same as without."""
    assert ask(tlskit_lab.address("ocsp-good"), context_for(tlskit_lab.roots_pem))[2].startswith(b"HTTP/1.1 200")


def test_the_stale_staple_is_stale(tlskit_lab):
    """What the stale case staples was due before the lab's time."""
    pki = tlskit_lab.pki
    assert ocsp.load_der_ocsp_response(pki.ocsp_response(pki.good, stale=True)).next_update_utc < pki.at


def test_starttls(tlskit_lab):
    """The standard library's mail client finds STARTTLS, begins TLS and speaks on."""
    host, _, port = tlskit_lab.address("starttls-smtp").rpartition(":")
    with smtplib.SMTP(host, int(port), timeout=5) as mail:
        mail.ehlo()
        assert mail.has_extn("starttls")
        assert 220 == mail.starttls(context=context_for(tlskit_lab.roots_pem))[0]
        assert 250 == mail.ehlo()[0]
        assert not mail.has_extn("starttls")
        assert 502 == mail.docmd("MAIL", "FROM:<a@lab.test>")[0]
        assert 250 == mail.noop()[0]


def test_plain_http(tlskit_lab):
    """The port without TLS answers a ClientHello with HTTP, and a request too."""
    with pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
        ask(tlskit_lab.address("plain-http"), context_for(tlskit_lab.roots_pem))
    with connected(tlskit_lab.address("plain-http")) as sock:
        sock.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 400 Bad Request\r\n")


def test_slow(tlskit_lab):
    """The slow server sends one byte at a time."""
    with connected(tlskit_lab.address("slow")) as sock:
        sock.sendall(CLIENT_HELLO)
        assert [1, 1] == [len(sock.recv(100)) for _ in range(2)]


def test_silent(tlskit_lab):
    """The silent server takes what comes and never answers."""
    with connected(tlskit_lab.address("silent"), timeout=0.1) as sock:
        sock.sendall(CLIENT_HELLO)
        with pytest.raises(TimeoutError):
            sock.recv(1)


def test_closing(tlskit_lab):
    """The closing server ends the connection in order."""
    with connected(tlskit_lab.address("closing")) as sock:
        sock.sendall(CLIENT_HELLO)
        assert b"" == sock.recv(1)


def test_resetting(tlskit_lab):
    """The resetting server ends it with a reset."""
    with connected(tlskit_lab.address("resetting")) as sock:
        sock.sendall(CLIENT_HELLO)
        with pytest.raises(ConnectionResetError):
            sock.recv(1)


@pytest.mark.parametrize(
    ("case", "record"),
    [
        ("flooding-messages", b"\x16\x03\x03\x00\x04\x00\x00\x00\x00"),
        ("flooding-alerts", b"\x15\x03\x03\x00\x02\x01\x5a"),
    ],
    ids=["messages", "alerts"],
)
def test_floods(tlskit_lab, case, record):
    """A flood is the same record again and again, well beyond what anybody reads."""
    with connected(tlskit_lab.address(case)) as sock:
        sock.sendall(CLIENT_HELLO)
        data = b"".join(received(sock, WELL_BEYOND))
    assert (record * len(data))[: len(data)] == data


def received(sock, wanted):
    """Yield what comes, until so many bytes have come."""
    while wanted > 0 and (data := sock.recv(65536)):
        yield data
        wanted -= len(data)
    assert wanted <= 0, "that was all"


def test_ticket_flood(tlskit_lab):
    """OpenSSL takes each ticket for one of the server's own, well beyond the two that it would send itself."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context_for(tlskit_lab.roots_pem).wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
    with connected(tlskit_lab.address("flooding-tickets")) as sock:
        while tls.version() is None or outgoing.pending:
            with suppress(ssl.SSLWantReadError):
                tls.do_handshake()
            sock.sendall(outgoing.read())
            incoming.write(sock.recv(65536))
        for data in received(sock, WELL_BEYOND):
            incoming.write(data)
    with pytest.raises(ssl.SSLWantReadError):  # one bad ticket would be another error
        tls.read(1)
    assert tls.session.has_ticket
