"""The README tells the truth."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_examples_show_real_output() -> None:
    """Every command of the README prints what the README shows."""
    done = subprocess.run(
        [sys.executable, "scripts/readme_examples.py"], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert (0, "") == (done.returncode, done.stdout)


def test_library_example_runs() -> None:
    """The Python of the README runs, and its assertions hold."""
    code = "".join(re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL))
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT, capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)
