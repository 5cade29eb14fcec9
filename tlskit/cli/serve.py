"""``tlskit lab --serve``: a TLS server that says in its log why it lets a client in or not."""

from __future__ import annotations

import json
import sys
from threading import Lock
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

from tlskit.cli.exit_status import ExitStatus
from tlskit.cli.files import parsed, read_input
from tlskit.cli.options import moment
from tlskit.cli.until_stopped import Stop
from tlskit.core import FrozenValue, visible
from tlskit.errors import InputError, UsageError
from tlskit.export import in_envelope
from tlskit.lab import (
    Admission,
    AdmissionOutcome,
    Credentials,
    Listeners,
    PeerLink,
    PrivateKey,
    Rules,
    TlsService,
    VerifyingService,
)
from tlskit.trust import file_store
from tlskit.x509 import certificate_blocks, crl_blocks, is_pem

if TYPE_CHECKING:
    from tlskit.cli.password import Password


class Serving(FrozenValue):
    """The options. ``limit``: after how many clients it ends, 0 for never."""

    cert: str
    key: str
    password: Password
    client_ca: str
    crls: tuple[str, ...]
    required: bool
    port: int
    bind: str
    limit: int
    as_json: bool


def serve_clients(serving: Serving) -> ExitStatus:
    """Serve until stopped, or for as many clients as were asked for; then say whether all were let in."""
    if not (serving.cert and serving.key and serving.client_ca):
        raise UsageError("--serve needs --cert, --key and --client-ca")
    log = _Log(as_json=serving.as_json)
    verifying = VerifyingService(TlsService(_credentials(serving)), _rules(serving), log.add)
    with Stop() as stop, Listeners() as listeners:

        def serve(link: PeerLink) -> None:
            try:
                verifying(link)
            finally:
                if serving.limit and len(log.outcomes) >= serving.limit:
                    stop.set()

        address = listeners.listen(serve, port=serving.port, bind=serving.bind, off_loopback=True)
        log.begin(address, serving)
        stop.wait()
    let_in = all(outcome is AdmissionOutcome.ACCEPTED for outcome in log.outcomes)
    return ExitStatus.CLEAN if let_in or not serving.limit else ExitStatus.FOUND


class _Log:
    """Lines on stdout, each client's together, each written out at once."""

    def __init__(self, *, as_json: bool) -> None:
        self.outcomes: list[AdmissionOutcome] = []
        self._as_json = as_json
        self._lock = Lock()

    def begin(self, address: str, serving: Serving) -> None:
        """Say where the server listens and what it asks for."""
        asked = "required" if serving.required else "optional"
        if self._as_json:
            self._write(_json_line({"address": address, "client_certificate": asked}))
            return
        lists = f", CRLs from {', '.join(serving.crls)}" if serving.crls else ", no CRL"
        self._write(f"serving at {address}: client certificates {asked}, CAs from {serving.client_ca}{lists}")

    def add(self, admission: Admission) -> None:
        """Say what became of a client."""
        lines = (_json_line(admission.to_plain()),) if self._as_json else admission.lines
        self._write(*lines)
        self.outcomes.append(admission.outcome)

    def _write(self, *lines: str) -> None:
        with self._lock:
            sys.stdout.write("".join(f"{visible(line)}\n" for line in lines))
            sys.stdout.flush()


def _json_line(result: dict[str, object]) -> str:
    return json.dumps(in_envelope("lab", [result], at=None, exit_status=0), allow_nan=False)


def _rules(serving: Serving) -> Rules:
    crls = tuple(block for path in serving.crls for block in parsed(path, crl_blocks))
    return Rules(file_store(serving.client_ca), serving.required, lambda: moment(None), crls)


def _credentials(serving: Serving) -> Credentials:
    """Read the server's certificate and key. Raises ``InputError`` where they cannot be used together."""
    path = serving.cert
    try:
        blocks = parsed(path, certificate_blocks)
        first, *others = (x509.load_der_x509_certificate(block) for block in blocks)
    except ValueError:
        refused = "a certificate in it is refused by the library that serves it; tlskit show says what is odd"
        raise InputError(refused, path) from None
    key = _private_key(serving.key, serving.password)
    if key.public_key() != first.public_key():
        raise InputError(f"this private key does not belong to the first certificate in {path}", serving.key)
    return Credentials(first, key, tuple(others))


def _private_key(path: str, password: Password) -> PrivateKey:
    data = read_input(path)
    load = load_pem_private_key if is_pem(data) else load_der_private_key
    try:
        key = load(data, password.given)
    except TypeError:  # so says cryptography
        needed = "needs no password" if password.given else "is encrypted: --password-file gives the password"
        raise InputError(f"the private key {needed}", path) from None
    except (ValueError, UnsupportedAlgorithm):
        raise InputError("no private key that can be used here, or the password is wrong", path) from None
    if not isinstance(key, PrivateKey):
        raise InputError("no TLS server can use a key of this kind", path)
    return key
