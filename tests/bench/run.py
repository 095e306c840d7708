"""Measures demarche beside a Python pipeline on generated datasets, or its answers to hostile files.

    python run.py [--sizes 1000 10000 100000] [--binary PATH] [--write]
    python run.py --growth [--sizes 1000 10000 100000 1000000]
    python run.py --real
    python run.py --hostile [--hostile-generator PATH]

Prints Markdown; `--write` also puts the table into the README beside this file.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time

import generate

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TIMEOUT = 900
HOSTILE_TIMEOUT = 10
ACCEPTED = (0, 1)


# A process that starts another one and says what it took. It stays small on purpose: the system counts the memory of the process
# that starts a program as memory of the program until it runs, and this one here is large.
STARTER = """
import _signal, posix, sys, time
limit, out, err, *arguments = sys.argv[1:]
write = posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC
files = [(posix.POSIX_SPAWN_OPEN, 0, '/dev/null', posix.O_RDONLY, 0), (posix.POSIX_SPAWN_OPEN, 1, out, write, 0o600),
         (posix.POSIX_SPAWN_OPEN, 2, err, write, 0o600)]
late = []
begin = time.perf_counter()
pid = posix.posix_spawn(arguments[0], arguments, posix.environ, file_actions=files)
_signal.signal(_signal.SIGALRM, lambda *_: (late.append(1), posix.kill(pid, _signal.SIGKILL)))
_signal.setitimer(_signal.ITIMER_REAL, float(limit))
_, status, usage = posix.wait4(pid, 0)
end = time.perf_counter()
print(end - begin, posix.waitstatus_to_exitcode(status), usage.ru_maxrss, usage.ru_utime + usage.ru_stime, len(late))
"""


class Run:
    """What one run of a program took and gave."""

    def __init__(self, arguments, timeout=TIMEOUT):
        with tempfile.TemporaryDirectory() as folder:
            out, err = pathlib.Path(folder, "out"), pathlib.Path(folder, "err")
            command = [sys.executable, "-I", "-S", "-c", STARTER, str(timeout), out, err, *map(str, arguments)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            self.out = out.read_text(encoding="utf-8", errors="replace")
            self.err = err.read_text(encoding="utf-8", errors="replace")
        self.seconds, self.status, self.timed_out = float(said[0]), int(said[1]), said[4] != "0"
        # Kilobytes on Linux, bytes on macOS.
        self.peak = int(said[2]) * (1 if sys.platform == "darwin" else 1024)
        self.processor = float(said[3])


def best(arguments, times):
    """The fastest of some runs, with the largest peak of them all."""
    return best_of([Run(arguments) for _ in range(times)])


def best_of(runs):
    fastest = min(runs, key=lambda run: run.seconds)
    fastest.peak = max(run.peak for run in runs)
    return fastest


def require(run, what, allowed=(0,)):
    if run.timed_out:
        sys.exit(f"{what} took longer than {TIMEOUT} s")
    if run.status not in allowed:
        sys.exit(f"{what} ended with status {run.status}:\n{(run.err or run.out)[-3000:]}")


def seconds(value):
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def size(value):
    return f"{value / (1 << 20):.0f} MB"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---" if number == 0 else "---:" for number in range(len(head))) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


# ------------------------------------------------------------------------------------------------------------- figures


def repetitions(claims):
    return 5 if claims <= 1000 else 3 if claims <= 100000 else 1


def summary_line(run):
    """The line of `demarche check` that says what was proved."""
    lines = [line.strip() for line in (run.out + run.err).splitlines() if line.strip()]
    return next((line for line in lines if "proved" in line or "passages" in line), lines[-1] if lines else "")


def age(folder):
    """Makes all files an hour old, as those of a dataset mostly are: what was written a moment ago must be hashed to be believed."""
    then = time.time() - 3600
    for path in sorted(folder.rglob("*")):
        os.utime(path, (then, then))


def kept(options, data, times):
    """The check that keeps what it found, that with nothing changed, and that after an edit of one file; nothing where nothing is kept."""
    check, cache, word = [options.binary, "check", "--data", data], data / ".demarche", "firmness: demands"
    quick = max(times, 5)
    age(data)
    first = []
    for _ in range(times):
        shutil.rmtree(cache, ignore_errors=True)
        first.append(Run(check))
        require(first[-1], "the check that keeps", ACCEPTED)
    if not (cache / "cache").exists():
        return []
    again = best(check, quick)
    path = next((path for path in sorted((data / "statements").glob("*.yaml")) if path.read_text(encoding="utf-8").count(word) >= quick), None)
    if not path:
        sys.exit(f"no statement has {quick} claims with `{word}`")
    edited = []
    for _ in range(quick):
        # The next claim of the one file: what changed since the whole check stays one statement.
        path.write_text(path.read_text(encoding="utf-8").replace(word, "firmness: proposes", 1), encoding="utf-8")
        edited.append(Run(check))
    for run in [again, *edited]:
        require(run, "the check with a cache", ACCEPTED)
    if edited[-1].out != Run([*check, "--no-cache"]).out:
        sys.exit("with and without cache `check` says different things")
    return [("`demarche check`, the first, which keeps", best_of(first)), ("`demarche check` again, nothing changed", again),
            ("`demarche check` again, one file edited", best_of(edited))]


def answers(options, data, folder, times):
    """Questions after an edit of one file, with what the check and the first table of positions kept, and without."""
    path = next(path for path in sorted((data / "statements").glob("*.yaml")) if "firmness: demands" in path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    versions = [text.replace("firmness: demands", f"firmness: {word}", 1) for word in ("proposes", "precondition")]
    claims = [line.split("\t")[0] for line in Run([options.binary, "list", "claims", "--data", data]).out.splitlines()]
    demand = Run([options.binary, "positions", "--data", data]).out.split("\t")[1]
    focus = re.search(r"^focus: (\S+)", (data / "demarche.yaml").read_text(encoding="utf-8"), re.MULTILINE)[1]
    picture = folder / "answer.svg"
    questions = [["positions"], ["positions", focus], ["thread", demand], ["path", claims[len(claims) // 7], claims[len(claims) // 2]],
                 ["draw", "-o", picture], ["draw", "thread", demand, "-o", picture]]
    rows = []
    for question in questions:
        command, runs, pictures = [options.binary, *question, "--data", data], [], []
        for number in range(2 * times):
            path.write_text(versions[number % 2], encoding="utf-8")
            runs.append(Run(command))
            require(runs[-1], " ".join(map(str, question)))
        pictures.append(picture.read_bytes() if picture.exists() else b"")
        plain = best([*command, "--no-cache"], times)
        pictures.append(picture.read_bytes() if picture.exists() else b"")
        if plain.out != runs[-1].out or pictures[0] != pictures[1]:
            sys.exit(f"with and without what is kept the answer is another: {question}")
        known = best_of(runs)
        shown = {str(picture): "view.svg", focus: "ACTOR", demand: "DEMAND"}
        words = [shown.get(str(word), "CLAIM" if word in claims else str(word)) for word in question]
        rows.append([f"`demarche {' '.join(words)}`", seconds(known.seconds), seconds(known.processor), size(known.peak), seconds(plain.seconds),
                     seconds(plain.processor), size(plain.peak), f"{plain.seconds / known.seconds:.1f}", f"{plain.processor / known.processor:.1f}"])
    head = ["after an edit of one file", "time", "processor time", "peak memory", "with `--no-cache`", "processor time", "peak memory", "× the time", "× the processor time"]
    return table(head, rows)


def measure(claims, options, folder):
    """One row of figures: everything for one size."""
    data = folder / f"claims-{claims}"
    counts = generate.write_dataset(claims, data)
    rows, notes = [], []
    times = repetitions(claims)
    check = best([options.binary, "check", "--no-cache", "--data", data], times)
    require(check, f"check of {claims} claims", ACCEPTED)
    if check.status == 1:
        notes.append(f"`check` has findings at {claims} claims: the figures are those of a dataset that is not clean")
        print(check.out[-2000:] + check.err[-2000:], file=sys.stderr)
    rows.append(("`demarche check --no-cache`", check))
    draw = best([options.binary, "draw", "-o", folder / f"{claims}.dot", "--data", data], times)
    if draw.status == 0:
        rows.append(("`demarche draw`", draw))
    else:
        notes.append(f"`draw` ended with status {draw.status} at {claims} claims: {(draw.err or draw.out).strip()[:200]}")
    pipeline = None
    if not options.no_python:
        pipeline = Run([options.python, HERE / "pipeline.py", data, "-o", folder / f"{claims}-pipeline.dot"])
        require(pipeline, f"the pipeline on {claims} claims")
    cached = kept(options, data, times)
    rows.extend(cached)
    if not cached:
        notes.append(f"a dataset of {claims} claims is too small for a cache: nothing is kept")
    told = f"{claims:,} claims:\n\n{answers(options, data, folder, times)}" if cached and claims >= 10000 else ""
    shown = " ".join(summary_line(check).split())
    work = json.loads(pipeline.out) if pipeline else {}
    proved = re.search(r"(\d+) of (\d+) passages proved", shown)
    if work and (not proved or {int(number) for number in proved.groups()} != {work["passages"]}):
        notes.append(f"the two sides did not do the same work at {claims} claims: the pipeline proved {work['passages']} passages")
    shutil.rmtree(data)
    return {"claims": claims, "counts": counts, "rows": rows, "pipeline": pipeline, "work": work, "shown": shown, "notes": notes, "answers": told}


def figures(options):
    with tempfile.TemporaryDirectory(prefix="demarche-bench-") as temporary:
        measured = []
        for claims in sorted(options.sizes):
            print(f"{claims} claims ...", file=sys.stderr)
            measured.append(measure(claims, options, pathlib.Path(temporary)))
    out = [machine(options), "", times_table(measured), "", work_table(measured)]
    for entry in measured:
        out += ["", entry["answers"]] if entry["answers"] else []
    notes = [note for entry in measured for note in entry["notes"]]
    return "\n".join(out + ([""] + [f"- {note}" for note in notes] if notes else []))


def times_table(measured):
    rows, before = [], {}
    for entry in measured:
        claims, pipeline = entry["claims"], entry["pipeline"]
        runs = entry["rows"] + ([("Python pipeline", pipeline)] if pipeline else [])
        for name, run in runs:
            first = f"{entry['rows'][0][1].seconds / run.seconds:.1f}" if name.startswith("`demarche check") else ""
            ratio = f"{pipeline.seconds / run.seconds:.1f}" if pipeline and run is not pipeline else ""
            memory = f"{pipeline.peak / run.peak:.1f}" if pipeline and run is not pipeline else ""
            growth = ""
            if name in before:
                small, fast = before[name]
                growth = f"{run.seconds / fast:.1f} for {claims / small:.0f}"
            before[name] = (claims, run.seconds)
            rows.append([f"{name}, {claims:,} claims", seconds(run.seconds), seconds(run.processor), size(run.peak), f"{run.seconds / claims * 1e6:.1f} µs",
                         f"{run.peak / claims / 1024:.1f} KB", first, ratio, memory, growth])
    head = ["what", "time", "processor time", "peak memory", "time a claim", "memory a claim", "the first check takes × the time", "Python takes × the time", "Python takes × the memory", "growth of the time"]
    return table(head, rows)


def work_table(measured):
    rows = []
    for entry in measured:
        counts, work = entry["counts"], entry["work"]
        rows.append([
            f"{entry['claims']:,}", f"{counts['statements']:,}", f"{counts['statement_bytes'] / entry['claims']:.0f}",
            f"{counts['authored_links'] / entry['claims']:.2f}", f"{work['links'] / entry['claims']:.1f}" if work else "", f"{work['nodes']:,}" if work else "",
            f"{work['links']:,}" if work else "", f"{work['passages']:,}" if work else "", entry["shown"].replace("|", "\\|"),
        ])
    head = ["claims", "statement files", "bytes of YAML a claim", "authored links a claim", "links a claim in all", "nodes", "links", "passages proved by the pipeline",
            "what `check` says"]
    return table(head, rows)


def machine(options):
    version = Run([options.binary, "--version"]).out.strip()
    floor = size(Run(["/bin/sh", "-c", ":"]).peak)
    return (
        f"{version}; Python {platform.python_version()}; {platform.system()} {platform.machine()}, {os.cpu_count()} cores. Best of 5 runs at 1,000 "
        f"claims, of 3 up to 100,000{', one of more' if options.growth else '; the pipeline once'}. A program that does nothing shows a peak of {floor} here."
    )


# -------------------------------------------------------------------------------------------------------------- growth


def growth(options):
    """What a claim costs at each size. The generator runs in a process of its own, so that its memory is free again."""
    measured = []
    for claims in sorted(options.sizes):
        print(f"{claims} claims ...", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="demarche-bench-") as temporary:
            data, dot = pathlib.Path(temporary, "data"), pathlib.Path(temporary, "view.dot")
            subprocess.run([sys.executable, HERE / "generate.py", str(claims), data], check=True, stdout=subprocess.DEVNULL)
            for name, arguments in (("check --no-cache", ["check", "--no-cache"]), ("draw -o view.dot", ["draw", "-o", dot])):
                run = best([options.binary, "--data", data, *arguments], repetitions(claims))
                require(run, f"{name} of {claims} claims", ACCEPTED)
                measured.append((name, claims, run))
    rows = []
    for name, claims, run in sorted(measured, key=lambda one: (one[0], one[1])):
        base = next(((size_then, then) for other, size_then, then in measured if (other, size_then) == (name, 10000)), None)
        times = [f"{(value / claims) / (value_then / 10000):.2f}" for value, value_then in
                 ((run.seconds, base[1].seconds), (run.processor, base[1].processor), (run.peak, base[1].peak))] if base else ["", "", ""]
        rows.append([f"`demarche {name}`, {claims:,} claims", seconds(run.seconds), seconds(run.processor), size(run.peak),
                     f"{run.seconds / claims * 1e6:.1f} µs", f"{run.processor / claims * 1e6:.1f} µs", f"{run.peak / claims / 1024:.1f} KB", *times])
    head = ["what", "time", "processor time", "peak memory", "time a claim", "processor time a claim", "memory a claim", "× the time at 10,000",
            "× the processor time at 10,000", "× the memory at 10,000"]
    return "\n".join([machine(options), "", table(head, rows)])


# ---------------------------------------------------------------------------------------------------------------- real


ROUNDS = 40
PATH_ENDS = ["ryabkov-2021-12-13/guarantees-on-expansion", "ryabkov-2025-06/baltics-withdrawal"]


def real(options):
    """Commands on the real dataset as whole processes, beside one that does nothing and a Python that only imports. All in turn, round by round, so
    that what else the machine does meets all of them."""
    data = ROOT / "data"
    with tempfile.TemporaryDirectory(prefix="demarche-bench-") as temporary:
        demarche = lambda *arguments: [options.binary, "--data", data, *arguments]
        python = pathlib.Path(shutil.which(options.python) or options.python)
        commands = [
            ("`true`", [shutil.which("true")]),
            ("`demarche --version`", [options.binary, "--version"]),
            ("`demarche check`", demarche("check")),
            ("`demarche positions`", demarche("positions")),
            ("`demarche path`", demarche("path", *PATH_ENDS)),
            ("`demarche list claims`", demarche("list", "claims")),
            ("`demarche draw -o x.svg`", demarche("draw", "-o", pathlib.Path(temporary, "x.svg"))),
            ("Python: `import yaml, networkx`", [python, "-c", "import yaml, networkx"]),
        ]
        runs = {what: [] for what, _ in commands}
        for _ in range(options.rounds):
            for what, arguments in commands:
                run = Run(arguments)
                require(run, what)
                runs[what].append(run)
    nothing, imports = best_of(runs[commands[0][0]]), best_of(runs[commands[-1][0]])
    milliseconds = lambda value: f"{value * 1000:.1f} ms"
    rows = []
    for what, _ in commands:
        fast, middle = best_of(runs[what]), sorted(run.seconds for run in runs[what])[len(runs[what]) // 2]
        ahead = "" if runs[what][0] in runs[commands[-1][0]] else f"{imports.seconds / fast.seconds:.0f}"
        rows.append([what, milliseconds(fast.seconds), milliseconds(middle), milliseconds(fast.processor), f"{fast.peak / (1 << 20):.1f} MB",
                     f"{fast.seconds / nothing.seconds:.1f}", f"{fast.processor / nothing.processor:.1f}", ahead])
    head = ["what", "time", "median", "processor time", "peak memory", "× the time of `true`", "× its processor time", "Python imports take × the time"]
    return "\n".join([f"Best of {options.rounds} runs in turn, and the median of them.", "", table(head, rows)])


# ------------------------------------------------------------------------------------------------------------- hostile


MANIFEST = "format: 1\ntitle: A valid dataset beside a hostile file\nfocus: aland\ntexts: texts\n"
ACTORS = """actors:
  aland: {kind: state, name: Aland}
  borduria: {kind: state, name: Borduria}
  gazette: {kind: media, name: The Gazette}
