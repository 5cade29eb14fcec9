"""The other verifiers: OpenSSL, OpenSSL in its strict mode, GnuTLS and Go, each asked about many chains in one go.

Each answers a ``Question`` with its own words: ``OK`` or why not. OpenSSL is asked through pyOpenSSL and through
``openssl verify``; GnuTLS through its shared library, since ``certtool`` can neither be told the time nor take many
questions; Go through a small program of its standard library, which is built once.
"""

from __future__ import annotations

import base64
import ctypes
import ctypes.util
import json
import os
import shutil
import subprocess
import warnings
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from ssl import DER_cert_to_PEM_cert
from typing import TYPE_CHECKING

from cryptography.hazmat.bindings.openssl.binding import Binding
from OpenSSL import crypto

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

OK = "ok"
SERVER, CLIENT = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"


@dataclass(frozen=True)
class Question:
    """A chain as served, leaf first, the anchors, and what is asked; all certificates are DER."""

    served: tuple[bytes, ...]
    roots: tuple[bytes, ...]
    at: datetime
    host: str | None = None
    purpose: str = SERVER


# -- OpenSSL, in this process ----------------------------------------------------------------------------------------


def openssl(question: Question, *, strict: bool = False) -> str:
    """Ask OpenSSL through pyOpenSSL."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            leaf, *others = (crypto.load_certificate(crypto.FILETYPE_ASN1, item) for item in question.served)
            roots = [crypto.load_certificate(crypto.FILETYPE_ASN1, item) for item in question.roots]
    except (crypto.Error, ValueError) as problem:
        return f"cannot be loaded: {problem}"
    store = crypto.X509Store()
    for root in roots:
        store.add_cert(root)
    store.set_time(question.at)
    if strict:
        store.set_flags(crypto.X509StoreFlags.X509_STRICT)
    _ask_for(store, question)
    try:
        crypto.X509StoreContext(store, leaf, others).verify_certificate()
    except crypto.X509StoreContextError as problem:
        return str(problem)
    return OK


def _ask_for(store: crypto.X509Store, question: Question) -> None:
    """Set purpose and host, which pyOpenSSL has no method for; the binding below it has."""
    lib, ffi = Binding.lib, Binding.ffi
    of = {SERVER: lib.X509_PURPOSE_SSL_SERVER, CLIENT: lib.X509_PURPOSE_SSL_CLIENT}
    lib.X509_STORE_set_purpose(store._store, of[question.purpose])
    if question.host:
        wanted = ffi.gc(lib.X509_VERIFY_PARAM_new(), lib.X509_VERIFY_PARAM_free)
        lib.X509_VERIFY_PARAM_set1_host(wanted, question.host.encode(), len(question.host))
        lib.X509_STORE_set1_param(store._store, wanted)


# -- openssl verify --------------------------------------------------------------------------------------------------


def openssl_program(question: Question, folder: Path, *, strict: bool = False) -> str:
    """Ask ``openssl verify``, which compares names too."""
    leaf, *others = question.served
    for name, items in (("leaf", [leaf]), ("others", others), ("roots", question.roots)):
        (folder / f"{name}.pem").write_text("".join(map(DER_cert_to_PEM_cert, items)))
    command = ["openssl", "verify", "-attime", str(int(question.at.timestamp())), "-no-CApath", "-no-CAstore"]
    command += ["-purpose", "sslserver" if question.purpose == SERVER else "sslclient"]
    command += ["-CAfile", str(folder / "roots.pem")]
    command += ["-verify_hostname", question.host] if question.host else []
    command += ["-untrusted", str(folder / "others.pem")] if others else []
    command += ["-x509_strict"] if strict else []
    done = subprocess.run([*command, str(folder / "leaf.pem")], capture_output=True, text=True, check=False, timeout=60)
    words = [line for line in (done.stdout + done.stderr).splitlines() if "error " in line]
    return OK if done.returncode == 0 else "; ".join(words) or done.stderr.strip()


# -- GnuTLS ----------------------------------------------------------------------------------------------------------

_STATUS = {
    5: "revoked",
    6: "signer not found",
    7: "signer is not a CA",
    8: "insecure algorithm",
    9: "not activated",
    10: "expired",
    11: "signature failure",
    14: "unexpected owner",
    16: "signer constraints failure",
    17: "mismatch",
    18: "purpose mismatch",
    19: "missing OCSP status",
    21: "unknown critical extensions",
}
_DATA_HOST, _DATA_PURPOSE = 1, 2
_FORMAT_DER, _ALL = 0, 1
_NOW = ctypes.c_long(0)


class _Datum(ctypes.Structure):
    _fields_ = (("data", ctypes.c_char_p), ("size", ctypes.c_uint))


class _Typed(ctypes.Structure):
    _fields_ = (("type", ctypes.c_int), ("data", ctypes.c_char_p), ("size", ctypes.c_uint))


_CLOCK = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.POINTER(ctypes.c_long))


@_CLOCK
def _clock(place):
    """Tell GnuTLS the time that the question names."""
    if place:
        place[0] = _NOW.value
    return _NOW.value


@cache
def _gnutls_library():
    name = ctypes.util.find_library("gnutls")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    library.gnutls_global_set_time_function(_clock)
    library.gnutls_x509_crt_deinit.argtypes = [ctypes.c_void_p]
    library.gnutls_x509_trust_list_deinit.argtypes = [ctypes.c_void_p, ctypes.c_uint]
    return library


def has_gnutls() -> bool:
    """Whether GnuTLS is here."""
    return _gnutls_library() is not None


def gnutls(question: Question) -> str:
    """Ask GnuTLS 3; it is given what the server sends in the server's order, as a client gives it."""
    library = _gnutls_library()
    _NOW.value = int(question.at.timestamp())
    with ExitStack() as stack:
        try:
            served = _handles(library, question.served, stack)
            roots = _handles(library, question.roots, stack)
        except ValueError as problem:
            return str(problem)
        trust = ctypes.c_void_p()
        library.gnutls_x509_trust_list_init(ctypes.byref(trust), 0)
        stack.callback(library.gnutls_x509_trust_list_deinit, trust, 0)
        library.gnutls_x509_trust_list_add_cas(trust, roots, len(roots), 0)
        wanted = [_Typed(_DATA_PURPOSE, question.purpose.encode(), 0)]
        wanted += [_Typed(_DATA_HOST, question.host.encode(), 0)] if question.host else []
        asked = (_Typed * len(wanted))(*wanted)
        status = ctypes.c_uint()
        code = library.gnutls_x509_trust_list_verify_crt2(
            trust, served, len(served), asked, len(wanted), 0, ctypes.byref(status), None
        )
    if code < 0:
        return f"error {code}"
    words = [text for bit, text in _STATUS.items() if status.value >> bit & 1]
    return OK if status.value == 0 else "; ".join(words) or f"status {status.value:#x}"


