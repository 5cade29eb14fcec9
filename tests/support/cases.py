"""The committed test PKI: one directory per case, grouped by what is wrong, with what is expected of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tlskit.chain import ChainReport, Conformance, Purpose, ValidationPolicy, inspect_chain

if TYPE_CHECKING:
    from datetime import datetime

ROOT = Path(__file__).resolve().parents[2] / "testdata" / "certs"


@dataclass(frozen=True)
class Case:
    """A case directory, read; its name is ``group/case``."""

    name: str
    title: str
    at: datetime
    identity: tuple[str, ...]
    purpose: str
    conformance: str
    verdict: str
    findings: tuple[str, ...]

    @property
    def directory(self) -> Path:
        """Where its files are."""
        return ROOT / self.name

    def read(self, name: str) -> bytes:
        """Return one of its files, empty where it has none."""
        path = self.directory / name
        return path.read_bytes() if path.exists() else b""

    @property
    def policy(self) -> ValidationPolicy:
        """What the case asks."""
        return ValidationPolicy(
            at=self.at,
            purpose=Purpose[self.purpose.upper()],
            identity=self.identity,
            conformance=Conformance[self.conformance],
        )

    def inspect(self) -> ChainReport:
        """Ask it."""
        pool = self.read("pool.pem")
        return inspect_chain(
            [self.read("chain.pem")],
            trust=[self.read("roots.pem")],
            policy=self.policy,
            pool=[pool] if pool else [],
        )


def load(name: str) -> Case:
    """Read one case."""
    table = tomllib.loads((ROOT / name / "case.toml").read_text(encoding="utf-8"))
    return Case(
        name,
        table["title"],
        table["at"],
        tuple(table["identity"]),
        table["purpose"],
        table["conformance"],
        table["verdict"],
        tuple(table["findings"]),
    )


CASES = tuple(load(path.parent.relative_to(ROOT).as_posix()) for path in sorted(ROOT.glob("*/*/case.toml")))
