"""Whether a certificate is for the one that was asked for (RFC 9525): subjectAltName only, never the common name.

Names are octets. Only ASCII letters have a case (RFC 4343 section 3), and only letters, digits, hyphens and underscores
of ASCII make a host name; what Unicode maps to one of them is another name.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, TypeAlias

from tlskit.core import FrozenValue, cached
from tlskit.x509 import GeneralName, NameForm, address_of

if TYPE_CHECKING:
    from tlskit.x509 import Certificate


class DNSName(FrozenValue):
    """A DNS identity. ``ascii`` is the A-label form, lower case, without the root's dot; ``text`` as it was given."""

    text: str
    ascii: str

    @cached
    def octets(self) -> bytes:
        """What a dNSName is compared with."""
        return self.ascii.encode()

    @cached
    def patterns(self) -> tuple[bytes, bytes]:
        """The two names that can stand for it: its own, and the wildcard of its parent."""
        return self.octets, b"*." + self.octets.partition(b".")[2]

    @classmethod
    def parse(cls, text: str) -> DNSName:
        """Read a host name; U-labels through UTS 46 (the ``idna`` package). Raises ``ValueError``."""
        name = text.removesuffix(".")
        if not name.isascii():
            import idna  # loads large tables, and few names need them

            name = idna.encode(name, uts46=True, transitional=False).decode("ascii").removesuffix(".")
        if not name or any(not label or len(label) > _LABEL for label in name.split(".")) or len(name) > _NAME:
            raise ValueError(f"{text!r} is not a host name: empty, or a label of it is empty or too long")
        return cls(text, name.lower())

    def __str__(self) -> str:
        return self.text


_LABEL, _NAME = 63, 253  # RFC 1035 section 2.3.4


class EmailAddress(FrozenValue):
    """An e-mail identity: the local part compares exactly, the host without regard to case (RFC 5280 section 7.5)."""

    text: str

    def __str__(self) -> str:
        return self.text


Identity: TypeAlias = DNSName | IPv4Address | IPv6Address | EmailAddress


def parse_identity(text: str) -> Identity:
    """Read ``dns:NAME``, ``ip:ADDRESS``, ``email:ADDRESS``, or guess the kind. Raises ``ValueError``."""
    kind, colon, rest = text.partition(":")
    match kind if colon else "":
        case "dns":
            return DNSName.parse(rest)
        case "ip":
            return ip_address(rest)
        case "email":
            return EmailAddress(rest)
    try:
        return ip_address(text.strip("[]"))
    except ValueError:
        return EmailAddress(text) if "@" in text else DNSName.parse(text)


class IdentityMatch(FrozenValue):
    """``entry`` is the subjectAltName that matched, or the nearest miss, or None where there is none of that form.

    ``reason`` says why the nearest miss is none (empty when matched); ``entries`` counts the entries of the form.
    """

    identity: Identity
    matched: bool
    entry: GeneralName | None
    reason: str
    entries: int


def match_identity(certificate: Certificate, identity: Identity) -> IdentityMatch:
    """Compare one identity with every subjectAltName of its form."""
    form = _form_of(identity)
    entries = [name for name in certificate.subject_alt_name if name.form is form]
    name = matching_entry(certificate, identity)
    if name is not None:
        return IdentityMatch(identity, matched=True, entry=name, reason="", entries=len(entries))
    if not entries:
        reason = f"no {form.label} among the subject alternative names"
        return IdentityMatch(identity, matched=False, entry=None, reason=reason, entries=0)
    nearest = max(entries[:_COMPARED_FOR_NEARNESS], key=lambda name: _closeness(name, identity))
    return IdentityMatch(
        identity, matched=False, entry=nearest, reason=_mismatch(nearest, identity), entries=len(entries)
    )


def matching_entry(certificate: Certificate, identity: Identity) -> GeneralName | None:
    """Return the first subjectAltName that stands for an identity, None where none does."""
    names = certificate.subject_alt_name
    if isinstance(identity, DNSName):
        patterns = identity.patterns
        names = tuple([name for name in names if name.contents.lower() in patterns])
    form = _form_of(identity)
    for name in names:
        if name.form is form and not _mismatch(name, identity):
            return name
    return None


