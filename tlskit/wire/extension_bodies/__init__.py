"""What extensions hold: one module per concern, and ``table`` for which of it stands in which message."""
