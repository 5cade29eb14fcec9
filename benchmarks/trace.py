"""Records per second beside tshark, dpkt and scapy; one ClientHello; how cost grows; first output; with a key log.

    python benchmarks/trace.py [gen_corpus.py]

Every party is a whole process that reads the same capture, start-up included; what counts is its processor time, of
which a busy machine takes nothing away. Rounds are interleaved, the best one counts. Ratios are ours over the peer's
rate: above 1 is faster. dpkt and scapy are shown where they are installed. It reports and never fails.

What is compared. "Facts" prints a line for each record with the fields of the hellos, as ``tshark -T fields`` does.
"Annotated" reads every byte of every record header and message into a tree of fields, without the DER inside
certificates; ``tshark -V`` takes that apart too, and all headers below TLS, and prints it all. dpkt puts no segments in
order, no message together, and opens only a record's first message; scapy gets the first packets only. tlskit, tshark
and scapy reassemble.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import make
from party import Party, has_module, least_spent, program, run, show_rates

from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.named_group import NamedGroup
from tlskit.trace.input.source import read_capture
from tlskit.trace.observer import observe
from tlskit.wire.extension_bodies.key_share import KeyShareClientHello
from tlskit.wire.hello import ClientHello

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tlskit.trace.record.record import Message
    from tlskit.trace.report import TraceReport
    from tlskit.wire.extension import Extension

CONNECTIONS, ANSWER = 1500, 4000
SCAPY_SHARE = 0.02
ROUNDS, SMALL_ROUNDS, CALLS = 2, 7, 200
HELLO_AIM = 50  # microseconds
REASSEMBLY = (
    *("-o", "tcp.reassemble_out_of_order:TRUE", "-o", "tcp.desegment_tcp_streams:TRUE"),
    *("-o", "tls.desegment_ssl_records:TRUE", "-o", "tls.desegment_ssl_application_data:TRUE"),
    *("-o", "tcp.check_checksum:FALSE", "-o", "nameres.network_name:FALSE"),
)
FIELDS = (
    *("frame.number", "tls.record.content_type", "tls.record.version", "tls.record.length", "tls.handshake.type"),
    *("tls.handshake.length", "tls.handshake.version", "tls.handshake.random", "tls.handshake.session_id"),
    *("tls.handshake.ciphersuite", "tls.handshake.extension.type", "tls.handshake.extensions_server_name"),
    *("tls.handshake.extensions_supported_group", "tls.handshake.sig_hash_alg", "tls.handshake.extensions_alpn_str"),
    *("tls.handshake.extensions_key_share_group", "tls.handshake.extensions.supported_version"),
)
FIELD_OPTIONS = tuple(option for field in FIELDS for option in ("-e", field))


def main() -> None:
    """Run everything."""
    with tempfile.TemporaryDirectory() as name:
        capture, keys = make(Path(name), CONNECTIONS, ANSWER)
        reports = [observe(transcript) for transcript in read_capture(first_part(capture, 0.1))]
        records = count_records(capture)
        print(f"a capture of {capture.stat().st_size / 1e6:.0f} MB, {CONNECTIONS:,} connections, {records:,} records\n")
        with_everything(capture, records)
        with_keys(capture, keys, records)
        one_hello(reports)
        growth(capture)
        first_output(first_part(capture, 1 / CONNECTIONS))


# -- what is measured ------------------------------------------------------------------------------------------------


def with_everything(capture: Path, records: int) -> None:
    """Facts and annotated trees without keys."""
    print("facts, records per second")
    peers = tshark("tshark fields", "-T", "fields", *FIELD_OPTIONS) + [ours("dpkt", name="dpkt")] * has_module("dpkt")
    compare(ours("facts"), peers, capture, records)
    print("  aim: at least 2.00 of tshark fields")
    if has_module("scapy"):
        part = first_part(capture, SCAPY_SHARE)
        few = count_records(part)
        print(f"facts of the first {few:,} records, records per second")
        compare(ours("facts"), [ours("scapy", name="scapy")], part, few)
    print("\nannotated, records per second")
    compare(ours("annotated"), tshark("tshark -V", "-V"), capture, records)
    print("  aim: at least 0.80 of tshark -V\n")


def with_keys(capture: Path, keys: Path, records: int) -> None:
    """Facts of everything, opened with the key log."""
    print("facts with a key log, records per second")
    peer = tshark("tshark fields", "-o", f"tls.keylog_file:{keys}", "-T", "fields", *FIELD_OPTIONS)
    compare(ours("facts", keys), peer, capture, records)
    print()


def one_hello(reports: Sequence[TraceReport]) -> None:
    """One ClientHello with a post-quantum share, or the longest there is: all its values, and all its fields."""
    hellos = [
        message for report in reports for message in report.messages if message.type == HandshakeType.client_hello
    ]
    message = max(filter(is_post_quantum, hellos), default=max(hellos, key=size), key=size)
    data = message.data
    strangers = [stranger(message.body, seed) for seed in range(CALLS * SMALL_ROUNDS)]
    values = microseconds(
        ClientHello.read, [data[:4] + hello.encode(HandshakeType.client_hello) for hello in strangers]
    )
    known = microseconds(ClientHello.read, [data])
    fields = microseconds(ClientHello.decode, [data])
    print(
        f"one ClientHello of {len(data):,} bytes: all values {values:.0f} us, of a program that was met {known:.0f} us"
    )
    print(f"  all fields annotated {fields:.0f} us")
    if has_module("dpkt"):
        import dpkt

        peer = microseconds(lambda hello, *_: dpkt.ssl.TLSHandshake(hello), [data])
        print(f"  dpkt {peer:.0f} us, without reading into extensions   tlskit/dpkt: {peer / values:.2f}")
    print(f"  aim: all values in {HELLO_AIM} us on a quiet machine\n")


def growth(capture: Path) -> None:
    """How the cost of facts grows with the file."""
    print("facts of the first part of the capture: processor time, and per record relative to the smallest part")
    base = 0.0
    for share in (1 / 8, 1 / 4, 1 / 2, 1):
        part = first_part(capture, share)
        records, spent = count_records(part), least_spent([ours("facts", part)], ROUNDS)[0]
        base = base or spent / records
        print(f"  {records:9,} records {spent:7.2f} s  x {spent / records / base:.2f}")
    print()


def first_output(capture: Path) -> None:
    """From the shell to the end of the output on one connection."""
    started = Party("tlskit trace", (sys.executable, "-c", "from tlskit.cli.app import main; main()", "trace"))
    parties = [party.given(capture) for party in (started, ours("facts", name="the library"), *tshark("tshark -r"))]
    print(f"first output, one connection of {capture.stat().st_size:,} bytes, processor time of the whole process")
    costs = least_spent(parties, SMALL_ROUNDS)
    for party, spent in zip(parties, costs, strict=True):
        print(f"  {party.name:14}{1000 * spent:8.0f} ms   tlskit/{party.name}: {spent / costs[0]:.2f}")
    print("  aim: no later than tshark")


# -- measuring and showing -------------------------------------------------------------------------------------------


def ours(part: str, *paths: Path, name: str = "tlskit") -> Party:
    """Return a party that reads in Python."""
    return Party(name, (sys.executable, str(Path(__file__).with_name("trace_part.py")), part)).given(*paths)


def tshark(name: str, *options: str) -> list[Party]:
    """Return tshark with these options, if it is installed."""
    found = program("tshark")
    return [Party(name, (found, "-n", *REASSEMBLY, *options, "-r"))] if found else []


def count_records(capture: Path) -> int:
    """Return how many records there are, by our own count."""
    return int(run(ours("count", capture)).output)


def first_part(capture: Path, share: float) -> Path:
    """Return a capture with the first packets of another, up to a share of its size."""
    data = capture.read_bytes()
    position = 24
    while position < share * len(data):
        position += 16 + int.from_bytes(data[position + 8 : position + 12], "little")
    part = capture.with_name(f"part-{share:.6f}.pcap")
    part.write_bytes(data[:position])
    return part


def compare(us: Party, peers: Sequence[Party], capture: Path, records: int) -> None:
    """Print rates and ratios."""
    parties = [us, *peers]
    spent = least_spent([party.given(capture) for party in parties], ROUNDS)
    show_rates([party.name for party in parties], [records / each for each in spent])


def microseconds(read: Callable[[bytes, int, int], object], hellos: Sequence[bytes]) -> float:
    """Return the least processor time that reading one of them took on average."""
    averages, following = [], cycle(hellos)
    gc.disable()  # as timeit does: what else this process holds has no part in it
    for _ in range(SMALL_ROUNDS):
        turn = list(islice(following, CALLS))
        begun = time.process_time()
        for hello in turn:
            read(hello, HandshakeType.client_hello, 4)
        averages.append((time.process_time() - begun) / CALLS)
    gc.enable()
    return 1e6 * min(averages)


def stranger(hello: ClientHello, seed: int) -> ClientHello:
    """Return a hello with the same values in another order, as a program sends that was not met yet."""
    order = random.Random(seed)  # noqa: S311 - the same hellos in every run

    def mixed(value: object) -> object:
        return tuple(order.sample(value, len(value))) if isinstance(value, tuple) else value

    def altered(extension: Extension) -> Extension:
        body = extension.extension_data
        if not isinstance(body, bytes):
            body = body.replace(**{name: mixed(getattr(body, name)) for name in body.fields})
        return extension.replace(extension_data=body)

    extensions = tuple(altered(extension) for extension in hello.extensions or ())
    return hello.replace(cipher_suites=mixed(hello.cipher_suites), extensions=extensions)


def is_post_quantum(message: Message) -> bool:
    """Tell whether a ClientHello offers a share of a hybrid group."""
    body = message.body
    shares = body.extension(KeyShareClientHello) if isinstance(body, ClientHello) else None
    return shares is not None and any(share.group == NamedGroup.X25519MLKEM768 for share in shares.client_shares)


def size(message: Message) -> int:
    """Return how long a message is."""
    return message.length


if __name__ == "__main__":
    main()
