"""Reading DER that is damaged, as far as it goes: what stands before the damage is shown, and where it begins is said.

A certificate that was cut short, or in which one member is malformed, still names its subject. Nothing here raises on
what it reads, except where there is not even a tag and a length; nothing here makes damaged DER valid either: the
caller keeps the problem, and :mod:`tlskit.chain.path.checks.certificate` makes an error of it.
"""

from __future__ import annotations

from tlskit.x509 import der
from tlskit.x509.extension import Extension, extensions
from tlskit.x509.general_name import GeneralName, general_name
from tlskit.x509.name import DER_PROBLEMS

_CONSTRUCTED, _LONG_FORM = 0x20, 0x80
_SHOWN = 5_000  # members of one damaged value


def window(data: bytes, position: int, end: int) -> tuple[der.Tlv, str]:
    """Read one value, or as much of it as there is, and what is wrong with it (the empty string: nothing).

    Raises :class:`~tlskit.x509.der.DerError` where there is not even a tag and a length.
    """
    try:
        return der.read(data, position, end), ""
    except der.DerError as error:
        if position + 2 > end:
            raise
        problem = der.problem(error)
    length, body = data[position + 1], position + 2
    if length == _LONG_FORM:  # indefinite: no length to go by
        length = end
    elif length > _LONG_FORM:
        octets = length - _LONG_FORM
        length, body = int.from_bytes(data[body : body + octets][:126]), min(body + octets, end)
    return der.Tlv(data, data[position], position, body, min(body + length, end)), problem


def members(value: der.Tlv) -> tuple[list[der.Tlv], str]:
    """Return the values inside a constructed value as far as they can be told apart, and what is wrong, if anything.

    Of a value that is cut short only a constructed one is returned: a number that lacks its end is another number.
    """
    try:
        return value.children(), ""
    except der.DerError as error:
        problem = der.problem(error)
    found: list[der.Tlv] = []
    position = value.body
    while position + 2 <= value.end and len(found) < _SHOWN:
        child, damage = window(value.data, position, value.end)
        position = child.end
        if not damage or child.tag & _CONSTRUCTED:
            found.append(child)
    return found, problem


def lenient_extensions(value: der.Tlv) -> tuple[tuple[Extension, ...], str]:
    """Read the ``[3] Extensions`` of a TBSCertificate; where one is malformed, the others all the same."""
    try:
        return extensions(value), ""
    except DER_PROBLEMS as error:
        problem = der.problem(error)
    found = []
    for whole in members(value)[0][:1]:
        for item in members(whole)[0]:
            try:
                found.append(_extension(members(item.expect(der.SEQUENCE, "extension"))[0]))
            except DER_PROBLEMS:
                continue
    return tuple(found), problem


def lenient_names(encoded: bytes) -> tuple[GeneralName, ...]:
    """Return those GeneralNames of a sequence that can be read: one that cannot hides no other."""
    found = []
    try:
        whole, _ = window(encoded, 0, len(encoded))
    except der.DerError:
        return ()
    for item in members(whole)[0]:
        try:
            found.append(general_name(item))
        except DER_PROBLEMS:
            continue
    return tuple(found)


def _extension(parts: list[der.Tlv]) -> Extension:
    kind, value = parts[0].expect(der.OID, "extension type"), parts[-1].expect(der.OCTET_STRING, "extension value")
    critical = any(part.tag == der.BOOLEAN and part.contents != b"\x00" for part in parts)
    octets = [part.contents[0] for part in parts if part.tag == der.BOOLEAN and part.contents not in (b"", b"\xff")]
    return Extension(der.object_identifier(kind), critical, value.contents, octets[0] if octets else None)
