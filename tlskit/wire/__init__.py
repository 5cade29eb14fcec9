"""TLS bytes to structures and back; sans-IO, one declaration per structure."""
