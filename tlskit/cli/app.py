"""The entry point: finds the command, loads it alone, and turns every way out into an exit status."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tlskit._version import __version__
from tlskit.cli.arguments import take_words_as_given
from tlskit.cli.exit_status import ExitStatus
from tlskit.errors import ConnectError, InputError, UsageError

# Typer brings its own click from some version on; its exceptions are reached through the one that it exports.
_CommandLineUsageError: type[Exception] = typer.BadParameter.__mro__[1]
_CommandLineError: type[Exception] = typer.BadParameter.__mro__[2]

COMMANDS = {
    "chain": "Verify certificate chains and say how to mend them.",
    "handshake": "Make a TLS handshake, one-way or mutual, and say what happened.",
    "show": "Say what is in files, in order, and what is wrong with each thing.",
    "trace": "Say what a capture of TLS shows: every message, field and byte.",
    "lab": "Run servers with known faults on this machine, or one that judges client certificates.",
    "explain": "Say what a finding means.",
    "schema": "Print the JSON Schema of a command's --json output.",
}
"""Command -> one line of help; the module of the same name in this package has the command."""

ISSUES = "the issue tracker of tlskit"


class _LazyGroup(TyperGroup):
    """Loads a command's module when the command is called, so that the others cost nothing at start."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - Typer's own click, not the installed one
        del ctx
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - as above
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tlskit.cli.{cmd_name}")
        return take_words_as_given(typer.main.get_command(module.app))


app = typer.Typer(cls=_LazyGroup, add_completion=False, rich_markup_mode=None)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tlskit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Open TLS up: say what is wrong, why, and how to mend it."""
    del version


def main(arguments: list[str] | None = None) -> None:
    """Run ``tlskit`` and leave through ``sys.exit`` with an :class:`ExitStatus`."""
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(_run(given))


def _run(given: list[str]) -> int:
    try:
        command = take_words_as_given(typer.main.get_command(app))
        status = command.main(given or ["--help"], prog_name="tlskit", standalone_mode=False)
        sys.stdout.flush()
        if status == ExitStatus.INTERRUPTED:  # Typer has caught the signal
            return _leave(given, ExitStatus.INTERRUPTED, "interrupted")
        return int(status or 0) if given else ExitStatus.USAGE
    except (_CommandLineUsageError, UsageError) as error:
        return _leave(given, ExitStatus.USAGE, _message(error), hint="tlskit --help lists the commands and options.")
    except (InputError, ConnectError, _CommandLineError) as error:
        return _leave(given, ExitStatus.NOT_CHECKED, _message(error))
    except (KeyboardInterrupt, typer.Abort):
        return _leave(given, ExitStatus.INTERRUPTED, "interrupted")
    except SystemExit:  # Typer leaves like this where the reader has gone (| head); there is nobody to tell
        return ExitStatus.NOT_CHECKED
    except OSError as error:
        return _leave(given, ExitStatus.NOT_CHECKED, f"cannot write: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - the last resort: a bug must not look like a verdict
        return _leave(given, ExitStatus.BUG, _bug(error))


def _message(error: BaseException) -> str:
    """Errors of the command line name the option at fault in a method of their own."""
    tell = getattr(error, "format_message", None)
    return str(error) if tell is None else str(tell())


def _bug(error: Exception) -> str:
    """Name the place in our code, so that a report is worth something; no traceback."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = "" if frame is None else f" at {frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno}"
    return (
        f"this is a bug in tlskit {__version__}: {type(error).__name__}{where}: {error}. "
        f"Please report it, with the input if you can, to {ISSUES}."
    )


def _leave(given: list[str], status: ExitStatus, message: str, *, hint: str = "") -> int:
    """Tell on stderr; with ``--json`` also as JSON on stdout, so that a reader always gets a document."""
    from tlskit.core import visible

    if "--json" in given:
        from tlskit.export import in_envelope
        from tlskit.render import print_json

        command = next((word for word in given if word in COMMANDS), "chain")
        print_json(in_envelope(command, [], at=None, exit_status=status, error=message), sys.stdout)
    sys.stderr.write(f"tlskit: {visible(message)}\n{hint}{chr(10) if hint else ''}")
    return status
