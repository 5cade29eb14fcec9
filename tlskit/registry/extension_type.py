"""TLS extensions: RFC 8446 section 4.2."""

from __future__ import annotations

from tlskit.registry.code_point import GREASE_16_BIT, CodePoint
from tlskit.registry.tables.extension_type import ExtensionTypeTable


class ExtensionType(ExtensionTypeTable, CodePoint, registry="TLS ExtensionType Values", width=2, grease=GREASE_16_BIT):
    """The type of an extension."""

    __slots__ = ()
