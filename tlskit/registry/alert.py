"""TLS alert descriptions (RFC 8446 section 6.2)."""

from __future__ import annotations

from enum import IntEnum


class AlertDescription(IntEnum):
    """The alerts that a relying party sends about a certificate (RFC 8446 section 6.2)."""

    bad_certificate = 42
    unsupported_certificate = 43
    certificate_revoked = 44
    certificate_expired = 45
    certificate_unknown = 46
    unknown_ca = 48
