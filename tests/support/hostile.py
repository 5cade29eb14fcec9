"""A connection whose every name is hostile: what a page and a terminal must show as text, and as nothing else."""

from __future__ import annotations

import re

from tests.support.pki import common_name, issue
from tests.support.plain_connections import CLIENT, SERVER, handshake, hello_record, told
from tlskit.explain.story.story import story_document
from tlskit.registry.cipher_suite import CipherSuite
from tlskit.registry.extension_type import ExtensionType
from tlskit.registry.message_value import CompressionMethod, ServerNameType
from tlskit.registry.protocol_version import ProtocolVersion
from tlskit.wire.extension import Extension
from tlskit.wire.extension_bodies.application import ProtocolNameList
from tlskit.wire.extension_bodies.server_name import ServerName, ServerNameList
from tlskit.wire.hello import ClientHello, ServerHello

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "style": "</style><style>*{display:none}</style>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": "\" onfocus=alert(1) autofocus x='",
    "comment": "--><script>alert(1)</script><!--",
    "entity": "&lt;b&gt;&amp;&#60;",
    "place": "<!--{script}-->",
    "term": "[[key share]]",
    "link": "javascript:alert(1)",
    "controls": "a\x00b\x1b[31mc\x7fd\u202ee\u200bf\x85g",
}
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def hostile_story(text):
    """Return the story of a connection whose names all say something hostile."""
    raw = text.encode()
    names = ServerNameList((ServerName(ServerNameType(0), raw),))
    protocols = ProtocolNameList((raw,))
    hello = ClientHello(
        ProtocolVersion(0x0303),
        bytes(32),
        b"",
        (CipherSuite(0xC02F),),
        (CompressionMethod(0),),
        (
            Extension(ExtensionType.server_name, names),
            Extension(ExtensionType.application_layer_protocol_negotiation, protocols),
        ),
    )
    answer = ServerHello(
        ProtocolVersion(0x0303),
        bytes(32),
        b"",
        CipherSuite(0xC02F),
        CompressionMethod(0),
        (Extension(ExtensionType.application_layer_protocol_negotiation, protocols),),
    )
    certificate = issue(subject=common_name(text)).certificate
    chain = len(certificate).to_bytes(3) + certificate
    chunks = (
        (CLIENT, hello_record(hello)),
        (SERVER, hello_record(answer)),
        (SERVER, handshake(11, len(chain).to_bytes(3) + chain)),
    )
    return story_document(told(*chunks), source=(("Source", text),))
