"""Whether certificates are revoked, from what is given: CRLs (RFC 5280 section 6.3), OCSP (RFC 6960)."""
