"""Where transcripts come from: captures, pasted bytes, files of our own."""
