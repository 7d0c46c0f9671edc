#!/usr/bin/python3
"""The other commands on a demo that stays up: lists, explanations, exports, pack check, keys, the broker alone, the gateway's reads."""
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import unittest
import urllib.error

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402


class Commands(stack.OnDemo):
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

    def test_an_answer_that_is_not_written_is_no_answer(self):
        data = ('--data', self.folder.at('data'))
        for words in (('help',), ('help', 'simulate'), ('pack', 'coverage', 'rsj-2022'), ('system', 'list', *data), ('system', 'list', '--json', *data)):
            with self.subTest(words), open('/dev/full', 'w', encoding='utf-8') as full:
                got = subprocess.run([stack.MLPS, *words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=stack.PATIENCE)
                self.assertEqual(got.returncode, 3)
                self.assertIn('No space left', got.stderr)

    def test_every_column_of_a_list_is_sent(self):
        # A column whose key no service sends would be empty for ever, and nobody would notice.
        with open(os.path.join(os.path.dirname(__file__), '..', '..', 'services', 'cli', 'commands_remote.c'), encoding='utf-8') as f:
            source = f.read()
        tables = {name: re.findall(r'\{ "(\w+)", "', body) for name, body in
                  re.findall(r'struct table_column (\w+_COLUMNS)\[\] = \{(.*?)\n\};', source, re.S)}
        lists = re.findall(r'\{ "(\w+) (list|moved|schedules)",.*?"items", (\w+_COLUMNS)', source)
        self.assertGreater(len(lists), 12)
        seen = 0
        for noun, verb, columns in lists:
            words = () if noun in ('account', 'contract', 'pack') else ('--contract', 'yifen-2026')
            for row in self.rows(noun, verb, *words)[:1]:
                with self.subTest('%s %s' % (noun, verb), sent=sorted(row)):
                    self.assertEqual([c for c in tables[columns] if c not in row], [])
                seen += 1
        self.assertGreater(seen, 12)

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

    def record(self, name, clause, at):
        self.ask('fact', 'record', '--contract', 'yifen-2026', '--name', name, '--clause', clause, '--serial', '39', '--at', at)

    def test_pack_diff_asks_a_system_by_its_own_facts(self):
        # More facts than one page of a list holds; the one that counts is on the last page.
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: self.record('assessed', 'YF-087', '2026-06-01T%02d:%02d:00+08:00' % (9 + n // 60, n % 60)), range(201)))
        self.record('acceptance_failed', 'YF-094', '2026-06-12')  # due far enough ahead that nobody is reminded yet
        with open(os.path.join(os.path.dirname(__file__), '..', '..', 'schema', 'packs', 'yifen-2026.yaml'), encoding='utf-8') as f:
            text = f.read()
        newer = self.folder.at('newer94.yaml')
        with open(newer, 'w', encoding='utf-8') as f:
            f.write(text.replace('version: 1', 'version: 2', 1).replace('after: acceptance_failed, within: 10 working days',
                                                                        'after: acceptance_failed, within: 12 working days'))
        diff = json.loads(self.ask('pack', 'diff', 'yifen-2026@1', newer, '--contract', 'yifen-2026', '--json', code=1))
        self.assertEqual([(m['clause'], m['serial'], m['old'], m['new']) for m in diff['moves'] if not m['assumed']],
                         [('YF-094', 39, '2026-06-29', '2026-07-01')])
        self.assertIn('39', self.ask('pack', 'diff', 'yifen-2026@1', newer, '--contract', 'yifen-2026', code=1))

    def test_pack_check_names_line_and_column(self):
        self.assertIn('39', self.ask('pack', 'check', 'yifen-2026'))
        bad = self.folder.at('bad.yaml')
        with open(bad, 'w') as f:
            f.write('pack: x\nversion: one\n')
        got = stack.run('pack', 'check', bad)
        self.assertEqual(got.returncode, 2)
        self.assertRegex(got.stderr, r'bad\.yaml:2:10')

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

    def test_an_account_from_its_token_to_its_end(self):
        of = ('--contract', 'yifen-2026')
        who = self.rows('person', 'list', *of)[0]
        made = json.loads(self.ask('account', 'add', 'first.one', '--json'))
        self.assertRegex(made['token'], r'^mlps_[0-9a-f]{64}$')
        self.ask('account', 'add', 'first.one', code=1)           # a name is given once
        self.ask('account', 'add', 'Up', code=2)
        bound = json.loads(self.ask('account', 'bind', str(made['id']), *of, '--person', who['name'], '--role', who['role'], '--json'))
        self.assertEqual([(p['person'], p['role']) for p in bound['persons']], [(who['name'], who['role'])])
        self.ask('account', 'bind', str(made['id']), *of, '--person', who['name'], code=1)
        listed = self.ask('account', 'list')
        self.assertIn('first.one', listed)
        self.assertNotIn(made['token'], listed)                   # it was shown once
        self.ask('account', 'unbind', str(made['id']), *of)
        self.ask('account', 'revoke', str(made['id']))
        self.assertIsNotNone(self.rows('account', 'list')[0]['revoked_at'])
        self.ask('account', 'bind', str(made['id']), *of, '--person', who['name'], code=1)
        self.assertIn('令牌', self.ask('help', 'account', 'add'))

    def test_where_reminders_go_and_when(self):
        of = ('--contract', 'yifen-2026')
        robot = json.loads(self.ask('channel', 'add', *of, '--channel', 'wecom', '--name', '项目群', '--token-ref', 'file:none',
                                    '--audience', 'leader', '--json'))
        self.assertEqual((robot['audience'], robot['host'], robot['enabled']), (['leader'], None, True))
        self.ask('channel', 'disable', str(robot['id']))
        self.assertEqual([c['enabled'] for c in self.rows('channel', 'list', *of)], [False])
        hook = ('channel', 'add', *of, '--channel', 'webhook', '--name', 'x', '--secret-ref', 'file:s', '--endpoint')
        self.ask(*hook, 'https://127.0.0.1/x', code=2)            # inside, and so refused where it is typed
        self.ask(*hook, 'http://8.8.8.8/x', code=2)
        typed = stack.run('channel', 'add', *of, '--channel', 'wecom', '--name', 'y', '--token-ref', 'hunter2', '--data',
                          self.folder.at('data'))
        self.assertEqual(typed.returncode, 2)
        self.assertNotIn('hunter2', typed.stderr)
        self.ask('policy', 'set', *of, '--quiet-to', '07:30', '--rest-days', 'no')
        policy = json.loads(self.ask('policy', 'show', *of, '--json'))
        self.assertEqual((policy['quiet_from'], policy['quiet_to'], policy['rest_days']), ('21:00', '07:30', False))
        self.ask('policy', 'set', *of, '--rest-days', 'maybe', code=2)
        who = self.rows('person', 'list', *of)[0]['name']
        self.ask('habit', 'set', *of, '--person', who, '--digest-at', '08:30')
        self.assertEqual({(h['person'], h['digest_at']) for h in self.rows('habit', 'list', *of)}, {(who, '08:30')})
        self.ask('habit', 'clear', *of, '--person', who)
        self.assertEqual(self.rows('habit', 'list', *of), [])
        self.assertIn('免打扰', self.ask('help', 'policy', 'set'))

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
