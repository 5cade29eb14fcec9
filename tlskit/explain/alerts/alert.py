"""An alert told: who sent it, when, what it can mean here, and what to change (RFC 8446 section 6).

The alert alone says little; what came before it says more. The causes that fit the situation are told, the most likely
first, each with what to change and what to look for in the log of the side that complained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.core import FrozenValue
from tlskit.explain.alerts import certificate as alert_causes_certificate
from tlskit.explain.alerts import handshake as alert_causes_handshake
from tlskit.explain.alerts import record as alert_causes_record
from tlskit.explain.alerts.cause import Cause, always, otherwise
from tlskit.explain.alerts.situation import CertificateExchange, Situation, situation
from tlskit.explain.words.code_points import ALERTS
from tlskit.registry import AlertDescription

if TYPE_CHECKING:
    from tlskit.trace import Record, TraceReport

CAUSES: dict[int, tuple[Cause, ...]] = {
    **alert_causes_handshake.CAUSES,
    **alert_causes_certificate.CAUSES,
    **alert_causes_record.CAUSES,
}
_UNKNOWN = (Cause(always, "The alert has no meaning that is known here.", "Only the sender's log says what it means."),)
_SEALED = (
    Cause(
        lambda now: now.complete or now.data or (now.hidden and now.is_tls13),
        "At this point it is most likely a close_notify, with which a connection ends in good order.",
        "Nothing, if all that was wanted has come; else record the keys (SSLKEYLOGFILE) and look again.",
    ),
    Cause(otherwise, "It may be any alert.", "Record the keys (SSLKEYLOGFILE) and look again."),
)


class AlertStory(FrozenValue):
    """``sender`` is “client” or “server”, ``when`` and ``meaning`` are sentences; ``causes`` begin with the likeliest.

    ``change`` is what to change, in the order of the causes, and ``log`` what to look for in the sender's log.
    """

    sender: str
    when: str
    meaning: str
    causes: tuple[str, ...]
    change: tuple[str, ...]
    log: str = ""


def explain_alert(report: TraceReport, record: Record) -> AlertStory:
    """Tell what the alert of a record can mean, given what preceded it; of one that stayed encrypted, its place."""
    now = situation(report, record)
    if record.alert is None:
        meaning = "The alert is encrypted, and the keys to open it are not there."
        return _story(now, meaning, _SEALED)
    description = record.alert.description
    said = ALERTS.get(description, "a number that is not registered")
    return _story(now, f"{description.label}: {said}.", CAUSES.get(description, _UNKNOWN), description)


def _story(
    now: Situation, meaning: str, causes: tuple[Cause, ...], description: AlertDescription | None = None
) -> AlertStory:
    fitting = [cause for cause in causes if cause.fits is not otherwise and cause.fits(now)]
    told = fitting or [cause for cause in causes if cause.fits is otherwise]
    logs = ", ".join(dict.fromkeys(cause.log for cause in told if cause.log))
    return AlertStory(
        sender="server" if now.by_server else "client",
        when=_when(now, is_close=description == AlertDescription.close_notify),
        meaning=meaning,
        causes=tuple(cause.text for cause in told),
        change=tuple(dict.fromkeys(cause.change for cause in told)),
        log=f"In the {'server' if now.by_server else 'client'}'s log look for: {logs}." if logs else "",
    )


def _when(now: Situation, *, is_close: bool) -> str:
    sender, other = ("server", "client") if now.by_server else ("client", "server")
    if now.by_server and not now.answered:
        retried = " second" if now.retried else ""
        return f"The server sent it in answer to the{retried} ClientHello, before it had chosen anything."
    if not now.answered:
        return "The client sent it before the server had answered."
    if now.complete or now.data:
        return _after_handshake(now, sender, is_close=is_close)
    if now.hidden:
        return (
            f"The {sender} sent it when messages were encrypted already; what was said before it in them could not be "
            "read."
        )
    heard = f"after the {other}'s {now.last_heard}" if now.last_heard else "within the handshake"
    asked = f" {_ASKED[now.client_certificate]}" if now.asked_for_certificate else ""
    return f"The {sender} sent it {heard}, before the handshake was over.{asked}"


def _after_handshake(now: Situation, sender: str, *, is_close: bool) -> str:
    if is_close:
        return f"The {sender} sent it after the handshake, to end the connection."
    text = f"The {sender} sent it after both sides had finished."
    if now.by_server and now.is_tls13 and not now.data:
        text += (
            " Under TLS 1.3 the client takes the handshake for a success before the server has looked at the client's "
            "certificate, so a refusal comes only now."
        )
    asked = f" {_ASKED[now.client_certificate]}" if now.asked_for_certificate and now.by_server else ""
    return text + asked


_ASKED = {
    CertificateExchange.ASKED: "The server had asked for a client certificate.",
    CertificateExchange.NONE: "The server had asked for a client certificate, and the client had none to show.",
    CertificateExchange.SHOWN: "The server had asked for a client certificate, and the client had shown one.",
}
