"""What each reader in Python does with a capture, for ``trace.py``, in a process that loads nothing else.

python benchmarks/trace_part.py PART [KEYS] CAPTURE
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from tlskit.registry.handshake_type import HandshakeType
from tlskit.trace.input.source import read_capture
from tlskit.trace.keys.key_log import KeyLog
from tlskit.trace.observer import observe
from tlskit.wire.record import TLSRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.trace.record.record import Message
    from tlskit.wire.structure import Structure

HELLOS = {HandshakeType.client_hello, HandshakeType.server_hello, HandshakeType.hello_retry_request}
BODY_FIELDS = (
    *("server_name_list", "named_group_list", "supported_signature_algorithms", "protocol_name_list"),
    *("client_shares", "server_share", "versions", "selected_version"),
)


def count(capture: str) -> None:
    """Print how many records there are."""
    print(sum(len(observe(transcript).records) for transcript in read_capture(capture)))


def facts(*paths: str) -> None:
    """Print a line for each record; the paths are those of key logs and then the capture's."""
    *keys, capture = paths
    log = KeyLog.parse("".join(text_of(path) for path in keys))
    for transcript in read_capture(capture):
        lines = []
        for record in observe(transcript, log).records:
            header, messages = record.header, record.messages
            lines.append(f"{record.packet}\t{header[0]}\t{header[1:3].hex()}\t{len(record.fragment)}")
            if messages:
                lines[-1] = "\t".join([lines[-1], *map(message_facts, messages)])
        lines.append("")
        sys.stdout.write("\n".join(lines))


def text_of(path: str) -> str:
    """Return a small file's text."""
    with open(path, encoding="ascii") as file:  # noqa: PTH123 - pathlib is slow to load
        return file.read()


def message_facts(message: Message) -> str:
    """Return type, length and the fields of hellos."""
    shown = [f"{message.data[0]}\t{message.length}"]
    if message.type not in HELLOS:
        return shown[0]
    values = message.values
    if "random" in values:
        shown += [values["random"].hex(), values.get("legacy_session_id", b"").hex()]
        shown += [numbers((values.get("legacy_version", 0),)), numbers(values.get("cipher_suites", ()))]
    for extension in values.get("extensions") or ():
        body = extension.extension_data
        shown.append(int.__repr__(extension.extension_type))
        if not isinstance(body, bytes):
            shown += [plain(getattr(body, name)) for name in shown_fields(type(body))]
    return "\t".join(shown)


@cache
def shown_fields(kind: type[Structure]) -> tuple[str, ...]:
    """Return which fields of an extension are printed."""
    return tuple(name for name in BODY_FIELDS if name in kind.fields)


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


@lru_cache(maxsize=1024)  # the hellos of one program hold the same lists
def numbers(values: tuple[int, ...]) -> str:
    """Return numbers in decimal, without asking code points for their names."""
    return ",".join(map(int.__repr__, values))


def annotated(capture: str) -> None:
    """Make the tree of every record header and message, and print a line for each record."""
    for transcript in read_capture(capture):
        for record in observe(transcript).records:
            header = TLSRecord.decode(record.header + record.fragment)
            print(header.end, *(message.tree.end for message in record.messages))


def with_dpkt(capture: str) -> None:
    """Read records and hellos with dpkt, the bytes of each direction simply one after the other."""
    import dpkt

    waiting: dict[tuple[bytes, bytes, int, int], bytes] = {}
    with open(capture, "rb") as file:  # noqa: PTH123
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
    import dpkt

    if record.type == 22:
        try:
            message = dpkt.ssl.TLSHandshake(record.data)
        except (dpkt.Error, dpkt.ssl.SSL3Exception):
            return
        hello = message.data
        yield from (message.type, message.length)
        if isinstance(hello, dpkt.ssl.TLSClientHello):
            yield from (hello.version, hello.random.hex(), hello.session_id.hex())
            yield numbers(tuple(suite.code for suite in hello.ciphersuites))
            yield from (kind for kind, _ in hello.extensions)


def with_scapy(capture: str) -> None:
    """Read everything with scapy, which puts streams together, and print its summary of each packet."""
    from scapy.all import TCPSession, load_layer, sniff

    load_layer("tls")
    sniff(offline=capture, session=TCPSession, store=False, prn=lambda packet: print(packet.summary()))


PARTS = {"count": count, "facts": facts, "annotated": annotated, "dpkt": with_dpkt, "scapy": with_scapy}

if __name__ == "__main__":
    PARTS[sys.argv[1]](*sys.argv[2:])
