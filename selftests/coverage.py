#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Which requirements have a test that names them.

A test names what it covers in a comment, over as many lines as it takes:

    # Covers: R5555-4.2-03 R5555-4.2-04
    # Covers: R5454-2.1-01

A requirement that is not implemented, or cannot be tested, has its reason in
Documentation/conformance.rst; it counts as documented.
"""

import argparse
import collections
import csv
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
REQUIREMENTS = TOP / "Documentation" / "requirements.tsv"
CONFORMANCE = TOP / "Documentation" / "conformance.rst"
TESTS = ("selftests/*.sh", "selftests/*.py", "selftests/fuzz/*", "ctl/tests/*",
         "kmod/tests/*")
TAG = re.compile(r"^[\s/*#]*Covers:\s*(.*?)\s*(?:\*/)?\s*$", re.MULTILINE)
LEVELS = ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "RECOMMENDED", "MAY", "FACT"]


def read_requirements():
    """Return the rows of the table by their id."""
    with REQUIREMENTS.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: row for row in rows}


def read_tags():
    """Return {id: [file, ...]} from the tests' tags."""
    tags = collections.defaultdict(list)
    for pattern in TESTS:
        for path in sorted(TOP.glob(pattern)):
            if not path.is_file() or path == pathlib.Path(__file__).resolve():
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            for match in TAG.finditer(text):
                for name in re.split(r"[\s,]+", match.group(1)):
                    if name:
                        tags[name].append(str(path.relative_to(TOP)))
    return tags


def read_documented():
    """Return the ids that the conformance statement has a word on."""
    if not CONFORMANCE.exists():
        return set()
    text = CONFORMANCE.read_text(encoding="utf-8")
    # An id may end a sentence.
    return set(re.findall(r"[\w.]+(?:-[\w.]*\w)+", text))


def print_table(title, rows, key, covered, documented, order=None):
    """Print covered and documented requirements by one of their columns."""
    count = collections.defaultdict(lambda: [0, 0, 0])
    for name, row in rows.items():
        cell = count[row[key]]
        cell[0] += 1
        cell[1] += name in covered
        cell[2] += name not in covered and name in documented
    names = [name for name in order or [] if name in count]
    names += sorted(name for name in count if name not in names)
    print(f"{title:<18} covered  total      %  documented")
    for name in names:
        total, hit, written = count[name]
        print(f"{name:<18} {hit:7d} {total:6d} {100 * hit / total:5.0f}%  {written:10d}")
    print()


def print_open(rows, covered, documented):
    """List what has neither a test nor a reason."""
    missing = [row for name, row in rows.items()
               if name not in covered and name not in documented]
    if missing:
        print("Neither covered nor documented:")
    for row in missing:
        print(f"  {row['id']:<22} {row['level']:<10} {row['area']:<16} {row['requirement'][:100]}")
    if missing:
        print()


def parse_arguments():
    """Return the options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--area", action="append", help="only this area")
    parser.add_argument("--level", action="append", help="only this level")
    parser.add_argument("--doc", action="append", help="only this document")
    parser.add_argument("--list", action="store_true",
                        help="list what is open; done without asking for when filtered")
    parser.add_argument("--tests", action="store_true", help="list which test covers what")
    return parser.parse_args()


def main():
    """Print the tables; fail on a tag with an unknown id."""
    options = parse_arguments()
    everything = read_requirements()
    tags = read_tags()
    documented = read_documented()

    rows = everything
    for key in ("area", "level", "doc"):
        wanted = getattr(options, key)
        if wanted:
            wanted = [word.lower() for word in wanted]
            rows = {name: row for name, row in rows.items() if row[key].lower() in wanted}
    filtered = len(rows) != len(everything)
    covered = {name for name in tags if name in rows}

    print_table("level", rows, "level", covered, documented, LEVELS)
    print_table("document", rows, "doc", covered, documented)
    print_table("area", rows, "area", covered, documented)
    if options.tests:
        for name in sorted(covered):
            print(f"  {name:<22} {' '.join(sorted(set(tags[name])))}")
        print()
    if options.list or filtered:
        print_open(rows, covered, documented)
    elif len(covered | (documented & set(rows))) < len(rows):
        print("What is open: selftests/coverage.py --list, or with --area, --level, --doc")

    written = len((documented & set(rows)) - covered)
    print(f"{len(covered)} of {len(rows)} requirements covered by tests, {written} documented")
    unknown = sorted(name for name in tags if name not in everything)
    for name in unknown:
        print(f"unknown requirement '{name}' in {', '.join(sorted(set(tags[name])))}",
              file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
