#!/usr/bin/env python3
"""Whole-process figures of docs/benchmarks.md: start, memory, and the secrets scanner beside gitleaks on the same trees.

Usage: scripts/bench.py [TREE ...]   (default: pinned Go modules from the module cache, fetched when missing)

CPU is user + system of the finished process and its children; medians of five runs after one warm-up; ratios are of
the two programs run in turn. Nothing is compared across machines.
"""
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(ROOT, ".cache")
BARTIZAN = os.path.join(CACHE, "bench", "bartizan")
GITLEAKS = os.path.join(CACHE, "bench", "gitleaks")
MODULES = ["github.com/prometheus/prometheus@v0.305.0", "github.com/traefik/traefik/v3@v3.4.0"]
RUNS = 5


def build():
    os.makedirs(os.path.dirname(BARTIZAN), exist_ok=True)
    subprocess.run(["go", "build", "-trimpath", "-ldflags=-s -w", "-o", BARTIZAN, "./cmd/bartizan"], cwd=ROOT, check=True)
    if not os.path.exists(GITLEAKS):
        env = dict(os.environ, GOBIN=os.path.dirname(GITLEAKS))
        subprocess.run(["go", "install", "github.com/zricethezav/gitleaks/v8@v8.30.1"], cwd=CACHE, env=env, check=True)


def module(name):
    out = subprocess.run(["go", "mod", "download", "-json", name], cwd=CACHE, check=True, capture_output=True, text=True)
    return json.loads(out.stdout)["Dir"]


def run(argv, cwd=ROOT):
    """One run: CPU seconds, wall seconds, peak RSS in MiB, seconds to the first byte of standard output, the output."""
    start = time.monotonic()
    p = subprocess.Popen(argv, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    first = p.stdout.read(1)
    first_at = time.monotonic() - start
    rest = p.stdout.read()
    _, _, usage = os.wait4(p.pid, 0)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024, first_at, first + rest


def medians(runs):
    return [statistics.median(r[i] for r in runs) for i in range(4)]


def home_of_many_clients(home):
    """A home with the configurations of 25 clients on Linux, ten servers each, in the shapes that the clients write."""
    one = lambda i: {"command": "npx", "args": ["-y", f"@acme/server-{i}@1.{i}.0", "--root", "."], "env": {"LOG_LEVEL": "info"}}
    many = {f"server-{i}": one(i) for i in range(10)}
    remote = {f"remote-{i}": {"serverUrl": f"https://mcp{i}.example.com/sse"} for i in range(10)}
    opencode = {n: {"type": "local", "command": ["npx", *e["args"]], "enabled": True} for n, e in many.items()}
    toml = "".join(f'[mcp_servers.{n}]\ncommand = "npx"\nargs = {json.dumps(e["args"])}\n' for n, e in many.items())
    yaml = "mcpServers:\n" + "".join(f"  - name: {n}\n    command: npx\n    args: {json.dumps(e['args'])}\n" for n, e in many.items())
    goose = "extensions:\n" + "".join(f"  {n}:\n    type: stdio\n    cmd: npx\n    args: {json.dumps(e['args'])}\n    enabled: true\n" for n, e in many.items())
    files = {
        ".claude.json": {"numStartups": 400, "tips": {f"tip{i}": i for i in range(3000)}, "mcpServers": many},
        ".config/Claude/claude_desktop_config.json": {"mcpServers": many}, ".cursor/mcp.json": {"mcpServers": many},
        ".config/Code/User/mcp.json": {"servers": many}, ".config/Code - Insiders/User/mcp.json": {"servers": many},
        ".copilot/mcp-config.json": {"mcpServers": many}, ".config/github-copilot/intellij/mcp.json": {"servers": many},
        ".codeium/windsurf/mcp_config.json": {"mcpServers": remote}, ".config/zed/settings.json": {"context_servers": many},
        ".gemini/settings.json": {"mcpServers": many}, ".gemini/antigravity/mcp_config.json": {"mcpServers": remote},
        ".codex/config.toml": toml, ".config/opencode/opencode.json": {"mcp": opencode}, ".kiro/settings/mcp.json": {"mcpServers": many},
        ".cline/data/settings/cline_mcp_settings.json": {"mcpServers": many}, ".junie/mcp/mcp.json": {"mcpServers": many},
        ".config/amp/settings.json": {"amp.mcpServers": many}, ".continue/config.yaml": yaml, ".config/goose/config.yaml": goose,
        ".aws/amazonq/mcp.json": {"mcpServers": many}, ".qwen/settings.json": {"mcpServers": many}, ".iflow/settings.json": {"mcpServers": many},
        ".tabnine/agent/settings.json": {"mcpServers": many}, ".pi/agent/mcp.json": {"mcpServers": many}, ".lmstudio/mcp.json": {"mcpServers": many},
    }
    for name, value in files.items():
        path = os.path.join(home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write(value if isinstance(value, str) else json.dumps(value, indent=2))


def size(tree):
    total = files = 0
    for base, _, names in os.walk(tree):
        for n in names:
            p = os.path.join(base, n)
            if os.path.isfile(p) and not os.path.islink(p):
                total += os.path.getsize(p)
                files += 1
    return total / 1e6, files


def start_figures(home):
    print("## start\n")
    print("| command | first output, ms | CPU, ms | peak RSS, MiB |\n|---|---|---|---|")
    for argv in (["--version"], ["rules", "list"], ["discover", "--home", home], ["check", "--home", home, "examples/login-app"],
                 ["scan", "--scanners", "secrets", "--scope", "changed", "."]):
        runs = [run([BARTIZAN, *argv]) for _ in range(RUNS + 1)][1:]
        cpu, _, rss, first = medians(runs)
        shown = " ".join(a.replace(home, "HOME") for a in argv)
        print(f"| `{shown}` | {first * 1e3:.1f} | {cpu * 1e3:.1f} | {rss:.1f} |")
    print()


def secrets_figures(trees):
    print("## secrets beside gitleaks 8.30.1\n")
    print("| tree | MB | files | CPU, s | gitleaks CPU, s | ratio | RSS, MiB | gitleaks RSS | findings | gitleaks findings |\n|---|---|---|---|---|---|---|---|---|---|")
    for tree in trees:
        mb, files = size(tree)
        with tempfile.TemporaryDirectory() as tmp:
            report = os.path.join(tmp, "gitleaks.json")
            ours = [BARTIZAN, "scan", "--scanners", "secrets", "--format", "json", tree]
            theirs = [GITLEAKS, "dir", tree, "--no-banner", "--exit-code", "0", "--report-format", "json", "--report-path", report]
            a, b = [], []
            for i in range(RUNS + 1):
                one, two = run(ours), run(theirs)
                if i:
                    a.append(one)
                    b.append(two)
            found = len(json.loads(a[-1][4])["findings"])
            peers = len(json.load(open(report)))
        ca, _, ra, _ = medians(a)
        cb, _, rb, _ = medians(b)
        ratio = statistics.median(x[0] / y[0] for x, y in zip(a, b))
        print(f"| {os.path.basename(tree)} | {mb:.1f} | {files} | {ca:.2f} | {cb:.2f} | {ratio:.3f} | {ra:.0f} | {rb:.0f} | {found} | {peers} |")
    print()


def main():
    build()
    with tempfile.TemporaryDirectory() as home:
        home_of_many_clients(home)
        start_figures(home)
    secrets_figures(sys.argv[1:] or [module(m) for m in MODULES])


if __name__ == "__main__":
    if shutil.which("go") is None:
        sys.exit("bench: go is not installed")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
