"""What every room stands on: frozen values, cached attributes, plain data, visible text, bounded caches."""
