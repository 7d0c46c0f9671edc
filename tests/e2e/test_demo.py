#!/usr/bin/python3
"""The main job as a user runs it: `mlps demo` on a new folder, on a used one, at an earlier day; what it prints and what the workbooks hold."""
import datetime
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

LIMITS = [30, 7, 20, 3, 20, 7, 10]
TEAMS = {'fgw': 5, 'gzw': 5, 'czj': 6, 'scjg': 11, 'jxw': 6, 'sjj': 6}
KINDS = ('progress', 'systems', 'deliverables', 'procurement', 'deadlines', 'penalties')


def plan(start):
    """Ends of the seven phases by the limits, worked out here by hand: first day counted, each begins the day after."""
    ends, day = [], start
    for limit in LIMITS:
        ends.append(day + datetime.timedelta(days=limit - 1))
        day = ends[-1] + datetime.timedelta(days=1)
    return ends


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = stack.Folder().__enter__()
        cls.first = stack.demo(cls.folder, '--json')
        assert cls.first.returncode == 0, cls.first.stderr[-3000:]
        cls.outcome = stack.summary(cls.first)
        cls.books = {kind: stack.cells(cls.folder.at('out', kind + '.xlsx')) for kind in KINDS}

    @classmethod
    def tearDownClass(cls):
        cls.folder.__exit__()

    def test_all_systems_stand_in_their_teams(self):
        teams = {t['team']: t['systems'] for t in self.outcome['summary']['teams']}
        self.assertEqual(teams, TEAMS)
        self.assertEqual(self.outcome['summary']['systems'], 39)

    def test_penalties_are_the_four_rows_of_the_story(self):
        p = self.outcome['summary']['penalties']
        base = 718061200
        by_clause = {row['clause']: row['deduct_fen'] for row in p['by_clause'] if row['deduct_fen']}
        self.assertEqual(by_clause, {'YF-193': base * 2 // 100, 'YF-199': base * 2 // 100, 'YF-207': base * 2 // 100})
        self.assertEqual(p['deduct_fen'], 43083672)

    def test_due_list_ends_after_ten_working_days(self):
        # 2026-06-16..18 are three, 19 to 21 the Dragon Boat holiday, 22..26 five more, 29 and 30 the last two
        self.assertEqual(self.outcome['summary']['until'], '2026-06-30')
        for row in self.outcome['summary']['due']:
            self.assertTrue('2026-06-15' <= row['due'] <= '2026-06-30', row)

    def test_overdue_days_are_right(self):
        today = datetime.date(2026, 6, 15)
        self.assertGreater(self.outcome['summary']['overdue_total'], 3)
        for row in self.outcome['summary']['overdue']:
            self.assertEqual(row['days_over'], (today - datetime.date.fromisoformat(row['due'])).days, row)

    def rows(self, kind):
        """Data rows of a workbook's first sheet behind the cover: those whose first cell is a number."""
        sheets = list(self.books[kind].values())
        return [row for row in sheets[1] if isinstance(row[0], int)]

    def test_systems_workbook_has_39_of_which_35_are_level_three(self):
        grades = [str(cell) for row in self.rows('systems') for cell in row if str(cell) in ('第三级', '第二级', '3', '2')]
        self.assertEqual(len(self.rows('systems')), 39)
        self.assertEqual(sum(g in ('第三级',) for g in grades), 35)
        self.assertEqual(sum(g in ('第二级',) for g in grades), 4)

    def test_progress_workbook_has_the_planned_ends(self):
        starts = {1: datetime.date(2026, 3, 17), 6: datetime.date(2026, 3, 23), 11: datetime.date(2026, 4, 7), 28: datetime.date(2026, 5, 6),
                  36: datetime.date(2026, 5, 20)}
        rows = {row[0]: row for row in self.rows('progress')}
        self.assertEqual(sorted(rows), list(range(1, 40)))
        for serial, start in starts.items():
            dates = {c.date() for c in rows[serial] if isinstance(c, datetime.datetime)}
            for end in plan(start):
                self.assertIn(end, dates, 'system %d' % serial)

    def test_no_cell_is_a_formula(self):
        for kind, sheets in self.books.items():
            for name, rows in sheets.items():
                for row in rows:
                    for cell in row:
                        self.assertFalse(isinstance(cell, str) and cell.startswith('='), '%s %s %s' % (kind, name, cell))

    def test_second_run_changes_nothing(self):
        again = stack.demo(self.folder, '--json')
        self.assertEqual(again.returncode, 0, again.stderr[-3000:])
        self.assertEqual(stack.summary(again)['summary'], self.outcome['summary'])


class Earlier(unittest.TestCase):
    def test_an_earlier_day_plays_less(self):
        with stack.Folder() as folder:
            run = stack.demo(folder, '--json', '--now', '2026-04-01T09:00:00+08:00')
            self.assertEqual(run.returncode, 0, run.stderr[-3000:])
            summary = stack.summary(run)['summary']
            self.assertEqual(summary['started'], 10)
            self.assertEqual(summary['penalties']['count'], 0)


class BadInput(unittest.TestCase):
    def test_messages_and_exit_codes(self):
        cases = [
            (['demo', '--now', 'tomorrow'], 2, '--now'),
            (['demo', '--nothing'], 2, '--nothing'),
            (['nonsense'], 2, 'nonsense'),
            (['system', 'list', '--grade', 'x'], 2, 'grade'),
            (['pack', 'check', '/nonexistent.yaml'], 2, '/nonexistent.yaml'),
            (['system', 'list', '--data', '/nonexistent'], 3, 'mlps up'),
        ]
        for args, code, word in cases:
            with self.subTest(args=args):
                got = stack.run(*args)
                self.assertEqual(got.returncode, code, got.stderr)
                self.assertIn(word, got.stderr)
                self.assertEqual(got.stdout, '')


if __name__ == '__main__':
    unittest.main()
