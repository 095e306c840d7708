"""What one would write without demarche: PyYAML (C loader) and networkx doing the same work.

    python pipeline.py DIR [-o OUT.dot]

Loads all files, proves every passage, resolves the references, builds a graph with the derived time links, works out threads
and shifts, and writes DOT of the focus actor's threads. Prints counts as JSON. It reads the forms of date that the generator writes.
"""

import argparse
import bisect
import calendar
import collections
import datetime
import hashlib
import itertools
import json
import pathlib
import re
import sys
import unicodedata

import networkx
import yaml

FOLD = str.maketrans({mark: '"' for mark in "“”„‟«»"} | {mark: "'" for mark in "‘’‚‛ʼ"} | {dash: "-" for dash in "‐‑‒–—―−"} | {"\u00ad": None})
SPACE = re.compile(r"\s+")
GAP = re.compile(r"\s*(?:\[…\]|\[\.\.\.\])\s*")
QUOTATION = re.compile(r'"([^"]*)"')
LONGEST_GAP = 300
TABLES = ("actors", "demands", "events", "sources")
POSITIONS = {"appeal", "demand", "offer", "threaten", "reject", "concede"}
FIRMNESS = {word: rank for rank, word in enumerate(("floats", "proposes", "appeals", "demands", "precondition", "ultimatum"))}
SHIFTS = {"reiterates", "specifies", "broadens", "hardens", "softens", "replaces", "withdraws"}
EVENT_LINKS = {"made-at", "prompted-by", "fulfils", "violates", "belied-by"}


def fold(text):
    return SPACE.sub(" ", unicodedata.normalize("NFC", text).translate(FOLD)).strip()


# --------------------------------------------------------------------------------------------------------------- dates


