"""The README's examples: runs each ``$`` command of its console blocks and compares or writes what it prints.

python scripts/readme_examples.py           # says what differs; exit status 1 if anything does
python scripts/readme_examples.py --write   # puts the real output into the README
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)


def commands(block: str) -> list[str]:
    """Return the commands of a console block; a backslash at a line's end continues it."""
    joined = block.replace("\\\n", "\0")
    return [line[2:].replace("\0", "\\\n") for line in joined.splitlines() if line.startswith("$ ")]


def run(command: str) -> str:
    """Return what a command writes to stdout and stderr, as a reader of the README would see it at 80 columns."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
    )
    return done.stdout


def rendered(text: str) -> str:
    """Return the README with the real output in every console block."""

    def fill(match: re.Match[str]) -> str:
        body = "\n".join(f"$ {command}\n{run(command)}" for command in commands(match[2]))
        return f"{match[1]}{body}{match[3]}"

    return _BLOCK.sub(fill, text)


def main() -> int:
    """Compare, or write with ``--write``."""
    text = README.read_text(encoding="utf-8")
    real = rendered(text)
    if "--write" in sys.argv[1:]:
        README.write_text(real, encoding="utf-8")
    elif real != text:
        print("README.md shows output that the commands do not give; run scripts/readme_examples.py --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
