"""The acts, one file each; a walk of this folder registers them."""

from importlib import import_module
from pkgutil import iter_modules

from ..act import Act


def _found() -> dict[str, type[Act]]:
    acts: dict[str, type[Act]] = {}
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        act = module.name.replace("_", "-")
        name = "".join(word.title() for word in module.name.split("_"))
        cls = getattr(import_module(f".{module.name}", __name__), name, None)
        if not (isinstance(cls, type) and issubclass(cls, Act) and cls.act == act):
            raise ImportError(f"events/acts/{module.name}.py: expected a class {name} of act {act}")
        acts[act] = cls
    return acts


ACTS: dict[str, type[Act]] = _found()
