"""TLS alerts: RFC 8446 section 6, RFC 5246 section 7.2."""

from __future__ import annotations

from tlskit.registry.code_point import CodePoint
from tlskit.registry.tables.alert import AlertDescriptionTable, AlertLevelTable


class AlertDescription(AlertDescriptionTable, CodePoint, registry="TLS Alerts"):
    """What an alert says."""

    __slots__ = ()


class AlertLevel(AlertLevelTable, CodePoint, registry="AlertLevel"):
    """Whether an alert ends the connection: in TLS 1.3 all but close_notify and user_canceled do."""

    __slots__ = ()
