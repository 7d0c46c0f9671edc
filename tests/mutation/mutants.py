#!/usr/bin/python3
"""Do the tests of the rules notice a change? Mutates single lines of services/common/rules, one at a time, and runs its tests.

usage: mutants.py SOURCE [--count 40] [--seed 1] [--least 90]

Works on a copy of the tracked files in a temporary folder, never on the tree itself. A mutant that does not compile is no mutant and
is drawn again. Prints each mutant with what happened, then the share noticed. Exit 1 below --least per cent.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

FOLDER = 'services/common/rules'
TESTS = '^(unit/services/common/rules/|vectors/)'
TEST_TIMEOUT_S = 120
# What a line is changed into; the first group of a pattern is replaced.
SWAPS = [(r'(<=)', '<'), (r'(>=)', '>'), (r'[^<-](<)[^<=]', '<='), (r'[^->](>)[^>=]', '>='), (r'(==)', '!='), (r'(!=)', '=='),
         (r'(&&)', '||'), (r'(\|\|)', '&&'), (r' (\+) ', '-'), (r' (-) ', '+'), (r' (\*) ', '/'), (r' (/) ', '*'), (r'(\+\+)', '--'),
         (r'\b(true)\b', 'false'), (r'\b(false)\b', 'true'), (r' (\+=) ', '-='), (r' (-=) ', '+='), (r'[ (](!)[a-z(]', ''),
         (r'\b(RC_OK)\b', 'RC_INTERNAL'), (r' (0)[;,)]', '1'), (r' (1)[;,)]', '2')]


def run(words, cwd, timeout=None):
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=timeout)


def copy_tree(source, target):
    names = run(['git', 'ls-files', '-z'], source).stdout.split('\0')
    for name in filter(None, names):
        path = os.path.join(target, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copy(os.path.join(source, name), path)


def code_lines(text):
    """Numbers of lines that hold code: no comments, no preprocessor, no tables of words."""
    inside = False
    for number, line in enumerate(text.split('\n')):
        bare = line.strip()
        starts = bare.startswith('/*')
        if inside or starts:
            inside = '*/' not in bare
            continue
        if bare and not bare.startswith(('#', '//', '*')) and '"' not in bare and line.startswith('    '):
            yield number


def mutants(root, rng):
    """Endless (file, line number, old line, new line)."""
    folder = os.path.join(root, FOLDER)
    texts = {name: open(os.path.join(folder, name), encoding='utf-8').read() for name in sorted(os.listdir(folder)) if name.endswith('.c')}
    places = []
    for name, text in texts.items():
        lines = text.split('\n')
        for number in code_lines(text):
            for pattern, new in SWAPS:
                for hit in re.finditer(pattern, lines[number]):
                    at, end = hit.span(1)
                    places.append((name, number, lines[number], lines[number][:at] + new + lines[number][end:]))
            if re.match(r'\s+[\w>.\[\]-]+( [-+*/|]?=|\+\+|--|\().*;$', lines[number]) and 'return' not in lines[number]:
                places.append((name, number, lines[number], '    ;'))
    rng.shuffle(places)
    return places


def outcome(root, build):
    made = run(['cmake', '--build', build, '--target', 'rules_tests', 'mlps'], root)
    if made.returncode != 0:
        return 'does not compile'
    try:
        tests = run(['ctest', '-R', TESTS, '--stop-on-failure', '-j2', '--timeout', '20'], build, TEST_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return 'noticed'
    return 'noticed' if tests.returncode != 0 else 'NOT NOTICED'


def set_line(path, number, line):
    with open(path, encoding='utf-8') as file:
        lines = file.read().split('\n')
    lines[number] = line
    with open(path, 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('source')
    parser.add_argument('--count', type=int, default=40)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--least', type=float, default=90.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='mlps-mutants-') as root:
        copy_tree(args.source, root)
        build = os.path.join(root, 'build')
        for words in (['cmake', '--preset', 'release', '-DCMAKE_BUILD_TYPE=Debug'],):
            if run(words, root).returncode != 0:
                print('could not configure the copy')
                return 2
        if outcome(root, build) != 'NOT NOTICED':
            print('the tests fail on the unchanged copy')
            return 2
        noticed = tried = 0
        for name, number, old, new in mutants(root, random.Random(args.seed)):
            if tried == args.count:
                break
            path = os.path.join(root, FOLDER, name)
            set_line(path, number, new)
            got = outcome(root, build)
            set_line(path, number, old)
            if got == 'does not compile':
                continue
            tried += 1
            noticed += got == 'noticed'
            print('%-11s %s:%d: %s -> %s' % (got, name, number + 1, old.strip(), new.strip()), flush=True)
        share = 100.0 * noticed / tried if tried else 0
        print('%d of %d mutants noticed (%.1f%%), seed %d' % (noticed, tried, share, args.seed))
        return 0 if share >= args.least else 1


if __name__ == '__main__':
    sys.exit(main())
