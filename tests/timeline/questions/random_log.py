"""A log at random: claims of few vendors in few places, and acts of every sort upon what was said before."""

from random import Random
from typing import Any

from events import parse_act, parse_claim

Said = dict[str, Any]
VENDORS = ("acme", "bolt", "corp")
REGIONS = ("BR", "BR-SP", "CN-XJ", None)
SOURCES = ("exchange", "times", "gazette")
SAVED: tuple[Said, ...] = (
    {"vendor": "acme"},
    {"vendor": "acme", "region": "BR"},
    {"vendor": "acme", "region": "BR-SP", "valid_at": "2018-01-01"},
    {"vendor": "acme", "valid_at": "2018", "type": "contract"},
    {"vendor": "bolt", "region": "BR-SP", "valid_at": "2018-01-01", "known_at": "2019-12-31"},
    {"vendor": "bolt", "known_at": "2020-06-30"},
    {"vendor": "corp", "with_subsidiaries": True},
    {"vendor": "corp", "region": "BR", "valid_at": "2018-06-01", "with_subsidiaries": True},
    {"region": "BR"},
    {"region": "419", "valid_at": "2018-01-01"},
    {"region": "CN-XJ", "valid_at": "2020-01-01", "type": "project"},
    {"vendor": "acme", "valid_at": "2018-01-01", "policy": "exclude-source:exchange"},
    {"vendor": "acme", "valid_at": "2018-01-01", "policy": "min-reliability:B"},
    {"region": "BR", "valid_at": "2018-01-01", "policy": "primary-first"},
)
"""Questions of every sort about them."""

OPENING: tuple[Said, ...] = tuple(
    {"kind": "vendor-named", "occurrence": f"{vendor}-named", "vendor": vendor, "name": vendor}
    | {"citation": {"source": source, "derived_from": None}}
    for vendor, source in zip(VENDORS, SOURCES, strict=True)
)
"""What has to be said for the questions to be asked."""


class Teller:
    """Says one thing after another; acts are upon what it said before."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._claims: list[Said] = []
        self._acts: list[Said] = []

    def say(self) -> Said:
        """The next claim or act."""
        choose = self._random.random()
        if choose < 0.55 or not self._claims:
            return self._keep(self._claim())
        if choose < 0.62:
            return self._about_a_source()
        act = self._upon() if choose < 0.9 else self._link()
        self._acts.append(act)
        return {"act": act}

    def _keep(self, claim: Said) -> Said:
        self._claims.append(claim)
        return claim

    def _claim(self, **fields: object) -> Said:
        pick = self._random.choice
        kind = pick(["project-awarded"] * 3 + ["contract-agreed", "operation-observed"])
        kind = pick([kind] * 4 + ["contract-terminated", "ownership-held"])
        said: Said = {
            "kind": kind,
            "occurrence": f"thing-{self._random.randint(0, 9)}",
            "vendor": pick(VENDORS),
            "region": pick(REGIONS),
            "valid": pick(["2016", "[2016..2018]", "2017-05/2019-03", "2018-01-01", "2017/.."]),
            "disclosed": pick(["2019-10-09", "2020-02-03", "[2019-01-01..2020-12-31]"]),
            "citation": {"source": pick(SOURCES), "derived_from": None},
        }
        if kind == "ownership-held":
            said |= {"occurrence": f"held-{self._random.randint(0, 2)}", "region": None}
            said |= {"vendor": pick(VENDORS[:2]), "owner": "corp"}
        elif kind != "contract-terminated":
            said |= {"size": pick([None, 3, 3, "several"])}
        return {name: value for name, value in {**said, **fields}.items() if value is not None}

    def _about_a_source(self) -> Said:
        source = self._random.choice(SOURCES)
        rated = {"kind": "source-rated", "occurrence": f"rated-{source}", "about": source}
        cited = {"source": "gazette", "derived_from": None}
        return {**rated, "letter": self._random.choice("ABCF"), "citation": cited}

    def _upon(self) -> Said:
        pick = self._random.choice
        name = pick(
            ["source-corrected", "transcription-corrected", "source-retracted"] * 2
            + ["recording-voided", "withdrawn"]
        )
        act: Said = {"act": name, "reason": "at random", "actor": str(self._random.random())}
        if name == "withdrawn" and self._acts:
            return {**act, "target": parse_act(pick(self._acts)).id}
        target = pick(self._claims)
        act["target"] = parse_claim(target).id
        if name.startswith("source"):
            act["disclosed"] = pick(["2020-05-01", "2021-01-01"])
        if name.endswith("corrected"):
            other = {"size": pick([None, 4, 6]), "region": pick(REGIONS)}
            kept = {key: value for key, value in target.items() if key not in other}
            act["by"] = {key: v for key, v in {**kept, **other}.items() if v is not None}
        elif name == "withdrawn":
            act["act"] = "recording-voided"
        return act

    def _link(self) -> Said:
        pick = self._random.choice
        names = sorted({claim["occurrence"] for claim in self._claims})
        act: Said = {"reason": "at random", "actor": str(self._random.random())}
        if len(names) < 2 or self._random.random() < 0.4:
            one, other = self._random.sample(VENDORS, 2)
            return {**act, "act": "vendor-merged", "target": one, "into": other}
        one, other = self._random.sample(names, 2)
        field = {"same-occurrence": "other", "member-of": "of"}
        name = pick(list(field))
        return {**act, "act": name, "target": one, field[name]: other}
