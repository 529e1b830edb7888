"""The text of a PDF, read by a process of its own, because a broken one may take all time and memory."""

import subprocess
import sys
from pathlib import Path

SECONDS = 60
READER = Path(__file__).with_name("pdf_reader.py")


def pdf_text(body: bytes) -> str | None:
    """The text of the first thousand pages; None where it cannot be read within a minute."""
    try:
        read = subprocess.run(  # noqa: S603 (the reader beside this file)
            [sys.executable, "-I", str(READER)],
            input=body,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read.stdout.decode(errors="replace") if read.returncode == 0 else None
