"""The built-in casebook: cited facts the product ships with, and answers from on its first day."""

from importlib.resources import files


def casebook_lines() -> list[str]:
    """The casebook as lines of `timeline record` input."""
    return files(__name__).joinpath("casebook.jsonl").read_text("utf-8").splitlines()
