"""Reports as JSON: the shapes of all that is written, the writers, the envelope, and the JSON Schema of the shapes."""
