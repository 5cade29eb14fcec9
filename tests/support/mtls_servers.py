"""Servers that ask for a client's certificate, each under one name, and the client certificates that they judge.

All listen on 127.0.0.1 alone, which is checked against the kernel's own table before a port is handed out, or in a
network of their own.
"""

import ctypes
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.support.servers import answers, find_program, free_port, running, wait_for, write_pem
from tlskit.handshake.credentials import ClientCredentials

EXPIRED = datetime(2021, 1, 1, tzinfo=UTC)
LASTING = datetime(2045, 1, 1, tzinfo=UTC)


def make_client(authority, key, *, ends=LASTING, purpose=ExtendedKeyUsageOID.CLIENT_AUTH):
    """Return credentials for a client, issued by ``authority``."""
    own = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_der_x509_certificate(authority).subject
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "client.test")])
    unsigned = (
        x509.CertificateBuilder(issuer, subject, own.public_key())
        .serial_number(77)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    signed = unsigned.sign(key, hashes.SHA256())
    return ClientCredentials((signed.public_bytes(Encoding.DER),), own, key_fits=True)


def make_authority(common_name="Clients", above=None, key_above=None):
    """Return a root for clients, or what another authority issues, in DER and with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    issuer = x509.load_der_x509_certificate(above).subject if above else name
    unsigned = (
        x509.CertificateBuilder(issuer, name, key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(LASTING)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return unsigned.sign(key_above or key, hashes.SHA256()).public_bytes(Encoding.DER), key


def make_clients():
    """Return an authority for clients, an intermediate below it, and one client of each kind by name."""
    authority, key = make_authority()
    _, other_key = make_authority()
    stranger, stranger_key = make_authority("Strangers")
    middle, middle_key = make_authority("Middle", authority, key)
    below = make_client(middle, middle_key)
    clients = {
        "none": None,
        "good": make_client(authority, key),
        "expired": make_client(authority, key, ends=EXPIRED),
        "stranger": make_client(stranger, stranger_key),
        "same name": make_client(authority, other_key),
        "self-signed": ClientCredentials((stranger,), stranger_key, key_fits=True),
        "through an intermediate": below.replace(certificates=(*below.certificates, middle)),
        "intermediate left out": below,
        "server's": make_client(authority, key, purpose=ExtendedKeyUsageOID.SERVER_AUTH),
    }
    return authority, middle, clients


def key_pem(key):
    """Return a private key in PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


# -- servers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Peer:
    """A running server: its port, and how to call what connects to it."""

    port: int
    call: Callable[[Callable[[], Any]], Any]


@contextmanager
def mutual_server(kind, credentials, authority, version, folder):
    """Run a server that requires a certificate of ``authority`` under TLS ``version``."""
    folder.mkdir(exist_ok=True)
    bundle, clients, log = folder / "bundle.pem", folder / "clients.pem", folder / "log"
    write_pem(bundle, credentials.ders)
    write_pem(clients, [authority])
    (folder / "both.pem").write_bytes(bundle.read_bytes() + credentials.key.read_bytes())
    port = free_port()
    command = _COMMANDS[kind](folder, credentials, version, port)
    with log.open("wb") as output, running(command, stdin=subprocess.PIPE, stdout=output, stderr=output) as server:
        call = partial(_call_inside, server.pid) if kind == "gnutls" else _call_here
        wait_for(server, lambda: call(lambda: answers(port)) or None, log)
        assert kind == "gnutls" or listening(port) == {"127.0.0.1"}
        yield Peer(port, call)


def _call_here(function):
    return function()


def _call_inside(pid, function):
    """Call in a thread that has joined the network of a process."""
    with ThreadPoolExecutor(1) as pool, Path(f"/proc/{pid}/ns/net").open("rb") as network:
        assert pool.submit(ctypes.CDLL(None).setns, network.fileno(), _NETWORK).result() == 0
        return pool.submit(function).result()


_NETWORK = 0x40000000  # CLONE_NEWNET, setns(2)


def listening(port):
    """Return the addresses on which somebody listens at a port, from the kernel's table."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            address, _, number = local.partition(":")
            if state == "0A" and int(number, 16) == port:
                found.add(
                    ".".join(str(byte) for byte in bytes.fromhex(address)[::-1]) if len(address) == 8 else address
                )
    return found


def _openssl(folder, credentials, version, port):
    chosen = "-tls1_3" if version == "1.3" else "-tls1_2"
    command = [find_program("openssl"), "s_server", "-accept", f"127.0.0.1:{port}", chosen, "-www"]
    command += ["-cert", credentials.certificate, "-key", credentials.key, "-cert_chain", credentials.chain]
    return [*command, "-CAfile", folder / "clients.pem", "-Verify", "3", "-verify_return_error"]


def _haproxy(folder, credentials, version, port):
    settings = folder / "haproxy.cfg"
    bind = f"bind 127.0.0.1:{port} ssl crt {folder}/both.pem ca-file {folder}/clients.pem verify required"
    settings.write_text(
        "global\n  maxconn 50\n  nbthread 1\ndefaults\n  mode http\n"
        "  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n"
        f"frontend front\n  {bind} ssl-min-ver TLSv{version} ssl-max-ver TLSv{version}\n"
        "  http-request return status 200 content-type text/plain string hello\n"
    )
    return [find_program("haproxy"), "-db", "-f", settings]


def _nginx(folder, credentials, version, port):
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {folders} server {{ listen 127.0.0.1:{port} ssl; ssl_protocols TLSv{version};\n"
        f"ssl_certificate {folder}/bundle.pem; ssl_certificate_key {credentials.key};\n"
        f"ssl_client_certificate {folder}/clients.pem; ssl_verify_client on; return 200 hello; }} }}\n"
    )
    return [find_program("nginx"), "-p", folder, "-e", folder / "error.log", "-c", settings]


def _apache(folder, credentials, version, port):
    program = find_program("apache2")
    modules = Path(program).parent.parent / "lib" / "apache2" / "modules"
    loaded = ("mpm_event", "authz_core", "ssl")
    settings = folder / "apache.conf"
    settings.write_text(
        "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in loaded)
        + f"ServerName server.test\nPidFile {folder}/apache.pid\nErrorLog {folder}/error.log\n"
        f"DefaultRuntimeDir {folder}\nMutex file:{folder}\nDocumentRoot {folder}\nStartServers 1\n"
        f"Listen 127.0.0.1:{port}\n"
        f"SSLEngine on\nSSLProtocol -all +TLSv{version}\nSSLCertificateFile {folder}/bundle.pem\n"
        f"SSLCertificateKeyFile {credentials.key}\nSSLCACertificateFile {folder}/clients.pem\n"
        "SSLVerifyClient require\nSSLVerifyDepth 3\n"
    )
    return [program, "-X", "-f", settings]


def _apache_asking_late(folder, credentials, version, port):
    """Let Apache ask after the request has come, by post-handshake authentication (RFC 8446 section 4.6.2)."""
    command = _apache(folder, credentials, version, port)
    settings = folder / "apache.conf"
    ask = "SSLVerifyClient require\nSSLVerifyDepth 3\n"
    settings.write_text(settings.read_text().replace(ask, f"<Location />\n{ask}</Location>\n"))
    return command


def _gnutls(folder, credentials, version, port):
    priority = f"NORMAL:-VERS-ALL:+VERS-TLS{version}"
    """Confine gnutls-serv, which cannot be told an address, to a network that has nothing but a loopback."""
    if os.geteuid() != 0:
        pytest.skip("gnutls-serv listens on every address unless root confines it")
    command = [find_program("unshare"), "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    command += [find_program("gnutls-serv"), "--http", "--quiet", "--priority", priority, "--port", str(port)]
    command += ["--x509certfile", folder / "bundle.pem", "--x509keyfile", credentials.key]
    return [*command, "--x509cafile", folder / "clients.pem", "--require-client-cert", "--verify-client-cert"]


def _stunnel(folder, credentials, version, port):
    settings = folder / "stunnel.conf"
    settings.write_text(
        f"foreground = yes\npid =\nsyslog = no\n[tls]\naccept = 127.0.0.1:{port}\nexec = /bin/cat\nexecArgs = cat\n"
        f"cert = {folder}/bundle.pem\nkey = {credentials.key}\nCAfile = {folder}/clients.pem\nverifyChain = yes\n"
        f"requireCert = yes\nsslVersion = TLSv{version}\n"
    )
    return [find_program("stunnel4"), settings]


def _go(folder, credentials, version, port):
    return [
        _go_program(folder.parent),
        str(port),
        version,
        folder / "bundle.pem",
        credentials.key,
        folder / "clients.pem",
    ]


def _go_program(folder):
    """Compile the Go server once in a folder; return its path."""
    program, source = folder / "go-server", Path(__file__).with_name("server.go")
    if not program.exists():
        command = [find_program("go"), "build", "-o", program, source]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr)
    return program


_COMMANDS = {
    "openssl": _openssl,
    "haproxy": _haproxy,
    "nginx": _nginx,
    "apache2": _apache,
    "apache2 asking late": _apache_asking_late,
    "gnutls": _gnutls,
    "stunnel": _stunnel,
    "go": _go,
}
