"""Is a name inside a tree of names? (RFC 5280 section 4.2.1.10, for SmtpUTF8Mailbox RFC 9598 section 6)

Everything is compared as octets, with ASCII letters alone folded. A name is ``inside`` a tree only where that can be
shown, and ``touches`` it wherever the opposite cannot be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tlskit.chain.path.identity import is_plain_host, same_mailbox
from tlskit.x509 import DistinguishedName, GeneralName, NameForm

if TYPE_CHECKING:
    from collections.abc import Callable


class Comparison(NamedTuple):
    """How names of one form are held to trees; ``problem`` says why a tree cannot be compared, or is empty."""

    problem: Callable[[GeneralName], str]
    inside: Callable[[GeneralName, GeneralName], bool]
    touches: Callable[[GeneralName, GeneralName], bool]


_ADDRESS_OCTETS = (4, 16)
_ODD_HOST = "it is not a host name"


def _host_problem(tree: bytes) -> str:
    """A leading period has a meaning for mailboxes and URIs, and is taken to have one for hosts."""
    if not tree or is_plain_host(tree.removeprefix(b".")):
        return ""
    return "it ends in a dot" if is_plain_host(tree.removeprefix(b".").removesuffix(b".")) else _ODD_HOST


def _below(host: bytes, tree: bytes) -> bool:
    """The host itself, or, for a tree with a leading period, what is below it (mailboxes and URIs)."""
    return host.endswith(tree) if tree.startswith(b".") else host == tree or not tree


# -- hosts -----------------------------------------------------------------------------------------------------------


def _dns_problem(base: GeneralName) -> str:
    return _host_problem(base.folded)


def _dns_inside(name: GeneralName, base: GeneralName) -> bool:
    return _host_inside(name.folded, base.folded)


def _host_inside(host: bytes, tree: bytes) -> bool:
    """A leading period, which RFC 5280 does not know for host names, is taken to demand a further label."""
    return not tree or host == tree or host.endswith(tree if tree.startswith(b".") else b"." + tree)


def outside_dns(names: list[GeneralName], bases: list[GeneralName]) -> list[GeneralName]:
    """Compare hosts with all trees at once: a certificate may have a hundred thousand of them."""
    trees = [base.folded for base in bases]
    suffixes = tuple(b"." + tree.removeprefix(b".") for tree in trees)
    hosts = ((name, name.contents.lower()) for name in names)
    return [] if b"" in trees else [name for name, host in hosts if not host.endswith(suffixes) and host not in trees]


def _dns_touches(name: GeneralName, base: GeneralName) -> bool:
    """Could a host that the name stands for lie inside the tree? A dot at the end of the name changes nothing here."""
    host, tree = name.folded.removesuffix(b"."), base.folded
    if _host_inside(host, tree):
        return True
    first, _, parent = host.partition(b".")
    if b"*" not in first:
        return not is_plain_host(host)
    tree = tree.removeprefix(b".")
    return tree == parent or tree.partition(b".")[2] == parent or not is_plain_host(parent)


# -- addresses -------------------------------------------------------------------------------------------------------


def _ip_problem(base: GeneralName) -> str:
    length = len(base.contents)
    return "" if length // 2 in _ADDRESS_OCTETS and length % 2 == 0 else f"it has {length} octets instead of 8 or 32"


def _ip_inside(name: GeneralName, base: GeneralName) -> bool:
    half = len(base.contents) // 2
    if len(name.contents) != half:
        return False
    address, network, mask = (
        int.from_bytes(part) for part in (name.contents, base.contents[:half], base.contents[half:])
    )
    return address & mask == network & mask


def _ip_touches(name: GeneralName, base: GeneralName) -> bool:
    return len(name.contents) not in _ADDRESS_OCTETS or _ip_inside(name, base)


# -- mailboxes -------------------------------------------------------------------------------------------------------

_PLAIN_LOCAL = re.compile(rb"[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+")
"""A local part without quotes (RFC 5321 section 4.1.2), which one spelling has; dots may stand anywhere."""


def _email_problem(base: GeneralName) -> str:
    local, at, host = base.contents.rpartition(b"@")
    if at and (_PLAIN_LOCAL.fullmatch(local) is None or not is_plain_host(host)):
        return "it is not a mailbox"
    return _host_problem(host)


def _is_mailbox(mailbox: bytes) -> bool:
    return mailbox.count(b"@") == 1 and is_plain_host(mailbox.rpartition(b"@")[2])


def _email_inside(name: GeneralName, base: GeneralName) -> bool:
    """An exact mailbox, every mailbox on a host, or every mailbox below a domain."""
    if not _is_mailbox(name.contents):
        return False
    tree = base.folded
    if b"@" in tree:
        return same_mailbox(name.contents, base.contents)
    return _below(name.folded.rpartition(b"@")[2], tree)


def _email_touches(name: GeneralName, base: GeneralName) -> bool:
    """What is no mailbox cannot be shown to be outside an excluded tree; a quoted local part has many spellings."""
    if not _is_mailbox(name.contents) or _email_inside(name, base):
        return True
    local, _, host = name.contents.rpartition(b"@")
    quoted = b'"' in local or b"\\" in local
    return quoted and host.lower() == base.folded.rpartition(b"@")[2]


def as_mailbox(name: GeneralName) -> GeneralName | None:
    """Return a SmtpUTF8Mailbox as mailbox constraints compare it, its host in A-labels; None for other names.

    What cannot be brought into that form stays as it is, and is then no mailbox.
    """
    octets = name.smtp_utf8_mailbox
    if octets is None:
        return None
    local, at, host = octets.rpartition(b"@")
    mailbox = local + at + _a_labels(host)
    text = f"{octets.decode('utf-8', 'backslashreplace')} (SmtpUTF8Mailbox)"
    return GeneralName(NameForm.EMAIL, text, mailbox)


def _a_labels(host: bytes) -> bytes:
    """Without the mappings of UTS 46: RFC 9598 section 3 has hosts in A-labels, RFC 8398 had U-labels."""
    if host.isascii():
        return host
    import idna  # loads large tables, and few names need them

    try:
        return idna.encode(host.decode("utf-8"))
    except UnicodeError:
        return host


# -- URIs ------------------------------------------------------------------------------------------------------------

_AUTHORITY = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://(?:[^@/?#]*@)?([^@/?#:]*)(?::[0-9]*)?(?:[/?#].*)?", re.DOTALL)


def _uri_host(name: GeneralName) -> bytes:
    """Return the host name of a URI (RFC 3986 section 3.2.2); empty where it has none that can be compared."""
    found = _AUTHORITY.fullmatch(name.contents)
    host = b"" if found is None else found[1].lower()
    return host if is_plain_host(host) and not host.replace(b".", b"").isdigit() else b""


def _uri_inside(name: GeneralName, base: GeneralName) -> bool:
    """The host alone counts; a URI without a host name is rejected wherever URIs are constrained."""
    host = _uri_host(name)
    return bool(host) and _below(host, base.folded)


def _uri_touches(name: GeneralName, base: GeneralName) -> bool:
    return not _uri_host(name) or _uri_inside(name, base)


# -- directory names -------------------------------------------------------------------------------------------------


def _directory_problem(base: GeneralName) -> str:
    return "it is not a distinguished name" if DistinguishedName(base.contents).problem else ""


def _directory_inside(name: GeneralName, base: GeneralName) -> bool:
    """Distinguished names hold text, and are compared as RFC 5280 section 7.1 says."""
    subject, tree = DistinguishedName(name.contents).comparable, DistinguishedName(base.contents).comparable
    return subject[: len(tree)] == tree


def _directory_touches(name: GeneralName, base: GeneralName) -> bool:
    return bool(DistinguishedName(name.contents).problem) or _directory_inside(name, base)


COMPARISONS = {
    NameForm.DNS: Comparison(_dns_problem, _dns_inside, _dns_touches),
    NameForm.IP: Comparison(_ip_problem, _ip_inside, _ip_touches),
    NameForm.EMAIL: Comparison(_email_problem, _email_inside, _email_touches),
    NameForm.URI: Comparison(_dns_problem, _uri_inside, _uri_touches),
    NameForm.DIRECTORY: Comparison(_directory_problem, _directory_inside, _directory_touches),
}
