#!/usr/bin/python3
"""`mlps eval` at its door: exit codes, errors in place, the list of rules, a pack file of one's own. No database is there."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

TERM = '{"pack":"%s","clause":"%s","facts":{"started":"2026-02-13"}}\n'
PACK = '''pack: own-2026
version: 1
title: t
zone: Asia/Shanghai
calendar: {base: cn, makeup_days: true}
terms:
  - {clause: X-1, title: t, after: started, within: 2 working days, closed_by: done}
'''


def ask(*words, text=''):
    return subprocess.run([os.path.join(stack.BIN, 'mlps'), 'eval', *words], input=text, capture_output=True, text=True,
                          timeout=60)


class Eval(unittest.TestCase):
    def test_errors_stay_in_place(self):
        got = ask('calendar.is_workday', text='{"date":"2026-02-14"}\n{"date":"2026-02-30"}\n{"day":1}\n{"date":"2026-10-01"}\n')
        lines = [json.loads(line) for line in got.stdout.splitlines()]
        self.assertEqual(got.returncode, 2)
        self.assertEqual([line.get('workday') for line in lines], [True, None, None, False])
        self.assertEqual([lines[1]['error']['field'], lines[2]['error']['field']], ['date', 'day'])
        self.assertEqual({line['error']['code'] for line in lines[1:3]}, {'invalid'})

    def test_usage(self):
        for words in (('no.rule',), (), ('calendar.is_workday', 'more'), ('calendar.is_workday', '--pack', '/none.yaml')):
            got = ask(*words)
            self.assertEqual((got.returncode, got.stdout), (2, ''), words)
            self.assertTrue(got.stderr.startswith('mlps: '), got.stderr)

    def test_list_names_every_rule(self):
        rules = json.loads(ask('--list', '--json').stdout)
        shown = ask('--list').stdout
        for rule in rules:
            self.assertIn('\n%s\n' % rule['rule'], shown)
        self.assertIn({'name': 'date', 'type': 'date', 'required': True},
                      next(r for r in rules if r['rule'] == 'calendar.is_workday')['facts'])

    def test_own_pack(self):
        with tempfile.NamedTemporaryFile('w', suffix='.yaml') as file:
            file.write(PACK)
            file.flush()
            got = ask('term.due', '--pack', file.name, text=TERM % ('own-2026', 'X-1'))
            self.assertEqual(json.loads(got.stdout)['due'], '2026-02-24')
            self.assertIn('proof', json.loads(got.stdout))
            bare = ask('term.due', '--no-proof', '--pack', file.name, text=TERM % ('own-2026', 'X-1'))
            self.assertNotIn('proof', json.loads(bare.stdout))
        self.assertEqual(ask('term.due', text=TERM % ('own-2026', 'X-1')).returncode, 2)

    def test_replay_is_the_same_to_the_byte(self):
        text = TERM.replace('started', 'notice_received') % ('yifen-2026', 'YF-088') * 50
        self.assertEqual(ask('term.due', text=text).stdout, ask('term.due', text=text).stdout)


if __name__ == '__main__':
    unittest.main()
