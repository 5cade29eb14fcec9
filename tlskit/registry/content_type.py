"""Record content types: RFC 8446 section 5.1, RFC 6520, RFC 9146, RFC 9147."""

from __future__ import annotations

from tlskit.registry.code_point import CodePoint
from tlskit.registry.tables.content_type import ContentTypeTable


class ContentType(ContentTypeTable, CodePoint, registry="TLS ContentType"):
    """What a record carries."""

    __slots__ = ()
