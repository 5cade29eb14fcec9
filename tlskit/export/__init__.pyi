"""Reports as JSON: the shapes of all that is written, the writers, the envelope, and the JSON Schema of the shapes."""  # made by scripts/gen_faces.py

from tlskit.export.chain import chain_json as chain_json
from tlskit.export.envelope import failed_result as failed_result
from tlskit.export.envelope import in_envelope as in_envelope
from tlskit.export.envelope import judged_result as judged_result
from tlskit.export.file import file_json as file_json
from tlskit.export.handshake import handshake_json as handshake_json
from tlskit.export.report import to_json as to_json
from tlskit.export.schema import COMMANDS as COMMANDS
from tlskit.export.schema import command_schema as command_schema
from tlskit.export.shapes.chain import ChainJson as ChainJson
from tlskit.export.shapes.file import FileJson as FileJson
from tlskit.export.shapes.handshake import HandshakeJson as HandshakeJson
from tlskit.export.shapes.trace import TraceJson as TraceJson
from tlskit.export.trace import trace_json as trace_json

__all__ = [
    "COMMANDS",
    "ChainJson",
    "FileJson",
    "HandshakeJson",
    "TraceJson",
    "chain_json",
    "command_schema",
    "failed_result",
    "file_json",
    "handshake_json",
    "in_envelope",
    "judged_result",
    "to_json",
    "trace_json",
]
