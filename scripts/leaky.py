#!/usr/bin/env python3
"""Risk lines of Plazmaz/leaky-repo that a scan finds. Usage: scripts/leaky.py CHECKOUT [bartizan|gitleaks PROGRAM]

The labels (.leaky-meta/secrets.csv) are counts of lines per file, risk and informative, so a file counts as
min(lines found, risk lines labelled); lines found beyond all labels of a file are over-reports.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile


def found_lines(kind, program, tree):
    """Distinct lines found, by path relative to the tree."""
    lines = {}
    if kind == "bartizan":
        out = subprocess.run([program, "scan", "--scanners", "secrets", "--format", "json", tree], capture_output=True, text=True).stdout
        for f in json.loads(out)["findings"]:
            lines.setdefault(f["path"], set()).add(f["line"])
            for r in f.get("related", []):
                lines.setdefault(r["path"], set()).add(r["line"])
        return lines
    with tempfile.TemporaryDirectory() as tmp:
        report = os.path.join(tmp, "report.json")
        subprocess.run([program, "dir", tree, "--no-banner", "--exit-code", "0", "--report-format", "json", "--report-path", report], capture_output=True)
        for f in json.load(open(report)):
            lines.setdefault(os.path.relpath(f["File"], tree), set()).add(f["StartLine"])
    return lines


def main():
    tree = os.path.abspath(sys.argv[1])
    kind, program = (sys.argv[2], sys.argv[3]) if len(sys.argv) > 3 else ("bartizan", "bartizan")
    found = found_lines(kind, program, tree)
    hit = risk = over = files = 0
    for row in csv.reader(open(os.path.join(tree, ".leaky-meta", "secrets.csv"))):
        if len(row) < 3 or not row[1].strip().isdigit():
            continue
        path, at_risk, informative = row[0].strip(), int(row[1]), int(row[2])
        n = len(found.get(path, ()))
        hit += min(n, at_risk)
        risk += at_risk
        over += max(0, n - at_risk - informative)
        files += at_risk > 0 and n > 0
    print(f"{kind}: {hit} of {risk} risk lines ({hit / risk:.0%}) in {files} files, {over} over-reports")


if __name__ == "__main__":
    main()
