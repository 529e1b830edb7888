"""Everything that can be refused: one class each, its docstring is the message."""

from pathlib import Path

GIVEN = ("got", "name", "key", "address", "source", "file", "field", "where", "path")
"""The words that somebody gave, and that may be of any length."""
LONGEST = 120


class TimelineError(Exception):
    """Something was refused."""

    def __init__(self, **words: object) -> None:
        self.words = words
        told = {name: _cut(word) if name in GIVEN else word for name, word in words.items()}
        super().__init__(" ".join((type(self).__doc__ or "").split()).format_map(told))


class BadClaim(TimelineError):
    """{where}{field}: expected {expected}, got {got}"""


class BadParameter(TimelineError):
    """{field}: expected {expected}, got {got}"""


class UnknownAction(BadParameter):
    """{field}: expected {expected}, got {got}"""


class UnknownParameter(TimelineError):
    """{field}: no such parameter, expected one of {known}"""


class ContradictingParameters(TimelineError):
    """{field}: contradicts {other}, {why}"""


class UnknownVendor(TimelineError):
    """vendor: no vendor is known as {name!r}{near}"""


class UnknownRegion(TimelineError):
    """region: no region is known as {name!r}{near}"""


class AmbiguousName(TimelineError):
    """{field}: {name!r} may be any of {candidates}, ask by id"""


class UnknownClaim(TimelineError):
    """{field}: no claim or occurrence is recorded as {name!r}"""


class UnknownSource(TimelineError):
    """source: no source is recorded as {name!r}{near}"""


class UnknownQuestion(TimelineError):
    """question: no question is saved as {name!r}"""


class UnknownWebhook(TimelineError):
    """webhook: no webhook is known as {name!r}"""


class UnknownKind(TimelineError):
    """kind: no kind of fact and no act is called {name!r}, /v1/kinds lists them"""


class UnknownProjection(TimelineError):
    """projection: expected one of {known}, got {name!r}"""


class NothingBeside(TimelineError):
    """projection: nothing stands beside {name}, run `timeline projections rebuild {name}`"""


class OtherVersion(TimelineError):
    """projection: what stands beside {name} is of version {found}, and version {version} alone can be read on"""


class RebuildUnderWay(TimelineError):
    """projection: {name} is being rebuilt, or switched, by another process"""


class BadKeyFile(TimelineError):
    """key: {path} cannot be used, {why}"""


class OtherKey(TimelineError):
    """key: the last checkpoint of this log is signed as {signed}, {given}; TIMELINE_KEY names the file"""


class NothingToProve(TimelineError):
    """position: expected a log that holds something, this one is empty"""


class Unproven(TimelineError):
    """{where}: {why}"""


class UnknownCapture(TimelineError):
    """capture: no bytes are captured as {name!r}"""


class MissingCapture(TimelineError):
    """capture: {sha256} was captured but is not to be had from {place}"""


class DamagedCapture(TimelineError):
    """capture: the bytes kept as {sha256} in {place} are not those that were captured"""


class NotCaptured(TimelineError):
    """{source}: cannot be captured, {why}"""


class KeyReused(TimelineError):
    """Idempotency-Key: {key!r} was used for another body before"""


class BodyTooLarge(TimelineError):
    """body: expected at most {limit} bytes, got {got}"""


class BadBody(TimelineError):
    """body: expected {expected}, got {got}"""


class BodyTooSlow(TimelineError):
    """body: expected all of it within {seconds:g} seconds, got {got} bytes"""


class BadSource(TimelineError):
    """{file}: {where}expected {expected}, got {got}"""


class UnknownTable(TimelineError):
    """table: expected one of {known}, got {name!r}"""


class TooManyExports(TimelineError):
    """export: {limit} are being sent already, ask again when one has ended"""


class UnknownImporter(TimelineError):
    """importer: expected one of {known}, got {name!r}"""


class ImportGoingOn(TimelineError):
    """import: another import into this log is going on; run this one again when it has ended"""


class UnknownProfile(TimelineError):
    """profile: expected a TOML file or one of {known}, got {name!r}"""


class SchemaNotReady(TimelineError):
    """database: its schema is not at the head revision, run `timeline migrate`"""


class DatabaseUnavailable(TimelineError):
    """database: {address} cannot be opened, {why}"""


class BrokerUnavailable(TimelineError):
    """broker: {address} cannot be published to, {why}"""


class BrokerRefused(TimelineError):
    """broker: {address} does not take{what}, {why}"""


class RelayRunning(TimelineError):
    """relay: {name} is running already, --name gives another a checkpoint of its own"""


def _cut(word: object) -> object:
    """What somebody gave, no longer than a line: its beginning and its end."""
    text = str(word) if isinstance(word, Path) else word
    if not isinstance(text, str) or len(text) <= LONGEST:
        return text
    return f"{text[:50]}...{text[-30:]}"
