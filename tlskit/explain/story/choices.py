"""What was chosen from what was offered, and by whose preference, as far as one connection can tell.

The client's lists are in its order of preference; the server's order is never sent. One choice that is the client's
first says nothing; one that is not shows that the server had a reason of its own. RFC 8446 section 4.1.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.core import FrozenValue
from tlskit.document import quoted
from tlskit.explain.story.agreement import Agreement, agreement, share_words
from tlskit.explain.words.algorithm import group_words, scheme_words, suite_words
from tlskit.wire import NamedGroupList, SignatureSchemeList, SupportedVersions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tlskit.registry import CodePoint, NamedGroup, SignatureScheme
    from tlskit.trace import Negotiated, TraceReport


class Choice(FrozenValue):
    """``subject`` is what was to be chosen; ``text`` tells what was offered, what was chosen, and what that shows."""

    subject: str
    chosen: str
    text: str


def choices(report: TraceReport) -> tuple[Choice, ...]:
    """Return the choices of a connection's first handshake; nothing where the server's hello was not seen."""
    agreed, negotiated = agreement(report), report.negotiated
    if agreed.client is None or agreed.server is None or negotiated.version is None:
        return ()
    return tuple(_choices(agreed, negotiated))


def _choices(agreed: Agreement, negotiated: Negotiated) -> Iterator[Choice]:
    yield _version(agreed, negotiated)
    suite = agreed.server.cipher_suite if agreed.server else None
    if suite is not None and agreed.client is not None:
        offered = [offer for offer in agreed.client.cipher_suites if not offer.is_scsv]
        told = f"{_sentence(suite_words(suite))} {_place(suite, offered, 'cipher suite')}"
        yield Choice("Cipher suite", suite.label, told)
    if negotiated.group is not None:
        yield Choice("Group", negotiated.group.label, _group(agreed, negotiated.group))
    if negotiated.signature_scheme is not None:
        yield _signature(agreed, negotiated.signature_scheme)
    if negotiated.offered_protocols:
        yield _protocol(negotiated)


def _version(agreed: Agreement, negotiated: Negotiated) -> Choice:
    version, hello = negotiated.version, agreed.client
    listed = hello.extension(SupportedVersions) if hello else None
    if listed is None:
        highest = hello.legacy_version if hello else None
        same = version == highest
        text = f"The client speaks up to {highest}; the server chose {version}{', the highest' if same else ''}."
        return Choice("Version", str(version), text)
    names = ", ".join(offer.label for offer in listed.versions if not offer.is_grease)
    known = [offer for offer in listed.versions if not offer.is_grease]
    verdict = "the highest of them" if len(known) > 1 else "the only one"
    if version != max(known, default=version):
        verdict = "not the highest: it does not speak a newer one, or has it switched off"
    return Choice("Version", str(version), f"The client offered {names}. The server chose {version}, {verdict}.")


def _group(agreed: Agreement, group: NamedGroup) -> str:
    parts = [_sentence(group_words(group))]
    listed = agreed.client.extension(NamedGroupList) if agreed.client else None
    if listed is not None:
        parts.append(_place(group, listed.named_group_list, "group"))
    shares = [share.label for share, _ in agreed.first_shares]
    if agreed.retry_group is not None:
        parts.append(
            f"The client had sent {share_words(shares)}; the server wanted {group.label} and said so in a "
            "[[HelloRetryRequest]], which cost a round trip."
        )
    elif shares:
        parts.append("The client had sent a [[key share]] for it, so that no further round trip was needed.")
    return " ".join(parts)


def _signature(agreed: Agreement, scheme: SignatureScheme) -> Choice:
    listed = agreed.client.extension(SignatureSchemeList) if agreed.client else None
    place = f" {_place(scheme, listed.supported_signature_algorithms, 'signature scheme')}" if listed else ""
    text = f"{_sentence(scheme_words(scheme))}{place} The server can use only schemes that fit its key."
    return Choice("Signature scheme", scheme.label, text)


def _protocol(negotiated: Negotiated) -> Choice:
    offered = negotiated.offered_protocols
    names = ", ".join(quoted(name) for name in offered[:8])
    chosen = negotiated.protocol
    if chosen is None:
        hidden = " that can be read" if negotiated.version is not None and negotiated.version.is_tls13 else ""
        text = f"The client offered {names}. No choice of the server was seen{hidden}."
        return Choice("Application protocol", "none seen", text)
    if chosen not in offered:
        text = f"The client offered {names}; the server answered {quoted(chosen)}, which was not offered."
        return Choice("Application protocol", quoted(chosen), text)
    place = _ordinal(offered.index(chosen) + 1, len(offered))
    which = "the only one" if len(offered) == 1 else f"which stood {place} in the client's list"
    text = f"The client offered {names}. The server chose {quoted(chosen)}, {which}."
    return Choice("Application protocol", quoted(chosen), text)


def _place(chosen: CodePoint, offered: Sequence[Any], noun: str) -> str:
    """Say where a choice stood in the client's list, and what that shows."""
    known = [offer for offer in offered if not offer.is_grease]
    if chosen not in known:
        return f"The client had not offered this {noun}: it should break off."
    place = known.index(chosen) + 1
    if len(known) == 1:
        return f"It was the only {noun} that the client offered."
    where = f"In the client's list of {len(known)} it stood {_ordinal(place, len(known))}."
    if place == 1:
        return f"{where} Whether the server follows the client's order or shares its taste cannot be seen."
    return f"{where} The server cannot use those before it, or it goes by its own order; one hello cannot tell which."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _ordinal(place: int, length: int) -> str:
    if place == 1:
        return "first"
    return "last" if place == length else f"at place {place}"
