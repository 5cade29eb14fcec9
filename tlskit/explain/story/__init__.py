"""The words in which a connection is told: fields, values, messages, puzzles, alerts, choices, key exchange."""
