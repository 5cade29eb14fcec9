"""``tlskit explain``: what a finding means, from its class."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tlskit.cli.options import AsJson
from tlskit.core import clipped
from tlskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tlskit.explain import KindDescription

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def explain(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Finding ids, whole or their beginning; none: all.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Say what findings mean, why they matter and what to do."""
    from tlskit.explain import KINDS, kind_descriptions

    wanted = tuple(ids or ("",))
    chosen = [entry for entry in kind_descriptions(KINDS) if entry.id.startswith(wanted)]
    unknown = [text for text in wanted if not any(entry.id.startswith(text) for entry in chosen)]
    if unknown:
        raise UsageError(f"no finding is called {clipped(', '.join(unknown))}; 'tlskit explain' lists them")
    if as_json:
        from tlskit.core import to_plain
        from tlskit.export import in_envelope
        from tlskit.render import print_json

        print_json(in_envelope("explain", [to_plain(entry) for entry in chosen], at=None, exit_status=0), sys.stdout)
    elif not ids:
        for entry in chosen:
            typer.echo(f"{entry.severity:8} {entry.id}")
    else:
        _print(chosen)
    return 0


def _print(chosen: Sequence[KindDescription]) -> None:
    from tlskit.explain import entry_document
    from tlskit.render import console_for, print_document

    console = console_for(sys.stdout)
    for number, entry in enumerate(chosen):
        if number:
            console.print()
        print_document(entry_document(entry), console)
