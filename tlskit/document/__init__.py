"""What is shown, before how: headlines, sections, rows, terms. Pure."""
