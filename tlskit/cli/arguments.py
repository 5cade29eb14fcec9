"""Parameters that are words, taken as the shell gives them.

Typer has pydantic validate every parameter (0.29 does), and loading pydantic takes longer than most commands take to
answer. A word is as good without it, and so is a default; what has to become a number is Typer's to convert.
"""

from __future__ import annotations

from typing import Any

_WORDS = (str, list[str], str | None)


def take_words_as_given(command: Any) -> Any:  # noqa: ANN401 - Typer's own click, not the installed one
    """Return a command whose parameters, ``--help`` too, skip what they do not need, where this Typer has it."""
    every = command.get_params

    def lighter(context: object) -> list[Any]:
        parameters = list(every(context))
        for parameter in parameters:
            if hasattr(parameter, "type_descriptor") and not isinstance(parameter.process_value, _Process):
                parameter.process_value = _Process(parameter)
        return parameters

    command.get_params = lighter
    return command


class _Process:
    """Stands in for a parameter's ``process_value``, and calls it where there is something to convert or to refuse."""

    def __init__(self, parameter: Any) -> None:  # noqa: ANN401 - as above
        self._parameter = parameter
        self._full = parameter.process_value
        self._is_words = parameter.type_descriptor.annotation in _WORDS

    def __call__(self, context: object, value: Any) -> Any:  # noqa: ANN401 - whatever a parameter may hold
        is_given = isinstance(value, str | tuple) and bool(value)
        if (is_given and not self._is_words) or (self._parameter.required and not is_given):
            return self._full(context, value)
        taken = list(value) if isinstance(value, tuple) else value
        act = self._parameter.callback
        return taken if act is None else act(context, self._parameter, taken)
