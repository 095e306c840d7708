"""Measures `demarche diff` on two revisions in which 3 of 2,000 statement files differ, and on a work tree in which 3 files were edited since, beside
what else could be called.

    python review.py [--claims 100000] [--binary PATH] [--python PATH] [--no-python] [--write]

Prints Markdown; `--write` also puts the table into the README beside this file. Needs git, and for the Python rows PyYAML and deepdiff.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import generate
import run

CHANGED = 3
# What takes longer is given up, and told as that.
GIVE_UP = 300


def git(repository, *arguments):
    fixed = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "gc.auto=0", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", repository, *fixed, *arguments], check=True, capture_output=True)


def edit(data, firmness):
    """Gives one claim in each of some files, spread over all, another firmness; gives back the number of all files."""
    files = sorted((data / "statements").glob("*.yaml"))
    changed = 0
    for path in files[len(files) // 20 :: max(1, len(files) // (CHANGED + 1))]:
        text = path.read_text(encoding="utf-8")
        if changed < CHANGED and "firmness: demands" in text:
            path.write_text(text.replace("firmness: demands", f"firmness: {firmness}", 1), encoding="utf-8")
            changed += 1
    if changed != CHANGED:
        sys.exit(f"only {changed} files could be changed")
    return len(files)


def two_revisions(claims, repository):
    """A repository whose last revision has another firmness of one claim in each of some files."""
    data = repository / "data"
    generate.write_dataset(claims, data)
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "base")
    files = edit(data, "ultimatum")
    git(repository, "commit", "-q", "-a", "-m", "head")
    # As a clone has it: one pack.
    git(repository, "repack", "-q", "-a", "-d")
    return files


def both(checks):
    """Two runs, one after the other, as one."""
    sum_of = run.Run(["/usr/bin/env", "true"])
    sum_of.seconds, sum_of.processor = (sum(getattr(check, name) for check in checks) for name in ("seconds", "processor"))
    sum_of.peak = max(check.peak for check in checks)
    return sum_of


def keep(options, repository):
    """Lets one `check` keep what it finds; tells whether it did."""
    data = repository / "data"
    run.age(data)
    # The new times are not to cost git anything later.
    git(repository, "status")
    run.require(run.Run([options.binary, "--data", data, "check"]), "the check that keeps", run.ACCEPTED)
    return (data / ".demarche" / "cache").exists()


def work_tree(options, repository, times, cache):
    """The rows for `diff HEAD` after edits in the work tree: with what one `check` before the edits kept, and without."""
    data = repository / "data"
    demarche = lambda *arguments: [options.binary, "--data", data, *arguments]
    edit(data, "floats")
    alone = run.best(demarche("--no-cache", "diff", "HEAD"), times)
    known = run.best(demarche("diff", "HEAD"), max(times, 5)) if cache else alone
    for diff in (alone, known):
        run.require(diff, "diff HEAD")
    if known.out != alone.out:
        sys.exit("with and without cache `diff` says different things")
    checks = [run.best(demarche("--no-cache", *arguments, "check"), times) for arguments in (["--at", "HEAD"], [])]
    for check in checks:
        run.require(check, "check", run.ACCEPTED)
    stat = run.best(["/usr/bin/env", "git", "-C", repository, "diff", "--stat", "HEAD"], max(times, 5))
    run.require(stat, "git diff --stat")
    return ([("`demarche diff HEAD`, after a `check`", known)] if cache else []) + [
        ("`demarche diff HEAD --no-cache`", alone),
        ("`demarche check --no-cache` of `HEAD` and then of the work tree", both(checks)),
        ("`git diff --stat HEAD`", stat),
    ]


def shown(rows):
    """The table of these rows, beside the first of them."""
    head = ["what", "time", "processor time", "peak memory", "× the time of the first row", "× its processor time"]
    first, lines = rows[0][1], []
    for what, one in rows:
        more = "> " if one.timed_out else ""
        ratios = [f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.1f}" for ratio in (one.seconds / first.seconds, one.processor / first.processor)]
        lines.append([what, more + run.seconds(one.seconds), run.seconds(one.processor), run.size(one.peak), *(more + ratio for ratio in ratios)])
    return run.table(head, lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--binary", type=pathlib.Path, default=run.ROOT / "target" / "release" / "demarche")
    parser.add_argument("--python", default=sys.executable, help="a Python with PyYAML and deepdiff")
    parser.add_argument("--no-python", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the result into the README too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        repository = pathlib.Path(folder)
        files = two_revisions(options.claims, repository)
        here = ["--data", repository / "data"]
        times = 3 if options.claims <= 10_000 else 2
        diff = run.best([options.binary, *here, "--no-cache", "diff", "HEAD~1", "HEAD"], times)
        run.require(diff, "diff")
        checks = [run.best([options.binary, *here, "--at", revision, "check"], times) for revision in ("HEAD~1", "HEAD")]
        for check in checks:
            run.require(check, "check", run.ACCEPTED)
        rows = [("`demarche diff BASE HEAD --no-cache`", diff), ("`demarche check --at` of one side and then of the other", both(checks))]
        for what, arguments in [
            ("`git diff --stat`", ["diff", "--stat"]),
            ("`git diff`", ["diff"]),
        ]:
            rows.append((what, run.best(["/usr/bin/env", "git", "-C", repository, *arguments, "HEAD~1", "HEAD"], times)))
        if not options.no_python:
            script = run.HERE / "review_pipeline.py"
            for what, name in [
                ("two `git archive`, PyYAML", "load"),
                ("the same and deepdiff", "deepdiff"),
            ]:
                one = run.Run([options.python, script, repository, "HEAD~1", "HEAD", name], GIVE_UP)
                if not one.timed_out:
                    run.require(one, what)
                    print(json.loads(one.out), file=sys.stderr)
                rows.append((what, one))
        cache = keep(options, repository)
        if cache:
            known = run.best([options.binary, *here, "diff", "HEAD~1", "HEAD"], max(times, 5))
            run.require(known, "diff")
            if known.out != diff.out:
                sys.exit("with and without cache `diff` says different things")
            rows.insert(0, ("`demarche diff BASE HEAD`, after a `check`", known))
        tree = work_tree(options, repository, times, cache)
    text = (
        f"{options.claims:,} claims in {files:,} statement files, of which {CHANGED} differ between two revisions.\n\n{shown(rows)}\n\n"
        f"The work tree, in which {CHANGED} files were edited since `HEAD`. Before the edits, one `check` kept what it found.\n\n{shown(tree)}"
    )
    print(text)
    if options.write:
        run.write_section("review", text)


if __name__ == "__main__":
    main()
