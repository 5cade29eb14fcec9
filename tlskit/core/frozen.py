"""Frozen values that cost next to nothing to define.

A frozen dataclass costs about 0.6 ms to define, since its methods are compiled anew for each class; a command line that
loads forty of them has lost its start-up time. Here all classes share one initialiser. In all else they are what a
frozen dataclass is: typed fields in order, defaults, equality, hash, repr.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform

_REQUIRED = object()


def own_fields(cls: type) -> list[str]:
    """Return the fields that a class annotates itself, in order, without class variables and private names."""
    written = cls.__annotations__.items()  # of a class, its own alone
    return [name for name, kind in written if name[0] != "_" and not (isinstance(kind, str) and kind[:8] == "ClassVar")]


@dataclass_transform(frozen_default=True)
class FrozenValue:
    """Base of frozen records. Subclasses annotate their fields; a class-level value is the default."""

    fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, object]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = own_fields(cls)
        cls.fields = (*cls.fields, *own)
        setattr(cls, "__match_args__", cls.fields)  # noqa: B010 - a final name to the type checker
        cls._defaults = {**cls._defaults, **{name: cls.__dict__.get(name, _REQUIRED) for name in own}}

    def __init__(self, *positional: Any, **named: Any) -> None:  # noqa: ANN401 - each class types its own fields
        """Take the fields in order or by name."""
        if len(positional) == len(self.fields) and not named:  # a third of the cost of all that follows
            self.__dict__.update(zip(self.fields, positional, strict=True))
            return
        values: dict[str, Any] = dict(zip(self.fields, positional, strict=False)) | named if positional else named
        if len(values) != len(positional) + len(named) or not named.keys() <= self._defaults.keys():
            odd = sorted(named.keys() - self._defaults.keys()) or ["a field twice, or more fields than it has"]
            raise TypeError(f"{type(self).__name__} does not take {', '.join(odd)}")
        if len(values) < len(self.fields):
            self._fill(values)
        self.__dict__.update(values)

    def _fill(self, values: dict[str, Any]) -> None:
        for name, default in self._defaults.items():
            if values.setdefault(name, default) is _REQUIRED:
                raise TypeError(f"{type(self).__name__} needs {name}")

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - each class types its own fields
        """Return the same with some fields changed."""
        return type(self)(**{name: getattr(self, name) for name in self.fields} | changes)

    __replace__ = replace  # copy.replace, from Python 3.13 on

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: {name} cannot be deleted")

    def _values(self) -> tuple[Any, ...]:
        return tuple(self.__dict__[name] for name in self.fields)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in zip(self.fields, self._values(), strict=True))
        return f"{type(self).__name__}({shown})"
