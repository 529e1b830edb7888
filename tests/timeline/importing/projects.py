"""Projects to import, as AidData gives them: in a file in one line."""

import json
from pathlib import Path
from typing import Any


def project(number: int = 7, status: str = "Completion", **said: Any) -> dict[str, Any]:
    """A project in Kenya that Bolt implements and the Harbour Bank finances."""
    days = {
        f"{sort} {what} Date (MM/DD/YYYY)": None
        for sort in ("Planned", "Actual")
        for what in ("Implementation Start", "Completion")
    }
    return {
        "id": number,
        "feature_count": 1,
        "AidData TUFF Project ID": number,
        "Recommended For Aggregates": "Yes",
        "Umbrella": "No",
        "finance_type": "development",
        "Title": f"Cameras of Mombasa {number}",
        "Status": status,
        "Commitment Year": 2012,
        "Implementation Start Year": None,
        "Completion Year": None,
        "Recipient": "Kenya",
        "Flow Type": "Loan",
        "Flow Class": "OOF-like",
        "AidData Sector Name": "OTHER",
        "Funding Agencies": "Harbour Bank|Unspecified Chinese Government Institution",
        "Receiving Agencies": "Government of Kenya",
        "Implementing Agencies": "Bolt Systems Ltd |Government of Kenya",
        "Amount (Constant USD2017)": 1250000.5,
        **days,
        **said,
    }


def projects(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "projects.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
