"""The options that say how a connection is made, declared once for every command that makes one."""

from __future__ import annotations

from functools import wraps
from inspect import signature
from itertools import chain
from typing import TYPE_CHECKING, Any

import typer

from tlskit.cli.connecting import AUTOMATIC, ClientFiles, Connecting, Offer, Route
from tlskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


def connecting(
    client_cert: str = typer.Option("", metavar="FILE", help="The client's certificate, with its intermediates."),
    client_key: str = typer.Option("", metavar="FILE", help="Its private key, where FILE does not hold it."),
    client_p12: str = typer.Option("", metavar="FILE", help="Certificate and key in PKCS#12 instead."),
    client_password_file: str = typer.Option("", metavar="FILE", help="The password of the key or the PKCS#12."),
    insecure_send_cert: bool = typer.Option(False, "--insecure-send-cert", help="Send it to an untrusted server too."),
    min_version: str = typer.Option("", metavar="VERSION", help="1.0, 1.1, 1.2 or 1.3."),
    max_version: str = typer.Option("", metavar="VERSION", help="Likewise."),
    ciphers: str = typer.Option("", metavar="LIST", help="Cipher suites up to TLS 1.2, as OpenSSL writes them."),
    ciphersuites: str = typer.Option("", metavar="LIST", help="Cipher suites of TLS 1.3."),
    groups: str = typer.Option("", metavar="LIST", help="Groups, as X25519:P-256."),
    sigalgs: str = typer.Option("", metavar="LIST", help="Signature algorithms, as ECDSA+SHA256:ed25519."),
    alpn: str = typer.Option("", metavar="LIST", help="Protocols, as h2,http/1.1; on a web port http/1.1."),
    servername: str = typer.Option(None, metavar="NAME", help="Send NAME as SNI instead of the host's name."),
    no_servername: bool = typer.Option(False, "--no-servername", help="Send no SNI."),
    connect_to: str = typer.Option("", metavar="IP[:PORT]", help="Connect there instead of where the name leads."),
    proxy: str = typer.Option("", metavar="HOST:PORT", help="Go through an HTTP proxy (CONNECT)."),
    starttls: str = typer.Option(
        "", metavar="PROTOCOL", help="smtp, imap, pop3, ftp, xmpp, ldap, postgres, mysql, none."
    ),
    request: str = typer.Option(AUTOMATIC, metavar="PATH", help="What to GET after it; none; auto: / on web ports."),
    resume: bool = typer.Option(False, "--resume", help="Connect again with the session of the first connection."),
) -> Connecting:
    """Read the options."""
    if no_servername and servername is not None:
        raise UsageError("--servername and --no-servername exclude one another")
    read = Connecting(
        client=ClientFiles(client_cert, client_key, client_p12, client_password_file),
        insecure_send=insecure_send_cert,
        offer=Offer(min_version, max_version, ciphers, ciphersuites, groups, sigalgs, alpn),
        route=Route("" if no_servername else servername, connect_to, proxy, starttls),
        request=request,
        resume=resume,
    )
    read.check()
    return read


_OPTIONS = signature(connecting).parameters
UNASKED = connecting(**{name: option.default.default for name, option in _OPTIONS.items()})
"""What is read where none of the options is given."""


def with_connecting(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command these options in the place of its parameter ``connecting``."""

    @wraps(command)
    def called(**given: Any) -> int:  # noqa: ANN401 - Typer calls it
        taken = {name: given.pop(name) for name in _OPTIONS}
        return command(**given, connecting=connecting(**taken))

    own = signature(command)
    parameters = chain.from_iterable(
        _OPTIONS.values() if name == "connecting" else (parameter,) for name, parameter in own.parameters.items()
    )
    called.__dict__["__signature__"] = own.replace(parameters=[*parameters])
    called.__annotations__ = {**command.__annotations__, **connecting.__annotations__, "return": "int"}
    del called.__annotations__["connecting"]
    return called
