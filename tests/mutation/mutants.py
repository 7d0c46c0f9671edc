#!/usr/bin/python3
"""Do the tests of the rules notice a change? Mutates single lines of services/common/rules, one at a time, and runs its tests.

usage: mutants.py SOURCE [--count 40] [--seed 1] [--least 90] [--only REGEX]

Works on a copy of the tracked files in a temporary folder, never on the tree itself. The copy is built with the address, leak and
undefined-behaviour sanitizers, so a lost free or a sum that overflows is noticed like a wrong answer; its layers are shared libraries,
so a mutant is one object and one link. Two kinds of change are no mutants and are drawn again: one that does not compile, and one
that the compiler (-O2) turns into the very same object code, which therefore no test can tell from the original.
Prints each mutant with what happened, then the share noticed. Exit 1 below --least per cent. --only draws from lines that match, to go through
one kind of mistake whole: ceilings (`MAX|DAY_`), optional facts (`NO_DAY`).
"""
import argparse
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

FOLDER = 'services/common/rules'
TESTS = '^(unit/services/common/rules/|vectors/)'
# Generous to a busy machine: what is cut off here is a loop that a mutant made endless.
TEST_TIMEOUT_S = 60
ALL_TESTS_TIMEOUT_S = 600
# What a line is changed into; the first group of a pattern is replaced.
SWAPS = [(r'(<=)', '<'), (r'(>=)', '>'), (r'[^<-](<)[^<=]', '<='), (r'[^->](>)[^>=]', '>='), (r'(==)', '!='), (r'(!=)', '=='),
         (r'(&&)', '||'), (r'(\|\|)', '&&'), (r' (\+) ', '-'), (r' (-) ', '+'), (r' (\*) ', '/'), (r' (/) ', '*'), (r'(\+\+)', '--'),
         (r'\b(true)\b', 'false'), (r'\b(false)\b', 'true'), (r' (\+=) ', '-='), (r' (-=) ', '+='), (r'[ (](!)[a-z(]', ''),
         (r'\b(RC_OK)\b', 'RC_INTERNAL'), (r' (0)[;,)]', '1'), (r' (1)[;,)]', '2')]


def run(words, cwd, timeout=None):
    """A mutant may print any bytes of memory, so the output is read whatever it is."""
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, errors='replace', timeout=timeout)


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


def mutants(root, rng, only=''):
    """All (file, line number, old line, new line) whose line matches `only`, shuffled."""
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
    places = [place for place in places if re.search(only, place[2])]
    rng.shuffle(places)
    return places


def compile_words(build, path):
    """How the build compiles a file, without sanitizers and optimised, so that equal meaning has a chance to be equal code."""
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        entry = next(e for e in json.load(file) if e['file'] == path)
    words = [w for w in shlex.split(entry['command']) if not w.startswith(('-fsanitize', '-fno-sanitize', '-g', '-O'))]
    return words[:words.index('-o')] + ['-O2', '-Wno-error', '-c', path, '-o']


def object_code(build, path):
    with tempfile.NamedTemporaryFile(suffix='.o') as out:
        run(compile_words(build, path) + [out.name], build)
        return out.read()


def passes(words, build, timeout):
    try:
        return run(words, build, timeout).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def outcome(build, name=None):
    """The file's own test goes first, since it is the likeliest to notice; then all that exercise the rules."""
    if run(['cmake', '--build', build, '--target', 'rules_tests', 'mlps'], build).returncode != 0:
        return 'does not compile'
    own = os.path.join(build, 'tests', 'unit_services_common_rules_test_%s' % (name or '')[:-2])
    if os.path.exists(own) and not passes([own], build, TEST_TIMEOUT_S):
        return 'noticed'
    every = ['ctest', '-R', TESTS, '--stop-on-failure', '-j2', '--timeout', str(TEST_TIMEOUT_S)]
    return 'NOT NOTICED' if passes(every, build, ALL_TESTS_TIMEOUT_S) else 'noticed'


def set_line(path, number, line):
    with open(path, encoding='utf-8') as file:
        lines = file.read().split('\n')
    lines[number] = line
    with open(path, 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines))


def judge(root, build, mutant):
    """What becomes of one mutant; the file is as before afterwards."""
    name, number, old, new = mutant
    path = os.path.join(root, FOLDER, name)
    before = object_code(build, path)
    set_line(path, number, new)
    try:
        got = outcome(build, name)
        if got == 'NOT NOTICED' and object_code(build, path) == before:
            got = 'same code'
    finally:
        set_line(path, number, old)
    return got


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('source')
    parser.add_argument('--count', type=int, default=40)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--least', type=float, default=90.0)
    parser.add_argument('--only', default='')
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='mlps-mutants-') as root:
        copy_tree(args.source, root)
        build = os.path.join(root, 'build', 'asan')
        if run(['cmake', '--preset', 'asan', '-DMLPS_SHARED_LAYERS=ON'], root).returncode != 0:
            print('could not configure the copy')
            return 2
        if outcome(build) != 'NOT NOTICED':
            print('the tests fail on the unchanged copy')
            return 2
        noticed = tried = 0
        for mutant in mutants(root, random.Random(args.seed), args.only):
            if tried == args.count:
                break
            got = judge(root, build, mutant)
            if got in ('does not compile', 'same code'):
                continue
            tried += 1
            noticed += got == 'noticed'
            print('%-11s %s:%d: %s -> %s' % (got, mutant[0], mutant[1] + 1, mutant[2].strip(), mutant[3].strip()), flush=True)
        share = 100.0 * noticed / tried if tried else 0
        print('%d of %d mutants noticed (%.1f%%), seed %d' % (noticed, tried, share, args.seed))
        return 0 if share >= args.least else 1


if __name__ == '__main__':
    sys.exit(main())
