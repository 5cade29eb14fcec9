"""``tlskit schema``: the JSON Schema of what ``--json`` writes."""

from __future__ import annotations

import sys

import typer

from tlskit.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def schema(
    command: str = typer.Argument("chain", metavar="COMMAND", help="The command whose output is described."),
) -> None:
    """Print the JSON Schema (2020-12) of a command's --json output."""
    from tlskit.render.machine import print_json  # noqa: PLC0415
    from tlskit.report.schema import chain_schema, show_schema, trace_schema  # noqa: PLC0415

    schemas = {"chain": chain_schema, "show": show_schema, "trace": trace_schema}
    if command not in schemas:
        raise UsageError(f"there is no schema for {command!r}; there is one for {', '.join(schemas)}")
    print_json(schemas[command](), sys.stdout)
