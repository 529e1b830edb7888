"""A pinned address answers the same bytes for ever, and says so."""

from hashlib import sha256
from itertools import product

import pytest

IMMUTABLE = "public, max-age=31536000, immutable"
VALID = [None, "2018-01-01", "2018", "2019-10-09T14:00:00Z"]
KNOWN = [None, "2019-10-09", "2024-12-23T10:00:00+02:00"]
RECORDED = [
    {},
    {"recorded_at": "2026-02-01"},
    {"recorded_at": "2026-03-01"},
    {"recorded_at": "2026-03-01T12:00:00.000001Z"},
    {"position": "0"},
    {"position": "100"},
]
VIEWS = [{}, {"all": "true"}, {"type": "listing", "policy": "strict"}]


def combinations():
    for valid, known, recorded, view in product(VALID, KNOWN, RECORDED, VIEWS):
        clocks = {"valid_at": valid, "known_at": known}
        yield {**{name: text for name, text in clocks.items() if text}, **recorded, **view}


def something_more(service, clock, a_claim):
    """Records, a day later, a vendor, a place, a claim in its midst and one about acme."""
    from timeline import Item

    clock.advance(86_400_000_000)
    new = [
        a_claim(kind="project-awarded", vendor="dahua", region="CN-XJ", valid="2017-05"),
        a_claim(vendor="dahua", region="CN-XJ", occurrence="dahua-xinjiang-five", note="again"),
        a_claim(occurrence="acme-another"),
    ]
    assert service.record([Item(each) for each in new]).new == len(new)


def pins(client, path, asked):
    response = client.get(path, params=asked)
    assert response.status_code == 200, (path, asked, response.text)
    pinned = response.headers.get("content-location", response.json()["pinned"])
    assert pinned == response.json()["pinned"]
    return pinned, response.content


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "subject", "views"),
    [
        ("/v1/exposure", {"vendor": "Zhejiang Dahua Technology", "region": "新疆"}, True),
        ("/v1/exposure", {"vendor": "hikvision"}, False),
        ("/v1/exposure", {"region": "419"}, False),
        ("/v1/vendors/Zhejiang Dahua Technology", {}, False),
        ("/v1/vendors/dahua/history", {"region": "Xinjiang"}, None),
        ("/v1/regions/新疆", {}, False),
    ],
)
def test_a_pinned_address_repeats_the_bytes_whatever_clocks_were_given(
    client, casebook, clock, a_claim, path, subject, views
):
    asked = [each for each in combinations() if views or not set(each) & {"all", "type"}]
    found = [pins(client, path, {**subject, **each}) for each in asked]
    something_more(casebook, clock, a_claim)
    for pinned, body in found:
        again = client.get(pinned)
        assert again.content == body
        assert again.headers["cache-control"] == IMMUTABLE
        assert "content-location" not in again.headers


@pytest.mark.parametrize("asked", [{}, {"recorded_at": "2026-03-01"}, {"position": "0"}])
def test_what_an_empty_log_answered_stays_pinned_when_it_is_empty_no_more(
    client, service, clock, a_claim, asked
):
    pinned, body = pins(client, "/v1/vendors/Someone Else & Söhne", asked)
    something_more(service, clock, a_claim)

    assert client.get(pinned).content == body
    assert b"before_first_record" in body


def test_an_answer_that_moves_names_the_pinned_one_and_is_asked_for_again(reader):
    response = reader.get("/v1/exposure", params={"vendor": "dahua"})

    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["content-location"] == response.json()["pinned"]
    assert response.headers["etag"] == f'"{sha256(response.content).hexdigest()}"'


def test_the_order_of_parameters_does_not_unpin_an_address(reader):
    pinned = reader.get("/v1/exposure", params={"vendor": "dahua"}).json()["pinned"]
    path, _, query = pinned.partition("?")
    turned = "&".join(reversed(query.split("&")))

    assert reader.get(f"{path}?{turned}").headers["cache-control"] == IMMUTABLE


@pytest.mark.parametrize("form", ["{}", "W/{}", '"another", {}', "*"])
def test_a_caller_who_has_the_bytes_is_not_sent_them_again(reader, form):
    first = reader.get("/v1/exposure", params={"vendor": "dahua"})
    headers = {"If-None-Match": form.format(first.headers["etag"])}
    second = reader.get("/v1/exposure", params={"vendor": "dahua"}, headers=headers)

    assert (second.status_code, second.content) == (304, b"")
    for name in ("etag", "cache-control", "content-location", "vary"):
        assert second.headers[name] == first.headers[name]


def test_a_caller_who_has_other_bytes_is_sent_the_answer(reader):
    headers = {"If-None-Match": '"another"'}

    assert reader.get("/v1/exposure?vendor=dahua", headers=headers).status_code == 200


def test_head_tells_the_headers_of_get(reader):
    head, get = (reader.request(verb, "/v1/exposure?vendor=dahua") for verb in ("HEAD", "GET"))

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == get.headers


@pytest.mark.parametrize("command", [["exposure", "dahua", "CN-XJ"], ["vendor", "dahua"]])
def test_the_body_is_what_the_command_line_prints(
    client, casebook, database_url, monkeypatch, capsysbinary, command
):
    from timeline.cli import app

    monkeypatch.setenv("TIMELINE_DATABASE", database_url)
    times = ["--valid-at", "2018-01-01", "--recorded-at", "2026-03-01"]
    app([*command, *times, "--json"], standalone_mode=False)
    path = {"exposure": "/v1/exposure?vendor=dahua&region=CN-XJ&", "vendor": "/v1/vendors/dahua?"}
    response = client.get(f"{path[command[0]]}valid_at=2018-01-01&recorded_at=2026-03-01")

    assert response.content == capsysbinary.readouterr().out
