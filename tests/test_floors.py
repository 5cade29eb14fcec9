"""The drawing of the floors, made from the import statements: nothing goes up, nothing goes in a circle."""

from __future__ import annotations

from scripts.gen_floors import drawing, picture


def test_nothing_flows_back():
    """No room imports from one above it or beside it, and nothing in any folder goes in a circle."""
    drawn = drawing()
    assert ((), ()) == (drawn.upward, drawn.circles)


def test_every_room_is_drawn():
    """The picture has every room, and says in its title what was counted."""
    drawn = drawing()
    drawn_svg = picture(drawn)
    assert [] == [room for floor in drawn.floors for room in floor if f">{room}</text>" not in drawn_svg]
    assert "0 circles, 0 arrows up" in drawn_svg
