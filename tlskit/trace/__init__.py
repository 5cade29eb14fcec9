"""One connection as it was recorded, and what its bytes say. Pure: no socket, no clock.

The public names of the room, each loaded when it is asked for; :func:`inspect_trace` is the front door.
"""

from __future__ import annotations

from tlskit._lazy_exports import lazy_exports

__all__, __getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "tlskit.trace.certificates": ("certificate_entries", "sent_certificates"),
        "tlskit.trace.checks": ("ALERT_KINDS", "CONNECTION_KINDS", "KINDS"),
        "tlskit.trace.checks.incomplete": ("NoTlsInCapture",),
        "tlskit.trace.checks.weakness": ("weakness",),
        "tlskit.trace.chunk": ("Chunk", "Direction", "Orientation", "Transport"),
        "tlskit.trace.der_fields": ("CertificateField", "DER_PLACES", "DerBytes", "DerValue", "with_certificates"),
        "tlskit.trace.fingerprint": ("fingerprints",),
        "tlskit.trace.input.source": ("Reading", "read_capture", "read_sides"),
        "tlskit.trace.input.transcript_file": ("write_transcript",),
        "tlskit.trace.inspect": ("inspect_trace",),
        "tlskit.trace.keys.derivation": ("DerivationOperation", "DerivationStep"),
        "tlskit.trace.keys.epoch": ("Epoch",),
        "tlskit.trace.keys.key_log": ("KeyLog",),
        "tlskit.trace.keys.tls13_key_schedule": ("Secret", "Stage"),
        "tlskit.trace.location": ("Location",),
        "tlskit.trace.observer": ("observe",),
        "tlskit.trace.outcome": ("HandshakeEnd", "TraceOutcome", "trace_outcome"),
        "tlskit.trace.proof.proof": ("Proof",),
        "tlskit.trace.proof.signature": ("SCHEMES", "SignatureFamily", "allows_scheme"),
        "tlskit.trace.proof.verifier": ("Verified",),
        "tlskit.trace.record.decrypted": (
            "DecryptFailure",
            "DecryptedRecord",
            "PartKind",
            "Protection",
            "UndecryptedRecord",
        ),
        "tlskit.trace.record.envelope": ("Envelope",),
        "tlskit.trace.record.hellos": ("chosen_version",),
        "tlskit.trace.record.negotiated": ("Negotiated", "Resumption"),
        "tlskit.trace.record.preamble": ("Preamble",),
        "tlskit.trace.record.record": ("Message", "Record", "UnparsedBytes"),
        "tlskit.trace.report": ("TraceReport",),
        "tlskit.trace.transcript": ("Transcript",),
        "tlskit.trace.tree": ("StreamMap",),
    },
)
