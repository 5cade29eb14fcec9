"""One connection as it was recorded, and what its bytes say. Pure: no socket, no clock."""  # made by scripts/gen_faces.py

from tlskit.trace.certificates import certificate_entries as certificate_entries
from tlskit.trace.certificates import sent_certificates as sent_certificates
from tlskit.trace.checks import ALERT_KINDS as ALERT_KINDS
from tlskit.trace.checks import CONNECTION_KINDS as CONNECTION_KINDS
from tlskit.trace.checks import KINDS as KINDS
from tlskit.trace.checks.incomplete import NoTlsInCapture as NoTlsInCapture
from tlskit.trace.checks.weakness import weakness as weakness
from tlskit.trace.chunk import Chunk as Chunk
from tlskit.trace.chunk import Direction as Direction
from tlskit.trace.chunk import Orientation as Orientation
from tlskit.trace.chunk import Transport as Transport
from tlskit.trace.der_fields import CertificateField as CertificateField
from tlskit.trace.der_fields import DER_PLACES as DER_PLACES
from tlskit.trace.der_fields import DerBytes as DerBytes
from tlskit.trace.der_fields import DerValue as DerValue
from tlskit.trace.der_fields import with_certificates as with_certificates
from tlskit.trace.fingerprint import fingerprints as fingerprints
from tlskit.trace.input.source import Reading as Reading
from tlskit.trace.input.source import read_capture as read_capture
from tlskit.trace.input.source import read_sides as read_sides
from tlskit.trace.input.transcript_file import write_transcript as write_transcript
from tlskit.trace.inspect import inspect_trace as inspect_trace
from tlskit.trace.keys.derivation import DerivationOperation as DerivationOperation
from tlskit.trace.keys.derivation import DerivationStep as DerivationStep
from tlskit.trace.keys.epoch import Epoch as Epoch
from tlskit.trace.keys.key_log import KeyLog as KeyLog
from tlskit.trace.keys.tls13_key_schedule import Secret as Secret
from tlskit.trace.keys.tls13_key_schedule import Stage as Stage
from tlskit.trace.location import Location as Location
from tlskit.trace.observer import observe as observe
from tlskit.trace.outcome import HandshakeEnd as HandshakeEnd
from tlskit.trace.outcome import TraceOutcome as TraceOutcome
from tlskit.trace.outcome import trace_outcome as trace_outcome
from tlskit.trace.proof.proof import Proof as Proof
from tlskit.trace.proof.signature import SCHEMES as SCHEMES
from tlskit.trace.proof.signature import SignatureFamily as SignatureFamily
from tlskit.trace.proof.signature import allows_scheme as allows_scheme
from tlskit.trace.proof.verifier import Verified as Verified
from tlskit.trace.record.decrypted import DecryptFailure as DecryptFailure
from tlskit.trace.record.decrypted import DecryptedRecord as DecryptedRecord
from tlskit.trace.record.decrypted import PartKind as PartKind
from tlskit.trace.record.decrypted import Protection as Protection
from tlskit.trace.record.decrypted import UndecryptedRecord as UndecryptedRecord
from tlskit.trace.record.envelope import Envelope as Envelope
from tlskit.trace.record.hellos import chosen_version as chosen_version
from tlskit.trace.record.negotiated import Negotiated as Negotiated
from tlskit.trace.record.negotiated import Resumption as Resumption
from tlskit.trace.record.preamble import Preamble as Preamble
from tlskit.trace.record.record import Message as Message
from tlskit.trace.record.record import Record as Record
from tlskit.trace.record.record import UnparsedBytes as UnparsedBytes
from tlskit.trace.report import TraceReport as TraceReport
from tlskit.trace.transcript import Transcript as Transcript
from tlskit.trace.tree import StreamMap as StreamMap

__all__ = [
    "ALERT_KINDS",
    "CONNECTION_KINDS",
    "CertificateField",
    "Chunk",
    "DER_PLACES",
    "DecryptFailure",
    "DecryptedRecord",
    "DerBytes",
    "DerValue",
    "DerivationOperation",
    "DerivationStep",
    "Direction",
    "Envelope",
    "Epoch",
    "HandshakeEnd",
    "KINDS",
    "KeyLog",
    "Location",
    "Message",
    "Negotiated",
    "NoTlsInCapture",
    "Orientation",
    "PartKind",
    "Preamble",
    "Proof",
    "Protection",
    "Reading",
    "Record",
    "Resumption",
    "SCHEMES",
    "Secret",
    "SignatureFamily",
    "Stage",
    "StreamMap",
    "TraceOutcome",
    "TraceReport",
    "Transcript",
    "Transport",
    "UndecryptedRecord",
    "UnparsedBytes",
    "Verified",
    "allows_scheme",
    "certificate_entries",
    "chosen_version",
    "fingerprints",
    "inspect_trace",
    "observe",
    "read_capture",
    "read_sides",
    "sent_certificates",
    "trace_outcome",
    "weakness",
    "with_certificates",
    "write_transcript",
]
