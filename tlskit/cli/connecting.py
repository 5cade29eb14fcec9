"""The options that say how a connection is made, declared once for every command that makes one.

They are read into :class:`~tlskit.handshake.settings.ConnectionSettings`.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from tlskit.cli.files import named, read_input
from tlskit.cli.options import ConnectTo
from tlskit.core import FrozenValue
from tlskit.errors import InputError, PasswordError, UsageError
from tlskit.net import authority, parse_connect_to, parse_proxy, url_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tlskit.handshake import ClientCredentials, ConnectionSettings
    from tlskit.net import Target

_VERSIONS = {"1.0": 0x0301, "1.1": 0x0302, "1.2": 0x0303, "1.3": 0x0304}
_HTTP_PORTS = frozenset({443, 4443, 8443, 9443})
_HTTP = "http/1.1"
_HTTP_1 = frozenset({_HTTP, "http/1.0"})
_PATH = re.compile(r"/[\x21-\x7e]*")
AUTOMATIC, NOTHING = "auto", "none"


class ClientFiles(FrozenValue):
    """Where the client's certificate and key are."""

    certificate: str
    key: str
    pkcs12: str
    password_file: str

    def load(self) -> ClientCredentials | None:
        """Return what is in the files, ``None`` where none is given."""
        if self.pkcs12 and (self.certificate or self.key):
            raise UsageError("--client-p12 holds certificate and key: it goes without --client-cert and --client-key")
        if self.key and not self.certificate:
            raise UsageError("--client-key needs --client-cert")
        if not self.certificate and not self.pkcs12:
            if self.password_file:
                raise UsageError("--client-password-file needs --client-cert or --client-p12")
            return None
        return self._load()

    def _load(self) -> ClientCredentials:
        from tlskit.cli.password import Password  # few connections need it
        from tlskit.handshake import certificates_in, paired, signing_key_in  # likewise

        path, password = self.certificate or self.pkcs12, Password(file=self.password_file).given
        data = read_input(path)
        key_data = read_input(self.key) if self.key else data
        with _named(path):
            certificates = certificates_in(data, password)
        with _named(self.key or path, "" if self.key or self.pkcs12 else "; --client-key names another file"):
            return paired(certificates, signing_key_in(key_data, password))


@contextmanager
def _named(path: str, hint: str = "") -> Iterator[None]:
    """Put the file's name before what is wrong with it."""
    with named(path):
        try:
            yield
        except PasswordError as error:
            raise InputError(f"{error} (--client-password-file)") from None
        except InputError as error:
            raise InputError(f"{error}{hint}") from None


class Offer(FrozenValue):
    """What is offered to the server; empty leaves it to OpenSSL. ``alpn`` has commas between its names."""

    minimum_version: str
    maximum_version: str
    ciphers: str
    ciphersuites: str
    groups: str
    signature_algorithms: str
    alpn: str

    def check(self) -> None:
        """Raise UsageError for a version that there is not."""
        for option, text in (("--min-version", self.minimum_version), ("--max-version", self.maximum_version)):
            if text and text not in _VERSIONS:
                raise UsageError(f"{option} takes one of {', '.join(_VERSIONS)}, not {text!a}")

    @property
    def protocols(self) -> tuple[str, ...]:
        """The names for ALPN."""
        return tuple(filter(None, self.alpn.split(",")))


class Route(FrozenValue):
    """How the server is reached. ``server_name`` ``None`` sends the target's, an empty one none."""

    server_name: str | None
    connect_to: str
    proxy: str
    starttls: str


class Connecting(FrozenValue):
    """The options as they were given; :meth:`settings_for` a target fills in what follows from it."""

    client: ClientFiles
    insecure_send: bool
    offer: Offer
    route: Route
    request: str
    resume: bool

    def check(self) -> None:
        """Raise UsageError for what no target could meet."""
        self.offer.check()
        if self.request not in {AUTOMATIC, NOTHING} and not _PATH.fullmatch(self.request):
            raise UsageError(f"--request takes {AUTOMATIC}, {NOTHING} or a path such as /, not {self.request!a}")

    def settings_for(self, target: Target, credentials: ClientCredentials | None) -> ConnectionSettings:
        """Return the settings for one target."""
        from tlskit.handshake import ConnectionSettings, send_to_anyone, withhold

        path, offer, route = self._path(target), self.offer, self.route
        return ConnectionSettings(
            credentials=credentials,
            judge=send_to_anyone if self.insecure_send else withhold,
            minimum_version=_VERSIONS.get(offer.minimum_version, 0),
            maximum_version=_VERSIONS.get(offer.maximum_version, 0),
            ciphers=offer.ciphers,
            ciphersuites=offer.ciphersuites,
            groups=offer.groups,
            signature_algorithms=offer.signature_algorithms,
            alpn=offer.protocols or ((_HTTP,) if path else ()),
            server_name=route.server_name,
            connect_to=parse_connect_to(route.connect_to) if route.connect_to else None,
            proxy=parse_proxy(route.proxy) if route.proxy else None,
            starttls=route.starttls,
            request=_http_request(target, path) if path else b"",
            resume=self.resume,
            post_handshake_authentication=credentials is not None,
        )

    def _path(self, target: Target) -> str:
        """Return what is to be requested, empty for nothing: HTTP where scheme, port or ALPN say that it is spoken."""
        if self.request == NOTHING:
            return ""
        if self.request != AUTOMATIC:
            return self.request
        if self.offer.protocols:
            return "/" if set(self.offer.protocols) <= _HTTP_1 else ""
        is_http = target.scheme == "https" or (target.scheme == "tls" and target.port in _HTTP_PORTS)
        path = url_path(target)
        return (path if _PATH.fullmatch(path) else "/") if is_http and not self.route.starttls else ""


