"""One connection as it was recorded, and what its bytes say."""
