"""The importers, one file each; a walk of this folder registers them."""

from importlib import import_module
from pkgutil import iter_modules

from ..importing.importer import Importer


def _found() -> dict[str, Importer]:
    importers: dict[str, Importer] = {}
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        if module.ispkg:
            continue
        name = module.name.replace("_", "-")
        title = "".join(word.title() for word in module.name.split("_"))
        cls = getattr(import_module(f".{module.name}", __name__), title, None)
        if not isinstance(cls, type) or getattr(cls, "name", None) != name:
            raise ImportError(f"timeline/importers/{module.name}.py: expected a class {title}")
        importers[name] = cls()
    return importers


IMPORTERS: dict[str, Importer] = _found()