def _handles(library, encoded: Iterable[bytes], stack: ExitStack):
    made = []
    for item in encoded:
        handle = ctypes.c_void_p()
        library.gnutls_x509_crt_init(ctypes.byref(handle))
        stack.callback(library.gnutls_x509_crt_deinit, handle)
        code = library.gnutls_x509_crt_import(handle, ctypes.byref(_Datum(item, len(item))), _FORMAT_DER)
        if code < 0:
            raise ValueError(f"cannot be loaded: error {code}")
        made.append(handle.value)
    return (ctypes.c_void_p * len(made))(*made)


# -- Go --------------------------------------------------------------------------------------------------------------


def build_go(folder: Path) -> Path:
    """Build the program that asks Go's ``crypto/x509``: offline, from the standard library alone."""
    program = folder / "verify"
    source = Path(__file__).with_name("verify.go")
    surroundings = {"GOPROXY": "off", "GOFLAGS": "-mod=mod", "GO111MODULE": "off", "GOCACHE": str(folder / "cache")}
    command = [shutil.which("go") or "go", "build", "-o", str(program), str(source)]
    subprocess.run(command, check=True, env=os.environ | surroundings | {"CGO_ENABLED": "0"}, timeout=300)
    return program


def go(program: Path, questions: Iterable[Question]) -> list[str]:
    """Ask Go about all of them."""
    lines = [json.dumps(_as_json(question)) for question in questions]
    done = subprocess.run(
        [str(program)], input="\n".join([*lines, ""]), capture_output=True, text=True, check=True, timeout=600
    )
    return done.stdout.splitlines()


def _as_json(question: Question) -> dict[str, object]:
    def encoded(items: Iterable[bytes]) -> list[str]:
        return [base64.b64encode(item).decode() for item in items]

    return {
        "Served": encoded(question.served),
        "Roots": encoded(question.roots),
        "Host": question.host or "",
        "At": int(question.at.timestamp()),
        "Client": question.purpose == CLIENT,
    }
