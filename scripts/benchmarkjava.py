#!/usr/bin/env python3
"""usage: benchmarkjava.py BARTIZAN CHECKOUT

Scores `bartizan scan --scanners sast` on OWASP BenchmarkJava 1.2 (GPL-2.0, a checkout of one's own; nothing of it is kept here).
Only the cases whose name has a SHA-256 that ends in an even hex digit are opened, copied or counted; the others stay unread.
A case counts as reported when a finding that the scan lists lies in its file and carries the CWE of the case's category.
Youden = true positive rate - false positive rate; macro = mean over the categories."""
import collections, csv, hashlib, json, os, pathlib, shutil, subprocess, sys, tempfile

# What a finding may be called in each category: the category's CWE, its parents and children by MITRE's tree.
ACCEPTED = {
    "cmdi": {78, 77, 88}, "crypto": {327, 326}, "hash": {328, 327, 916}, "ldapi": {90}, "pathtraver": {22, 23, 36, 73},
    "securecookie": {614}, "sqli": {89, 564}, "trustbound": {501}, "weakrand": {330, 338}, "xpathi": {643, 91}, "xss": {79, 80},
}


def even(name):
    return int(hashlib.sha256(name.encode()).hexdigest()[-1], 16) % 2 == 0


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    binary, checkout = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    sources = checkout / "src/main/java"
    truth = {}
    with open(checkout / "expectedresults-1.2.csv", newline="") as f:
        for row in f:
            name = row.split(",", 1)[0]
            if row.startswith("#") or not even(name):
                continue
            _, category, real, _ = next(csv.reader([row]))[:4]
            truth[name] = (category, real == "true")
    with tempfile.TemporaryDirectory() as tmp:
        for path in sources.rglob("*.java"):
            name = path.stem
            if name.startswith("BenchmarkTest") and not even(name):
                continue
            to = pathlib.Path(tmp) / path.relative_to(sources)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
        run = subprocess.run([binary, "scan", "--scanners", "sast", "--format", "json", tmp], capture_output=True)
        if run.returncode > 2:
            sys.exit(run.stderr.decode())
        result = json.loads(run.stdout)
    reported = collections.defaultdict(set)
    for finding in result["findings"]:
        reported[pathlib.PurePosixPath(finding["path"]).stem].update(finding.get("cwe", []))
    counts = collections.defaultdict(collections.Counter)
    for name, (category, real) in truth.items():
        hit = bool(reported[name] & ACCEPTED[category])
        counts[category][("T" if hit == real else "F") + ("P" if hit else "N")] += 1
        if "-v" in os.environ.get("BENCHMARK_FLAGS", "") and hit != real:
            print(("missed " if real else "false  ") + category, name)
    print(f"{'category':14}{'TP':>5}{'FN':>5}{'FP':>5}{'TN':>5}{'TPR':>8}{'FPR':>8}{'Youden':>8}")
    youdens, flat = [], collections.Counter()
    for category in sorted(counts):
        c = counts[category]
        flat.update(c)
        youdens.append(line(category, c))
    line("all, flat", flat)
    print(f"macro Youden {sum(youdens) / len(youdens):.3f} over {len(truth)} cases; coverage: "
          + ", ".join(f"{c['scanner']} {c['status']} {c['files']} files" for c in result["coverage"]))


def line(name, c):
    tpr = c["TP"] / max(1, c["TP"] + c["FN"])
    fpr = c["FP"] / max(1, c["FP"] + c["TN"])
    print(f"{name:14}{c['TP']:5}{c['FN']:5}{c['FP']:5}{c['TN']:5}{tpr:8.3f}{fpr:8.3f}{tpr - fpr:8.3f}")
    return tpr - fpr


if __name__ == "__main__":
    main()
