"""Steps of a key derivation, and the checks that they lead to, as a reader sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document.blocks import Derivation, Proved, Tone
from tlskit.finding.check import Outcome
from tlskit.trace.keys.derivation import Operation

if TYPE_CHECKING:
    from tlskit.trace.keys.derivation import Step
    from tlskit.trace.proof.proof import Proof

TONES = {
    Outcome.PASSED: Tone.GOOD,
    Outcome.FAILED: Tone.BAD,
    Outcome.NOT_DETERMINED: Tone.OPEN,
    Outcome.NOT_APPLICABLE: Tone.QUIET,
}
"""How the outcome of a check sounds."""

_OUTCOMES = {
    Outcome.PASSED: "verified",
    Outcome.FAILED: "does not verify",
    Outcome.NOT_DETERMINED: "could not be checked",
    Outcome.NOT_APPLICABLE: "nothing to check",
}
_WITHOUT_HASH = frozenset({Operation.SPLIT, Operation.CONCATENATION})


def derivation(step: Step) -> Derivation:
    """Return a step as it is shown."""
    hashed = "" if step.operation in _WITHOUT_HASH or not step.hash_name else f" with {step.hash_name}"
    return Derivation(
        step.name, f"{step.operation.value}{hashed}", step.inputs, step.label, step.output, str(step.section)
    )


def proved(proof: Proof, anchor: str) -> Proved:
    """Return a check as it is shown, told at ``anchor``."""
    title = f"{proof.subject}: {_OUTCOMES[proof.outcome]}"
    return Proved(TONES[proof.outcome], title, proof.detail, tuple(map(derivation, proof.steps)), anchor)
