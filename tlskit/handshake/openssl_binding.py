"""What OpenSSL can do and pyOpenSSL's public interface does not offer: the one place that touches its private binding.

Each function says in plain words when this pyOpenSSL no longer has what it needs, or OpenSSL does not take the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from OpenSSL import SSL

from tlskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


def set_groups(context: SSL.Context, groups: str) -> None:
    """Offer these groups, a list as ``X25519:P-256`` (SSL_CTX_set1_curves_list(3))."""
    _set_list(context, "SSL_CTX_set1_curves_list", "groups", groups)


def set_signature_algorithms(context: SSL.Context, algorithms: str) -> None:
    """Offer these, a list as ``ECDSA+SHA256:rsa_pss_rsae_sha256`` (SSL_CTX_set1_sigalgs_list(3))."""
    _set_list(context, "SSL_CTX_set1_sigalgs_list", "signature algorithms", algorithms)


def offer_post_handshake_authentication(context: SSL.Context) -> None:
    """Send the extension post_handshake_auth (RFC 8446 section 4.2.6)."""
    _function("SSL_CTX_set_post_handshake_auth", "post-handshake authentication")(_inner(context, "_context"), 1)


def session_reused(connection: SSL.Connection) -> bool:
    """Tell whether the handshake resumed the session that was given to it."""
    return bool(
        _function("SSL_session_reused", "the question whether a session was resumed")(_inner(connection, "_ssl"))
    )


def _set_list(context: SSL.Context, function: str, kind: str, value: str) -> None:
    call = _function(function, f"a choice of {kind}")
    if call(_inner(context, "_context"), value.encode("ascii", "replace")) != 1:
        _library().ERR_clear_error()
        raise UsageError(f"OpenSSL does not know the {kind} {value!a}")


def _function(name: str, purpose: str) -> Callable[..., Any]:
    found: Callable[..., Any] | None = getattr(_library(), name, None)
    if found is None:
        raise UsageError(f"this version of pyOpenSSL does not offer {purpose} ({name})")
    return found


def _library() -> Any:  # noqa: ANN401 - the binding has no types
    found = getattr(SSL, "_lib", None)
    if found is None:
        raise UsageError("this version of pyOpenSSL hides its binding, through which this option is reached")
    return found


def _inner(value: SSL.Context | SSL.Connection, name: str) -> Any:  # noqa: ANN401 - a pointer of the binding
    found = getattr(value, name, None)
    if found is None:
        raise UsageError(f"this version of pyOpenSSL keeps its {type(value).__name__} elsewhere than it used to")
    return found
