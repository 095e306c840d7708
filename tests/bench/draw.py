"""Measures the native SVG beside `dot -Tsvg` on the same views.

    python draw.py [--binary PATH] [--write]

Prints Markdown; `--write` also puts the table into the README beside this file.
"""

import argparse
import pathlib
import tempfile

import generate
import run

# The focus of a dataset makes about a fifth of its claims.
VIEWS = [("the real dataset", None), ("1,000 claims", 1000), ("10,000 claims", 10000)]
GIVE_UP = 60


def drawn_claims(folder):
    return sum(page.read_text(encoding="utf-8").count('data-claim="') for page in folder.glob("view*.svg"))


def measure(name, size, options, folder):
    data = run.ROOT / "data"
    if size:
        data = folder / "data"
        generate.write_dataset(size, data)
    svg, dot = folder / "view.svg", folder / "view.dot"
    native = run.best([options.binary, "--data", data, "draw", "-o", svg], 3)
    run.require(native, "draw -o view.svg")
    plain = run.best([options.binary, "--data", data, "draw", "-o", dot], 3)
    run.require(plain, "draw -o view.dot")
    graphviz = run.Run(["/usr/bin/env", "dot", "-Tsvg", dot, "-o", folder / "graphviz.svg"], GIVE_UP)
    took = f"> {GIVE_UP} s" if graphviz.timed_out else run.seconds(graphviz.seconds)
    ratio = f"{'> ' if graphviz.timed_out else ''}{graphviz.seconds / native.seconds:.0f}"
    pages = len(list(folder.glob("view*.svg")))
    return [name, f"{drawn_claims(folder):,}", str(pages), run.seconds(native.seconds), run.seconds(plain.seconds), took, ratio]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, default=run.ROOT / "target" / "release" / "demarche")
    parser.add_argument("--write", action="store_true", help="put the result into the README too")
    options = parser.parse_args()
    rows = []
    for name, size in VIEWS:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(name, size, options, pathlib.Path(folder)))
    head = ["dataset", "claims drawn", "pages", "`draw -o view.svg`, whole process", "`draw -o view.dot`, whole process",
            "`dot -Tsvg view.dot`", "Graphviz takes × the time"]
    text = run.table(head, rows)
    print(text)
    if options.write:
        run.write_section("pictures", text)


if __name__ == "__main__":
    main()
