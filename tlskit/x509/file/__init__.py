"""What is in a file: PEM, DER, CMS, PKCS #12, keys, in any order. Pure: from bytes, not from disk."""
