"""The key exchange told for what it is, in paragraphs, with the names and sizes of this connection.

RFC 8446 sections 2 and 7, RFC 5246 sections 7.4.3, 7.4.7 and 8.1, RFC 7627.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlskit.explain.amount import counted
from tlskit.explain.story.agreement import Agreement, agreement, share_words
from tlskit.explain.words.algorithm import hash_words, scheme_words
from tlskit.registry import GroupKind, ProtocolVersion
from tlskit.trace import Resumption
from tlskit.wire import SelectedPsk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.registry import CipherSuite, NamedGroup
    from tlskit.trace import Negotiated, TraceReport


def key_exchange(report: TraceReport) -> tuple[str, ...]:
    """Return the paragraphs; nothing where the server's hello was not seen."""
    agreed, negotiated = agreement(report), report.negotiated
    if agreed.server is None or negotiated.version is None:
        return ()
    if negotiated.version.is_tls13 or negotiated.version == ProtocolVersion.dtls_1_3:
        return tuple(_tls13(agreed, negotiated))
    return tuple(_older(agreed, negotiated))


# -- TLS 1.3 ---------------------------------------------------------------------------------------------------------


def _tls13(agreed: Agreement, negotiated: Negotiated) -> Iterator[str]:
    suite = negotiated.cipher_suite
    share = agreed.server_share
    if agreed.retry is not None:
        yield _retry(agreed)
    if share is not None:
        yield _shares(agreed, *share)
    if negotiated.resumption is Resumption.PSK:
        yield _psk(agreed, has_share=share is not None)
    if negotiated.early_data_offered:
        yield (
            "The client offered [[early data]]: it is protected with a key that comes from the [[PSK]] alone, before "
            "the server has added anything fresh. It has no [[forward secrecy]], and a copy of it can be sent again."
        )
    yield _schedule(suite, with_psk=negotiated.resumption is Resumption.PSK, with_share=share is not None)
    yield _authentication(negotiated)


def _retry(agreed: Agreement) -> str:
    shares = share_words([group.label for group, _ in agreed.first_shares])
    wanted = f"it wanted {agreed.retry_group.label}" if agreed.retry_group is not None else "it wanted a cookie back"
    return (
        f"The client's first hello had {shares}. The server did not go on with that: {wanted}, and "
        "asked in a [[HelloRetryRequest]]. The client sent a second hello; the first counts as its hash from then on."
    )


def _shares(agreed: Agreement, group: NamedGroup, size: int) -> str:
    sent = share_words([f"{offer.label} ({counted(length, 'byte')})" for offer, length in agreed.answered_shares])
    begin = f"The client sent {sent} before it knew what the server would take."
    if agreed.retry is not None:
        begin = f"The second hello had {sent}."
    answered = f"answered with a [[key share]] of {counted(size, 'byte')}"
    text = f"{begin} The server took {group.label} and {answered}. "
    match group.kind:
        case GroupKind.HYBRID if group.components:
            first, second = group.components
            return text + (
                f"{group.label} is a [[hybrid]]: {first} and {second} each yield a secret, and the two joined are the "
                "shared secret. For the curve each side sends a public key; for ML-KEM the client sends a public key, "
                "and the server sends back a secret sealed to it (a [[KEM]]). Who wants to read this must break both, "
                "now or with a quantum computer later."
            )
        case GroupKind.HYBRID | GroupKind.POST_QUANTUM:
            return text + "It is a [[post-quantum]] exchange: a [[KEM]], in which the server seals a secret."
    return text + (
        "From its own private key and the other's public key each side computes the same secret ([[Diffie-Hellman]]); "
        "both private keys are thrown away after it, which gives [[forward secrecy]]."
    )


def _psk(agreed: Agreement, *, has_share: bool) -> str:
    selected = agreed.server.extension(SelectedPsk) if agreed.server else None
    which = f"number {selected.selected_identity + 1} of those offered" if selected else "one of those offered"
    text = (
        f"The server took a [[PSK]], {which}. In a [[resumption]] it comes from a [[ticket]] of an earlier connection; "
        "whoever has it took part in that one, so no certificate is shown. "
    )
    if has_share:
        return text + "The fresh key exchange goes into the keys too: if the PSK leaks later, this stays secret."
    return text + "There was no fresh key exchange: whoever learns the PSK can read everything."


def _schedule(suite: CipherSuite | None, *, with_psk: bool, with_share: bool) -> str:
    name = hash_words(suite.hash if suite else None)
    early = "the PSK gives" if with_psk else "zeros give (there is no PSK)"
    middle = "the shared secret" if with_share else "zeros (there is no fresh key exchange)"
    return (
        f"The [[key schedule]] runs [[HKDF]] with {name} down three steps: {early} the Early Secret, {middle} "
        "added to it gives the Handshake Secret, and the Master Secret follows. From the second come the keys for the "
        "rest of the handshake, from the third those for data, one [[traffic secret]] for each direction. The "
        "[[transcript hash]] goes into each of them: a byte changed on the way gives other keys."
    )


def _authentication(negotiated: Negotiated) -> str:
    if negotiated.resumption is Resumption.PSK:
        return "Both sides are authenticated by the PSK; Finished proves that each has it."
    if negotiated.signature_scheme is None:
        return (
            "The exchange alone does not say with whom it was made. The server's certificate and its "
            "CertificateVerify do; they are encrypted, and were not opened here."
        )
    scheme = negotiated.signature_scheme
    text = (
        "The exchange alone does not say with whom it was made. The server signs all messages so far with "
        f"{scheme.label} ({scheme_words(scheme)}), which ties the exchange to its certificate."
    )
    if negotiated.client_certificate_sent:
        text += " The client does the same with its own ([[mutual TLS]])."
    return text


