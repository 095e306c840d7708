"""Reads {"edges": [[from, to], ...]} or {"dataset": folder} per line; prints, as one line of JSON for each, what networkx finds to refer to
each record: {record: {dependent: distance}}. The references of a dataset are read from its YAML, by the names of the keys."""
import json
import pathlib
import sys

import networkx
from ruamel.yaml import YAML

SINGLE = {
    "acts_for": "actor", "of": "actor", "publisher": "actor", "speaker": "actor", "on_behalf_of": "actor", "broader": "demand",
    "demand": "demand", "event": "event", "source": "source", "via": "source",
}
LISTS = {"addressees": "actor", "participants": "actor", "relays": "source", "sources": "source"}


def references(value):
    """The references at or below a value: (kind, id)."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    if isinstance(value, dict):
        for key, below in value.items():
            if key in SINGLE and isinstance(below, str):
                yield SINGLE[key], below
            elif key in LISTS:
                for item in below:
                    yield LISTS[key], item
            elif key == "to":
                yield ("claim" if "/" in below else "event"), below
            elif key != "claims":
                yield from references(below)


def dataset(folder):
    """The references between the records of a dataset."""
    edges = []

    def add(kind, identifier, record):
        edges.extend((f"{kind}:{identifier}", f"{other}:{target}") for other, target in references(record))

    read = YAML(typ="safe", pure=True)
    for kind in ["actor", "demand", "event", "source"]:
        for identifier, record in read.load((folder / f"{kind}s.yaml").read_text(encoding="utf-8"))[f"{kind}s"].items():
            add(kind, identifier, record)
    for path in sorted((folder / "statements").glob("*.yaml")):
        statement = read.load(path.read_text(encoding="utf-8"))
        add("statement", statement["id"], statement)
        for name, claim in statement["claims"].items():
            add("claim", f"{statement['id']}/{name}", claim)
            edges.append((f"claim:{statement['id']}/{name}", f"statement:{statement['id']}"))
    return edges


for line in sys.stdin:
    task = json.loads(line)
    graph = networkx.DiGraph([tuple(edge) for edge in task["edges"]] if "edges" in task else dataset(pathlib.Path(task["dataset"])))
    turned = graph.reverse()
    found = {node: networkx.single_source_shortest_path_length(turned, node) for node in graph}
    print(json.dumps({node: {other: steps for other, steps in all_.items() if other != node} for node, all_ in found.items()}))
