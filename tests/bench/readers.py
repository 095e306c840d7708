"""Measures the readers of YAML beside one another, and `demarche check` beside serde-saphyr and petgraph on the same records.

    cargo build --release --manifest-path tests/bench/readers/Cargo.toml
    python readers.py [--claims 10000] [--sizes 10000 100000] [--binary PATH] [--readers FOLDER] [--write]

Prints Markdown; `--write` also puts the tables into the README beside this file. Needs rapidyaml.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import ryml

import generate
import run

# As in the program that measures the other readers.
ROUNDS = 5
THREADS = 2


def rapidyaml(data):
    """The megabytes a second of rapidyaml on the YAML files of a folder, with the best of some times for each file. It reads in place, which is its
    fastest way and destroys the text: each time has a copy, made before the clock starts."""
    texts = [path.read_bytes() for path in sorted(data.rglob("*.yaml"))]
    took = 0
    for text in texts:
        best, tree = float("inf"), None
        for _ in range(ROUNDS):
            copy = bytearray(text)
            start = time.perf_counter()
            # The tree of the time before is freed within this one, as the others free theirs.
            tree = ryml.parse_in_place(copy)
            best = min(best, time.perf_counter() - start)
        if tree.empty():
            sys.exit("rapidyaml read nothing")
        took += best
    return sum(map(len, texts)) / took / 1e6


def readers(options, folder):
    data = folder / "readers"
    generate.write_dataset(options.claims, data)
    said = subprocess.run([options.readers / "readers", data], check=True, capture_output=True, text=True).stdout
    lines = [line for line in said.splitlines() if line.startswith("|")]
    last = next(number for number, line in enumerate(lines) if line.startswith("| serde_json"))
    lines.insert(last, f"| rapidyaml, from Python | its own tree | {rapidyaml(data):.0f} |")
    return f"{options.claims:,} claims; rapidyaml {importlib.metadata.version('rapidyaml')}.\n\n" + "\n".join(lines)


def first_claim(path):
    return f"{path.stem}/{path.read_text(encoding='utf-8').split(chr(10) + 'claims:' + chr(10), 1)[1].split(':', 1)[0].strip()}"


def beside_petgraph(claims, options, folder):
    data = folder / f"claims-{claims}"
    generate.write_dataset(claims, data)
    times = 5 if claims <= 10_000 else 2
    check = run.best([options.binary, "--data", data, "check", "--no-cache"], times)
    run.require(check, "check", run.ACCEPTED)
    statements = sorted((data / "statements").glob("*.yaml"))
    path = run.best([options.binary, "--data", data, "path", first_claim(statements[0]), first_claim(statements[-1])], times)
    run.require(path, "path", run.ACCEPTED)
    graph = run.best([options.readers / "petgraph", data], times)
    run.require(graph, "serde-saphyr and petgraph")
    said = json.loads(graph.out)
    records = sum(int(number) for number in re.findall(r"(\d+) (?:actors|demands|events|sources|statements|claims)\b", run.summary_line(check)))
    if said["nodes"] != records or said["loose"]:
        sys.exit(f"not the same records: {records} here, there {said}")
    rows = []
    for what, one in ((f"`demarche check --no-cache`, {claims:,} claims", check), (f"`demarche path`, {claims:,} claims", path),
                      (f"serde-saphyr, `petgraph::Graph`, {claims:,} claims", graph)):
        ratios = [f"{value:.1f}" for value in (one.seconds / check.seconds, one.processor / check.processor, one.peak / check.peak)]
        rows.append([what, run.seconds(one.seconds), run.seconds(one.processor), run.size(one.peak), *(ratios if one is not check else [""] * 3)])
    print(claims, said, file=sys.stderr)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=10_000, help="the size on which the readers of YAML are compared")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="the sizes for the comparison with petgraph")
    parser.add_argument("--binary", type=pathlib.Path, default=run.ROOT / "target" / "release" / "demarche")
    parser.add_argument("--readers", type=pathlib.Path, default=run.HERE / "readers" / "target" / "release", help="the folder of the built `readers`")
    parser.add_argument("--write", action="store_true", help="put the result into the README too")
    options = parser.parse_args()
    # Both sides read it.
    os.environ["RAYON_NUM_THREADS"] = str(THREADS)
    with tempfile.TemporaryDirectory(prefix="demarche-bench-") as folder:
        folder = pathlib.Path(folder)
        yaml = readers(options, folder)
        rows = [row for claims in options.sizes for row in beside_petgraph(claims, options, folder)]
    head = ["what", "time", "processor time", "peak memory", "× the time of `check`", "× its processor time", "× its memory"]
    petgraph = run.table(head, rows)
    print(yaml, petgraph, sep="\n\n")
    if options.write:
        run.write_section("readers", yaml)
        run.write_section("petgraph", petgraph)


if __name__ == "__main__":
    main()
