"""Words for the extension that names the host, in clear (RFC 6066 section 3)."""

from __future__ import annotations

from tlskit.explain.words.entry import FieldWords, Words
from tlskit.registry import ExtensionType
from tlskit.wire import ServerName, ServerNameList

SUBJECTS = (
    Words(
        extensions={
            ExtensionType.server_name: FieldWords(
                "Server name (SNI)",
                "The name of the host that the client wants to reach; from a server, empty: “the name was used”.",
                "Many names share one address, and the server must choose a certificate before it has seen a request: "
                "that is what [[SNI]] is for.",
            ),
        },
        places={
            (ServerNameList, "server_name_list"): FieldWords(
                "Names",
                "The name that the client wants to reach, in a list of one.",
                "The list was meant for several kinds of names; there is only one.",
            ),
            (ServerName, "name_type"): FieldWords(
                "Name type",
                "What kind of name follows; only host names were ever defined.",
                "It was meant for other names, and software has grown that breaks on them.",
            ),
            (ServerName, "host_name"): FieldWords(
                "Host name",
                "The name that the client wants to reach.",
                "One address serves many names; the server chooses its certificate by this one, before it has seen any "
                "request. It is sent in clear unless [[ECH]] hides it.",
            ),
        },
        items={
            ServerName: FieldWords("Name", "A kind of name and the name.", "There is only one kind: host names."),
        },
    ),
)
