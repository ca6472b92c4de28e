import csv
from pathlib import Path
from typing import Any, Iterable, Mapping


def write_csv(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["id", "total", "status"])
        for row in rows:
            writer.writerow([row["id"], row["total"], row["status"]])
