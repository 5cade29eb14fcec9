"""What the baseline requirements demand of the names of an end entity: subjectAltName, common name, wildcards.

The syntax of names is RFC 5280's to judge. Public suffixes come from the package ``publicsuffixlist``, an extra that is
imported where a wildcard has to be compared and nowhere else.
"""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, NamedTuple

from tlskit.chain.path.checks.profiles.web_pki_values import subscriber
from tlskit.registry import oid
from tlskit.x509 import GeneralName, NameForm, address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publicsuffixlist import PublicSuffixList

    from tlskit.chain.path.checks.role import Role
    from tlskit.x509 import Certificate

_RESERVED = frozenset({b"alt", b"example", b"internal", b"invalid", b"local", b"localhost", b"test"})
_NOT_DELEGATED = _RESERVED | {b"corp", b"home", b"intranet", b"lan", b"localdomain", b"mail"}
"""Top-level names that are not in the root zone and will not be: RFC 6761, 6762 and 9476, ICANN's reservations, and
what is in use on private networks."""


def name_forms(certificate: Certificate, role: Role) -> str:
    """Only dNSName and iPAddress. An empty list is RFC 5280's to report."""
    names = certificate.subject_alt_name if subscriber(certificate, role) else ()
    found = next((name for name in names if name.form not in (NameForm.DNS, NameForm.IP)), None)
    if found is None:
        return ""
    return f"its subjectAltName has the {found.form.label} {found.text!r}; only dNSName and iPAddress are allowed"


def reserved_label(certificate: Certificate, role: Role) -> str:
    """Labels with two hyphens in third place are A-labels or are not allowed."""
    for name in _hosts(certificate, role):
        for label in name.folded.split(b".") if b"--" in name.contents else ():
            # Whatever is no letter, digit or hyphen is RFC 5280's to report.
            if label[2:4] == b"--" and label.replace(b"-", b"").isalnum() and not _is_p_label(label):
                shown = label.decode("ascii")
                return (
                    f"its subjectAltName has the dNSName {name.text!r}: the label {shown!r} is reserved or not Punycode"
                )
    return ""


def _is_p_label(label: bytes) -> bool:
    """Section 1.6.1: an XN-Label whose rest is valid Punycode; IDNA's own rules are not asked."""
    try:
        return label.startswith(b"xn--") and bool(label[4:].decode("punycode"))
    except UnicodeError:
        return False


def internal_name(certificate: Certificate, role: Role) -> str:
    """Names that nobody else can look up."""
    for name in _hosts(certificate, role):
        *parents, top = name.folded.rstrip(b".").split(b".")
        if top in _NOT_DELEGATED or (not parents and top.isalnum()):
            return f"its subjectAltName has the dNSName {name.text!r}, which is not a name of the public DNS"
    return ""


def reserved_address(certificate: Certificate, role: Role) -> str:
    """Addresses that everybody has, or nobody."""
    for name in certificate.subject_alt_name if subscriber(certificate, role) else ():
        address = address_of(name)
        if address is not None and not address.is_global:
            return f"its subjectAltName has the iPAddress {address}, which is reserved"
    return ""


def _hosts(certificate: Certificate, role: Role) -> Iterator[GeneralName]:
    for name in certificate.subject_alt_name if subscriber(certificate, role) else ():
        if name.form is NameForm.DNS:
            yield name


# -- the common name -------------------------------------------------------------------------------------------------


def common_name(certificate: Certificate, role: Role) -> str:
    """If there is one, it is a copy of an entry of subjectAltName, character for character."""
    found, entries = certificate.subject.values(oid.COMMON_NAME), certificate.subject_alt_name
    if not subscriber(certificate, role) or not found or not entries:
        return ""
    if len(found) > 1:
        return f"it has {len(found)} common names; one is allowed"
    spellings = {text for entry in entries for text in _spellings(entry)}
    if found[0] in spellings or not _same_form(found[0], spellings):
        return ""
    return f"its common name {found[0]!r} is not the copy of an entry of its subjectAltName{_near(found[0], spellings)}"


def common_name_form(certificate: Certificate, role: Role) -> str:
    """It is a host name, a wildcard or an address, and subjectAltName has no entry of that form to copy."""
    found, entries = certificate.subject.values(oid.COMMON_NAME), certificate.subject_alt_name
    if not subscriber(certificate, role) or len(found) != 1 or not entries:
        return ""
    if _same_form(found[0], {text for entry in entries for text in _spellings(entry)}):
        return ""
    return f"its common name {found[0]!r} is not among its subjectAltName, which has no {_form(found[0])} at all"


def _same_form(text: str, spellings: set[str]) -> bool:
    return _form(text) in map(_form, spellings)


def _form(text: str) -> str:
    if text.startswith("*."):
        return "wildcard"
    return "host name" if _loose_address(text) is None else "address"


def _spellings(entry: GeneralName) -> tuple[str, ...]:
    """A dNSName as it is; an address in dotted decimal (RFC 3986 section 3.2.2) or as RFC 5952 section 4 has it."""
    if entry.form is NameForm.DNS:
        return (entry.text,)
    address = address_of(entry)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        # Section 5 of RFC 5952 has another form for these, which some versions of Python write.
        high, low = divmod(int(address.ipv4_mapped), 1 << 16)
        return (f"::ffff:{high:x}:{low:x}", f"::ffff:{address.ipv4_mapped}")
    return () if address is None else (str(address),)


def _near(text: str, spellings: set[str]) -> str:
    """Name the entry that was meant, where that can be seen."""
    folded = text.encode("utf-8", "surrogatepass").lower()
    meant = next((entry for entry in sorted(spellings) if entry.encode().lower() == folded), None)
    address = _loose_address(text)
    if meant is None and address is not None and str(address) in spellings:
        meant = str(address)
    if meant is None and not text.isascii():
        return ": names are written as A-labels"
    return "" if meant is None else f", which has {meant!r}"


def _loose_address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address with leading zeros or in hexadecimal too."""
    if not text.isascii():
        return None
    try:
        if text.lower().startswith("0x"):
            return IPv4Address(int(text, 16))
        parts = text.split(".")
        return ip_address(".".join(part.lstrip("0") or "0" for part in parts) if len(parts) > 1 else text)
    except ValueError:
        return None


# -- wildcards -------------------------------------------------------------------------------------------------------


class PublicSuffixes(NamedTuple):
    """The list that is installed: ``version`` ends in its date."""

    version: str
    every: PublicSuffixList

    def section(self, domain: str) -> str:
        """Return the section of the list that makes a domain a public suffix, or the empty string."""
        if not self.every.is_public(domain):
            return ""
        return "ICANN" if _parsed(only_icann=True).is_public(domain) else "private"


def public_suffixes() -> PublicSuffixes:
    """Load the list. Raises ``ImportError`` where the package is missing."""
    import publicsuffixlist  # an extra

    return PublicSuffixes(getattr(publicsuffixlist, "__version__", "unknown"), _parsed(only_icann=False))


@cache
def _parsed(*, only_icann: bool) -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # an extra

    return PublicSuffixList(only_icann=only_icann)


def wildcards(certificate: Certificate, role: Role) -> tuple[str, ...]:
    """Return the dNSNames that begin with a wildcard label and go on with a name; beyond ASCII they match nothing."""
    hosts = [name for name in _hosts(certificate, role) if name.contents.startswith(b"*.")]
    return tuple(name.text for name in hosts if name.contents[2:].strip(b".") and name.contents.isascii())
