#!/usr/bin/python3
"""Branches of a folder's sources that no test takes.

usage: branches.py BUILD FOLDER [--allow FILE]

BUILD is a tree of the `coverage` preset whose tests have run; FOLDER is a source folder such as services/common/rules. Prints every
line with a branch that was never taken, and the totals. FILE lists branches that cannot be taken, one `path: text of the line:
reason` a row; a row that no line needs is an error too. Exit 1 when a branch is missing.
"""
import argparse
import collections
import json
import os
import subprocess
import sys


def reports(build, folder):
    """gcov's JSON for every object of the folder; the same source is one object."""
    objects = os.path.abspath(os.path.join(build, folder))
    for path, _, names in os.walk(objects):
        for name in names:
            if name.endswith('.gcda'):
                out = subprocess.run(['gcov', '--json-format', '--stdout', '--branch-probabilities', os.path.join(path, name)],
                                     capture_output=True, text=True, check=True, cwd=build).stdout
                for line in out.splitlines():
                    yield json.loads(line)


def branches(build, folder):
    """{(file, line): [times each branch was taken]} over all objects"""
    found = collections.defaultdict(list)
    for report in reports(build, folder):
        for file in report['files']:
            if '/%s/' % folder not in '/' + file['file']:
                continue
            for line in file['lines']:
                for i, branch in enumerate(line['branches']):
                    if branch.get('throw'):
                        continue
                    counts = found[(file['file'], line['line_number'], line.get('function_name', ''))]
                    while len(counts) <= i:
                        counts.append(0)
                    counts[i] += branch['count']
    return found


def allowed(path):
    rows = {}
    if path:
        with open(path, encoding='utf-8') as lines:
            for line in lines:
                if line.strip() and not line.startswith('#'):
                    file, text, reason = [part.strip() for part in line.split(' | ')]
                    rows[(file, text)] = reason
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build')
    parser.add_argument('folder')
    parser.add_argument('--allow')
    args = parser.parse_args()
    excused, used = allowed(args.allow), set()
    total = taken = 0
    missing = []
    for (file, number, _), counts in sorted(branches(args.build, args.folder).items()):
        total += len(counts)
        hit = sum(1 for n in counts if n)
        taken += hit
        if hit == len(counts):
            continue
        with open(file, encoding='utf-8') as source:
            text = source.readlines()[number - 1].strip()
        key = (os.path.basename(file), text)
        if key in excused:
            used.add(key)
            taken += len(counts) - hit
        else:
            missing.append('%s:%d: %d of %d branches taken: %s' % (os.path.relpath(file), number, hit, len(counts), text))
    missing += ['%s: no line "%s" needs its row' % key for key in excused if key not in used]
    print('\n'.join(missing))
    print('%s: %d of %d branches (%.2f%%)' % (args.folder, taken, total, 100.0 * taken / total if total else 0))
    return 1 if missing or not total else 0


if __name__ == '__main__':
    sys.exit(main())
