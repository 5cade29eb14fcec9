"""Every kind of finding of every room, for the docs, ``tlskit explain`` and tests; importing it loads them all.

Each module that defines kinds lists them in ``KINDS``; a new such module gets a line here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlskit.chain import file, served
from tlskit.chain.path import issuer
from tlskit.chain.path.checks import (
    basic_constraints,
    certificate,
    certificate_policies,
    expiry,
    extended_key_usage,
    extension,
    identity,
    key,
    key_usage,
    name_constraints,
    path,
    policy_qualifiers,
    revocation,
    signature,
    validity,
)
from tlskit.chain.path.checks.profiles import rfc5280, web_pki
from tlskit.handshake.report import client_certificate, connection, negotiation, stapling
from tlskit.trace.checks import (
    alert,
    choice,
    contradiction,
    decoding,
    downgrade,
    incomplete,
    limit,
    offer,
    order,
    proof,
    server_name,
)

if TYPE_CHECKING:
    from tlskit.finding.finding import Finding

_MODULES = (
    *(basic_constraints, certificate, certificate_policies, expiry, extended_key_usage, extension, file, identity),
    *(issuer, key, key_usage, name_constraints, path, policy_qualifiers, revocation, rfc5280, served, signature),
    *(validity, web_pki),
    *(client_certificate, connection, negotiation, stapling),
    *(alert, choice, contradiction, decoding, downgrade, incomplete, limit, offer, order, proof, server_name),
)

KINDS: tuple[type[Finding], ...] = tuple(
    sorted((kind for module in _MODULES for kind in module.KINDS), key=lambda kind: kind.id)
)
"""The kinds by id."""
