"""Asks demarche, graph libraries and bare loops the same questions about one generated dataset.

    python questions.py [--claims 100000] [--program PATH] [--write]

Prints Markdown; `--write` also puts the table into the README beside this file. The program is built with
`cargo build --release --manifest-path tests/bench/questions/Cargo.toml`. Whoever answers: the sums over the answers must be the same.
"""

import argparse
import array
import collections
import datetime
import heapq
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import time

import igraph
import networkit
import networkx
import rustworkx

import generate
import run

FEW = 50
WAYS = ["demarche", "bare loop", "petgraph", "networkx", "rustworkx", "igraph", "NetworKit", "Python by hand"]
NEVER = 1 << 60


def numbers(path):
    values = array.array("I")
    values.frombytes(path.read_bytes())
    return list(zip(values[::2], values[1::2]))


class Asked:
    """The figures of every question and way: seconds for one question, and the sums over the answers to the first few."""

    def __init__(self):
        self.seconds = collections.defaultdict(dict)
        self.sums = collections.defaultdict(dict)

    def note(self, question, way, asked, seconds, sums):
        known = self.sums[question].setdefault(asked, (way, sums))
        if known[1] != sums:
            sys.exit(f"{question}: {way} says {sums}, and {known[0]} {known[1]}")
        self.seconds[question][way] = min(seconds / asked, self.seconds[question].get(way, NEVER))

    def measure(self, question, way, asked, answer):
        begin = time.perf_counter()
        sums = answer()
        self.note(question, way, asked, time.perf_counter() - begin, sums)


def program(asked, options, data, folder):
    lines = subprocess.run([options.program, data, folder], check=True, capture_output=True, text=True)
    print(lines.stderr.strip(), file=sys.stderr)
    for line in lines.stdout.splitlines():
        found = json.loads(line)
        way = "petgraph" if found["way"].startswith("petgraph") else found["way"].split(",")[0]
        asked.note(found["question"], way, found["asked"], found["seconds"], found["sums"])
    return lines.stderr.strip()


def graphs(asked, nodes, walked, pairs):
    few, starts = pairs[:FEW], [a for a, _ in pairs[:FEW]]
    # Built by each library as it likes best; that is not measured.
    nx = networkx.Graph(walked)
    nx.add_nodes_from(range(nodes))
    rx = rustworkx.PyGraph(multigraph=False)
    rx.add_nodes_from(range(nodes))
    rx.add_edges_from_no_data(walked)
    ig = igraph.Graph(n=nodes, edges=walked)
    nk = networkit.Graph(nodes)
    for a, b in walked:
        nk.addEdge(a, b)
    networkit.setNumberOfThreads(1)

    def search(a, b, with_path):
        found = networkit.distance.BidirectionalBFS(nk, a, b, with_path)
        found.run()
        return found

    def reached(start):
        found = networkit.distance.BFS(nk, start, False, True)
        found.run()
        return len(found.getNodesSortedByDistance())

    name = "shortest path"
    asked.measure(name, "networkx", FEW, lambda: [sum(len(networkx.bidirectional_shortest_path(nx, a, b)) - 1 for a, b in few)])
    asked.measure(name, "rustworkx", FEW, lambda: [sum(len(rustworkx.dijkstra_shortest_paths(rx, a, b)[b]) - 1 for a, b in few)])
    asked.measure(name, "igraph", FEW, lambda: [sum(len(ig.get_shortest_path(a, b, output="epath")) for a, b in few)])
    # NetworKit gives what lies between the ends.
    asked.measure(name, "NetworKit", len(pairs), lambda: [sum(len(search(a, b, True).getPath()) + 1 for a, b in pairs)])
    name = "length of the shortest path"
    asked.measure(name, "igraph", FEW, lambda: [sum(int(ig.distances(a, b)[0][0]) for a, b in few)])
    asked.measure(name, "NetworKit", len(pairs), lambda: [sum(int(search(a, b, False).getDistance()) for a, b in pairs)])

    name = "simple paths of at most 4 links"
    near = [(a, b) for a, b in pairs if search(a, b, False).getDistance() <= 4][:FEW]
    asked.measure(name, "networkx", len(near), lambda: [sum(sum(1 for _ in networkx.all_simple_paths(nx, a, b, cutoff=4)) for a, b in near)])
    asked.measure(name, "rustworkx", len(near), lambda: [sum(len(rustworkx.all_simple_paths(rx, a, b, cutoff=5)) for a, b in near)])
    asked.measure(name, "igraph", len(near), lambda: [sum(len(ig.get_all_simple_paths(a, to=b, maxlen=4)) for a, b in near)])

    name = "reachability set"
    asked.measure(name, "networkx", FEW, lambda: [sum(len(networkx.node_connected_component(nx, start)) for start in starts)])
    asked.measure(name, "rustworkx", FEW, lambda: [sum(len(rustworkx.node_connected_component(rx, start)) for start in starts)])
    asked.measure(name, "igraph", FEW, lambda: [sum(len(ig.subcomponent(start)) for start in starts)])
    asked.measure(name, "NetworKit", FEW, lambda: [sum(reached(start) for start in starts)])
    return nx


