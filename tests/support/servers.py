"""Servers for tests, on 127.0.0.1 only: real TLS programs, and threads that answer with whatever bytes a test wants.

Every helper is a context manager that yields the port and ends what it started, by its own handle.
"""

import os
import shutil
import socket
import struct
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tlskit.lab.server import Listeners

PATIENCE = 20.0  # seconds for a server program to start on a busy machine


@dataclass(frozen=True)
class Credentials:
    """A server's certificate, the chain that goes with it (both PEM files), its key, and their DER in that order."""

    certificate: Path
    chain: Path
    key: Path
    ders: tuple[bytes, ...]

    def reordered(self, *order):
        """Return the same with the chain's certificates (1 is the first behind the leaf) in another order."""
        ders = (self.ders[0], *(self.ders[position] for position in order))
        chain = self.chain.with_name(f"chain-{'-'.join(map(str, order))}.pem")
        write_pem(chain, ders[1:])
        return Credentials(self.certificate, chain, self.key, ders)


def make_credentials(directory, name="server.test"):
    """Write a leaf for ``name``, two intermediates and a root, all ECDSA P-256, to ``directory``."""
    directory.mkdir(parents=True, exist_ok=True)
    certificates, issuer, issuer_key = [], None, None
    for common_name in ("Root", "Upper", "Lower", name):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
        unsigned = (
            x509.CertificateBuilder(issuer_name=issuer or subject, subject_name=subject, public_key=key.public_key())
            .serial_number(len(certificates) + 1)
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=common_name != name, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        )
        certificates.insert(0, unsigned.sign(issuer_key or key, hashes.SHA256()).public_bytes(Encoding.DER))
        issuer, issuer_key = subject, key
    made = Credentials(directory / "leaf.pem", directory / "chain.pem", directory / "leaf.key", tuple(certificates))
    write_pem(made.certificate, certificates[:1])
    write_pem(made.chain, certificates[1:])
    made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


def write_pem(path, ders):
    """Write certificates to a PEM file."""
    path.write_bytes(b"".join(x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM) for der in ders))


def find_program(name):
    """Return the path of a server program; without it the test is skipped, or fails where CI=true is set."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed, and CI runs every test")
        pytest.skip(f"{name} is not installed")
    return found


@contextmanager
def openssl_server(credentials, *options):
    """Run ``openssl s_server`` with ``credentials`` and further options; yield its port."""
    command = [find_program("openssl"), "s_server", "-accept", "127.0.0.1:0", "-cert", credentials.certificate]
    command += ["-key", credentials.key, "-cert_chain", credentials.chain, *options]
    log = credentials.key.with_name("s_server.log")
    with log.open("wb") as output, running(command, stdin=subprocess.PIPE, stdout=output, stderr=output) as server:
        yield wait_for(server, lambda: accepted_port(log), log)


@contextmanager
def nginx_server(credentials, *directives, tls=True):
    """Run nginx with ``credentials`` and further directives of its ``server`` block, or without TLS; yield its port."""
    program = find_program("nginx")
    folder = credentials.key.parent
    bundle, log, port = folder / "bundle.pem", folder / "nginx.log", free_port()
    write_pem(bundle, credentials.ders)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    block = f"listen 127.0.0.1:{port}{' ssl' * tls}; ssl_certificate {bundle}; ssl_certificate_key {credentials.key};"
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; master_process off; pid {folder / 'nginx.pid'}; error_log {log}; events {{}}"
        f"http {{ access_log off; {folders} server {{ {block} {' '.join(directives)} }} }}"
    )
    command = [program, "-p", folder, "-e", log, "-c", settings]
    with running(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        yield wait_for(server, lambda: port if answers(port) else None, log)


@contextmanager
def tcp_server(answer):
    """Accept one connection in a thread and call ``answer`` with its socket; yield the port.

    An error in ``answer`` other than the client's leaving is raised when the server is left.
    """
    errors = []

    def serve(listener):
        try:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(PATIENCE)
                answer(connection)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client left first
        except Exception as error:  # noqa: BLE001 (raised below, in the test's own thread)
            errors.append(error)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)
        thread = Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            thread.join()
    if errors:
        raise errors[0]


@contextmanager
def served(service):
    """Serve every connection with a service of the lab, in threads; yield the port."""
    with Listeners() as listeners:
        yield int(listeners.listen(service).rpartition(":")[2])


def free_port():
    """Return a port of 127.0.0.1 that was free a moment ago, for programs that cannot choose one themselves."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        return holder.getsockname()[1]


@contextmanager
def running(command, **streams):
    """Run a program for the length of the block."""
    with subprocess.Popen(command, **streams) as program:
        try:
            yield program
        finally:
            program.terminate()


def wait_for(server, ready, log):
    """Return what ``ready`` returns as soon as that is something; fail with the log when the program ends first."""
    deadline = time.monotonic() + PATIENCE
    while (result := ready()) is None:
        if server.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the server did not start: {log.read_text() if log.exists() else 'no log'}")
        time.sleep(0.01)
    return result


def accepted_port(log):
    """Return the port that s_server printed, or ``None`` while it has not."""
    for line in log.read_text().splitlines(keepends=True):
        if line.startswith("ACCEPT 127.0.0.1:") and line.endswith("\n"):
            return int(line.rpartition(":")[2])
    return None


def answers(port):
    """Tell whether a port of 127.0.0.1 accepts connections."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def saying(data, then=lambda connection: None):
    """Return a server that reads the ClientHello, sends ``data`` and goes on with ``then``."""

    def answer(connection):
        assert connection.recv(65536)
        connection.sendall(data)
        then(connection)

    return answer


def wait_for_client(connection):
    """Read until the client closes."""
    while connection.recv(65536):
        pass


def reset(connection):
    """Close with a TCP reset instead of the usual end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
