"""The room with TLS connections: everything that drives OpenSSL against a live peer lives here."""
