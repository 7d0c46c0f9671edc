#!/usr/bin/python3
"""The forecast of the demo's contract, by command line and by HTTP: what collides, what it could cost, and that it is the same each time."""
import json
import os
import sys
import unittest
import urllib.error

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402


# All goes by the plan and its lateness: nothing comes up.
NOTHING_NEW = ('--incidents', '0', '--incident-late', '0', '--findings', '0', '--recheck-fails', '0')


class Forecast(stack.OnDemo):
    def forecast(self, *words):
        return self.ask('forecast', 'yifen-2026', *words)

    def test_it_says_what_collides_and_what_it_costs(self):
        said = json.loads(self.forecast('--json', *NOTHING_NEW))
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

    def test_what_is_not_planned(self):
        """Rates: the contract's own where it has seen eight, else the default; each can be set; more never costs less."""
        said = json.loads(self.forecast('--json'))
        rates = {rate['rate']: rate for rate in said['chance']['rates']}
        self.assertEqual(list(rates), ['incidents', 'incident_late', 'findings', 'recheck_fails'])
        for rate, enough in (('incidents', 'count'), ('incident_late', 'of'), ('findings', 'of'), ('recheck_fails', 'of')):
            self.assertEqual(rates[rate]['basis'], 'history' if rates[rate][enough] >= 8 else 'default', rate)
        self.assertEqual((said['chance']['from'], said['chance']['until']), ('2026-06-16', '2026-12-31'))
        self.assertGreater(said['bands']['invented']['incidents']['p50'], 0)
        none = json.loads(self.forecast('--json', *NOTHING_NEW))
        self.assertEqual({rate['basis'] for rate in none['chance']['rates']}, {'given'})
        self.assertEqual({band['p90'] for band in none['bands']['invented'].values()}, {0})
        for key in ('collisions', 'load', 'history'):
            self.assertEqual(none[key], said[key], key)
        last = none['bands']
        for incidents in ('5', '50', '500'):
            got = json.loads(self.forecast('--json', *NOTHING_NEW[2:], '--incidents', incidents))['bands']
            for key in ('p10', 'p50', 'p90'):
                self.assertGreaterEqual(got['penalties_fen'][key], last['penalties_fen'][key])
                self.assertGreaterEqual(got['invented']['incidents'][key], last['invented']['incidents'][key])
                self.assertEqual(got['end'][key], last['end'][key])
            last = got
        self.assertGreater(last['penalties_fen']['p10'], none['bands']['penalties_fen']['p10'])
        self.assertEqual(json.loads(self.forecast('--json', '--recheck-fails', '50')), self.get('/api/v1/contracts/yifen-2026/forecast?recheck_fails=50'))
        table = self.forecast('--incidents', '12')
        self.assertIn('计划外事项按比率推演', table)
        self.assertRegex(table, r'新发事件（每 365 天） +12 +\d+ +\d+  命令给定')

    def test_it_is_the_same_by_every_way(self):
        first = self.forecast('--json', '--seed', '5', '--runs', '50')
        self.assertEqual(first, self.forecast('--json', '--seed', '5', '--runs', '50'))
        other = json.loads(self.forecast('--json', '--seed', '6', '--runs', '50'))
        self.assertNotEqual(json.loads(first)['bands'], other['bands'])
        self.assertEqual(json.loads(first), self.get('/api/v1/contracts/yifen-2026/forecast?seed=5&runs=50'))
        self.assertIn('forecast', str(self.get('/api/v1/openapi.json')['paths'].keys()))

    def test_it_speaks_to_people(self):
        chinese = self.forecast()
        self.assertIn('团队过载  市场监管局（含药监局）团队  8 项', chinese)
        self.assertIn('已拟 430,836.72 元', chinese)
        self.assertIn('team overloaded', self.forecast('--lang', 'en'))

    def test_refusals(self):
        self.ask('forecast', 'nothing', code=2)
        self.ask('forecast', 'yifen-2026', '--runs', '1001', code=2)
        self.ask('forecast', 'yifen-2026', '--days', '61', code=2)
        self.ask('forecast', 'yifen-2026', '--incidents', '1461', code=2)
        self.ask('forecast', 'yifen-2026', '--findings', '101', code=2)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.get('/api/v1/contracts/yifen-2026/forecast?runs=0')
        self.assertEqual(refused.exception.code, 400)
        refused.exception.close()


if __name__ == '__main__':
    unittest.main()
