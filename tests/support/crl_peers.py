"""What OpenSSL and GnuTLS make of a chain and CRLs, at the fixed time of the tests."""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING

from tests.support.crls import crl_pem
from tests.support.pki import AT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.crl_cases import Case

OPENSSL = shutil.which("openssl")
GNUTLS = ctypes.util.find_library("gnutls")
_DER, _MOST = 0, 32


def openssl_trusts(case: Case, folder: Path) -> bool:
    """Ask ``openssl verify``, for every certificate and with all that it can do."""
    parts = {"roots": case.roots, "others": (case.ca, *case.others), "leaf": (case.leaf,)}
    for name, items in parts.items():
        (folder / name).write_bytes(b"".join(item.pem for item in items))
    (folder / "crls").write_bytes(b"".join(map(crl_pem, case.crls)))
    command = [str(OPENSSL), "verify", "-crl_check_all", "-extended_crl", "-use_deltas"]
    command += ["-attime", str(int(AT.timestamp())), "-no-CApath", "-no-CAstore"]
    command += ["-CAfile", str(folder / "roots"), "-untrusted", str(folder / "others")]
    done = subprocess.run(
        [*command, "-CRLfile", str(folder / "crls"), str(folder / "leaf")], capture_output=True, check=False, timeout=30
    )
    return done.returncode == 0


class _Datum(ctypes.Structure):
    _fields_ = (("data", ctypes.c_char_p), ("size", ctypes.c_uint))


def _now(place: ctypes._Pointer[ctypes.c_long]) -> int:
    if place:
        place[0] = int(AT.timestamp())
    return int(AT.timestamp())


_CLOCK = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.POINTER(ctypes.c_long))(_now)  # kept, since the library calls it


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(str(GNUTLS))
    library.gnutls_global_set_time_function(_CLOCK)
    return library


def gnutls_trusts(case: Case) -> bool:
    """Ask GnuTLS: each certificate needs a CRL that its issuer signed and that is current, and none may list it.

    GnuTLS looks at no distribution point and at no delta CRL; a CRL that it cannot verify does not count.
    """
    library, pool = _library(), (case.ca, *case.others, *case.roots)
    loaded = {item.certificate: _loaded("crt", item.certificate) for item in (case.leaf, *pool)}
    crls = [item for item in (_loaded("crl", encoded) for encoded in case.crls) if item is not None]
    try:
        for subject, issuer in ((case.leaf, case.ca), (case.ca, case.roots[0])):
            usable = list(_usable(crls, loaded[issuer.certificate]))
            held = (ctypes.c_void_p * _MOST)(*usable)
            if not usable or library.gnutls_x509_crt_check_revocation(loaded[subject.certificate], held, len(usable)):
                return False
        return True
    finally:
        for item in loaded.values():
            library.gnutls_x509_crt_deinit(item)
        for crl in crls:
            library.gnutls_x509_crl_deinit(crl)


def _usable(crls: list[ctypes.c_void_p], issuer: ctypes.c_void_p | None) -> Iterator[ctypes.c_void_p]:
    """Yield the CRLs that one certificate signed, and that GnuTLS finds nothing wrong with."""
    library, status = _library(), ctypes.c_uint()
    for crl in crls:
        by_it = library.gnutls_x509_crl_check_issuer(crl, issuer)
        held = (ctypes.c_void_p * 1)(issuer)
        if by_it and library.gnutls_x509_crl_verify(crl, held, 1, 0, ctypes.byref(status)) == 0 and status.value == 0:
            yield crl


def _loaded(kind: str, encoded: bytes) -> ctypes.c_void_p | None:
    library, handle = _library(), ctypes.c_void_p()
    getattr(library, f"gnutls_x509_{kind}_init")(ctypes.byref(handle))
    datum = _Datum(encoded, len(encoded))
    if getattr(library, f"gnutls_x509_{kind}_import")(handle, ctypes.byref(datum), _DER) == 0:
        return handle
    getattr(library, f"gnutls_x509_{kind}_deinit")(handle)
    return None
