"""GeneralName (RFC 5280 section 4.2.1.6): the forms in which certificates name subjects and CAs limit names."""

from __future__ import annotations

from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from tlskit.x509 import der
from tlskit.x509.name import DER_PROBLEMS, DistinguishedName


class NameForm(IntEnum):
    """The alternatives of GeneralName by their context-specific tag number."""

    OTHER_NAME = 0
    EMAIL = 1
    DNS = 2
    X400_ADDRESS = 3
    DIRECTORY = 4
    EDI_PARTY_NAME = 5
    URI = 6
    IP = 7
    REGISTERED_ID = 8

    @property
    def label(self) -> str:
        """The RFC's field name."""
        return _LABELS[self]


_LABELS = {
    NameForm.OTHER_NAME: "otherName",
    NameForm.EMAIL: "rfc822Name",
    NameForm.DNS: "dNSName",
    NameForm.X400_ADDRESS: "x400Address",
    NameForm.DIRECTORY: "directoryName",
    NameForm.EDI_PARTY_NAME: "ediPartyName",
    NameForm.URI: "uniformResourceIdentifier",
    NameForm.IP: "iPAddress",
    NameForm.REGISTERED_ID: "registeredID",
}
_LONG_FORM, _EXPLICIT = 0x80, 0xA0
_TEXT_FORMS = {0x80 | form: form for form in (NameForm.EMAIL, NameForm.DNS, NameForm.URI)}
_FORMS = {0x80 | NameForm.IP: NameForm.IP, 0x80 | NameForm.REGISTERED_ID: NameForm.REGISTERED_ID} | {
    0xA0 | form: form
    for form in (NameForm.OTHER_NAME, NameForm.X400_ADDRESS, NameForm.DIRECTORY, NameForm.EDI_PARTY_NAME)
}
"""The other alternatives by their tag: constructed where RFC 5280 appendix A has a SEQUENCE or an explicit tag."""


SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9"
"""The otherName that holds a mailbox with a local part beyond ASCII (RFC 9598 section 3)."""


class GeneralName(NamedTuple):
    """``contents`` are the octets inside the tag, which names are compared by; ``text`` reads them for people."""

    form: NameForm
    text: str
    contents: bytes

    def __str__(self) -> str:
        return f"{self.form.label} {self.text}"

    @property
    def folded(self) -> bytes:
        """The octets with ASCII letters in lower case, and no other case folded (RFC 4343 section 3)."""
        return self.contents.lower()

    @property
    def smtp_utf8_mailbox(self) -> bytes | None:
        """The octets of a SmtpUTF8Mailbox, empty where they cannot be read; None where the name is something else."""
        if self.form is not NameForm.OTHER_NAME:
            return None
        kind = der.read(self.contents, 0, len(self.contents))
        if der.object_identifier(kind) != SMTP_UTF8_MAILBOX:
            return None
        try:
            value = der.read_only(self.contents[kind.end :], "otherName value").expect(_EXPLICIT, "otherName value")
            return der.read_only(value.contents, "SmtpUTF8Mailbox").expect(der.UTF8_STRING, "SmtpUTF8Mailbox").contents
        except DER_PROBLEMS:
            return b""

    @property
    def directory_name(self) -> DistinguishedName:
        """The Name inside a directoryName."""
        return DistinguishedName(self.contents)


def general_name(value: der.Tlv) -> GeneralName:
    """Decode one GeneralName; raises :class:`der.DerError` for an unknown alternative.

    Text beyond ASCII is shown as UTF-8 where it is that, so that one bad entry hides no other; the profile judges it.
    """
    data, tag, _, body, end = value
    contents = data[body:end]
    if tag in _TEXT_FORMS:
        return GeneralName(_TEXT_FORMS[tag], contents.decode("utf-8", "backslashreplace"), contents)
    form = _FORMS.get(tag)
    if form is None:
        raise der.DerError(f"tag 0x{tag:02x} is no GeneralName", value.start)
    return GeneralName(form, _read(form, value, contents), contents)


_new_name = tuple.__new__  # as in der.py


def general_names(value: der.Tlv) -> tuple[GeneralName, ...]:
    """Decode the members of GeneralNames; quick with texts, of which there may be a hundred thousand."""
    data, position, end = value.data, value.body, value.end
    found = []
    while position < end:
        body = position + 2
        form = _TEXT_FORMS.get(data[position])
        stop = body + data[position + 1] if body <= end else end + 1
        if form is not None and stop <= end and data[position + 1] < _LONG_FORM:
            contents = data[body:stop]
            found.append(_new_name(GeneralName, (form, contents.decode("utf-8", "backslashreplace"), contents)))
            position = stop
        else:
            child = der.read(data, position, end)
            found.append(general_name(child))
            position = child.end
    return tuple(found)


def _read(form: NameForm, value: der.Tlv, contents: bytes) -> str:
    match form:
        case NameForm.IP:
            return ip_text(contents)
        case NameForm.DIRECTORY:
            der.read_only(contents, "directoryName").expect(der.SEQUENCE, "directoryName")
            return str(DistinguishedName(contents))
        case NameForm.REGISTERED_ID:
            return der.object_identifier(value)
        case NameForm.OTHER_NAME:
            kind = der.read(contents, 0, len(contents)).expect(der.OID, "otherName type")
            return f"{der.object_identifier(kind)} {contents[kind.end :].hex()}"
    return contents.hex()


def ip_text(contents: bytes) -> str:
    """Return an address, or address/mask as name constraints have it; hex where the length fits neither."""
    match len(contents):
        case 4 | 16:
            return str(ip_address(contents))
        case 8 | 32:
            half = len(contents) // 2
            prefix = prefix_length(contents[half:])
            mask = str(ip_address(contents[half:])) if prefix is None else str(prefix)
            return f"{ip_address(contents[:half])}/{mask}"
    return contents.hex() or "(empty)"


def prefix_length(mask: bytes) -> int | None:
    """Return how many leading one bits a mask has, or None if ones and zeros are mixed (RFC 4632 section 3.1)."""
    number, bits = int.from_bytes(mask), 8 * len(mask)
    prefix = number.bit_count()
    return prefix if number == ((1 << prefix) - 1) << (bits - prefix) else None


def address_of(name: GeneralName) -> IPv4Address | IPv6Address | None:
    """Return the address of an iPAddress entry of 4 or 16 octets."""
    return ip_address(name.contents) if name.form is NameForm.IP and len(name.contents) in (4, 16) else None
