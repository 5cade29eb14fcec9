"""Reports as JSON: the shapes of all that is written, the writers, the envelope, and the JSON Schema of the shapes."""  # made by scripts/gen_faces.py

from tlskit.export.report import to_json as to_json

__all__ = [
    "to_json",
]
