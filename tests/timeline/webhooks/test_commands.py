"""Saved questions and webhooks on the command line."""

import json

import pytest
from typer.testing import CliRunner

from tests.timeline.story import Story, awarded
from timeline import BadParameter, UnknownQuestion
from timeline.cli import app

from .receiver import Receiver


@pytest.fixture
def run(story: Story, database_url: str, monkeypatch: pytest.MonkeyPatch):
    """Runs a command that prints JSON; what it printed."""
    monkeypatch.setenv("TIMELINE_DATABASE", database_url)
    monkeypatch.setenv("TIMELINE_WEBHOOK_HOSTS", "127.0.0.1")

    def command(*words: str) -> dict:
        result = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return dict(json.loads(result.stdout))

    return command


def test_a_question_is_saved_and_its_changes_are_delivered(run, story, receiver: Receiver):
    story.given(awarded())
    asked = ("--vendor", "acme", "--valid-at", "2018-01-01")
    (saved,) = run("questions", "save", *asked)["questions"]
    assert run("questions")["questions"] == [saved]
    (hook,) = run("webhooks", "add", receiver.url, "--question", saved["id"])["webhooks"]
    assert hook["secret"].startswith("whsec_")
    story.given({**awarded(size=1), "occurrence": "other"})

    assert CliRunner().invoke(app, ["deliver", "--once"]).exit_code == 0

    (change,) = run("questions", "changes", saved["id"])["changes"]
    assert [each.said["data"] for each in receiver.received] == [change]
    assert run("webhooks")["webhooks"][0]["delivered"] == 1
    assert run("webhooks", "dead", hook["id"]) == {"dead": []}
    assert run("webhooks", "replay", hook["id"]) == {"replayed": 0}
    (moved,) = run("webhooks", "move", hook["id"], f"{receiver.url}/2")["webhooks"]
    assert moved["url"].endswith("/in/2")
    assert run("webhooks", "rotate", hook["id"])["webhooks"][0]["secret"] != hook["secret"]
    assert run("webhooks", "remove", hook["id"])["webhooks"] == []
    assert run("questions", "remove", saved["id"])["questions"] == []


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("questions", "keep"), BadParameter),
        (("questions", "remove"), BadParameter),
        (("questions", "changes", "q-0"), UnknownQuestion),
        (("webhooks", "drop"), BadParameter),
        (("webhooks", "add"), BadParameter),
        (("webhooks", "add", "https://hooks.example"), BadParameter),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(run, words, refused):
    with pytest.raises(refused) as caught:
        CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert "\n" not in str(caught.value)


def test_what_people_read_has_the_counts(run, story):
    story.given(awarded())
    run("questions", "save", "--vendor", "acme", "--valid-at", "2018-01-01")
    story.given({**awarded(size=1), "occurrence": "other"})

    for action, words in (("list", "project 0/3/3"), ("changes", "project 0/4/4")):
        result = CliRunner().invoke(app, ["questions", action], env={"COLUMNS": "200"})
        assert result.exit_code == 0
        assert words.split()[1] in result.stdout


def test_what_people_read_has_why_a_delivery_failed(run, story, receiver: Receiver):
    receiver.behave = lambda _: 500
    (hook,) = run("webhooks", "add", receiver.url, "--events")["webhooks"]
    story.given(awarded())
    assert CliRunner().invoke(app, ["deliver", "--once"]).exit_code == 0

    (told,) = run("webhooks")["webhooks"]
    assert (told["delivering"]["why"], told["delivering"]["attempts"]) == ("answered 500", 1)
    result = CliRunner().invoke(app, ["webhooks"], env={"COLUMNS": "200"})
    told_at, next_at = told["delivering"]["tried_at"], told["delivering"]["next_at"]
    words = f"attempt 1 at delivery 1 failed at {told_at}: answered 500; tried again at {next_at}"
    assert f"{hook['id']}: {words}" in result.stdout
    assert hook["secret"] not in result.stdout
