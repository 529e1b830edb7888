"""The text of CSV: its rows as they are written, and then the cells of each."""

import csv
from io import StringIO

SEPARATORS = ",;\t|"


def csv_text(text: str) -> str:
    """The text of a table, so that a quote may be of a row as written, or of cells without their marks."""
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        rows = [
            " ".join(row) for row in csv.reader(StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error:
        rows = []
    return "\n".join([text, *rows])
