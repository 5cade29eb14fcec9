"""Clients for the lab's servers: stdlib ssl, OpenSSL's and curl's programs, and bare bytes."""

from __future__ import annotations

import socket
import ssl
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.servers import find_program

TLS12, TLS13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
LOOPBACK = "0100007F"  # 127.0.0.1 as /proc/net/tcp has it
REQUEST = b"GET / HTTP/1.0\r\n\r\n"


def endpoint(address):
    """Return a host and port."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


@contextmanager
def connected(address, *, timeout=5.0):
    """Connect without TLS."""
    with socket.create_connection(endpoint(address), timeout) as sock:
        yield sock


def context_for(roots, *, version=None, client=None):
    """Return a client's context that trusts the roots; ``client``: a directory and a stem of two files."""
    context = ssl.create_default_context(cadata=roots.decode("ascii"))
    if version is not None:
        context.minimum_version = context.maximum_version = version
    if client is not None:
        directory, stem = client
        context.load_cert_chain(directory / f"{stem}.pem", directory / f"{stem}.key")
    return context


def ask(address, context, *, name="127.0.0.1"):
    """Make a handshake and a request; return the TLS version, the peer's DER and the answer."""
    with connected(address) as sock, context.wrap_socket(sock, server_hostname=name) as tls:
        version, peer = tls.version(), tls.getpeercert(binary_form=True)
        tls.sendall(REQUEST)
        answer = b""
        while data := tls.recv(65536):
            answer += data
        return version, peer, answer


def s_client(address, *options, stdin=REQUEST):
    """Run ``openssl s_client`` until the server takes leave; return all that it wrote."""
    command = [find_program("openssl"), "s_client", "-connect", address, "-ign_eof", *map(str, options)]
    ended = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=20)
    return (ended.stdout + ended.stderr).decode("utf-8", "replace")


def listening():
    """Return the local addresses that this process listens at, from /proc, as the kernel writes them."""
    inodes = set()
    for path in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the directory's own descriptor
            inodes.add(path.readlink().name.removeprefix("socket:[").removesuffix("]"))
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/self/net/{table}").read_text(encoding="ascii").splitlines()[1:]
    ]
    return [row[1].partition(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes]
