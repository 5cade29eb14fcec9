"""Documents and reports, written out: terminal, JSON."""  # made by scripts/gen_faces.py

from tlskit.render.html import html_page as html_page
from tlskit.render.machine import print_json as print_json
from tlskit.render.terminal import console_for as console_for
from tlskit.render.terminal import print_document as print_document
from tlskit.render.terminal import print_problem as print_problem

__all__ = [
    "console_for",
    "html_page",
    "print_document",
    "print_json",
    "print_problem",
]
