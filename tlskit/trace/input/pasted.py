r"""Bytes as people paste them: hexadecimal in any dress, and base64.

Understood are the dumps of xxd, hexdump -C, Wireshark, tcpdump and openssl (offsets in front, characters behind), C
arrays, ``\x16\x03`` and ``0x16``, strings of C and Python with characters between their escapes, and bare digits with
spaces, colons, commas or nothing between. Lines that are no such thing part blocks. Base64 may stand between other
words, or be quoted as in mail. A line that begins with ``>`` or ``<``, and what openssl writes over its dumps, say
which side sent what follows; until then it is the client.
"""

from __future__ import annotations

import base64
import binascii
import re
from itertools import pairwise
from typing import NamedTuple

from tlskit.trace.chunk import Direction

_PREFIXED = re.compile(r"(?:0x|\\x)([0-9a-f]{1,2})(?![0-9a-z])", re.IGNORECASE)
_OFFSET = re.compile(r"\s*(?:0x)?([0-9a-f]{3,16})(?:\s*[:\-|]\s*|\s+)(?=[0-9a-f]{2})", re.IGNORECASE)
_BYTE = re.compile(r"[\s,:;\-]{0,3}([0-9a-f]{2})", re.IGNORECASE)
_BARE = re.compile(r"[0-9a-f\s,:;\-]+", re.IGNORECASE)
_SENT = re.compile(r"\s*(?:>+|write to\b.*|C(?:lient)?(?:->|:))")
_RECEIVED = re.compile(r"\s*(?:<+|read from\b.*|S(?:erver)?(?:->|:))")
_LITERAL = re.compile(r"""(?<!\\)(["'])((?:\\.|(?!\1)[^\\\n])*)\1""")
_ESCAPE = re.compile(r"\\x([0-9a-f]{1,2})|\\([0-7]{1,3})|\\?(.)", re.IGNORECASE)
_LETTERS = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}(?:[ \t\r]*\n[ \t>|#*]*[A-Za-z0-9+/_-]+)*")
_ARMOUR = re.compile(r"-----(?:BEGIN|END) [^-\n]*-----")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|//[^\n]*", re.DOTALL)
_MOST_IN_A_LINE = 64  # bytes of a dump's line; all tools write 16 or 32


class PastedBlock(NamedTuple):
    """Bytes pasted in one piece."""

    direction: Direction
    data: bytes


class _Line(NamedTuple):
    """A line of a dump: where it says that it stands, and its text behind that."""

    offset: int
    text: str


def read_hexadecimal(text: str) -> tuple[PastedBlock, ...]:
    """Return the blocks of bytes in a text of hexadecimal digits; none where it is something else."""
    return tuple(_Blocks(text).found)


def read_base64(text: str) -> tuple[PastedBlock, ...]:
    """Return the bytes of base64 (RFC 4648, either alphabet): of the whole text, else of its longest piece."""
    piece = max(_BASE64.findall(text), key=len, default="")
    data = _decoded(_ARMOUR.sub("", text)) or _decoded(re.sub(r"[>|#*]", "", piece))
    return (PastedBlock(Direction.CLIENT_TO_SERVER, data),)


def _decoded(text: str) -> bytes:
    bare = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


class _Blocks:
    """Goes through the lines of a text and collects blocks."""

    def __init__(self, text: str) -> None:
        self.found: list[PastedBlock] = []
        self._direction = Direction.CLIENT_TO_SERVER
        self._dump: list[_Line] = []
        self._digits: list[str] = []
        for line in _COMMENT.sub(" ", _LITERAL.sub(_spelt, text)).splitlines():
            self._line(self._marked(line))
        self._end()

    def _marked(self, line: str) -> str:
        """Take a mark of direction off a line."""
        for mark, direction in ((_SENT, Direction.CLIENT_TO_SERVER), (_RECEIVED, Direction.SERVER_TO_CLIENT)):
            if (sign := mark.match(line)) is not None:
                if direction is not self._direction:
                    self._end()
                self._direction = direction
                return line[sign.end() :]
        return line

    def _line(self, line: str) -> None:
        numbered = _OFFSET.match(line)
        offset = int(numbered[1], 16) if numbered else -1
        if numbered and not self._digits and self._follows(offset):
            if offset == 0:
                self._end()
            self._dump.append(_Line(offset, line[numbered.end() :]))
        elif prefixed := _PREFIXED.findall(line):
            self._digits += [digits.rjust(2, "0") for digits in prefixed]
        elif _BARE.fullmatch(line) and len(digits := re.sub(r"[^0-9A-Fa-f]", "", line)) % 2 == 0 and digits:
            self._digits.append(digits)
        elif line.strip():
            self._end()

    def _follows(self, offset: int) -> bool:
        """Tell whether a number in front of a line is an offset: 0, or a little more than that of the line before."""
        if offset == 0 or not self._dump:
            return offset == 0
        return 0 < offset - self._dump[-1].offset <= _MOST_IN_A_LINE

    def _end(self) -> None:
        """Finish the block."""
        data = _dumped(self._dump) if self._dump else bytes.fromhex("".join(self._digits))
        if data:
            self.found.append(PastedBlock(self._direction, data))
        self._dump, self._digits = [], []


def _spelt(literal: re.Match[str]) -> str:
    """Write every byte of a string with escapes as an escape; leave other strings alone."""
    if "\\x" not in literal[2]:
        return literal[0]
    data = b"".join(map(_byte_of, _ESCAPE.finditer(literal[2])))
    return "".join(f"\\x{byte:02x}" for byte in data)


def _byte_of(part: re.Match[str]) -> bytes:
    digits, octal, character = part.groups()
    if character is not None:
        return (_LETTERS.get(character, character) if part[0][0] == "\\" else character).encode()
    return bytes([int(digits, 16) if digits else int(octal, 8) & 0xFF])


def _dumped(lines: list[_Line]) -> bytes:
    """Read a dump. Each line has as many bytes as the next one's offset says, the last as many as fit their columns."""
    read, columns = [], 0
    for line, following in pairwise(lines):
        data, end = _bytes(line.text, following.offset - line.offset)
        read.append(data)
        columns = max(columns, end)
    last = lines[-1].text[:columns] if columns else re.split(r"\s{3,}|\|", lines[-1].text)[0]
    read.append(_bytes(last, lines[1].offset if len(lines) > 1 else _MOST_IN_A_LINE)[0])
    return b"".join(read)


def _bytes(text: str, most: int) -> tuple[bytes, int]:
    """Return the bytes at the beginning of a text, and where they end."""
    digits: list[str] = []
    position = 0
    while len(digits) < most and (found := _BYTE.match(text, position)) is not None:
        digits.append(found[1])
        position = found.end()
    return bytes.fromhex("".join(digits)), position
