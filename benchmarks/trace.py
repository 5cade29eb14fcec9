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

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tlskit.registry.handshake_type import HandshakeType
from tlskit.registry.named_group import NamedGroup
from tlskit.trace.key_log import KeyLog
from tlskit.trace.observer import observe
from tlskit.trace.source import read_capture
from tlskit.wire.extension_bodies.key_share import KeyShareClientHello
from tlskit.wire.hello import ClientHello
from tlskit.wire.record import TLSRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tlskit.trace.event import Message
    from tlskit.trace.report import TraceReport

CONNECTIONS, ANSWER = 2000, 4000
SCAPY_SHARE = 0.02
ROUNDS, SMALL_ROUNDS, CALLS = 2, 9, 200
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
BODY_FIELDS = (
    *("server_name_list", "named_group_list", "supported_signature_algorithms", "protocol_name_list"),
    *("client_shares", "server_share", "versions", "selected_version"),
)
# An installed program has its bytecode; without this, ours alone would be compiled at every start.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Party(NamedTuple):
    """Who reads, and the command that does it; the capture's path comes last."""

    name: str
    command: tuple[str, ...]


def main() -> None:
    """Run everything; with two arguments, one party's part of it."""
    if len(sys.argv) > 2:
        PARTS[sys.argv[1]](*map(Path, sys.argv[2:]))
        return
    from corpus import make  # noqa: PLC0415 - it loads OpenSSL, which no party's part should pay for

    with tempfile.TemporaryDirectory() as name:
        capture, keys = make(Path(name), CONNECTIONS, ANSWER)
        reports = [observe(transcript) for transcript in read_capture(first_part(capture, 0.1))]
        records = int(run(ours("count", capture))[1])
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
    peers = [tshark("tshark fields", "-T", "fields", *chain.from_iterable(("-e", field) for field in FIELDS))]
    peers += [ours("dpkt", name="dpkt")] * installed("dpkt")
    compare(ours("facts"), [each for each in peers if each], capture, records)
    print("  aim: at least 2.00 of tshark fields")
    if installed("scapy"):
        part = first_part(capture, SCAPY_SHARE)
        few = int(run(ours("count", part))[1])
        print(f"facts of the first {few:,} records, records per second")
        compare(ours("facts"), [ours("scapy", name="scapy")], part, few)
    print("\nannotated, records per second")
    compare(ours("annotated"), [each for each in [tshark("tshark -V", "-V")] if each], capture, records)
    print("  aim: at least 0.80 of tshark -V\n")


def with_keys(capture: Path, keys: Path, records: int) -> None:
    """Facts of everything, opened with the key log."""
    print("facts with a key log, records per second")
    fields = chain.from_iterable(("-e", field) for field in FIELDS)
    peer = tshark("tshark fields", "-o", f"tls.keylog_file:{keys}", "-T", "fields", *fields)
    compare(ours("facts", keys), [each for each in [peer] if each], capture, records)
    print()


def one_hello(reports: Sequence[TraceReport]) -> None:
    """One ClientHello with a post-quantum share, or the longest there is: all its values, and all its fields."""
    hellos = [
        message for report in reports for message in report.messages if message.type == HandshakeType.client_hello
    ]
    data = max(filter(is_post_quantum, hellos), default=max(hellos, key=size), key=size).data
    values = microseconds(lambda: ClientHello.read(data, HandshakeType.client_hello, 4))
    fields = microseconds(lambda: ClientHello.decode(data, HandshakeType.client_hello, 4))
    print(f"one ClientHello of {len(data):,} bytes: all values {values:.0f} us, all fields annotated {fields:.0f} us")
    if installed("dpkt"):
        import dpkt  # noqa: PLC0415

        peer = microseconds(lambda: dpkt.ssl.TLSHandshake(data))
        print(f"  dpkt {peer:.0f} us, without reading into extensions   tlskit/dpkt: {peer / values:.2f}")
    print(f"  aim: all values in {HELLO_AIM} us on a quiet machine\n")


