"""``tlskit schema``: the JSON Schema of what ``--json`` writes."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer

from tlskit.errors import UsageError

_SCHEMAS = dict.fromkeys(("chain", "show", "trace"), "tlskit.export.schema") | {
    "handshake": "tlskit.export.handshake_schema"
}
"""Command -> the module with its schema, loaded when it is asked for."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def schema(
    command: Annotated[str, typer.Argument(metavar="COMMAND", help="The command whose output is described.")] = "chain",
) -> None:
    """Print the JSON Schema (2020-12) of a command's --json output."""
    from tlskit.render.machine import print_json

    if command not in _SCHEMAS:
        raise UsageError(f"there is no schema for {command!r}; there is one for {', '.join(_SCHEMAS)}")
    module = import_module(_SCHEMAS[command])
    print_json(getattr(module, f"{command}_schema")(), sys.stdout)