"""
DEMANDS = "demands:\n  open-border:\n    title: Open border\n    description: The border is to be opened.\n    addressees: [borduria]\n"
SOURCES = """sources:
  gazette-2001:
    title: Aland asks for an open border
    publisher: gazette
    kind: news-report
    language: en
    published: {basis: unknown, note: The text does not say.}
    text: gazette.txt
    sha256: SHA256
"""
STATEMENT = """id: aland-2001
speaker: aland
addressees: [borduria]
form: speech
date: 2001-05-04
dating: {basis: stated, evidence: [{source: gazette-2001, passage: on 4 May 2001}]}
claims:
  opening:
    act: appeal
    demand: open-border
    summary: Aland asks Borduria to open the border.
    evidence: [{source: gazette-2001, form: verbatim, passage: We ask our neighbours to open the border}]
"""
TEXT = "Aland asks for an open border\n\nThe government said on 4 May 2001: “We ask our neighbours to open the border.”\n"


def valid_dataset(directory):
    sha256 = generate.hashlib.sha256(TEXT.encode()).hexdigest()
    files = {"demarche.yaml": MANIFEST, "actors.yaml": ACTORS, "demands.yaml": DEMANDS, "events.yaml": None,
             "sources.yaml": SOURCES.replace("SHA256", sha256), "statements/aland-2001.yaml": STATEMENT, "texts/gazette.txt": TEXT}
    for name, text in files.items():
        if text is not None:
            generate.write_file(directory / name, text)


def hostile(options):
    """Runs `check` on each hostile file; gives back the table, and whether one of them broke the tool."""
    rows, broken = [], []
    with tempfile.TemporaryDirectory(prefix="demarche-hostile-") as temporary:
        temporary = pathlib.Path(temporary)
        subprocess.run([sys.executable, options.hostile_generator, temporary / "files"], check=True, stdout=subprocess.DEVNULL)
        valid_dataset(temporary / "data")
        alone = Run([options.binary, "check", "--data", temporary / "data"], HOSTILE_TIMEOUT)
        require(alone, "check of the dataset without a hostile file")
        target = temporary / "data" / "statements" / "x.yaml"
        for path in sorted((temporary / "files").iterdir()):
            shutil.copyfile(path, target)
            run = Run([options.binary, "check", "--data", temporary / "data"], HOSTILE_TIMEOUT)
            fault = "time-out" if run.timed_out else f"signal {-run.status}" if run.status < 0 else "" if run.status in ACCEPTED else "status"
            if fault:
                broken.append(f"{path.name}: {fault}")
            codes = re.findall(r"^(?:error|warning|note)\[([a-z0-9-]+)\]", run.out + run.err, re.MULTILINE)
            rows.append((path.name, path.stat().st_size, run, fault or str(run.status), codes[0] if codes else ""))
    slowest, largest = max(rows, key=lambda row: row[2].seconds), max(rows, key=lambda row: row[2].peak)
    lines = [[name, f"{length:,}", f"{run.seconds * 1000:.1f} ms", f"{run.peak / (1 << 20):.1f} MB", status, code] for name, length, run, status, code in rows]
    lines.append(["without a hostile file", "", f"{alone.seconds * 1000:.1f} ms", f"{alone.peak / (1 << 20):.1f} MB", str(alone.status), ""])
    say = (
        f"{len(rows)} files, {len(broken)} of them broke the tool. Slowest: {slowest[0]}, {slowest[2].seconds * 1000:.1f} ms. "
        f"Largest: {largest[0]}, {largest[2].peak / (1 << 20):.1f} MB."
    )
    return "\n".join([table(["file", "bytes", "time", "peak memory", "exit status", "first finding"], lines), "", say, *broken]), bool(broken)


# ------------------------------------------------------------------------------------------------------------- command


def write_section(name, text):
    """Replaces what stands between the two markers of this name in the README."""
    path = HERE / "README.md"
    old = path.read_text(encoding="utf-8")
    found = re.search(f"(<!-- {name}: begin[^>]*-->\n).*?(<!-- {name}: end -->)", old, re.DOTALL)
    if not found:
        sys.exit(f"README.md has no section `{name}`")
    path.write_text(f"{old[:found.end(1)]}\n{text}\n\n{old[found.start(2):]}", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of claims, each at least 1000")
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "target" / "release" / "demarche")
    parser.add_argument("--python", default=sys.executable, help="a Python with the packages of requirements.txt")
    parser.add_argument("--no-python", action="store_true", help="measure demarche alone")
    parser.add_argument("--growth", action="store_true", help="measure demarche alone, up to a million claims: 1.2 GB of files, removed afterwards")
    parser.add_argument("--real", action="store_true", help="measure whole processes on the real dataset instead")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each process of `--real` runs")
    parser.add_argument("--hostile", action="store_true", help="run `check` on hostile files instead")
    parser.add_argument("--hostile-generator", type=pathlib.Path, default=ROOT / "tests" / "fixtures" / "hostile" / "gen.py")
    parser.add_argument("--write", action="store_true", help="put the result into the README too")
    options = parser.parse_args()
    options.sizes = options.sizes or [1000, 10000, 100000] + ([1000000] if options.growth else [])
    if min(options.sizes) < 1000:
        parser.error("--sizes: fewer than 1000 claims do not use every record")
    if not options.binary.exists():
        parser.error(f"{options.binary} is not there: run `cargo build --release`, or name one with --binary")
    options.binary = options.binary.resolve()
    failed = False
    if options.hostile:
        section, (text, failed) = "hostile", hostile(options)
    elif options.growth:
        section, text = "growth", growth(options)
    elif options.real:
        section, text = "real", real(options)
    else:
        section, text = "figures", figures(options)
    print(text)
    if options.write:
        write_section(section, text)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
