"""``functools.cached_property`` as it is from Python 3.12 on: without a lock.

Under Python 3.11 the lock costs more than most of what is kept here is worth (2 us at a first look, of which a verdict
takes a dozen). Two threads may both work a value out; both come to the same one, since what it is worked out from is
frozen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

_Value = TypeVar("_Value")


class cached(Generic[_Value]):  # noqa: N801 - used as the decorator that it replaces
    """A method that is called once for each object; what it returns then stands in its place."""

    def __init__(self, work_out: Callable[[Any], _Value]) -> None:
        self._work_out, self.__doc__ = work_out, work_out.__doc__
        self._name = work_out.__name__

    @overload
    def __get__(self, holder: None, kind: type) -> Self: ...
    @overload
    def __get__(self, holder: object, kind: type) -> _Value: ...
    def __get__(self, holder: object | None, kind: type) -> Self | _Value:
        if holder is None:
            return self
        value = self._work_out(holder)
        holder.__dict__[self._name] = value
        return value
