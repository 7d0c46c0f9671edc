#!/usr/bin/python3
"""`mlps simulate`: the demo's story ends where the demo ends, the same question gives the same bytes, chance follows its seed."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

CHANCE = 'chance: {late: 40, days: 15, incidents: 6}\n'


def simulate(*words, code=0):
    got = subprocess.run([stack.MLPS, 'simulate', *words], capture_output=True, text=True, timeout=200)
    if got.returncode != code:
        raise AssertionError('exit %d: %s' % (got.returncode, got.stderr))
    return got.stdout if code == 0 else got.stderr


def outcome(*words):
    return json.loads(simulate('--pack', 'yifen-2026', '--from', '2026-03-16', *words, '--json'))


class Simulate(unittest.TestCase):
    def test_the_demo_in_one_process(self):
        got = outcome('--to', '2026-06-15', '--scenario', 'yifen-2026')
        self.assertEqual(got['totals']['systems'], 39)
        self.assertEqual(got['totals']['penalties_fen'], 43083672)
        self.assertEqual({row['clause'] for row in got['penalties'] if row['deduct_fen']}, {'YF-193', 'YF-199', 'YF-207'})
        self.assertEqual(got['settlement'][0]['settled_fen'], 718061200 - 43083672)

    def test_lists_agree_with_totals(self):
        got = outcome('--to', '2026-12-31')
        totals = got['totals']
        for name in ('deadlines', 'breaches', 'penalties', 'reminders'):
            self.assertEqual(len(got[name]), totals[name], name)
        self.assertEqual(len(got['timeline']), totals['events'])
        self.assertEqual(sum(totals['deadlines_by_state'].values()), totals['deadlines'])
        self.assertFalse([row for row in got['breaches'] if row['code'].startswith('MH') and 'T' not in row['code']],
                         'a phase that keeps its limit was called late')
        for breach in got['breaches']:
            self.assertGreater(breach['found_at'], breach['due_at'])

    def test_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'chance.yaml')
            with open(os.path.join(stack.ROOT, 'schema/scenarios/yifen-2026.yaml'), encoding='utf-8') as file:
                # a suspension is a date of one system's third phase; chance would move that phase away from it
                text = ''.join(line for line in file if 'suspended:' not in line)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text + CHANCE)
            words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-04-20', '--scenario', path, '--json')
            one = simulate(*words, '--seed', '5')
            self.assertEqual(one, simulate(*words, '--seed', '5'))
            self.assertNotEqual(json.loads(one)['timeline'], json.loads(simulate(*words, '--seed', '6'))['timeline'])

    def test_invented_systems(self):
        got = outcome('--to', '2026-03-31', '--systems', '60')
        self.assertEqual(got['totals']['systems'], 60)

    def test_refusals(self):
        for words in (('--from', '2026-03-16', '--to', '2026-03-15'), ('--from', '2026-02-30', '--to', '2026-03-15'),
                      ('--from', '2026-03-16', '--to', '2026-03-20', '--systems', '-1'),
                      ('--from', '2026-03-16', '--to', '2026-03-20', '--scenario', '/nonexistent.yaml')):
            self.assertIn('mlps', simulate('--pack', 'yifen-2026', *words, code=2))
        self.assertIn('mlps', simulate('--pack', 'none', '--from', '2026-03-16', '--to', '2026-03-20', code=2))


if __name__ == '__main__':
    unittest.main()
