"""A tiny builder of packets and capture files."""

from __future__ import annotations

import gzip
import struct

CLIENT, SERVER = ("10.0.0.1", 50000), ("192.0.2.1", 443)
FIN, SYN, RST, ACK = 1, 2, 4, 16
AT = 1_600_000_000  # seconds; the first packet's time


def address(text):
    """Return the bytes of an IPv4 address, or of an IPv6 address written in full."""
    if "." in text:
        return bytes(int(part) for part in text.split("."))
    return b"".join(bytes.fromhex(part.zfill(4)) for part in text.split(":"))


def tcp(source, destination, sequence, data=b"", flags=ACK, *, options=b"", acknowledged=0):
    """Return a TCP segment."""
    offset = (20 + len(options)) // 4 << 4
    header = (source[1], destination[1], sequence % 2**32, acknowledged, offset, flags, 65535, 0, 0)
    return struct.pack(">HHIIBBHHH", *header) + options + data


def udp(source, destination, data):
    """Return a UDP datagram."""
    return struct.pack(">HHHH", source[1], destination[1], 8 + len(data), 0) + data


def ipv4(source, destination, segment, *, protocol=6, options=b"", total=None, identification=0, place=0):
    """Return an IPv4 packet. ``place`` is the flags and the offset of a fragment."""
    length = 20 + len(options) + len(segment) if total is None else total
    header = (0x45 + len(options) // 4, 0, length, identification, place, 64, protocol, 0)
    return struct.pack(">BBHHHBBH", *header) + address(source[0]) + address(destination[0]) + options + segment


def ipv6(source, destination, segment, *, following=6, extensions=b""):
    """Return an IPv6 packet."""
    header = struct.pack(">IHBB", 6 << 28, len(extensions) + len(segment), following, 64)
    return header + address(source[0]) + address(destination[0]) + extensions + segment


def ethernet(packet, *, tags=b""):
    """Return an Ethernet frame around an IP packet."""
    return bytes(12) + tags + (b"\x08\x00" if packet[0] >> 4 == 4 else b"\x86\xdd") + packet


def sent(source, destination, sequence, data=b"", flags=ACK, **more):
    """Return a frame with a TCP segment over IPv4 and Ethernet."""
    return ethernet(ipv4(source, destination, tcp(source, destination, sequence, data, flags, **more)))


def to_server(sequence, data=b"", flags=ACK):
    """Return a frame that the client sends."""
    return sent(CLIENT, SERVER, sequence, data, flags)


def to_client(sequence, data=b"", flags=ACK):
    """Return a frame that the server sends."""
    return sent(SERVER, CLIENT, sequence, data, flags)


def opened(client=1000, server=5000):
    """Return the frames that open a connection with these initial sequence numbers."""
    return [to_server(client, flags=SYN), to_client(server, flags=SYN | ACK), to_server(client + 1)]


def pcap(frames, *, link=1, order="<", magic=0xA1B2C3D4, lengths=None):
    """Return a classic capture; each packet comes a second and 7 units after the one before."""
    out = [struct.pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, 65535, link)]
    for number, frame in enumerate(frames):
        original = lengths[number] if lengths else len(frame)
        out.append(struct.pack(f"{order}IIII", AT + number, 7 * number, len(frame), original))
        out.append(bytes(8) if magic == 0xA1B2CD34 else b"")
        out.append(frame)
    return b"".join(out)


def block(kind, body, order="<"):
    """Return a pcapng block."""
    body += bytes(-len(body) % 4)
    return struct.pack(f"{order}II", kind, len(body) + 12) + body + struct.pack(f"{order}I", len(body) + 12)


def option(code, value, order="<"):
    """Return an option of a pcapng block."""
    return struct.pack(f"{order}HH", code, len(value)) + value + bytes(-len(value) % 4)


def section(order="<"):
    """Return a section header block."""
    return block(0x0A0D0D0A, struct.pack(f"{order}IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link=1, options=b"", order="<", longest=0):
    """Return an interface description block."""
    return block(1, struct.pack(f"{order}HHI", link, 0, longest) + options, order)


def enhanced(frame, ticks=0, number=0, order="<"):
    """Return an enhanced packet block."""
    header = struct.pack(f"{order}IIIII", number, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame))
    return block(6, header + frame, order)


def simple(frame, order="<"):
    """Return a simple packet block."""
    return block(3, struct.pack(f"{order}I", len(frame)) + frame, order)


def old(frame, ticks=0, order="<"):
    """Return an (obsolete) packet block."""
    header = struct.pack(f"{order}HHIIII", 0, 0, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame))
    return block(2, header + frame, order)


def secrets(text, order="<"):
    """Return a decryption secrets block with a key log."""
    return block(10, struct.pack(f"{order}II", 0x544C534B, len(text)) + text, order)


def zipped(data):
    """Return data as a gzip file."""
    return gzip.compress(data, mtime=0)


def record(content, kind=23, version=0x0303):
    """Return a TLS record."""
    return struct.pack(">BHH", kind, version, len(content)) + content


def hello(kind=1, size=60):
    """Return a record with the beginning of a hello and so many bytes more."""
    body = b"\x03\x03" + bytes(range(32)) + bytes(size)
    return record(bytes([kind]) + len(body).to_bytes(3, "big") + body, 22, 0x0301)
