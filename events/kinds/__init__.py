"""The kinds of fact, one file each; a walk of this folder registers them."""

from importlib import import_module
from pkgutil import iter_modules

from ..claim import Claim


def _found() -> dict[str, type[Claim]]:
    kinds: dict[str, type[Claim]] = {}
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        kind = module.name.replace("_", "-")
        name = "".join(word.title() for word in module.name.split("_"))
        cls = getattr(import_module(f".{module.name}", __name__), name, None)
        if not (isinstance(cls, type) and issubclass(cls, Claim) and cls.kind == kind):
            raise ImportError(
                f"events/kinds/{module.name}.py: expected a class {name} of kind {kind}"
            )
        kinds[kind] = cls
    return kinds


KINDS: dict[str, type[Claim]] = _found()