def growth(capture: Path) -> None:
    """How the cost of facts grows with the file."""
    print("facts of the first part of the capture: processor time, and per record relative to the smallest part")
    base = 0.0
    for share in (1 / 8, 1 / 4, 1 / 2, 1):
        part = first_part(capture, share)
        records, spent = int(run(ours("count", part))[1]), best([ours("facts", part)])[0]
        base = base or spent / records
        print(f"  {records:9,} records {spent:7.2f} s  x {spent / records / base:.2f}")
    print()


def first_output(capture: Path) -> None:
    """From the shell to the end of the output on one connection."""
    has_command = importlib.util.find_spec("tlskit.cli.trace") is not None
    started = (sys.executable, "-c", "from tlskit.cli.app import main; main()", "trace", str(capture))
    parties = [Party("tlskit trace", started) if has_command else ours("facts", capture, name="library")]
    parties += [each._replace(command=(*each.command, str(capture))) for each in [tshark("tshark -r")] if each]
    print(f"first output, one connection of {capture.stat().st_size:,} bytes, processor time of the whole process")
    costs = best(parties, SMALL_ROUNDS)
    for party, spent in zip(parties, costs, strict=True):
        print(f"  {party.name:14}{1000 * spent:8.0f} ms   tlskit/{party.name}: {spent / costs[0]:.2f}")
    print("  aim: no later than tshark")


# -- the parties' parts, each in a process of its own ----------------------------------------------------------------


def count(capture: Path) -> None:
    """Print how many records there are."""
    print(sum(len(observe(transcript).records) for transcript in read_capture(capture)))


def facts(*paths: Path) -> None:
    """Print a line for each record; the paths are those of key logs and then the capture's."""
    *keys, capture = paths
    log = KeyLog.parse("".join(path.read_text(encoding="ascii") for path in keys))
    for transcript in read_capture(capture):
        for record in observe(transcript, log).records:
            head = f"{record.packet}\t{record.header[0]}\t{record.header[1:3].hex()}\t{len(record.fragment)}"
            print(head, *map(message_facts, record.messages), sep="\t")


def message_facts(message: Message) -> str:
    """Return type, length and the fields of hellos."""
    values = message.values
    shown = [str(int(message.type)), str(message.length)]
    if "random" in values:
        shown += [plain(values.get("legacy_version", 0)), values["random"].hex()]
        shown += [values.get("legacy_session_id", b"").hex(), numbers(values.get("cipher_suites", ()))]
    for extension in values.get("extensions") or ():
        shown.append(str(int(extension.extension_type)))
        if not isinstance(extension.extension_data, bytes):
            body = extension.extension_data.__dict__
            shown += [plain(body[name]) for name in BODY_FIELDS if name in body]
    return "\t".join(shown)


def plain(value: object) -> str:
    """Return a number, bytes, a key share, a name, or a list of them as text."""
    match value:
        case int():
            return numbers((value,))
        case bytes():
            return value.decode("latin-1")
        case tuple():
            return numbers(value) if value and isinstance(value[0], int) else ",".join(map(plain, value))
    return plain(getattr(value, "group", None) or getattr(value, "host_name", b""))


def numbers(values: Iterable[int]) -> str:
    """Return numbers in decimal, without asking code points for their names."""
    return ",".join(map(int.__repr__, values))


def annotated(capture: Path) -> None:
    """Make the tree of every record header and message, and print a line for each record."""
    for transcript in read_capture(capture):
        for record in observe(transcript).records:
            header = TLSRecord.decode(record.header + record.fragment)
            print(header.end, *(message.tree.end for message in record.messages))


