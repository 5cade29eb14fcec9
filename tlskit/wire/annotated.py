"""``Annotated`` as the structures use it, made in a tenth of the time that typing takes for its own.

Three hundred fields are declared with it whenever a capture is read. For a type checker it is typing's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated
else:

    class Annotated:
        """``Annotated[type, syntax]`` keeps the syntax, under the name that typing gives it."""

        __slots__ = ("__metadata__",)

        def __class_getitem__(cls, declared: tuple[object, ...]) -> Annotated:
            found = cls()
            found.__metadata__ = declared[1:]
            return found


__all__ = ["Annotated"]
