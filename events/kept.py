"""What is worked out once for an object and kept with it."""

from functools import cached_property
from typing import Any, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class kept(cached_property[T_co]):  # noqa: N801 - used like the one of the library
    """`cached_property` without its lock, which takes longer than most of what is kept; two threads may both work it out."""

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> "kept[T_co]": ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T_co: ...
    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Any:
        """The value; from then on it is found in the object itself."""
        if instance is None:
            return self
        assert self.attrname is not None
        value = instance.__dict__[self.attrname] = self.func(instance)
        return value
