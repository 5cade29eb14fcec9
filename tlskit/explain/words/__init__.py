"""What each field and each value of TLS means, by structure and field."""
