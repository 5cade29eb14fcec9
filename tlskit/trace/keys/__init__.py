"""From secrets to keys, and from keys to what protected records hold."""
