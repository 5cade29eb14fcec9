"""Reports become documents."""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.explain.catalogue": ("KindDescription", "entry_document", "kind_descriptions"),
        "tlskit.explain.chain": ("chain_answer", "chain_document"),
        "tlskit.explain.connections": ("Summary", "list_document", "summary"),
        "tlskit.explain.fields": ("FieldView", "field_sections", "message_document"),
        "tlskit.explain.file": ("file_answer", "file_document"),
        "tlskit.explain.handshake": ("handshake_answer", "handshake_document", "handshake_page", "unreached_document"),
        "tlskit.explain.handshake_addresses": ("addresses_document",),
        "tlskit.explain.kinds": ("KINDS",),
        "tlskit.explain.story.story": ("keys_document", "story_document"),
        "tlskit.explain.trace": ("trace_answer", "trace_document"),
    },
)
