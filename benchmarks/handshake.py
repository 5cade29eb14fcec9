"""Full handshakes per second beside stdlib ssl, pyOpenSSL and Go; what recording costs; one process beside others.

    python benchmarks/handshake.py [--sslyze PATH]

The server is nginx on 127.0.0.1 with two worker processes, TLS 1.3 and an ECDSA P-256 certificate below two
intermediates. What a handshake costs it is printed: of a client in Python it is less than the client's own part, but
client and server share the processors, and a client in Go is held back by it. So the processor time of the client alone
stands beside the rate. Every party connects, makes a full handshake in which it verifies nothing, sends close_notify,
waits for the server's end, and starts anew, for a while, in 1, 8 and 32 threads (goroutines) of a process of its own.
Rounds are interleaved, the best one counts.

"tlskit" is the driver as ``tlskit handshake`` uses it: name and address looked at, every byte recorded with its time,
the secrets taken, certificates and what was agreed on handed over. "not recording" is the same driver with a recorder
that forgets, and without secrets. OpenSSL in pyOpenSSL is newer than the one in the standard library, and begins with
a post-quantum share besides. What is not installed is named. It reports and never fails.
"""

from __future__ import annotations

import argparse
import os
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, Self
from unittest.mock import patch

from OpenSSL import SSL
from party import Party, in_turn, program, run, show_rates

from tlskit.handshake import conversation
from tlskit.handshake.context import context_for
from tlskit.handshake.driver import attempt
from tlskit.handshake.recorder import Recorder
from tlskit.handshake.settings import NO_STARTTLS, ConnectionSettings
from tlskit.lab.pki import Pki
from tlskit.net.deadline import Deadline
from tlskit.net.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.trace.chunk import Direction

NAME = "localhost"
WORKERS = (1, 8, 32)
SECONDS, ROUNDS, PROCESS_ROUNDS = 0.5, 3, 5
BATCHES, BATCH, RECORDING = 40, 10, "recording"
PATIENCE = 10.0  # seconds for anything on this machine
NGINX = """
daemon off; worker_processes 2; pid nginx.pid; error_log nginx.log; events {{}}
http {{
    access_log off; client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp;
    scgi_temp_path temp; ssl_session_cache off; ssl_session_tickets off; ssl_protocols TLSv1.3;
    server {{ listen 127.0.0.1:{port} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem; }}
}}
"""