# -- TLS 1.2 and older -----------------------------------------------------------------------------------------------


def _older(agreed: Agreement, negotiated: Negotiated) -> Iterator[str]:
    if negotiated.resumption in {Resumption.SESSION_ID, Resumption.TICKET}:
        yield _resumed(negotiated)
        return
    suite = negotiated.cipher_suite
    name = (suite.key_exchange if suite else None) or ""
    if negotiated.resumption is Resumption.UNKNOWN and not agreed.client_keys:
        yield "The messages of the key exchange were not seen; the suite says how it goes on."
    yield _exchange(name, agreed)
    if suite is not None and suite.authentication == "anon":
        yield "Nobody signs anything: a man in the middle could have made both halves himself."
    yield _master_secret(negotiated)


def _resumed(negotiated: Negotiated) -> str:
    by = (
        "The client showed a [[ticket]] in which the server had sealed the session"
        if negotiated.resumption is Resumption.TICKET
        else "Client and server both remember the session under its [[session id]]"
    )
    return (
        f"No keys are exchanged: this is a [[resumption]]. {by}; the [[master secret]] is the one of then. The two "
        "fresh randoms make new keys from it, and Finished proves that both have it. Whoever learns the old master "
        "secret can read this too."
    )


def _exchange(name: str, agreed: Agreement) -> str:
    match name:
        case "RSA":
            return _rsa(agreed)
        case "DHE" | "DH":
            return _finite_field(agreed, fresh=name == "DHE")
        case "ECDHE" | "ECDH":
            return _curve(agreed, fresh=name == "ECDHE")
        case "PSK":
            return (
                "Both sides make the [[premaster secret]] from a [[PSK]] that they share. There is no "
                "[[forward secrecy]]: whoever learns the PSK can read what was recorded."
            )
        case "DHE_PSK" | "ECDHE_PSK":
            inner = _curve(agreed, fresh=True) if name == "ECDHE_PSK" else _finite_field(agreed, fresh=True)
            return (
                f"{inner} A [[PSK]] is mixed into it, which shows both sides who the other is in place of a signature."
            )
        case "RSA_PSK":
            return f"{_rsa(agreed)} A [[PSK]] is mixed into it."
    return f"Keys are exchanged by {name or 'a way that is not known here'}."


def _rsa(agreed: Agreement) -> str:
    size = _size(agreed.client_keys, "encrypted_pre_master_secret")
    return (
        "The client draws 48 bytes, the [[premaster secret]], and encrypts them with the public RSA key of the "
        f"server's certificate{size}. Only the server can decrypt them, and by using the keys it shows that it did. "
        "There is no [[forward secrecy]]: whoever gets the certificate's private key, years later even, decrypts this "
        "message and reads everything that was recorded. TLS 1.3 has dropped this."
    )


def _finite_field(agreed: Agreement, *, fresh: bool) -> str:
    params = agreed.server_keys.get("params")
    prime = int.from_bytes(getattr(params, "dh_p", b"")).bit_length()
    size = f" of {prime:,} bits" if prime else ""
    return (
        f"The server chose a prime{size} and sent its public key; the client answered with its own. From one private "
        "and the other public key each side computes the same [[premaster secret]] ([[Diffie-Hellman]]). "
        f"{_freshness(fresh=fresh)}{_signed(agreed)}"
    )


def _curve(agreed: Agreement, *, fresh: bool) -> str:
    params = agreed.server_keys.get("params")
    curve = getattr(params, "named_curve", None)
    on = f" on {curve.label}" if curve is not None and not isinstance(curve, bytes) else " on an [[elliptic curve]]"
    theirs = _size({"public": getattr(params, "public", b"")}, "public")
    ours = _size(agreed.client_keys, "ecdh_yc")
    return (
        f"The server sent a public key{on}{theirs}, the client one of its own{ours}. From one private and the other "
        "public key each side computes the same [[premaster secret]] ([[Diffie-Hellman]]). "
        f"{_freshness(fresh=fresh)}{_signed(agreed)}"
    )


def _freshness(*, fresh: bool) -> str:
    if fresh:
        return "The keys are made for the occasion and thrown away, which gives [[forward secrecy]]."
    return "The server's key may be a lasting one; then there is no [[forward secrecy]]."


def _signed(agreed: Agreement) -> str:
    signed = agreed.server_keys.get("signed_params")
    if signed is None:
        return ""
    scheme = getattr(signed, "algorithm", None)
    how = f" with {scheme.label} ({scheme_words(scheme)})" if scheme is not None else ""
    return f" The server signs both randoms and its public key{how}, which ties the exchange to its certificate."


def _master_secret(negotiated: Negotiated) -> str:
    if negotiated.extended_master_secret:
        return (
            "The [[PRF]] makes the [[master secret]] of 48 bytes from the premaster secret and the hash of all "
            "messages up to ClientKeyExchange ([[extended master secret]]); no other connection can have the same. All "
            "keys for records come from it and the two randoms."
        )
    return (
        "Three random values go into one [[master secret]] of 48 bytes: the premaster secret, the client's random and "
        "the server's. All keys for records come from it and, once more, the two randoms."
    )


def _size(values: Any, name: str) -> str:  # noqa: ANN401 - a mapping of decoded fields
    value = values.get(name)
    return f" ({counted(len(value), 'byte')})" if value else ""
