#!/usr/bin/python3
"""Worked cases through `mlps eval`, as a user would pipe them.

usage: run_vectors.py MLPS FILE.ndjson ...

A case is one line {"id", "sub"?, "rule", "input", "expect"}: every field of `expect` must be in the answer and equal; lists match
element by element; true is not 1, and text is no number. The cases of one rule go through one process, so answers are also held
to be in order and one for each line. Exit 1 when any case fails.
"""
import collections
import json
import subprocess
import sys


def load(path):
    with open(path, encoding='utf-8') as lines:
        return [json.loads(line) for line in lines if line.strip()]


def differs(want, got, at=''):
    """The first place where the answer is not what was expected, or None."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key, value in want.items():
            if key not in got:
                return '%s.%s is missing' % (at, key)
            found = differs(value, got[key], '%s.%s' % (at, key))
            if found:
                return found
        return None
    if isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            return '%s has %d elements, not %d: %s' % (at, len(got), len(want), json.dumps(got, ensure_ascii=False)[:300])
        for i, (one, other) in enumerate(zip(want, got)):
            found = differs(one, other, '%s[%d]' % (at, i))
            if found:
                return found
        return None
    if type(want) is type(got) and want == got:
        return None
    return '%s is %s, not %s' % (at, json.dumps(got, ensure_ascii=False)[:300], json.dumps(want, ensure_ascii=False)[:300])


def answers(mlps, rule, cases):
    text = ''.join(json.dumps(case['input'], ensure_ascii=False) + '\n' for case in cases)
    run = subprocess.run([mlps, 'eval', rule], input=text, capture_output=True, text=True, timeout=60)
    lines = run.stdout.splitlines()
    if len(lines) != len(cases):
        raise SystemExit('%s: %d answers to %d questions: %s' % (rule, len(lines), len(cases), run.stderr.strip()))
    return [json.loads(line) for line in lines]


def main(mlps, paths):
    failed = total = 0
    for path in paths:
        by_rule = collections.defaultdict(list)
        for case in load(path):
            by_rule[case['rule']].append(case)
        for rule, cases in by_rule.items():
            for case, got in zip(cases, answers(mlps, rule, cases)):
                total += 1
                why = differs(case['expect'], got)
                if why:
                    failed += 1
                    print('%s%s %s: %s' % (case['id'], case.get('sub') or '', rule, why))
    print('%d cases, %d failed' % (total, failed))
    return 1 if failed or not total else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
