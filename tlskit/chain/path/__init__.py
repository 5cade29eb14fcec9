"""One certification path: found, judged, and judged again with what is known (RFC 4158, RFC 5280 section 6.1)."""