_COMPARED_FOR_NEARNESS = 1_000  # a nearest miss among more entries than that helps nobody


def _form_of(identity: Identity) -> NameForm:
    match identity:
        case DNSName():
            return NameForm.DNS
        case EmailAddress():
            return NameForm.EMAIL
    return NameForm.IP


def _mismatch(name: GeneralName, identity: Identity) -> str:
    """Return why an entry does not stand for the identity; the empty string where it does."""
    match identity:
        case DNSName():
            return dns_mismatch(name.folded, identity.octets)
        case EmailAddress():
            return _mailbox_mismatch(name.contents, identity.text.encode("utf-8", "surrogatepass"))
    return "" if address_of(name) == identity else "another address"


def dns_mismatch(presented: bytes, host: bytes) -> str:
    """Return why a dNSName does not match a host (RFC 9525 section 6.3); the empty string where it does.

    Both are octets with ASCII letters in lower case. A wildcard is the whole leftmost label, stands for exactly one
    label, and is not the only one left of a name without a dot.
    """
    if presented == host:
        return "" if is_plain_host(presented) else "the entry is not a host name"
    if not presented.isascii():
        return "the entry has characters beyond ASCII, which dNSName does not allow and which match no others"
    if b"*" not in presented:
        return _near_host(presented, host)
    first, _, parent = presented.partition(b".")
    host_first, _, host_parent = host.partition(b".")
    if first != b"*" or b"*" in parent:
        return "a wildcard must be the whole leftmost label"
    if b"." not in parent:
        return "a wildcard directly below a top-level domain stands for nothing"
    if not is_plain_host(parent):
        return "the entry is not a host name"
    if host_parent == parent:
        return "" if host_first else "the host's first label is empty"
    if host == parent:
        return "a wildcard does not stand for the domain itself"
    if host.endswith(b"." + parent):
        return "a wildcard stands for one label, not for several"
    return "another domain"


def _near_host(presented: bytes, host: bytes) -> str:
    if presented.removesuffix(b".") == host:
        return "the entry ends in a dot, which dNSName does not allow"
    if presented.removeprefix(b"www.") == host.removeprefix(b"www."):
        return "the same name but for www."
    if host.endswith(b"." + presented):
        return "the entry names the parent domain, not its subdomains"
    return "another name"


def is_plain_host(name: bytes) -> bool:
    """Letters, digits, hyphens, and the underscores that people use; no empty label, no NUL, no space."""
    if b".." not in b".%b." % name and name.replace(b".", b"").isalnum():  # nearly every name, in one look
        return True
    return all(label and label.replace(b"-", b"").replace(b"_", b"").isalnum() for label in name.split(b"."))


def same_mailbox(left: bytes, right: bytes) -> bool:
    """Compare two addresses as RFC 5280 section 7.5 says: the local part exactly, the host without regard to case."""
    left_local, _, left_host = left.rpartition(b"@")
    right_local, _, right_host = right.rpartition(b"@")
    return left_local == right_local and left_host.lower() == right_host.lower()


def _mailbox_mismatch(presented: bytes, mailbox: bytes) -> str:
    if not presented.isascii():
        return "the entry has characters beyond ASCII, which rfc822Name does not allow"
    return "" if same_mailbox(presented, mailbox) else "another address"


def _closeness(name: GeneralName, identity: Identity) -> int:
    """Count the labels that agree, from the right: the entry with most of them is the nearest miss."""
    asked = identity.octets if isinstance(identity, DNSName) else str(identity).encode("utf-8", "surrogatepass").lower()
    mine, theirs = name.folded.split(b"."), asked.split(b".")
    count = 0
    for left, right in zip(reversed(mine), reversed(theirs), strict=False):
        if left not in (right, b"*"):
            break
        count += 1
    return count