def month_span(year, month, widen=0):
    first, last = year * 12 + month - 1 - widen, year * 12 + month - 1 + widen
    day = calendar.monthrange(last // 12, last % 12 + 1)[1]
    return datetime.date(first // 12, first % 12 + 1, 1), datetime.date(last // 12, last % 12 + 1, day)


def span(date):
    """The earliest and the latest day of an EDTF expression; none for none."""
    if date is None:
        return None
    text = str(date)
    if text.startswith("["):
        first, last = text.strip("[]").split("..")
        return span(first)[0], span(last)[1]
    if "/" in text:
        first, last = text.split("/")
        return span(first)[0], span(last)[1]
    about = text.endswith("~")
    parts = text.rstrip("~").split("-")
    year = int(parts[0])
    if len(parts) == 1:
        return datetime.date(year - about, 1, 1), datetime.date(year + about, 12, 31)
    month = int(parts[1])
    if month == 23:
        return datetime.date(year, 9, 1), datetime.date(year, 11, 30)
    if len(parts) == 2 or parts[2] == "XX":
        return month_span(year, month, int(about))
    day, widen = datetime.date(year, month, int(parts[2])), datetime.timedelta(days=3 * about)
    return day - widen, day + widen


def time_key(days):
    return (False, *days) if days else (True, datetime.date.max, datetime.date.max)


# ------------------------------------------------------------------------------------------------------------- loading


def read(path):
    with open(path, "rb") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


def load(directory):
    data = {"manifest": read(directory / "demarche.yaml")}
    for table in TABLES:
        data[table] = {}
        files = [directory / f"{table}.yaml", *sorted((directory / table).glob("*.yaml"))]
        for path in files:
            if path.exists():
                data[table].update(read(path)[table])
    data["statements"] = {}
    for path in sorted((directory / "statements").glob("**/*.yaml")):
        statement = read(path)
        if statement["id"] != path.stem:
            sys.exit(f"{path}: the id is {statement['id']}")
        data["statements"][path.stem] = statement
    data["claims"] = {
        f"{name}/{short}": (statement, claim) for name, statement in data["statements"].items() for short, claim in statement["claims"].items()
    }
    return data


# ------------------------------------------------------------------------------------------------------------ passages


class Text:
    def __init__(self, path, sha256):
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != sha256:
            sys.exit(f"{path}: not the text that was recorded")
        self.text = fold(raw.decode("utf-8"))
        self.quotations = [match.span(1) for match in QUOTATION.finditer(self.text)]
        self.starts = [start for start, _ in self.quotations]
        self.used = set()

    def find(self, passage):
        """Where the parts of a passage stand; none where they do not stand just once and in order."""
        places, end = [], 0
        for number, part in enumerate(GAP.split(fold(passage))):
            start = self.text.find(part, end)
            if start < 0 or (number == 0 and self.text.find(part, start + 1) >= 0) or (number and start - end > LONGEST_GAP):
                return None
            end = start + len(part)
            places.append((start, end))
        return places

    def use(self, places):
        """Marks the quotations that the places touch; whether each place lies inside one."""
        inside = True
        for start, end in places:
            index = bisect.bisect_right(self.starts, start) - 1
            within = index >= 0 and end <= self.quotations[index][1]
            inside &= within
            if within:
                self.used.add(index)
        return inside


def prove(data, directory):
    folder = directory / data["manifest"]["texts"]
    texts = {name: Text(folder / source["text"], source["sha256"]) for name, source in data["sources"].items() if "text" in source}
    proved, faults = collections.Counter(), []

    def look_up(where, source, passage, form):
        places = texts[source].find(passage)
        if places is None:
            faults.append(f"{where}: passage not found in {source}: {passage}")
            return
        inside = texts[source].use(places)
        if form in ("verbatim", "translated") and not inside:
            faults.append(f"{where}: not inside quotation marks in {source}: {passage}")
        proved[form] += 1

    for name, (_, claim) in data["claims"].items():
        for evidence in claim["evidence"]:
            look_up(name, evidence["source"], evidence["passage"], evidence["form"])
    for table in ("statements", "events"):
        for name, record in data[table].items():
            for evidence in record["dating"].get("evidence", ()):
                look_up(name, evidence["source"], evidence["passage"], "date")
    for name, source in data["sources"].items():
        for evidence in source["published"].get("evidence", ()):
            look_up(name, name, evidence["passage"], "date")
        for uncoded in source.get("uncoded", ()):
            look_up(name, name, uncoded["passage"], "uncoded")
    for name, text in texts.items():
        faults += [f"{name}: quotation {index} is not coded" for index in range(len(text.quotations)) if index not in text.used]
    return proved, faults


# --------------------------------------------------------------------------------------------------------------- graph


def side(data, actor):
    while "acts_for" in data["actors"][actor]:
        actor = data["actors"][actor]["acts_for"]
    return actor


def build(data):
    graph = networkx.MultiDiGraph()
    for kind in (*TABLES, "statements", "claims"):
        graph.add_nodes_from(((kind, name) for name in data[kind]), kind=kind)

    def link(start, kind, table, name, **attributes):
        if (table, name) not in graph:
            sys.exit(f"{start[1]}: there is no {name} in the {table}")
        graph.add_edge(start, (table, name), kind=kind, **attributes)

    for name, actor in data["actors"].items():
        bodies = dict.fromkeys([actor.get("acts_for"), *(office.get("of") for office in actor.get("offices", ()))])
        for body in filter(None, bodies):
            link(("actors", name), "acts-for", "actors", body)
    for name, demand in data["demands"].items():
        if "broader" in demand:
            link(("demands", name), "broader", "demands", demand["broader"])
        for actor in demand.get("addressees", ()):
            link(("demands", name), "addresses", "actors", actor)
    for name, event in data["events"].items():
        for actor in event.get("participants", ()):
            link(("events", name), "participant", "actors", actor)
        for source in event.get("sources", ()):
            link(("events", name), "mentioned-by", "sources", source)
    for name, source in data["sources"].items():
        link(("sources", name), "published-by", "actors", source["publisher"])
        for upstream in source.get("relays", ()):
            link(("sources", name), "relays", "sources", upstream)
    for name, statement in data["statements"].items():
        start = ("statements", name)
        link(start, "spoken-by", "actors", statement["speaker"])
        if "on_behalf_of" in statement:
            link(start, "spoken-for", "actors", statement["on_behalf_of"])
        for actor in statement.get("addressees", ()):
            link(start, "addresses", "actors", actor)
        if "event" in statement:
            link(start, "at", "events", statement["event"])
    for name, (statement, claim) in data["claims"].items():
        start = ("claims", name)
        link(start, "part-of", "statements", statement["id"])
        if "demand" in claim:
            link(start, "about", "demands", claim["demand"])
        for actor in claim.get("addressees", ()):
            link(start, "addresses", "actors", actor)
        for source in {evidence["source"] for evidence in claim["evidence"]}:
            link(start, "cites", "sources", source)
        for entry in claim.get("links", ()):
            table = "events" if entry["kind"] in EVENT_LINKS else "claims"
            link(start, entry["kind"], table, entry["to"], why=entry["why"])
    return graph


def add_time_links(data, graph, threads, days):
    for claims in threads.values():
        dated = [name for name in claims if days[data["claims"][name][0]["id"]]]
        for earlier, later in itertools.pairwise(dated):
            gap = days[data["claims"][later][0]["id"]][0] - days[data["claims"][earlier][0]["id"]][1]
            graph.add_edge(("claims", earlier), ("claims", later), kind="next", days=gap.days)
    events = {name: span(event.get("date")) for name, event in data["events"].items()}
    by_end = sorted((when[1], name) for name, when in events.items() if when)
    by_start = sorted((when[0], name) for name, when in events.items() if when)
    for name, (statement, _) in data["claims"].items():
        when = days[statement["id"]]
        if not when:
            continue
        before = bisect.bisect_left(by_end, (when[0],))
        if before:
            graph.add_edge(("claims", name), ("events", by_end[before - 1][1]), kind="after")
        after = bisect.bisect_left(by_start, (when[1] + datetime.timedelta(days=1),))
        if after < len(by_start):
            graph.add_edge(("claims", name), ("events", by_start[after][1]), kind="before")


def thread_claims(data, days):
    """The claims of each principal on each demand, in the order of time."""
    threads = collections.defaultdict(list)
    for name, (statement, claim) in data["claims"].items():
        if "demand" in claim:
            threads[side(data, statement.get("on_behalf_of", statement["speaker"])), claim["demand"]].append(name)
    for claims in threads.values():
        claims.sort(key=lambda name: (time_key(days[data["claims"][name][0]["id"]]), name))
    return threads


def shifts(data, claims):
    """What each claim does to the position of its thread: the curator's word, else one that follows from the firmness."""
    position, out = None, []
    for name in claims:
        _, claim = data["claims"][name]
        word = next((entry["kind"] for entry in claim.get("links", ()) if entry["kind"] in SHIFTS), None)
        if claim["act"] in POSITIONS:
            if word is None and position is None:
                word = "introduced"
            elif word is None:
                step = FIRMNESS.get(claim.get("firmness"), 0) - FIRMNESS.get(position.get("firmness"), 0)
                word = "hardens" if step > 0 else "softens" if step < 0 else "reiterates"
            position = claim
        out.append((name, word))
    return out


# ----------------------------------------------------------------------------------------------------------------- DOT


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_dot(data, steps, focus, days, out):
    out.write("digraph {\n  rankdir=LR; newrank=true; node [shape=box];\n")
    shown = set()
    for (principal, demand), thread in sorted(steps.items()):
        if principal != focus:
            continue
        out.write(f"  subgraph {quoted('cluster-' + demand)} {{\n    label={quoted(data['demands'][demand]['title'])};\n")
        for name, shift in thread:
            statement, claim = data["claims"][name]
            lines = [str(statement.get("date", "date unknown")), claim["label"], shift or claim["act"], statement["speaker"]]
            label = "\\n".join(quoted(line)[1:-1] for line in lines)
            out.write(f"    {quoted(name)} [label=\"{label}\", tooltip={quoted(claim['summary'])}];\n")
            shown.add(name)
        out.write("  }\n")
        for (earlier, _), (later, _) in itertools.pairwise(thread):
            out.write(f"  {quoted(earlier)} -> {quoted(later)} [style=dotted];\n")
    columns = collections.defaultdict(list)
    for name in sorted(shown):
        statement, claim = data["claims"][name]
        columns[time_key(days[statement["id"]])].append(name)
        for entry in claim.get("links", ()):
            if entry["to"] in shown:
                out.write(f"  {quoted(entry['to'])} -> {quoted(name)} [label={quoted(entry['kind'])}];\n")
    for _, names in sorted(columns.items()):
        out.write("  {rank=same; " + " ".join(f"{quoted(name)};" for name in names) + "}\n")
    out.write("}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path, help="where to write the DOT text")
    options = parser.parse_args()
    data = load(options.directory)
    proved, faults = prove(data, options.directory)
    graph = build(data)
    days = {name: span(statement.get("date")) for name, statement in data["statements"].items()}
    threads = thread_claims(data, days)
    add_time_links(data, graph, threads, days)
    steps = {thread: shifts(data, claims) for thread, claims in threads.items()}
    if options.output:
        with open(options.output, "w", encoding="utf-8") as out:
            write_dot(data, steps, data["manifest"]["focus"], days, out)
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    kinds = collections.Counter(kind for _, _, kind in graph.edges(data="kind"))
    unused = [node for node in graph if graph.nodes[node]["kind"] in TABLES and not graph.in_degree(node)]
    print(json.dumps({
        "claims": len(data["claims"]), "passages": sum(proved.values()), "proved": dict(sorted(proved.items())), "faults": len(faults),
        "nodes": graph.number_of_nodes(), "links": graph.number_of_edges(), "links_by_kind": dict(sorted(kinds.items())),
        "threads": len(threads), "unreferenced": len(unused),
    }))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
