"""What the JSON holds: a typed dictionary for each object, from which the JSON Schema is derived.

Only type checkers and ``tlskit schema`` load them: writing JSON needs no shape.
"""
