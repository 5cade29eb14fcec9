"""Begins a new check: its module, its row in the table, a case of the test PKI, and a test, each ready to be edited.

    python -m scripts.new_check nsComment present --extension 2.16.840.1.113730.1.13

makes ``chain.ns_comment.present`` for end entities that have the extension. What the check is to say is then written
into its class; ``make docs`` draws the pages again, ``make test`` holds everything together.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = ROOT / "tlskit" / "chain" / "path" / "checks"
TABLE = CHECKS / "__init__.py"
STANZAS = ROOT / "scripts" / "test_pki" / "extension.sh"
CASES = ROOT / "testdata" / "certs" / "extension"

_CHECK = '''"""Does the certificate have the extension {extension}?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.finding import Citation, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tlskit.chain.path.checks.role import Role
    from tlskit.chain.path.policy import ValidationPolicy
    from tlskit.x509 import Certificate, CertificateRef

EXTENSION = "{extension}"


class {kind}(
    Finding,
    id="chain.{module}.{id}",
    severity=Severity.WARNING,
    cites=Citation("RFC 5280", "4.2"),
):
    """The certificate has the extension {extension}.

    Say here why that matters, and which clients act on it.
    """

    summary = "has the extension {{extension}}"
    remedy = 'Have "{{certificate}}" issued again without it.'
    certificate: CertificateRef
    extension: str


KINDS = ({kind},)


def check(certificate: Certificate, role: Role, policy: ValidationPolicy) -> Iterator[Finding]:
    """Look for the extension."""
    del role, policy
    if EXTENSION in certificate.by_oid:
        yield {kind}(certificate=certificate.ref, extension=EXTENSION)
'''
_TEST = '''"""The extension {extension} of an end entity is found, and its absence is not."""

from __future__ import annotations

from cryptography import x509

from tests.support.pki import AT, issue
from tlskit.chain import ValidationPolicy, inspect_chain
from tlskit.chain.path.checks.{module} import EXTENSION, {kind}

ROOT = issue("Root", ca=True)


def found(extensions):
    """Return what this check finds of an end entity with these extensions."""
    leaf = issue("leaf", ROOT, extensions=extensions)
    report = inspect_chain([leaf.certificate], trust=[ROOT.certificate], policy=ValidationPolicy(at=AT))
    return [finding for finding in report.findings if isinstance(finding, {kind})]


def test_it_is_found():
    """A certificate with the extension has the finding, one without it has not."""
    (finding,) = found({{x509.ObjectIdentifier(EXTENSION): b"\\x05\\x00"}})
    assert "has the extension {extension}" == finding.summary
    assert [] == found({{}})
'''


def main() -> None:
    """Write the four."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("name", help="what the check looks at, e.g. nsComment; becomes the module")
    parser.add_argument("kind", help="what it finds, e.g. present; the last part of the id")
    parser.add_argument("--extension", required=True, metavar="OID", help="the extension that the skeleton looks for")
    given = parser.parse_args()
    module = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", given.name).lower()
    words = {"module": module, "id": given.kind, "extension": given.extension}
    words["kind"] = "".join(part.capitalize() for part in (*module.split("_"), *given.kind.split("_")))
    if (CHECKS / f"{module}.py").exists():
        sys.exit(f"there is a check {module} already")
    (CHECKS / f"{module}.py").write_text(_CHECK.format(**words), encoding="utf-8")
    _add_row(module, given.name)
    tests = ROOT / "tests" / "chain" / "path" / "checks"
    tests.mkdir(exist_ok=True)
    (tests / f"test_{module}.py").write_text(_TEST.format(**words), encoding="utf-8")
    _add_case(words)


def _add_row(module: str, name: str) -> None:
    """Add the import and the row to the table of checks."""
    text = TABLE.read_text(encoding="utf-8")
    before, _, rest = text.partition("from tlskit.chain.path.checks import (\n")
    imported, _, after = rest.partition(")\n")
    modules = sorted([*imported.splitlines(), f"    {module},"])
    text = "\n".join([f"{before}from tlskit.chain.path.checks import (", *modules, f")\n{after}"])
    row = f'    CertificateCheck("{name}", {module}.check, _TARGET, {module}.KINDS, Topic.FORM, decided),\n'
    text = text.replace(")\n\nPATH_CHECKS", f"{row})\n\nPATH_CHECKS", 1)
    TABLE.write_text(text, encoding="utf-8")


def _add_case(words: dict[str, str]) -> None:
    """Add a stanza to the group of extensions, make all cases elsewhere, and take this one."""
    case = f"{words['module'].replace('_', '-')}-{words['id'].replace('_', '-')}"
    stanza = (
        f'verdict=TRUSTED leaf_fault {case} "The server\'s certificate has the extension {words["extension"]}" \\\n'
        f'  "{words["extension"]}" chain.{words["module"]}.{words["id"]} {words["extension"]}=DER:0500\n'
    )
    with STANZAS.open("a", encoding="utf-8") as stream:
        stream.write(stanza)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        environment = {**os.environ, "PYTHON": sys.executable}
        subprocess.run(["bash", str(ROOT / "scripts" / "gen_test_pki.sh"), str(made)], check=True, env=environment)
        shutil.copytree(made / "extension" / case, CASES / case)


if __name__ == "__main__":
    main()