def arrivals(asked, nx, spans, starts):
    """The earliest day on which each record can be reached: a heap of days, as one would write it on networkx."""
    gates = [(-NEVER, NEVER) if span is None else (-NEVER if span[0] is None else span[0], NEVER if span[1] is None else span[1]) for span in spans]

    def scan(start):
        days, heap = {}, [(gates[start][0], start)]
        while heap:
            now, node = heapq.heappop(heap)
            if node in days:
                continue
            days[node] = now
            for end in nx.adj[node]:
                first, last = gates[end]
                if end not in days and now <= last:
                    heapq.heappush(heap, (max(now, first), end))
        return days.values()

    def answer():
        sums = [0, 0]
        for start in starts[:FEW]:
            days = scan(start)
            sums[0] += len(days)
            sums[1] += sum(day for day in days if day != -NEVER)
        return sums

    asked.measure("earliest arrivals", "networkx", FEW, answer)


def positions(asked, claims):
    def answer():
        threads = collections.defaultdict(list)
        for claim in claims:
            if claim["demand"] is not None:
                threads[claim["principal"], claim["demand"]].append(claim)
        sums = [len(threads), 0, 0]
        for thread in threads.values():
            thread.sort(key=lambda claim: (claim["days"] is None, claim["days"] or (), claim["id"]))
            said = {claim["statement"] for claim in thread if claim["takes_position"]}
            sums[1] += bool(said)
            sums[2] += len(said)
        return sums

    asked.measure("positions of all actors", "Python by hand", 1000, answer)


def queries(asked, records, walked, nodes):
    claims, names = records["claims"], records["names"]
    by_id = {claim["id"]: claim for claim in claims}
    lineage = {"reiterates", "specifies", "broadens", "hardens", "softens", "replaces", "withdraws", "contradicts", "justifies", "conditions"}
    answers = {"accepts", "partly-accepts", "rejects", "counters"}
    near = [[] for _ in range(nodes)]
    for a, b in walked:
        near[a].append(b)
        near[b].append(a)

    def spoken(key, name):
        found = [claim for claim in claims if claim[key] == name]
        return found, len(found) + len({claim["statement"] for claim in found})

    def within(name):
        below = {name}
        chain = {}
        for demand in {claim["demand"] for claim in claims if claim["demand"]}:
            above, at = [], demand
            while at:
                above.append(at)
                at = records["broader"].get(at)
            chain[demand] = above
        below |= {demand for demand, above in chain.items() if name in above}
        return [claim for claim in claims if claim["demand"] in below]

    def ancestors(name):
        seen, left = {name}, [name]
        while left:
            for kind, to in by_id[left.pop()]["links"]:
                if kind in lineage and to not in seen:
                    seen.add(to)
                    left.append(to)
        return seen

    def around(name):
        seen = rim = {by_id[name]["node"]}
        for _ in range(2):
            rim = {end for node in rim for end in near[node]} - seen
            seen = seen | rim
        return seen

    def split(verdicts):
        verdicts = list(verdicts)
        return [verdicts.count(2), verdicts.count(1)]

    def contained(span, first, last):
        if span is None:
            return 1
        low, high = span
        return 2 if first <= low and high <= last else 0 if high < first or low > last else 1

    first, last = (int(day_number(f"{names['year']}-{day}")) for day in ("01-01", "12-31"))
    event = records["events"].get(names["event"])
    # The names of addressees and principals are spelt out in the records, as a script would have them.
    asks = [
        lambda: [spoken("speaker", names["speaker"])[1], 0],
        lambda: [sum(1 for claim in spoken("principal", names["principal"])[0] if claim["act"] == "threaten"), 0],
        lambda: [len(within(names["demand"])), 0],
        lambda: [sum(1 for claim in claims if claim["firmness"] is not None and claim["firmness"] >= 4 and claim["form"] is not None and claim["form"] <= 1), 0],
        lambda: split(contained(claim["span"], first, last) for claim in claims),
        lambda: split(before(claim["span"], event) for claim in claims if claim["act"] == "assure"),
        lambda: [len(ancestors(names["claim"])), 0],
        lambda: [len(around(names["claim"])), 0],
        lambda: [len({claim["id"] for claim in claims for kind, to in claim["links"] if kind in answers and by_id[to]["principal"] == names["principal"]}), 0],
        lambda: [sum(1 for claim in claims if names["addressee"] in claim["addressees"] and claim["form"] != 2), 0],
    ]
    for at, ask in enumerate(asks):
        asked.measure(f"query {at + 1}", "Python by hand", 1000, ask)
    asked.measure("ten queries", "Python by hand", 1000, lambda: [number for ask in asks for number in ask()])


