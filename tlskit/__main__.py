"""``python -m tlskit``: the program, where its script is not on the path."""

from tlskit.cli.app import main

main()
