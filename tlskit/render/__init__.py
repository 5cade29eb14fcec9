"""Documents and reports, written out: terminal, JSON."""
