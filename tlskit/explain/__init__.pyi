"""Reports become documents."""  # made by scripts/gen_faces.py

from tlskit.explain.catalogue import KindDescription as KindDescription
from tlskit.explain.catalogue import entry_document as entry_document
from tlskit.explain.catalogue import kind_descriptions as kind_descriptions
from tlskit.explain.chain import chain_answer as chain_answer
from tlskit.explain.chain import chain_document as chain_document
from tlskit.explain.connections import Summary as Summary
from tlskit.explain.connections import list_document as list_document
from tlskit.explain.connections import summary as summary
from tlskit.explain.fields import FieldView as FieldView
from tlskit.explain.fields import field_sections as field_sections
from tlskit.explain.fields import message_document as message_document
from tlskit.explain.file import file_answer as file_answer
from tlskit.explain.file import file_document as file_document
from tlskit.explain.handshake import handshake_answer as handshake_answer
from tlskit.explain.handshake import handshake_document as handshake_document
from tlskit.explain.handshake import handshake_page as handshake_page
from tlskit.explain.handshake import unreached_document as unreached_document
from tlskit.explain.handshake_addresses import addresses_document as addresses_document
from tlskit.explain.kinds import KINDS as KINDS
from tlskit.explain.story.story import keys_document as keys_document
from tlskit.explain.story.story import story_document as story_document
from tlskit.explain.trace import trace_answer as trace_answer
from tlskit.explain.trace import trace_document as trace_document

__all__ = [
    "FieldView",
    "KINDS",
    "KindDescription",
    "Summary",
    "addresses_document",
    "chain_answer",
    "chain_document",
    "entry_document",
    "field_sections",
    "file_answer",
    "file_document",
    "handshake_answer",
    "handshake_document",
    "handshake_page",
    "keys_document",
    "kind_descriptions",
    "list_document",
    "message_document",
    "story_document",
    "summary",
    "trace_answer",
    "trace_document",
    "unreached_document",
]
