"""The terms of art, each explained in one or two sentences."""
