"""Servers on 127.0.0.1 with known faults, for learning, for tests and for the tour.

The front door is :class:`~tlskit.lab.lab.Lab`; importing this package loads nothing.
"""
