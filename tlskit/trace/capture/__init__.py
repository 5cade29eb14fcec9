"""Captures: from the bytes of a capture file to connections; each module is one layer, and knows none above it."""
