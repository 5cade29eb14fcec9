"""What one driven connection comes to: facts of both sides, findings with their causes, a verdict. Pure."""  # made by scripts/gen_faces.py

from tlskit.handshake.report.report import HandshakeReport as HandshakeReport
from tlskit.handshake.report.report import HandshakeVerdict as HandshakeVerdict

__all__ = [
    "HandshakeReport",
    "HandshakeVerdict",
]
