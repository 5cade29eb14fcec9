"""The JSON Schema of what each command writes with ``--json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from tlskit.export.json_schema import json_schema
from tlskit.export.shapes.envelope import EnvelopeJson, ResultJson
from tlskit.export.version import SCHEMA_VERSION

if TYPE_CHECKING:
    from tlskit.export.json_schema import Schema

COMMANDS = ("chain", "show", "trace", "handshake")
"""The commands whose output has a schema."""

_NAMES = {
    "ChainJson": "chain",
    "FileJson": "file",
    "TraceJson": "trace",
    "HandshakeJson": "handshake",
    "FindingJson": "finding",
    "FieldJson": "field",
}
"""What stands under ``$defs``: the reports, and what stands in many places or in itself."""


def command_schema(command: str) -> Schema:
    """Return the schema (2020-12) of the envelope around a command's results."""
    title = {"title": f"tlskit {command} --json, version {SCHEMA_VERSION}"}
    return title | json_schema(_root(command), _NAMES)


def _root(command: str) -> Any:  # noqa: ANN401 - a type
    """Return what a command writes; each loads its own report's room, and no other."""
    match command:
        case "chain":
            from tlskit.export.shapes.chain import ChainJson

            return EnvelopeJson[Literal["tlskit.chain"], ResultJson[ChainJson]]
        case "show":
            from tlskit.export.shapes.file import FileJson

            return EnvelopeJson[Literal["tlskit.show"], ResultJson[FileJson]]
        case "trace":
            from tlskit.export.shapes.trace import TraceJson

            return EnvelopeJson[Literal["tlskit.trace"], ResultJson[TraceJson]]
        case "handshake":
            from tlskit.export.shapes.handshake import HandshakeJson

            return EnvelopeJson[Literal["tlskit.handshake"], ResultJson[HandshakeJson]]
    raise ValueError(f"no schema for {command!r}")
