"""What may lie behind an alert, the situations in which it does, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.explain.alerts.situation import CertificateExchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from tlskit.explain.alerts.situation import Situation


class Cause(FrozenValue):
    """``fits`` says in which situations it can be, ``change`` what to do, ``log`` what the sender's log would say."""

    fits: Callable[[Situation], bool]
    text: str
    change: str
    log: str = ""


def always(_: Situation) -> bool:
    """In every situation."""
    return True


def otherwise(_: Situation) -> bool:
    """Told only where no other cause of the alert fits."""
    return True


def later_by_server(now: Situation) -> bool:
    """The server sends it, after its ServerHello."""
    return now.by_server and now.answered


def to_hello(now: Situation) -> bool:
    """The server answers the ClientHello with it, and has chosen nothing yet."""
    return now.by_server and not now.answered


def to_silence(now: Situation) -> bool:
    """The client sends it, and the server has said nothing that could be the reason."""
    return not now.by_server and not now.answered


def to_certificate(now: Situation) -> bool:
    """The client sends it after the server showed its certificate, or may have."""
    return not now.by_server and (now.server_certificate or now.hidden) and not now.data


def to_no_client_certificate(now: Situation) -> bool:
    """The server had asked for a certificate and got none."""
    return now.by_server and now.client_certificate is CertificateExchange.NONE


def to_client_certificate(now: Situation) -> bool:
    """The server had been shown a client certificate."""
    return now.by_server and now.client_certificate is CertificateExchange.SHOWN


def maybe_to_client_certificate(now: Situation) -> bool:
    """The client was heard out, and what it sent could not be read: it may have been about its certificate."""
    return now.by_server and now.answered and now.hidden and now.client_certificate is CertificateExchange.NOT_ASKED


def about_client_certificate(now: Situation) -> bool:
    """A client certificate was or may have been shown."""
    return to_client_certificate(now) or maybe_to_client_certificate(now)


def by_client(now: Situation) -> bool:
    """The client sends it."""
    return not now.by_server


def by_server(now: Situation) -> bool:
    """The server sends it."""
    return now.by_server


def after_handshake(now: Situation) -> bool:
    """Both sides had finished."""
    return now.complete


def during_handshake(now: Situation) -> bool:
    """The handshake was still going on."""
    return not now.complete
