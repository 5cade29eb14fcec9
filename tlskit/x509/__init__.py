"""Certificates, CRLs and requests as they are written: bytes to fields and back. Nothing here judges. Pure."""