def with_dpkt(capture: Path) -> None:
    """Read records and hellos with dpkt, the bytes of each direction simply one after the other."""
    import dpkt  # noqa: PLC0415

    waiting: dict[tuple[bytes, bytes, int, int], bytes] = {}
    with capture.open("rb") as file:
        for number, (_, frame) in enumerate(dpkt.pcap.Reader(file), 1):
            packet = dpkt.ethernet.Ethernet(frame).data
            segment = packet.data
            if not segment.data:
                continue
            ends = packet.src, packet.dst, segment.sport, segment.dport
            data = waiting.pop(ends, b"") + segment.data
            records, used = dpkt.ssl.tls_multi_factory(data)
            waiting[ends] = data[used:]
            for record in records:
                print(number, record.type, record.version, record.length, *dpkt_hello(record), sep="\t")


def dpkt_hello(record: object) -> Iterator[object]:
    """Yield the facts of a record's first message, if dpkt can read it."""
    import dpkt  # noqa: PLC0415

    if record.type == 22:
        try:
            message = dpkt.ssl.TLSHandshake(record.data)
        except (dpkt.Error, dpkt.ssl.SSL3Exception):
            return
        hello = message.data
        yield from (message.type, message.length)
        if isinstance(hello, dpkt.ssl.TLSClientHello):
            yield from (hello.version, hello.random.hex(), hello.session_id.hex())
            yield numbers(suite.code for suite in hello.ciphersuites)
            yield from (kind for kind, _ in hello.extensions)


def with_scapy(capture: Path) -> None:
    """Read everything with scapy, which puts streams together, and print its summary of each packet."""
    from scapy.all import TCPSession, load_layer, sniff  # noqa: PLC0415

    load_layer("tls")
    sniff(offline=str(capture), session=TCPSession, store=False, prn=lambda packet: print(packet.summary()))


PARTS = {"count": count, "facts": facts, "annotated": annotated, "dpkt": with_dpkt, "scapy": with_scapy}


# -- measuring and showing -------------------------------------------------------------------------------------------


def ours(part: str, *paths: Path, name: str = "tlskit") -> Party:
    """Return a party whose part this file plays."""
    return Party(name, (sys.executable, __file__, part, *map(str, paths)))


def tshark(name: str, *options: str) -> Party | None:
    """Return tshark with these options, if it is installed."""
    return Party(name, ("tshark", "-n", *REASSEMBLY, *options, "-r")) if shutil.which("tshark") else None


def installed(module: str) -> bool:
    """Tell whether a peer can be had, and say so where it cannot."""
    found = importlib.util.find_spec(module) is not None
    if not found:
        print(f"  {module} is not installed")
    return found


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
    parties = [each._replace(command=(*each.command, str(capture))) for each in (us, *peers)]
    rates = [records / spent for spent in best(parties)]
    for party, value in zip(parties, rates, strict=True):
        print(f"  {party.name:14}{value:10,.0f}/s   tlskit/{party.name}: {rates[0] / value:.2f}")


def best(parties: Sequence[Party], rounds: int = ROUNDS) -> list[float]:
    """Return the least processor time that each needed in several rounds."""
    spent = [[run(party)[0] for party in parties] for _ in range(rounds)]
    return [min(times) for times in zip(*spent, strict=True)]


def run(party: Party) -> tuple[float, bytes]:
    """Return the processor time of a party's process and what it printed."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(party.command, stdout=output, stderr=subprocess.PIPE, env=ENVIRONMENT)
        complaint = process.stderr.read().decode(errors="replace") if process.stderr else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode and complaint:  # tlskit trace says 1 where it found something
            print(f"  {party.name} failed: {complaint.strip()[-200:]}")
        output.seek(0)
        return used.ru_utime + used.ru_stime, output.read()


def microseconds(work: Callable[[], object]) -> float:
    """Return the least processor time that one call took on average."""
    averages = []
    for _ in range(SMALL_ROUNDS):
        begun = time.process_time()
        for _ in range(CALLS):
            work()
        averages.append((time.process_time() - begun) / CALLS)
    return 1e6 * min(averages)


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
