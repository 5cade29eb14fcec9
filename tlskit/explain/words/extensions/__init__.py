"""What is said of extensions: one module per concern, in it all words of an extension; ``table`` puts them together."""
