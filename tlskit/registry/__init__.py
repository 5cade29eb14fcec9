"""What numbers mean: object identifiers and code points."""
