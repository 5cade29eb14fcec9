"""Other projects' sick files through ``read_items`` and the judging of a file: all are shown, as far as they go."""

from __future__ import annotations

import json
import os
import time
import zipfile
from pathlib import Path

import pytest

from tests.support import pki
from tests.support.pki import AT, issue
from tlskit.chain.file import inspect_file, subject_alt_name
from tlskit.errors import InputError
from tlskit.explain.file import file_answer, file_document
from tlskit.export.report import to_json
from tlskit.registry import oid
from tlskit.x509.certificate import Certificate
from tlskit.x509.file.item import CertificateItem
from tlskit.x509.file.reader import read_items

CORPORA = os.environ.get("TLSKIT_CORPORA", "")
ARCHIVE = Path(CORPORA, "fuzz.zip")
BOUND = 1.0
SHARE = 0.95
corpus = pytest.mark.skipif(
    not CORPORA or not ARCHIVE.is_file(), reason="TLSKIT_CORPORA does not name a directory with fuzz.zip"
)
LEAF = issue("sick.example", issue("Sick CA", ca=True), names=[pki.dns("sick.example"), pki.dns("b.example")])


def members(folder: str) -> list[tuple[str, bytes]]:
    """Return name and contents of every file below a folder of the archive, read in place."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        entries = [item for item in archive.infolist() if item.filename.startswith(folder) and not item.is_dir()]
        return [(item.filename, archive.read(item)) for item in entries]


def offence(data: bytes) -> str:
    """Return what is wrong with how one file was taken; the empty string where nothing is."""
    started = time.process_time()
    try:
        report = inspect_file(read_items(data, password=b"secret"), at=AT)
        file_document("x", report)
        json.dumps(to_json(report))
        assert file_answer("x", report)
    except InputError:
        pass
    except Exception as error:  # noqa: BLE001 - the very thing that is looked for
        return f"{type(error).__name__}: {error}"[:200]
    took = time.process_time() - started
    return f"{took:.1f} s" if took > BOUND else ""


@corpus
@pytest.mark.parametrize(
    ("folder", "least"), [("openssl/x509/", 200), ("zlint/", 300), ("openssl/crl/", 500), ("openssl/cms/", 300)]
)
def test_every_file_is_shown_or_an_input_error(folder, least):
    """Each file gives items that can be judged and told within a second, or an InputError, and nothing else."""
    files = members(folder)
    assert len(files) >= least
    assert {} == {name: found for name, data in files if (found := offence(data))}


def is_named(certificate: Certificate) -> bool:
    """Whether subject and alternative names are shown: each that the bytes have, in part where it is sick."""
    sick = certificate.subject.problem or (not certificate.subject and "certificate" in certificate.problems)
    return not sick and (oid.SUBJECT_ALT_NAME not in certificate.by_oid or bool(subject_alt_name(certificate)))


@corpus
def test_lint_certificates_are_named():
    """Of the files of zlint that hold a certificate, at least 95 % have their subject and names shown."""
    named = {}
    for name, data in members("zlint/"):
        found = [item.certificate for item in read_items(data) if isinstance(item, CertificateItem)]
        if found:
            named[name] = all(map(is_named, found))
    assert len(named) > 400
    unnamed = sorted(name for name, shown in named.items() if not shown)
    assert len(unnamed) <= (1 - SHARE) * len(named), unnamed


# -- one sickness at a time ------------------------------------------------------------------------------------------


def sick(old: bytes, new: bytes) -> Certificate:
    """Return the leaf with one place altered, the lengths kept."""
    assert len(old) == len(new)
    assert LEAF.certificate.count(old) >= 1
    return Certificate(LEAF.certificate.replace(old, new, 1))


def test_a_bad_time_leaves_the_rest():
    """A time that is none leaves subject, names, key and the other time."""
    certificate = sick(b"400101000000Z", b"4001xx000000Z")
    assert ["not_after"] == list(certificate.problems)
    assert ("sick.example", 2) == (certificate.label, len(certificate.subject_alt_name))
    assert certificate.not_before is not None
    assert certificate.public_key is not None


def test_a_bad_serial_number_leaves_the_rest():
    """A member with another tag than its own leaves the others."""
    serial = Certificate(LEAF.certificate).serial_number.to_bytes(8).lstrip(b"\x00")
    place = LEAF.certificate.index(serial) - 2
    changed = LEAF.certificate[:place] + b"\x04" + LEAF.certificate[place + 1 :]
    certificate = Certificate(changed)
    assert (None, ["serialNumber"]) == (certificate.serial_number, list(certificate.problems))
    assert ("sick.example", 2) == (certificate.label, len(certificate.subject_alt_name))


def test_a_bad_extension_leaves_the_others():
    """An extension that cannot be told from its neighbour's bytes is lost alone."""
    certificate = sick(b"\x06\x03\x55\x1d\x0e", b"\x0c\x03\x55\x1d\x0e")
    assert "extensions" in certificate.problems
    assert 2 == len(certificate.subject_alt_name)
    assert certificate.subject_key_identifier is None


def test_one_bad_name_leaves_the_others():
    """Of names of which one has an impossible form, the others are shown."""
    odd = issue("odd", names=[pki.dns("a.example"), b"\x02\x01x", pki.dns("c.example")])
    certificate = Certificate(odd.certificate)
    assert () == certificate.subject_alt_name
    assert ["a.example", "c.example"] == [name.text for name in subject_alt_name(certificate)]


@pytest.mark.parametrize("left", [0.5, 0.75, 0.95])
def test_a_certificate_that_is_cut_short(left):
    """What is left of a certificate is shown, and that it is cut; a path builder gets nothing of it."""
    part = LEAF.certificate[: int(len(LEAF.certificate) * left)]
    shown, strict = Certificate(part, lenient=True), Certificate(part)
    assert ("sick.example", ["certificate"]) == (shown.label, list(shown.problems))
    assert shown.not_after is not None
    assert (False, ["certificate"]) == (bool(strict.subject), list(strict.problems))


def test_every_cut_and_every_flip_is_shown():
    """Cut anywhere, or with any byte altered, a certificate is an item or an InputError."""
    whole = LEAF.certificate
    for place in range(1, len(whole)):
        assert "" == offence(whole[:place]), place
        assert "" == offence(whole[:place] + bytes([whole[place] ^ 0xA5]) + whole[place + 1 :]), place
