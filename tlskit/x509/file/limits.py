"""How much of one input is read."""

from __future__ import annotations

MAXIMUM_CERTIFICATES = 20_000
"""Twice as many as all intermediates that the CCADB knows."""
