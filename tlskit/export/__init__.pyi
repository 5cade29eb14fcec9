"""Where the rooms meet: the envelope around every machine-readable result, its versions and its JSON Schema."""  # made by scripts/gen_faces.py

from tlskit.export.report import to_json as to_json

__all__ = [
    "to_json",
]
