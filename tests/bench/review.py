"""Measures `demarche diff` on two revisions in which 3 of 2,000 statement files differ, beside what else could be called.

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


def two_revisions(claims, repository):
    """A repository whose last revision has another firmness of one claim in each of some files spread over all."""
    data = repository / "data"
    generate.write_dataset(claims, data)
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "base")
    files = sorted((data / "statements").glob("*.yaml"))
    changed = 0
    for path in files[len(files) // 20 :: max(1, len(files) // (CHANGED + 1))]:
        text = path.read_text(encoding="utf-8")
        if changed < CHANGED and "firmness: demands" in text:
            path.write_text(text.replace("firmness: demands", "firmness: ultimatum", 1), encoding="utf-8")
            changed += 1
    if changed != CHANGED:
        sys.exit(f"only {changed} files could be changed")
    git(repository, "commit", "-q", "-a", "-m", "head")
    # As a clone has it: one pack.
    git(repository, "repack", "-q", "-a", "-d")
    return len(files)


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
        diff = run.best([options.binary, *here, "diff", "HEAD~1", "HEAD"], times)
        run.require(diff, "diff")
        checks = [run.best([options.binary, *here, "--at", revision, "check"], times) for revision in ("HEAD~1", "HEAD")]
        for check in checks:
            run.require(check, "check", run.ACCEPTED)
        both = run.Run(["/usr/bin/env", "true"])
        both.seconds, both.processor = (sum(getattr(check, name) for check in checks) for name in ("seconds", "processor"))
        both.peak = max(check.peak for check in checks)
        rows = [("`demarche diff BASE HEAD`", diff), ("`demarche check --at` of one side and then of the other", both)]
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
    head = ["what", "time", "processor time", "peak memory", "× the time of `diff`"]
    shown = []
    for what, one in rows:
        more = "> " if one.timed_out else ""
        ratio = one.seconds / diff.seconds
        times = f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.1f}"
        shown.append([what, more + run.seconds(one.seconds), run.seconds(one.processor), run.size(one.peak), more + times])
    text = f"{options.claims:,} claims in {files:,} statement files, of which {CHANGED} differ.\n\n" + run.table(head, shown)
    print(text)
    if options.write:
        run.write_section("review", text)


if __name__ == "__main__":
    main()
