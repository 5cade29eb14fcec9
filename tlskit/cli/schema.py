"""``tlskit schema``: the JSON Schema of what ``--json`` writes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tlskit.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def schema(
    command: Annotated[str, typer.Argument(metavar="COMMAND", help="The command whose output is described.")] = "chain",
) -> None:
    """Print the JSON Schema (2020-12) of a command's --json output."""
    from tlskit.export import COMMANDS, command_schema
    from tlskit.render import print_json

    if command not in COMMANDS:
        raise UsageError(f"there is no schema for {command!r}; there is one for {', '.join(COMMANDS)}")
    print_json(command_schema(command), sys.stdout)