def main() -> None:
    """Run everything; with a client's name and numbers, its part of it."""
    if sys.argv[1:2] and sys.argv[1] in CLIENTS:
        name, port, workers, seconds = sys.argv[1:]
        be_client(name, int(port), int(workers), float(seconds))
        return
    if sys.argv[1:2] == [RECORDING]:
        spend_with_and_without(int(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(description="Compare handshakes with those of other clients.")
    parser.add_argument("--sslyze", metavar="PATH", help="the program, which has an environment of its own")
    given = parser.parse_args()
    nginx = program("nginx")
    if nginx is None:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_certificates(folder)
        with Server(nginx, folder) as server:
            count = rates(server.port, folder)
        print(f"nginx needs {1000 * server.spent / count:.2f} ms of processor time for a handshake\n")
        with Server(nginx, folder) as server:
            processes(server.port, folder, given.sslyze or program("sslyze"))


# -- what is measured ------------------------------------------------------------------------------------------------


class Rate(NamedTuple):
    """What a client did in a while, per second, and its processor time for each handshake."""

    count: int
    per_second: float
    spent: float

    @classmethod
    def read(cls, output: bytes) -> Rate:
        """Read what a client printed: handshakes, seconds, seconds of processor time."""
        count, lasted, spent = map(float, output.split())
        return cls(int(count), count / lasted, spent / count)


def rates(port: int, folder: Path) -> int:
    """Full handshakes per second by the number of workers; return how many were made."""
    parties = [Party(name, (sys.executable, __file__, name)) for name in CLIENTS] + go_client(folder)
    total = 0
    for workers in WORKERS:
        runs = in_turn([party.given(port, workers, SECONDS) for party in parties], ROUNDS)
        made = [[Rate.read(each.output) for each in row] for row in runs]
        total += sum(rate.count for row in made for rate in row)
        print(
            f"full handshakes per second, {workers} worker{'s' * (workers > 1)}; the client's processor time for each"
        )
        least = [1000 * min(rate.spent for rate in row) for row in made]
        best = [max(rate.per_second for rate in row) for row in made]
        show_rates([party.name for party in parties], best, [f"{spent:.2f} ms" for spent in least])
    on, off, bare = map(float, run(Party("recording", (sys.executable, __file__, RECORDING, str(port)))).output.split())
    print(f"recording costs {(on - off) / bare:.0%} of the processor time of a handshake of bare pyOpenSSL")
    print("  aim: below 15 %\n")
    return total


def processes(port: int, folder: Path, sslyze: str | None) -> None:
    """One handshake with one target, from the shell to the end of the output."""
    where, root = f"127.0.0.1:{port}", str(folder / "root.pem")
    tlskit = (sys.executable, "-c", "from tlskit.cli.app import main; main()", "handshake", where)
    parties = [Party("tlskit handshake", (*tlskit, "--servername", NAME, "--ca-file", root))]
    if openssl := program("openssl"):
        options = ("-connect", where, "-servername", NAME, "-CAfile", root)
        parties.append(Party("openssl s_client", (openssl, "s_client", *options)))
    if sslyze:
        parties.append(Party("sslyze --certinfo", (sslyze, "--certinfo", "--certinfo_ca_file", root, where)))
    print("one process: processor time, and time on the clock")
    least = [
        (min(each.spent for each in runs), min(each.lasted for each in runs))
        for runs in in_turn(parties, PROCESS_ROUNDS)
    ]
    for party, (spent, lasted) in zip(parties, least, strict=True):
        ratios = f"{spent / least[0][0]:.2f} and {lasted / least[0][1]:.2f}"
        print(f"  {party.name:18}{1000 * spent:6.0f} ms {1000 * lasted:6.0f} ms   {party.name}/tlskit: {ratios}")


# -- the server ------------------------------------------------------------------------------------------------------


def write_certificates(folder: Path) -> None:
    """Write a server's chain and key, and the root."""
    pki = Pki(datetime.now(UTC))
    (folder / "chain.pem").write_bytes(pki.good.chain_pem)
    (folder / "key.pem").write_bytes(pki.good.key_pem)
    (folder / "root.pem").write_bytes(pki.root.chain_pem)


class Server:
    """nginx in a folder, as long as the ``with`` lasts; afterwards ``spent`` is the processor time that it took."""

    def __init__(self, program: str, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (folder / "nginx.conf").write_text(NGINX.format(port=self.port), encoding="ascii")
        self.command = (program, "-p", str(folder), "-e", "nginx.log", "-c", "nginx.conf")
        self.spent = 0.0

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.command)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", self.port)):
                return self
            time.sleep(0.02)
        self.process.kill()
        raise TimeoutError("nginx does not answer")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        _, status, used = os.wait4(self.process.pid, 0)  # with its workers, for which it has waited
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.spent = used.ru_utime + used.ru_stime


# -- the clients, each in a process of its own -----------------------------------------------------------------------


def stdlib_ssl(port: int) -> Callable[[], None]:
    """Python's ssl on a socket."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    def once() -> None:
        with (
            socket.create_connection(("127.0.0.1", port)) as sock,
            context.wrap_socket(sock, server_hostname=NAME) as wrapped,
            suppress(OSError),
        ):
            wrapped.unwrap()

    return once


def bare_pyopenssl(port: int) -> Callable[[], None]:
    """OpenSSL on the socket, as its documentation shows."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_verify(SSL.VERIFY_NONE)

    def once() -> None:
        with socket.create_connection(("127.0.0.1", port)) as sock:
            connection = SSL.Connection(context, sock)
            connection.set_tlsext_host_name(NAME.encode())
            connection.set_connect_state()
            connection.do_handshake()
            connection.shutdown()
            while sock.recv(4096):
                pass

    return once


def tlskit_driver(port: int, settings: ConnectionSettings | None = None) -> Callable[[], None]:
    """Drive to the end and record."""
    target, settings = (
        parse_target(f"127.0.0.1:{port}", exists=lambda _: False),
        settings or ConnectionSettings(server_name=NAME),
    )

    def once() -> None:
        attempt(target, settings, Deadline.after(PATIENCE))

    return once


def tlskit_without_recording(port: int) -> Callable[[], None]:
    """Drive to the end with a recorder that forgets and a context, of its own for these settings, without secrets."""
    settings = ConnectionSettings(server_name=NAME, starttls=NO_STARTTLS)
    with patch.object(SSL.Context, "set_keylog_callback"):
        context_for(settings)
    conversation.Recorder = Forgetful
    return tlskit_driver(port, settings)


class Forgetful(Recorder):
    """Carries the bytes and keeps nothing of them."""

    def _record(self, direction: Direction, data: bytes) -> None:
        pass


CLIENTS = {
    "tlskit": tlskit_driver,
    "not recording": tlskit_without_recording,
    "pyOpenSSL": bare_pyopenssl,
    "stdlib ssl": stdlib_ssl,
}


def be_client(name: str, port: int, workers: int, seconds: float) -> None:
    """Play one party: make handshakes for so long, and print their number, the time, and our processor time."""
    once = CLIENTS[name](port)
    once()
    counts = [0] * workers
    spent, begun = time.process_time(), time.perf_counter()
    end = begun + seconds

    def work(worker: int) -> None:
        while time.perf_counter() < end:
            once()
            counts[worker] += 1

    threads = [Thread(target=work, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sum(counts), time.perf_counter() - begun, time.process_time() - spent)


def spend_with_and_without(port: int) -> None:
    """Print the processor time of a handshake with recording, without, and of bare pyOpenSSL.

    They take turns within one process: what they differ in is little beside what processes differ in.
    """
    works = (tlskit_without_recording(port), tlskit_driver(port), bare_pyopenssl(port))
    off, on, bare = ([], [], [])
    for _ in range(BATCHES):
        for once, recorder, spent in zip(works, (Forgetful, Recorder, Recorder), (off, on, bare), strict=True):
            conversation.Recorder = recorder
            begun = time.process_time()
            for _ in range(BATCH):
                once()
            spent.append(time.process_time() - begun)
    print(*map(statistics.median, (on, off, bare)))


def go_client(folder: Path) -> list[Party]:
    """Return the client in Go, built into a folder, where Go is installed."""
    if (go := program("go")) is None:
        return []
    built, source = folder / "client", Path(__file__).with_suffix(".go")
    run(Party("go build", (go, "build", "-o", str(built), str(source))))
    return [Party("Go", (str(built),))]


if __name__ == "__main__":
    main()