def day_number(text):
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def before(span, event):
    if span is None or event is None:
        return 1
    return 2 if span[1] < event[0] else 0 if span[0] >= event[1] else 1


def shown(seconds):
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def ratio_shown(ratio):
    return f"{float(f'{ratio:.2g}'):,.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"


# Where the whole work is one question: the time of it, not of a thousandth.
WHOLE = {"positions of all actors", "ten queries"}


def table(asked, texts):
    rows = []
    for question, ways in asked.seconds.items():
        factor = 1000 if question in WHOLE or question.startswith("query ") else 1
        own = ways["demarche"] * factor
        cells = []
        for way in WAYS:
            seconds = ways.get(way)
            ratio = "" if seconds is None or way == "demarche" else f" ({ratio_shown(seconds * factor / own)})"
            cells.append("" if seconds is None else shown(seconds * factor) + ratio)
        label = f"`{texts[int(question.split()[1]) - 1]}`" if question.startswith("query ") else question
        rows.append([label.replace("|", "\\|"), *cells])
    return run.table(["question", *WAYS], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=100000)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", run.HERE / "questions" / "target"))
    parser.add_argument("--program", type=pathlib.Path, default=target / "release" / "questions")
    parser.add_argument("--write", action="store_true", help="put the result into the README too")
    options = parser.parse_args()
    asked = Asked()
    with tempfile.TemporaryDirectory(prefix="demarche-bench-") as temporary:
        temporary = pathlib.Path(temporary)
        data, folder = temporary / "data", temporary / "out"
        generate.write_dataset(options.claims, data)
        size = program(asked, options, data, folder)
        records = json.loads((folder / "records.json").read_text(encoding="utf-8"))
        texts = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
        walked, pairs = (numbers(folder / f"{name}.u32") for name in ("walked", "pairs"))
    nodes, starts = records["nodes"], [a for a, _ in pairs]
    positions(asked, records["claims"])
    queries(asked, records, walked, nodes)
    nx = graphs(asked, nodes, walked, pairs)
    arrivals(asked, nx, records["spans"], starts)
    versions = f"networkx {networkx.__version__}, rustworkx {rustworkx.__version__}, igraph {igraph.__version__}, NetworKit {networkit.__version__}"
    head = f"{options.claims:,} claims: {size.split(';')[0]}. Python {platform.python_version()}, {versions}; {platform.machine()}, {os.cpu_count()} cores."
    text = f"{head}\n\n{table(asked, texts)}"
    print(text)
    if options.write:
        run.write_section("questions", text)


if __name__ == "__main__":
    main()
