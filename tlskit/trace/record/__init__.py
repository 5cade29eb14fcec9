"""From a transcript's bytes to records and messages."""
