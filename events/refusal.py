"""The one way in which what was said is refused: a field, what was expected, what came."""


class Refusal(ValueError):
    """{field}: expected {expected}, got {got}."""

    def __init__(self, field: str, expected: str, got: object) -> None:
        self.field = field
        self.expected = expected
        shown = repr(got)
        self.got = shown if len(shown) <= 80 else shown[:77] + "..."
        super().__init__(f"{field}: expected {expected}, got {self.got}")

    def within(self, outer: str) -> "Refusal":
        """The same refusal, its field named from further out (`citation` + `url`)."""
        inner = Refusal(f"{outer}.{self.field}" if self.field else outer, self.expected, "")
        inner.got = self.got
        inner.args = (f"{inner.field}: expected {inner.expected}, got {inner.got}",)
        return inner
