"""The search for a CRL signer's path stays short where CAs certify one another, and finds the path that there is."""

from __future__ import annotations

import time
from functools import cache
from itertools import permutations

import pytest
from cryptography import x509

from tests.support.crl_cases import CA, ROOT, ROOT_CRL
from tests.support.crls import CDP, INDIRECT, crl, directory, entry, full_name, issued_by, points, scope, uri
from tests.support.pki import AT, Issued, issue, tlv
from tlskit.chain import Revocation, ValidationPolicy, inspect_chain
from tlskit.finding import Verdict

COUNT = 31


def authority(number: int, issuer: Issued | None = None, **more: object) -> Issued:
    """Return one certificate of one of the CAs; all that it has share its key."""
    subject = issue(f"Mesh CA {number}", ca=True)
    return subject if issuer is None else issue(subject.name, issuer, key=subject.name.hex(), ca=True, **more)  # type: ignore[arg-type]


@cache
def mesh() -> tuple[bytes, ...]:
    """Return 930 certificates: each of 31 CAs has certified all others."""
    return tuple(authority(one, authority(other)).certificate for one, other in permutations(range(COUNT), 2))


def ask(*more: Issued, listed: bool = False, crls: tuple[bytes, ...] = ()):
    """Ask about a leaf whose CRL is by CA 0, with the mesh and more in the pool; in less than a second."""
    signer = authority(0, authority(1))
    point = points(full_name(uri("http://crl.example/")) + tlv(0xA2, directory(signer.name)))
    leaf = issue("shop.example", CA, extensions={x509.ObjectIdentifier(CDP): (point, False)})
    given = crl(signer, [entry(leaf, issued_by(CA))] if listed else [], idp=scope(INDIRECT))
    others = [crl(authority(number, authority(0))) for number in range(1, COUNT)]
    policy = ValidationPolicy(at=AT, revocation=Revocation.REQUIRED)
    pool = [*mesh(), *(item.certificate for item in more)]
    started = time.process_time()
    report = inspect_chain(
        [leaf.certificate, CA.certificate],
        trust=[ROOT.certificate],
        policy=policy,
        pool=pool,
        crls=[ROOT_CRL, given, *others, *crls],
    )
    assert time.process_time() - started < 1.0
    return report


def fakes() -> list[Issued]:
    """Return certificates of all CAs that claim to be issued by the root, and are not."""
    impostor = issue(ROOT.name, key="impostor", ca=True)
    return [authority(number, impostor, serial=77) for number in range(COUNT)]


@pytest.mark.parametrize("given", [list, fakes], ids=["no root", "a forged root"])
def test_a_mesh_without_a_root(given):
    """A signer whose names lead nowhere, or whose certificates are forged, answers nothing, and that is the reason."""
    report = ask(*given())
    assert Verdict.INDETERMINATE is report.verdict
    assert 'no good path leads from its signer "Mesh CA 0"' in str(report.decisive)


@pytest.mark.parametrize("place", [0, 1, COUNT - 1])
@pytest.mark.parametrize("given", [list, fakes], ids=["alone", "among forged ones"])
@pytest.mark.parametrize("listed", [False, True], ids=["good", "revoked"])
def test_one_way_out_of_a_mesh(place, given, listed):
    """Where the root certifies one of the CAs the signer's path is found, and the CRL is believed."""
    report = ask(authority(place, ROOT), *given(), listed=listed)
    assert (Verdict.UNTRUSTED if listed else Verdict.TRUSTED) is report.verdict, report.decisive


def test_a_path_in_a_crowd():
    """Certificates under the root that no path from the signer leads through do not hide the one that it needs."""
    crowd = [issue(f"Crowd {number}", ROOT, key="crowd", ca=True) for number in range(300)]
    far = issue("Far CA", crowd[-1], ca=True)
    report = ask(*crowd, authority(0, far), far, crls=(crl(far), crl(crowd[-1])))
    assert Verdict.TRUSTED is report.verdict


def test_too_many_certificates_to_look_at():
    """Where more certificates lead upwards than are looked at, and none is good, the limit is told."""
    report = ask(*fakes()[1:])
    assert Verdict.INDETERMINATE is report.verdict
    assert "work limit reached: 128 of " in str(report.findings)
