"""Compares two revisions of a dataset as a script would: `git archive` of both, PyYAML (C loader), and on demand deepdiff.

    python review_pipeline.py REPOSITORY BASE HEAD load      # reads both sides
    python review_pipeline.py REPOSITORY BASE HEAD deepdiff  # and compares them

Prints the number of files and of differences as JSON.
"""

import io
import json
import subprocess
import sys
import tarfile

import yaml


def read(repository, revision):
    archive = subprocess.run(["git", "-C", repository, "archive", revision], check=True, capture_output=True).stdout
    files = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            if member.name.endswith(".yaml"):
                files[member.name] = yaml.load(tar.extractfile(member), Loader=yaml.CSafeLoader)
    return files


def main():
    repository, base, head, what = sys.argv[1:]
    old, new = read(repository, base), read(repository, head)
    said = {"files": [len(old), len(new)]}
    if what == "deepdiff":
        import deepdiff

        said["differences"] = sum(len(found) for found in deepdiff.DeepDiff(old, new).values())
    print(json.dumps(said))


if __name__ == "__main__":
    main()
