"""The command line: one thin module per command, loaded when its command is called."""
