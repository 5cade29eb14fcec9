"""What one driven connection comes to: facts of both sides, findings with their causes, a verdict. Pure."""
