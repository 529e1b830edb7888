"""What the tests of the house read: the files of the project, parsed where they are Python."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("api", "timeline", "projections", "events")


def ignored(path: Path) -> bool:
    """Say whether .gitignore or git itself leaves a path out."""
    patterns = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]
    return any(fnmatch(path.name, pattern) for pattern in [".git", *patterns])


def walk(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder that is not ignored."""
    for path in sorted(folder.iterdir()):
        if ignored(path):
            continue
        if path.is_dir():
            yield from walk(path)
        else:
            yield path


@cache
def python_files() -> dict[str, ast.Module]:
    """Every Python file by its path from the root, parsed."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in walk(ROOT)
        if path.suffix == ".py"
    }


def in_rooms() -> dict[str, ast.Module]:
    """The Python files of the four packages."""
    return {path: tree for path, tree in python_files().items() if path.split("/")[0] in ROOMS}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield every name a module binds itself, with its line; what it imports is named elsewhere."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno


def words(name: str) -> list[str]:
    """Split a name in snake or camel case into lower-case words."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]