def _http_request(target: Target, path: str) -> bytes:
    host = authority(target.host, target.port)
    lines = (f"GET {path} HTTP/1.1", f"Host: {host}", "User-Agent: tlskit", "Accept: */*", "Connection: close", "", "")
    return "\r\n".join(lines).encode("ascii")


# -- the options as commands have them -------------------------------------------------------------------------------


def connecting(
    client_cert: Annotated[
        str, typer.Option(metavar="FILE", help="The client's certificate, with its intermediates.")
    ] = "",
    client_key: Annotated[str, typer.Option(metavar="FILE", help="Its private key, where FILE does not hold it.")] = "",
    client_p12: Annotated[str, typer.Option(metavar="FILE", help="Certificate and key in PKCS#12 instead.")] = "",
    client_password_file: Annotated[
        str, typer.Option(metavar="FILE", help="The password of the key or the PKCS#12.")
    ] = "",
    insecure_send_cert: Annotated[
        bool, typer.Option("--insecure-send-cert", help="Send it to an untrusted server too.")
    ] = False,
    min_version: Annotated[str, typer.Option(metavar="VERSION", help="1.0, 1.1, 1.2 or 1.3.")] = "",
    max_version: Annotated[str, typer.Option(metavar="VERSION", help="Likewise.")] = "",
    ciphers: Annotated[
        str, typer.Option(metavar="LIST", help="Cipher suites up to TLS 1.2, as OpenSSL writes them.")
    ] = "",
    ciphersuites: Annotated[str, typer.Option(metavar="LIST", help="Cipher suites of TLS 1.3.")] = "",
    groups: Annotated[str, typer.Option(metavar="LIST", help="Groups, as X25519:P-256.")] = "",
    sigalgs: Annotated[str, typer.Option(metavar="LIST", help="Signature algorithms, as ECDSA+SHA256:ed25519.")] = "",
    alpn: Annotated[str, typer.Option(metavar="LIST", help="Protocols, as h2,http/1.1; on a web port http/1.1.")] = "",
    servername: Annotated[
        str | None, typer.Option(metavar="NAME", help="Send NAME as SNI instead of the host's name.")
    ] = None,
    no_servername: Annotated[bool, typer.Option("--no-servername", help="Send no SNI.")] = False,
    connect_to: ConnectTo = "",
    proxy: Annotated[str, typer.Option(metavar="HOST:PORT", help="Go through an HTTP proxy (CONNECT).")] = "",
    starttls: Annotated[
        str, typer.Option(metavar="PROTOCOL", help="smtp, imap, pop3, ftp, nntp, xmpp, ldap, postgres, mysql, none.")
    ] = "",
    request: Annotated[
        str, typer.Option(metavar="PATH", help="What to GET after it; none; auto: / on web ports.")
    ] = AUTOMATIC,
    resume: Annotated[
        bool, typer.Option("--resume", help="Connect again with the session of the first connection.")
    ] = False,
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
UNASKED = connecting(**{name: option.default for name, option in _OPTIONS.items()})
"""What is read where none of the options is given."""


def with_connecting(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command these options in the place of its parameter ``connecting``."""

    @wraps(command)
    def called(**given: Any) -> int:  # noqa: ANN401 - Typer calls it
        taken = {name: given.pop(name) for name in _OPTIONS}
        return command(**given, connecting=connecting(**taken))

    # The options' annotations are evaluated here, where their names are known.
    hints = {**get_type_hints(command, include_extras=True), **get_type_hints(connecting, include_extras=True)}
    own = signature(command)
    parameters = chain.from_iterable(
        _OPTIONS.values() if name == "connecting" else (parameter,) for name, parameter in own.parameters.items()
    )
    evaluated = [parameter.replace(annotation=hints[parameter.name]) for parameter in parameters]
    called.__dict__["__signature__"] = own.replace(parameters=evaluated, return_annotation=int)
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in evaluated} | {"return": int}
    return called
