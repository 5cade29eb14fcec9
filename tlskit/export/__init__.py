"""Where the rooms meet: the envelope around every machine-readable result, its versions and its JSON Schema."""
