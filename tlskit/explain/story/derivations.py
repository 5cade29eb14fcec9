"""Steps of a key derivation, and the checks that they lead to, as a reader sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.document import CheckNote, DerivationNote, Tone
from tlskit.finding import CheckOutcome
from tlskit.trace import DerivationOperation

if TYPE_CHECKING:
    from tlskit.trace import DerivationStep, Proof

TONES = {
    CheckOutcome.PASSED: Tone.GOOD,
    CheckOutcome.FAILED: Tone.BAD,
    CheckOutcome.NOT_DETERMINED: Tone.OPEN,
    CheckOutcome.NOT_APPLICABLE: Tone.QUIET,
}
"""How the outcome of a check sounds."""

_OUTCOMES = {
    CheckOutcome.PASSED: "verified",
    CheckOutcome.FAILED: "does not verify",
    CheckOutcome.NOT_DETERMINED: "could not be checked",
    CheckOutcome.NOT_APPLICABLE: "nothing to check",
}
_WITHOUT_HASH = frozenset({DerivationOperation.SPLIT, DerivationOperation.CONCATENATION})


def derivation(step: DerivationStep) -> DerivationNote:
    """Return a step as it is shown."""
    hashed = "" if step.operation in _WITHOUT_HASH or not step.hash_name else f" with {step.hash_name}"
    return DerivationNote(
        step.name, f"{step.operation.value}{hashed}", step.inputs, step.label, step.output, str(step.section)
    )


def proved(proof: Proof, anchor: str) -> CheckNote:
    """Return a check as it is shown, told at ``anchor``."""
    title = f"{proof.subject}: {_OUTCOMES[proof.outcome]}"
    return CheckNote(TONES[proof.outcome], title, proof.detail, tuple(map(derivation, proof.steps)), anchor)
