"""The version of the JSON: a new key raises the minor number, a changed or removed one the major number."""

from __future__ import annotations

SCHEMA_VERSION = "1.0"
