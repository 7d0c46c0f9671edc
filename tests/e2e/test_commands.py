#!/usr/bin/python3
"""The other commands on a demo that stays up: lists, explanations, exports, pack check, keys, the broker alone, the gateway's reads."""
import json
import os
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = stack.Folder().__enter__()
        cls.up = stack.Up(cls.folder, '--out', cls.folder.at('out'), command='demo').__enter__()
        cls.url = cls.up.wait_ready()

    @classmethod
    def tearDownClass(cls):
        cls.up.__exit__()
        cls.folder.__exit__()

    def ask(self, *words, code=0):
        got = stack.run(*words, '--data', self.folder.at('data'))
        self.assertEqual(got.returncode, code, got.stderr)
        return got.stdout

    def rows(self, *words):
        return json.loads(self.ask(*words, '--json'))['items']

    def test_lists(self):
        self.assertEqual(len(self.rows('system', 'list', '--contract', 'yifen-2026')), 39)
        self.assertEqual(len(self.rows('system', 'list', '--contract', 'yifen-2026', '--team', 'scjg')), 11)
        self.assertEqual(len(self.rows('system', 'list', '--contract', 'yifen-2026', '--grade', '2')), 4)
        self.assertEqual(len(self.rows('cycle', 'list', '--contract', 'yifen-2026')), 39)
        self.assertGreaterEqual(len(self.rows('deliverable', 'list', '--contract', 'yifen-2026')), 123)
        self.assertEqual(len(self.rows('incident', 'list', '--contract', 'yifen-2026')), 2)
        self.assertEqual([p['amount_fen'] for p in self.rows('payment', 'list', '--contract', 'yifen-2026')], [502642840, 215418360])

    def test_explain_counts_the_working_days_of_the_first_payment(self):
        proof = self.ask('deadline', 'explain', 'YF-095', '--contract', 'yifen-2026')
        self.assertIn('2026-04-03', proof)       # ten working days after 2026-03-20, by the contract's calendar
        self.assertIn('2026-03-23', proof)
        english = self.ask('deadline', 'explain', 'YF-095', '--contract', 'yifen-2026', '--lang', 'en')
        self.assertIn('2026-04-03', english)

    def test_half_way_and_end_dates(self):
        due = {d['code']: d['due'] for d in self.rows('deadline', 'list', '--contract', 'yifen-2026', '--kind', 'term')}
        self.assertEqual(due['YF-084'], '2026-08-08')
        self.assertEqual(due['YF-086'], '2026-10-31')

    def test_export_writes_the_file(self):
        path = self.folder.at('x.xlsx')
        self.ask('export', 'systems', '--contract', 'yifen-2026', '-o', path)
        self.assertIn('封面', stack.cells(path))
        self.ask('export', 'nothing', '--contract', 'yifen-2026', '-o', path, code=2)

    def test_bad_references_are_told(self):
        self.ask('deadline', 'explain', '999999', code=2)
        self.ask('contract', 'open', 'no-such-pack', '--signed', '2026-01-01', code=2)
        self.ask('phase', 'approve', '--contract', 'yifen-2026', '--serial', '1', '--phase', '1', '--on', '2026-06-15', code=1)

    def test_pack_diff_uses_the_contract(self):
        with open(os.path.join(os.path.dirname(__file__), '..', '..', 'schema', 'packs', 'yifen-2026.yaml'), encoding='utf-8') as f:
            text = f.read()
        newer = self.folder.at('newer.yaml')
        with open(newer, 'w', encoding='utf-8') as f:
            f.write(text.replace('version: 1', 'version: 2', 1).replace('within: 10 working days, closed_by: paid, amount: 70%',
                                                                        'within: 15 working days, closed_by: paid, amount: 70%'))
        diff = json.loads(self.ask('pack', 'diff', 'yifen-2026@1', newer, '--contract', 'yifen-2026', '--json', code=1))
        # Effective and invoiced on 2026-03-20, as the demo recorded it; five working days later, past the holiday of Qingming.
        self.assertEqual([(m['clause'], m['field'], m['old'], m['new'], m['assumed']) for m in diff['moves']],
                         [('YF-095', 'due', '2026-04-03', '2026-04-13', False)])
        self.assertEqual(diff['old']['version'], 1)
        self.ask('pack', 'diff', 'yifen-2026@9', newer, code=2)

    def test_pack_check_names_line_and_column(self):
        self.assertIn('39', self.ask('pack', 'check', 'yifen-2026'))
        bad = self.folder.at('bad.yaml')
        with open(bad, 'w') as f:
            f.write('pack: x\nversion: one\n')
        got = stack.run('pack', 'check', bad)
        self.assertEqual(got.returncode, 2)
        self.assertRegex(got.stderr, r'bad\.yaml:2:10')

    def get(self, path, token=True, body=None):
        request = urllib.request.Request(self.url + path)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header('Content-Type', 'application/json')
            request.add_header('Idempotency-Key', 'key%s' % path.replace('/', '-'))
        if token:
            with open(self.folder.at('data', 'token')) as f:
                request.add_header('Authorization', 'Bearer ' + f.read().strip())
        with urllib.request.urlopen(request, timeout=stack.PATIENCE) as answer:
            return json.loads(answer.read())

    def test_gateway_reads(self):
        self.assertEqual(len(self.get('/api/v1/systems?contract=yifen-2026')['items']), 39)
        deadline = self.get('/api/v1/deadlines?contract=yifen-2026')['items'][0]
        self.assertTrue(self.get('/api/v1/deadlines/%d/proof' % deadline['id'])['ruling']['proof'])
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.get('/api/v1/systems', token=False)
        self.assertEqual(refused.exception.code, 401)
        refused.exception.close()

    def test_reminders_and_receipts(self):
        told = self.rows('reminder', 'list', '--contract', 'yifen-2026', '--channel', 'app', '--state', 'sent')
        shown = self.rows('notification', 'list', '--contract', 'yifen-2026')
        self.assertGreater(len(told), 0)
        self.assertEqual(len(told), len(shown))
        self.assertEqual(len(self.get('/api/v1/reminders?contract=yifen-2026&channel=app&limit=3')['items']), 3)
        one, other = shown[0], shown[1]
        read = ('notification', 'read', str(one['id']), '--json', '--person')
        self.ask(*read, 'somebody else', code=2)
        first = json.loads(self.ask(*read, one['person']))
        self.assertIsNone(one['read_at'])
        self.assertIsNotNone(first['read_at'])
        self.assertEqual(json.loads(self.ask(*read, one['person'])), first)       # the first receipt stands
        posted = self.get('/api/v1/notifications/%d/read' % other['id'], body={'person': other['person']})
        self.assertEqual(posted['read_by'], 'token')
        unread = self.rows('notification', 'list', '--contract', 'yifen-2026', '--unread')
        self.assertEqual(len(unread), len(shown) - 2)
        self.assertIn('送达凭证', self.ask('help', 'notification', 'read'))

    def forecast(self, *words):
        return self.ask('forecast', 'yifen-2026', *words)

    def test_forecast_says_what_collides_and_what_it_costs(self):
        said = json.loads(self.forecast('--json'))
        self.assertEqual((said['as_of'], said['until'], said['runs'], said['seed']),
                         ('2026-06-15T09:00:00+08:00', '2026-07-28', 200, 1))   # the dragon boat festival is in between
        self.assertGreater(said['event_seq'], 0)
        found = {(c['day'], c['rule'], c['team']): c for c in said['collisions']}
        # Eight systems of one team end phase 5 on the Monday after the festival.
        eight = found['2026-06-22', 'team_load', 'scjg']
        self.assertEqual([i['serial'] for i in eight['items']], [17, 18, 19, 20, 22, 23, 25, 27])
        self.assertEqual({(i['clause'], i['due']) for i in eight['items']}, {('MH-042', '2026-06-22')})
        self.assertEqual(found['2026-06-22', 'after_holiday', 'scjg']['holiday'], '端午节')
        # Filing certificates due on the festival's last day.
        self.assertEqual([i['serial'] for i in found['2026-06-21', 'special_period', 'gzw']['items']], [6, 7, 9])
        self.assertEqual(said['exposure']['proposed_fen'], 43083672)
        self.assertEqual(said['exposure']['judged_fen'], 43083672)   # the rules say what the worker proposed
        self.assertEqual(said['exposure']['added_fen'], 0)           # row 17 deducts once, and has
        due = [d for d in said['exposure']['deadlines'] if d['penalty_clause'] == 'YF-207']
        self.assertEqual({(d['counted'], d['threshold'], d['cost_fen']) for d in due}, {(6, 3, 0)})
        self.assertEqual(said['bands']['breaches']['plan'], 9)       # those of the story that are overdue
        self.assertEqual(said['bands']['settlement_fen']['p50'], 718061200 - 43083672)
        for band in [s['end'] for s in said['bands']['systems'] if s['end']] + [said['bands']['breaches']]:
            self.assertLessEqual(band['p10'], band['p50'])
            self.assertLessEqual(band['p50'], band['p90'])

    def test_forecast_is_the_same_by_every_way(self):
        first = self.forecast('--json', '--seed', '5', '--runs', '50')
        self.assertEqual(first, self.forecast('--json', '--seed', '5', '--runs', '50'))
        other = json.loads(self.forecast('--json', '--seed', '6', '--runs', '50'))
        self.assertNotEqual(json.loads(first)['bands'], other['bands'])
        self.assertEqual(json.loads(first), self.get('/api/v1/contracts/yifen-2026/forecast?seed=5&runs=50'))
        self.assertIn('forecast', str(self.get('/api/v1/openapi.json')['paths'].keys()))

    def test_forecast_speaks_to_people(self):
        chinese = self.forecast()
        self.assertIn('团队过载  市场监管局（含药监局）团队  8 项', chinese)
        self.assertIn('已拟 430,836.72 元', chinese)
        self.assertIn('team overloaded', self.forecast('--lang', 'en'))

    def test_forecast_refusals(self):
        self.ask('forecast', 'nothing', code=2)
        self.ask('forecast', 'yifen-2026', '--runs', '1001', code=2)
        self.ask('forecast', 'yifen-2026', '--days', '61', code=2)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.get('/api/v1/contracts/yifen-2026/forecast?runs=0')
        self.assertEqual(refused.exception.code, 400)
        refused.exception.close()

    def test_keys_and_broker_alone(self):
        keys = self.folder.at('keys')
        self.assertEqual(stack.run('keys', keys).returncode, 0)
        self.assertEqual(os.stat(os.path.join(keys, 'gateway.key')).st_mode & 0o777, 0o600)
        broker = subprocess.Popen([stack.MLPS, 'broker', '--bind', 'tcp://127.0.0.1:*', '--keys', keys], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        self.assertRegex(broker.stdout.readline(), r'^ready tcp://127\.0\.0\.1:\d+$')
        broker.terminate()
        self.assertEqual(broker.wait(stack.PATIENCE), 0)
        broker.stdout.close()
        self.assertEqual(stack.run('broker', '--bind', 'tcp://127.0.0.1:*').returncode, 2)   # neither keys nor --insecure


if __name__ == '__main__':
    unittest.main()
