"""Measures the native SVG beside `dot -Tsvg` on the same views, as whole processes and drawing alone.

    python draw.py [--binary PATH] [--write]

Prints Markdown; `--write` also puts the table into the README beside this file.
"""

import argparse
import datetime
import hashlib
import json
import pathlib
import tempfile

import run

SIZES = [30, 300, 3000]
GIVE_UP = 120
TEXT = "Karn Herald. She asked for it on many days.\n"
ASKS = ["the strait be closed to warships", "tolls on grain be halved", "the lights be paid for by both", "the island be handed back",
        "inspectors be let into the port", "the treaty of 1990 be kept to the letter", "no convoy pass without a notice",
        "prisoners of the coast be exchanged", "the fishing line be drawn anew", "damage of the spring be made good"]
ACTS = [("demand", "demands"), ("demand", "demands"), ("appeal", "appeals"), ("threaten", "ultimatum"), ("offer", "proposes"), ("reject", "demands")]


def write_dataset(claims, folder):
    """A dataset of one side that makes exactly so many claims on demands, all of which a picture draws: about ten on each demand, two or
    three on an occasion, each linked to the one before it on its demand."""
    demands = max(3, claims // 10)
    (folder / "statements").mkdir(parents=True)
    (folder / "texts").mkdir()
    write = lambda name, text: (folder / name).write_text(text, encoding="utf-8")
    write("demarche.yaml", f"format: 1\ntitle: An invented record of {claims} claims\nfocus: merania\nlicence: CC0-1.0\ntexts: texts\n")
    write("actors.yaml", "actors:\n  merania: {kind: state, name: Merania}\n"
          "  ilse-maron: {kind: person, name: Ilse Maron, acts_for: merania}\n  herald: {kind: media, name: Karn Herald}\n")
    write("demands.yaml", "demands:\n" + "".join(
        f"  demand-{number}:\n    title: That {ASKS[number % 10]}\n    description: That {ASKS[number % 10]}, number {number}.\n"
        for number in range(demands)))
    write("sources.yaml", "sources:\n  herald: {title: Report on the strait, publisher: herald, kind: news-report, language: en, "
          f"published: {{basis: unknown, note: The page bears no date.}}, text: herald.txt, sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}}}\n")
    write("texts/herald.txt", TEXT)
    latest = {}
    day = datetime.date(2015, 1, 6)
    place = 0
    while place < claims:
        name = f"maron-{place}"
        lines = [f"id: {name}", "speaker: ilse-maron", "form: interview", f"date: {day}",
                 "dating: {basis: general-knowledge, note: Everybody knows.}", "claims:"]
        for number in range(place, min(place + 2 + place % 2, claims)):
            demand = number * 7 % demands
            act, firmness = ACTS[number * 5 % len(ACTS)]
            lines += [f"  claim-{number}:", f"    act: {act}", f"    demand: demand-{demand}", f"    firmness: {firmness}",
                      f"    label: Asks that {ASKS[demand % 10]}", f"    summary: She asked that {ASKS[demand % 10]}.", "    confidence: high",
                      "    evidence: [{source: herald, form: paraphrase, passage: She asked for it}]"]
            if demand in latest:
                lines.append(f"    links: [{{kind: {'hardens' if number % 3 == 0 else 'reiterates'}, to: {latest[demand]}, why: She said it again.}}]")
            latest[demand] = f"{name}/claim-{number}"
        place = min(place + 2 + place % 2, claims)
        write(f"statements/{name}.yaml", "\n".join(lines) + "\n")
        day += datetime.timedelta(days=max(1, 3600 * 2 // claims))


def drawn_claims(folder):
    return sum(page.read_text(encoding="utf-8").count('data-claim="') for page in folder.glob("view*.svg"))


def ratio(mine, theirs, at_least):
    return f"{'> ' if at_least else ''}{theirs / mine:.{0 if theirs / mine >= 10 else 1}f}"


def measure(claims, options, folder):
    data, svg, dot = folder / "data", folder / "view.svg", folder / "view.dot"
    write_dataset(claims, data)
    times = 9 if claims < 1000 else 3
    native = run.best([options.binary, "--data", data, "draw", "-o", svg], times)
    run.require(native, "draw -o view.svg")
    if drawn_claims(folder) != claims:
        raise SystemExit(f"{drawn_claims(folder)} claims are drawn, and not {claims}")
    alone = run.Run([options.bench, data, dot])
    run.require(alone, "the bench `draw`")
    alone = json.loads(alone.out)
    if alone["claims"] != claims:
        raise SystemExit(f"{alone['claims']} claims are drawn, and not {claims}")
    graphviz = run.Run(["/usr/bin/env", "dot", "-Tsvg", dot, "-o", folder / "graphviz.svg"], GIVE_UP)
    for _ in range(times - 1 if graphviz.seconds < 5 else 0):
        again = run.Run(["/usr/bin/env", "dot", "-Tsvg", dot, "-o", folder / "graphviz.svg"], GIVE_UP)
        graphviz = min(graphviz, again, key=lambda one: one.processor)
    theirs, gave_up = (GIVE_UP, True) if graphviz.timed_out else (graphviz.processor, False)
    took = f"stopped after {GIVE_UP} s" if gave_up else run.seconds(theirs)
    return [f"{claims:,}", str(alone["pages"]), run.seconds(native.processor), ratio(native.processor, theirs, gave_up),
            run.seconds(alone["first"]), ratio(alone["first"], theirs, gave_up), run.seconds(alone["later"]),
            ratio(alone["later"], theirs, gave_up), took]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, default=run.ROOT / "target" / "release" / "demarche")
    parser.add_argument("--bench", type=pathlib.Path, default=run.ROOT / "target" / "release" / "examples" / "bench-draw",
                        help="what `cargo build --release --example bench-draw` built")
    parser.add_argument("--write", action="store_true", help="put the result into the README too")
    options = parser.parse_args()
    rows = []
    for claims in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(claims, options, pathlib.Path(folder)))
    head = ["claims drawn", "pages", "`draw -o view.svg`, whole process", "Graphviz ×", "view to SVG, first time", "Graphviz ×",
            "view to SVG, again", "Graphviz ×", "`dot -Tsvg`, DOT to SVG"]
    text = run.table(head, rows)
    print(text)
    if options.write:
        run.write_section("pictures", text)


if __name__ == "__main__":
    main()
