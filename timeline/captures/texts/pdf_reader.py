"""A program: a PDF comes in, its text goes out; it imports nothing of this project, so that it starts fast."""

import sys
from io import BytesIO

PAGES = 1_000
CHARACTERS = 20_000_000
MEMORY_BYTES = 2 << 30


def main() -> None:
    """Read standard input; the exit code is 1 where it is no PDF that can be read."""
    _limit_memory()
    try:
        text = _text(sys.stdin.buffer.read())
    except (Exception, RecursionError, MemoryError):  # noqa: BLE001 - a broken file may fail anywhere
        sys.exit(1)
    sys.stdout.buffer.write(text.encode(errors="replace"))


def _text(body: bytes) -> str:
    from pypdf import PdfReader

    parts: list[str] = []
    length = 0
    for number, page in enumerate(PdfReader(BytesIO(body)).pages):
        if number >= PAGES or length >= CHARACTERS:
            break
        parts.append(page.extract_text())
        length += len(parts[-1])
    return "\n".join(parts)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    main()
