#!/usr/bin/python3
"""`mlps simulate`: the demo's story ends where the demo ends, the same question gives the same bytes, chance follows its seed, the workload is
what an independent count of the timeline gives, a comparison says what differs, the workbook holds the same."""
import collections
import datetime
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

import openpyxl

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

CHANCE = 'chance: {late: 40, days: 15, incidents: 6}\n'


# Two months of a contract of recurring work: one who is away twice, one who stands in, a clause that is always late.
WORK = """
contract: {code: rsj-2022, pack: rsj-2022, signed: 2022-01-01}
people:
  - {name: 甲, role: engineer}
  - {name: 乙, role: engineer}
  - {name: 丙, role: manager}
tasks:
  - {late: 0}
  - {periods: [weekly], by: 乙}
  - {clauses: [RSJ-191], late: 3, by: 甲}
  - {periods: [quarterly], skip: true}
leave:
  - {person: 甲, from: 2022-01-20, to: 2022-01-31, deputy: 丙}
  - {person: 乙, from: 2022-02-07, to: 2022-02-10}
"""
# One system of one engineer, everything to the day.
LIMITS = """
contract: {code: yifen-2026, pack: yifen-2026, signed: 2026-03-16}
people:
  - {name: 沈亦安, role: manager}
  - {name: 顾明远, role: leader}
  - {name: 严思齐, role: engineer, team: fgw}
paces: {limit: [30, 7]}
documents: {1: [申请材料, 专家评审材料, 网络拓扑图, 安全管理体系材料], 2: [差距分析报告]}
systems:
  - {serials: [1], start: 2026-03-17, pace: limit}
"""
INCIDENT = """
incidents:
  - {code: I-1, serial: 1, family: network, title: t, occurred: 2026-03-24T10:00:00+08:00, responded: 2026-03-24T10:05:00+08:00,
     facts: {important_system: true, extent: local, outage_minutes: 15, capability: affected}, resolved: 2026-03-24T12:00:00+08:00%s}
"""
REGRADED = """,
     regraded: [{at: 2026-03-25T10:00:00+08:00, by: 沈亦安, note: 影响范围大于初报, grade: II}], closed: 2026-03-26T18:00:00+08:00"""
PACK = re.compile(r'^  - \{no: (\d+),.*?team: (\w+)', re.M)


def simulate(*words, code=0, env=None):
    got = subprocess.run([stack.MLPS, 'simulate', *words], capture_output=True, text=True, timeout=200, env={**os.environ, **(env or {})})
    if got.returncode != code:
        raise AssertionError('exit %d: %s' % (got.returncode, got.stderr))
    return got.stdout if code == 0 else got.stderr


def outcome(*words):
    return json.loads(simulate('--pack', 'yifen-2026', '--from', '2026-03-16', *words, '--json'))


def day(text):
    return datetime.date.fromisoformat(text[:10])


def days_of(weeks, field, person):
    """{date: number} of a person from the weeks of an outcome."""
    found = collections.Counter()
    for week in weeks:
        if week['person'] == person:
            for n, load in enumerate(week[field]):
                if load:
                    found[day(week['week']) + datetime.timedelta(n)] += load
    return found


def count_phases(timeline, systems, last):
    """{date: phases under way} of these systems, day by day from the events alone."""
    found = collections.Counter()
    begun = {}
    for event in timeline:
        data = event['data']
        key = (data.get('serial'), data.get('number'), data.get('round'))
        if event['kind'] == 'phase.started' and key[0] in systems:
            begun[key] = [day(data['on']), last]
        if event['kind'] == 'phase.submitted' and key in begun:
            begun[key][1] = day(data['on'])
    for first, end in begun.values():
        while first <= end:
            found[first] += 1
            first += datetime.timedelta(1)
    return found


class Simulate(unittest.TestCase):
    def scenario(self, text):
        file = tempfile.NamedTemporaryFile('w', suffix='.yaml', encoding='utf-8')
        self.addCleanup(file.close)
        file.write(text)
        file.flush()
        return file.name

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
        self.assertFalse([event for event in got['timeline'] if event['data'].get('system')], 'a row of the database is told as a system')
        opened = {event['data']['code']: event['data'].get('serial') for event in got['timeline'] if event['kind'] == 'deadline.opened'}
        self.assertTrue(opened)
        self.assertEqual(opened, {row['code']: row['serial'] for row in got['deadlines'] if row['code'] in opened})
        self.assertEqual(sum(totals['deadlines_by_state'].values()), totals['deadlines'])
        self.assertFalse([row for row in got['breaches'] if row['code'].startswith('MH') and 'T' not in row['code']],
                         'a phase that keeps its limit was called late')
        for breach in got['breaches']:
            self.assertGreater(breach['found_at'], breach['due_at'])

    def test_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'chance.yaml')
            with open(os.path.join(stack.ROOT, 'schema/scenarios/yifen-2026.yaml'), encoding='utf-8') as file:
                text = file.read()
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text + CHANCE)
            words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-04-20', '--scenario', path, '--json')
            one = simulate(*words, '--seed', '5')
            self.assertEqual(one, simulate(*words, '--seed', '5'))
            self.assertNotEqual(json.loads(one)['timeline'], json.loads(simulate(*words, '--seed', '6'))['timeline'])

    def test_elsewhere_the_same_bytes(self):
        words = ('--pack', 'rsj-2022', '--from', '2022-01-01', '--to', '2022-01-31', '--scenario', self.scenario(WORK), '--json')
        here = simulate(*words)
        for env in ({'TZ': 'America/New_York', 'LC_ALL': 'C', 'LANG': 'tr_TR.UTF-8', 'PGTZ': 'Asia/Tokyo'},
                    {'PGPORT': '1', 'PGHOST': '/nonexistent', 'PGUSER': 'nobody', 'PGDATABASE': 'x'},
                    {'PGSERVICE': 'elsewhere'}, {'PGHOSTADDR': '192.0.2.1'}):       # a shell set up for another server
            with self.subTest(**env):
                self.assertEqual(here, simulate(*words, env=env))

    def test_a_seed_is_kept_and_mended(self):
        with stack.Folder() as folder:
            env = {'MLPS_CACHE': folder.at('cache')}
            words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-03-31', '--json')
            without = simulate(*words, env={'MLPS_CACHE': ''})
            self.assertEqual(without, simulate(*words, env=env))
            seed, = os.listdir(folder.at('cache'))                       # nothing half made beside it
            made = os.stat(folder.at('cache', seed)).st_ino
            self.assertEqual(without, simulate(*words, env=env))
            self.assertEqual(os.stat(folder.at('cache', seed)).st_ino, made, 'made once')
            for path in ('global/pg_control', 'base/5/pg_filenode.map'):
                with self.subTest(damaged=path):
                    os.truncate(folder.at('cache', seed, path), 0)
                    self.assertEqual(without, simulate(*words, env=env))
                    self.assertEqual(without, simulate(*words, env=env))
                    self.assertEqual(os.listdir(folder.at('cache')), [seed])
                    self.assertGreater(os.path.getsize(folder.at('cache', seed, path)), 0)
            os.rename(folder.at('cache'), folder.at('gone'))
            open(folder.at('cache'), 'w').close()                        # a cache that cannot be written
            self.assertEqual(without, simulate(*words, env=env))

    def test_phases_of_each_day(self):
        path = self.scenario_with('tasks: []\nchance: {late: 40, days: 15, findings: 30}\n')
        got = outcome('--to', '2026-06-30', '--scenario', path, '--seed', '9')
        with open(os.path.join(stack.ROOT, 'schema/packs/yifen-2026.yaml'), encoding='utf-8') as file:
            teams = dict((int(no), team) for no, team in PACK.findall(file.read()))
        self.assertEqual(len(teams), 39)
        weeks = got['workload_weeks']
        for person in sorted({(week['person'], week['team']) for week in weeks}, key=str):
            systems = {no for no, team in teams.items() if person[1] in (None, team)}
            want = count_phases(got['timeline'], systems, day('2026-06-30'))
            self.assertEqual(days_of(weeks, 'phases', person[0]), want, person)
        for row in got['workload']:
            own = [week for week in weeks if week['person'] == row['person']]
            self.assertEqual(sum(week['phase_days'] for week in own), row['phase_days'], row)

    def scenario_with(self, text):
        with open(os.path.join(stack.ROOT, 'schema/scenarios/yifen-2026.yaml'), encoding='utf-8') as file:
            return self.scenario(''.join(line for line in file if 'recheck_fails' not in line) + text)

    def test_who_does_the_work(self):
        got = json.loads(simulate('--pack', 'rsj-2022', '--from', '2022-01-01', '--to', '2022-02-28', '--scenario', self.scenario(WORK), '--json'))
        done = [event for event in got['timeline'] if event['kind'] == 'task.completed']
        self.assertEqual(len(done), got['totals']['tasks_by_state']['done'])
        self.assertGreater(len(done), 1000)
        for person in ('甲', '乙', '丙'):
            want = collections.Counter(day(event['data']['on']) for event in done if event['data']['by'] == person)
            self.assertEqual(days_of(got['workload_weeks'], 'tasks', person), want, person)
            row = next(row for row in got['workload'] if row['person'] == person)
            self.assertEqual(row['tasks'], sum(want.values()))
        away = {(event['data']['by'], event['data']['on']) for event in done}
        self.assertFalse([one for one in away if one[0] == '甲' and '2022-01-20' <= one[1] <= '2022-01-31'])
        self.assertFalse([one for one in away if one[0] == '乙' and '2022-02-07' <= one[1] <= '2022-02-10'])
        late = [event['data'] for event in done if event['data']['clause'] == 'RSJ-191']
        self.assertTrue(late)
        self.assertEqual({data['by'] for data in late}, {'甲', '丙'})
        self.assertTrue(all(data['late'] for data in late))
        self.assertFalse([event for event in done if event['data'].get('period') == 'quarterly'])

    def test_a_suspension_keeps_its_days(self):
        path = self.scenario_with('chance: {late: 60, days: 20}\n')
        for seed in ('1', '2', '3'):
            got = outcome('--to', '2026-06-10', '--scenario', path, '--seed', seed)
            told = [event for event in got['timeline'] if event['data'].get('serial') == 24]
            days = {event['kind']: event['data'] for event in told if event['kind'] in ('phase.suspended', 'phase.resumed')}
            self.assertEqual({kind: data['on'] for kind, data in days.items()}, {'phase.suspended': '2026-05-18', 'phase.resumed': '2026-05-25'})
            self.assertFalse([event for event in told if '2026-05-18' < event['at'][:10] < '2026-05-25' and event['kind'].startswith('phase.')])

    def test_leave_moves_phases(self):
        """The filing takes 30 days: three working days without the team's only engineer are three days too late."""
        away = 'leave:\n  - {person: 严思齐, from: 2026-03-20, to: 2026-03-24%s}\n'      # a Friday to a Tuesday
        plain = outcome('--to', '2026-04-30', '--scenario', self.scenario(LIMITS))
        alone = outcome('--to', '2026-04-30', '--scenario', self.scenario(LIMITS + away % ''))
        deputy = outcome('--to', '2026-04-30', '--scenario', self.scenario(LIMITS + away % ', deputy: 顾明远'))
        self.assertEqual(plain['timeline'], deputy['timeline'])
        ends = [next(day(row['closed_at']) for row in got['deadlines'] if row['kind'] == 'phase') for got in (plain, alone)]
        self.assertEqual(ends[1] - ends[0], datetime.timedelta(3))
        self.assertFalse([row for row in plain['breaches'] if row['serial'] == 1])
        self.assertEqual(len([row for row in alone['breaches'] if row['serial'] == 1]), 1)

    def test_an_incident_to_its_end(self):
        """Graded by what is known, II by the manager a day later, then closed: another penalty."""
        plain = outcome('--to', '2026-03-31', '--scenario', self.scenario(LIMITS + INCIDENT % ''))
        got = outcome('--to', '2026-03-31', '--scenario', self.scenario(LIMITS + INCIDENT % REGRADED))
        kinds = [event['kind'] for event in got['timeline'] if event['kind'].startswith('incident.')]
        self.assertEqual(kinds, ['incident.opened', 'incident.responded', 'incident.resolved', 'incident.regraded', 'incident.closed'])
        regraded = next(event for event in got['timeline'] if event['kind'] == 'incident.regraded')
        self.assertEqual((regraded['at'], regraded['data']['to'], regraded['data']['by']), ('2026-03-25T10:00:00+08:00', 'II', '沈亦安'))
        self.assertNotEqual(got['totals']['penalties_fen'], plain['totals']['penalties_fen'])
        said = simulate('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-03-31', '--scenario',
                        self.scenario(LIMITS + INCIDENT % REGRADED.replace('03-26T18', '03-24T11').replace('03-25', '03-24')), code=2)
        self.assertRegex(said, r'\.yaml:\d+:\d+：“closed”不能早于“resolved”')

    def test_what_a_reader_might_take_otherwise(self):
        """Another day of signing is told, by every way; a system that there is not is refused."""
        words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-03-31', '--scenario')
        for signed, told in (('2026-03-16', None), ('2026-03-10', '此前的事项都在首日录入'), ('2026-03-20', '一切自签订日起算')):
            path = self.scenario(LIMITS.replace('2026-03-16', signed).replace('03-17', '03-21'))
            notes = json.loads(simulate(*words, path, '--json'))['simulation']['notes']
            self.assertEqual(notes, [{'kind': 'signed', 'side': 'first', 'signed': signed, 'from': '2026-03-16'}] if told else [])
            table = simulate(*words, path)
            self.assertEqual(table.startswith('注意：剧本的合同签订于 %s' % signed), bool(told))
            self.assertIn(told or '', table)
        said = simulate(*words, self.scenario(LIMITS.replace('serials: [1]', 'serials: [1, 40]')), code=2)
        self.assertIn('“systems[0].serials”指的系统 40 不在合同中', said)
        self.assertIn('--scenario 的剧本属于合同包“yifen-2026”，不属于“rsj-2022”', simulate('--pack', 'rsj-2022', *words[2:], 'yifen-2026', code=2))

    def processes_of(self, folder):
        """Command lines of all processes that name the folder."""
        found = []
        for pid in filter(str.isdigit, os.listdir('/proc')):
            try:
                with open('/proc/%s/cmdline' % pid, encoding='utf-8', errors='replace') as file:
                    words = file.read()
            except OSError:
                continue        # it ended meanwhile
            if folder in words:
                found.append(words.replace('\0', ' '))
        return found

    def until(self, holds):
        end = time.monotonic() + stack.PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), end, 'waited in vain')
            time.sleep(0.02)

    def test_killed_it_leaves_nothing(self):
        """Its server and its child end with it; its folder goes when the next one starts."""
        words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-03-17')
        simulate(*words)        # the seed is there
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            env = {**os.environ, 'TMPDIR': folder}
            long = subprocess.Popen([stack.MLPS, 'simulate', '--pack', 'rsj-2022', '--from', '2022-01-01', '--to', '2024-12-31'], env=env,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.until(lambda: any('mlps-simulate' in line for line in self.processes_of(folder)))
            long.send_signal(signal.SIGSTOP)        # it holds its folder for as long as this test needs, however fast it plays
            held = os.listdir(folder)
            simulate(*words, env={'TMPDIR': folder})
            self.assertEqual(os.listdir(folder), held, 'what is held was taken for left')
            long.kill()
            long.wait()
            self.until(lambda: not self.processes_of(folder))
            self.assertEqual(os.listdir(folder), held)
            simulate(*words, env={'TMPDIR': folder})
            self.assertEqual(os.listdir(folder), [])

    @unittest.skipUnless(os.geteuid() == 0, 'only root can mount')
    def test_a_small_disk(self):
        """Little room is told as such, with 3, and nothing stays."""
        with tempfile.TemporaryDirectory() as folder:
            if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=8m,mode=1777', 'tmpfs', folder], stderr=subprocess.DEVNULL).returncode:
                self.skipTest('cannot mount')
            try:
                said = simulate('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-03-17', code=3, env={'TMPDIR': folder})
                self.assertRegex(said, '临时目录“%s”只剩 \\d+ MiB：' % folder)
                self.assertEqual(os.listdir(folder), [])
            finally:
                subprocess.run(['umount', folder], check=True)

    def test_two_scenarios(self):
        words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-06-15', '--scenario', 'yifen-2026')
        one = outcome('--to', '2026-06-15', '--scenario', 'yifen-2026')
        other = outcome('--to', '2026-06-15')
        got = json.loads(simulate(*words, '--against', 'limits', '--json'))
        for side, whole in (('first', one), ('against', other)):
            for key in ('systems', 'deadlines', 'breaches', 'penalties_fen', 'reminders'):
                self.assertEqual(got['totals'][side][key], whole['totals'][key], (side, key))
        dates = [{row['code']: (row['due_on'], row['state'], row['closed_at']) for row in whole['deadlines']} for whole in (one, other)]
        want = {code for code in dates[0].keys() | dates[1].keys() if dates[0].get(code) != dates[1].get(code)}
        self.assertEqual({row['code'] for row in got['dates']}, want)
        self.assertEqual(len(got['breaches']), one['totals']['breaches'])
        self.assertEqual({row['first']['deduct_fen'] for row in got['penalties']}, {row['deduct_fen'] for row in one['penalties']})
        self.assertEqual(got['settlement'][0]['first']['settled_fen'], one['settlement'][0]['settled_fen'])
        table = simulate(*words, '--against', 'limits')
        for word in ('430,836.72', 'A 扣款', '日期 (%d)' % len(want)):
            self.assertIn(word, table)
        same = json.loads(simulate(*words, '--against', 'yifen-2026', '--json'))
        self.assertFalse([name for name in ('dates', 'breaches', 'penalties', 'settlement', 'workload') if same[name]])

    def test_the_workbook(self):
        words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-05-31', '--scenario', 'yifen-2026')
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ('one.xlsx', 'two.xlsx', 'en.xlsx')]
            whole = json.loads(simulate(*words, '--json', '-o', paths[0]))
            simulate(*words, '-o', paths[1], env={'TZ': 'America/New_York', 'LC_ALL': 'C'})
            simulate(*words, '--lang', 'en', '-o', paths[2])
            self.assertEqual(sorted(os.listdir(folder)), ['en.xlsx', 'one.xlsx', 'two.xlsx'])
            with open(paths[0], 'rb') as one, open(paths[1], 'rb') as two:
                self.assertEqual(one.read(), two.read())
            with zipfile.ZipFile(paths[0]) as book, zipfile.ZipFile(paths[2]) as english:
                names = re.findall(r'<sheet name="([^"]+)"', book.read('xl/workbook.xml').decode())
                self.assertEqual(names[1:], ['结算', '工作量', '每周工作量', '期限', '超期', '处罚', '提醒', '时间线'])
                self.assertIn('"Settlement"', english.read('xl/workbook.xml').decode())
                for at, key in ((2, 'workload'), (3, 'workload_weeks'), (4, 'deadlines'), (5, 'breaches'), (6, 'penalties'), (7, 'reminders'), (8, 'timeline')):
                    rows = len(re.findall(r'<row ', book.read('xl/worksheets/sheet%d.xml' % (at + 1)).decode()))
                    self.assertIn(rows - len(whole[key]), (4, 5), key)          # two lines above, two of heading, perhaps a total
            self.assertIn('无法写入', simulate(*words, '-o', os.path.join(folder, 'no/such.xlsx'), code=2))   # before anything is played
            self.assertIn('这是一个目录', simulate(*words, '-o', folder, code=2))

    def test_the_workbook_of_a_comparison(self):
        """Every difference of the outcome is a row, with both sides as the two plays have them and the difference by hand."""
        words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-06-15', '--scenario', 'yifen-2026', '--against', 'limits')
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ('one.xlsx', 'two.xlsx', 'en.xlsx')]
            whole = json.loads(simulate(*words, '--json', '-o', paths[0]))
            simulate(*words, '-o', paths[1], env={'TZ': 'America/New_York', 'LC_ALL': 'C', 'LANG': 'tr_TR.UTF-8'})
            simulate(*words, '--lang', 'en', '-o', paths[2])
            with open(paths[0], 'rb') as one, open(paths[1], 'rb') as two:
                self.assertEqual(one.read(), two.read())
            book = openpyxl.load_workbook(paths[0])
            self.assertEqual(book.sheetnames[1:], ['总计', '结算', '日期变动', '超期', '处罚', '工作量'])
            self.assertIn('A: yifen-2026; B: limits', ' '.join(str(cell.value) for row in book.worksheets[0] for cell in row))
            self.assertEqual(openpyxl.load_workbook(paths[2]).sheetnames[1:], ['Totals', 'Settlement', 'Dates moved', 'Breaches', 'Penalties', 'Workload'])
            for sheet in book.worksheets[1:]:
                self.assertEqual((sheet.freeze_panes[1:], sheet.print_title_rows), ('5', '$1:$4'), sheet.title)
            self.check_totals(book['总计'], whole['totals'])
            self.check_dates(book['日期变动'], whole['dates'])
            rows = self.rows_of(book['处罚'])
            self.assertEqual(len(rows), len(whole['penalties']) + 1)     # and their total
            self.assertAlmostEqual(rows[-1][-1], -430836.72)
            self.assertEqual(sum(round(row[-1] * 100) for row in rows[:-1]), -43083672)
            for name, key in (('结算', 'settlement'), ('超期', 'breaches'), ('工作量', 'workload')):
                self.assertIn(len(self.rows_of(book[name])) - len(whole[key]), (0, 1), name)

    def rows_of(self, sheet):
        return [row for row in sheet.iter_rows(min_row=5, values_only=True) if any(cell is not None for cell in row)]

    def check_totals(self, sheet, totals):
        keys = ('systems', 'deadlines', 'breaches', 'penalties', 'penalties_fen', 'reminders', 'tasks', 'events')
        rows = [[round(cell * 100) if at == 4 else cell for at, cell in enumerate(row[1:])] for row in self.rows_of(sheet)]
        want = [[totals[side][key] for key in keys] for side in ('first', 'against')]
        self.assertEqual(rows, want + [[b - a for a, b in zip(*want)]])

    def check_dates(self, sheet, dates):
        """Days later by hand: what both have, from one date to the other; nothing for what only one has."""
        rows = self.rows_of(sheet)
        self.assertEqual([row[0] for row in rows], [row['code'] for row in dates])
        moved = 0
        for row, difference in zip(rows, dates):
            self.assertEqual(row[6], '仅 A' if difference['against'] is None else '仅 B' if difference['first'] is None else '两边')
            for at, key in ((7, 'due_on'), (10, 'closed_at')):
                a, b = row[at], row[at + 1]
                self.assertEqual(row[at + 2], (b.date() - a.date()).days if a and b else None, row)
                if row[6] == '两边' and key in difference['first']:
                    self.assertEqual([cell and cell.date() for cell in (a, b)],
                                     [difference[side][key] and day(difference[side][key]) for side in ('first', 'against')], row)
                    moved += 1
        self.assertGreater(moved, 100)

    def test_invented_systems(self):
        got = outcome('--to', '2026-03-31', '--systems', '60')
        self.assertEqual(got['totals']['systems'], 60)

    def test_contracts_of_different_size(self):
        """500 systems make a contract; what is left over makes a smaller one, on both sides of a comparison."""
        got = outcome('--to', '2026-03-16', '--systems', '501')
        self.assertEqual((got['totals']['systems'], len(got['settlement'])), (501, 2))
        both = outcome('--to', '2026-03-16', '--systems', '501', '--scenario', 'yifen-2026', '--against', 'limits')
        self.assertEqual([both['totals'][side]['systems'] for side in ('first', 'against')], [501, 501])

    def test_any_number_of_processors(self):
        """Three contracts side by side or one after the other, the last one smaller: the same bytes, and the same sheets."""
        words = ('--pack', 'yifen-2026', '--from', '2026-03-16', '--to', '2026-03-31', '--systems', '1001', '--json')
        ours = os.sched_getaffinity(0)
        wide = simulate(*words)
        os.sched_setaffinity(0, {min(ours)})
        try:
            narrow = simulate(*words)
        finally:
            os.sched_setaffinity(0, ours)
        self.assertEqual(wide, narrow)
        got = json.loads(wide)
        self.assertEqual((got['totals']['systems'], got['simulation']['contracts'], len(got['timeline'])), (1001, 3, got['totals']['events']))
        self.assertEqual([row['contract'] for row in got['settlement']], ['yifen-2026-001', 'yifen-2026-002', 'yifen-2026-003'])
        self.assertNotIn('"system":', wide)   # a row's number in its database
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'wide.xlsx')
            simulate(*words[:-1], '-o', path)
            sheet = openpyxl.load_workbook(path, read_only=True)['期限']
            self.assertGreaterEqual(sheet.max_row, len(got['deadlines']))

    def test_every_pack_that_ships(self):
        """A document that leaves the end of the service or the total to the parties is played all the same."""
        for pack in ('langfang-2025', 'minhang-2024', 'rsj-2022', 'sfj-2024', 'yifen-2026'):
            with self.subTest(pack=pack):
                first = '%s-03-16' % pack[-4:]
                got = json.loads(simulate('--pack', pack, '--from', first, '--to', first[:5] + '04-30', '--json'))
                self.assertEqual(got['simulation']['to'], first[:5] + '04-30')
                work = got['totals']['tasks'] if pack in ('rsj-2022', 'sfj-2024', 'langfang-2025') else got['totals']['deadlines']
                self.assertGreater(work, 0)

    def test_refusals(self):
        for words in (('--from', '2026-03-16', '--to', '2026-03-15'), ('--from', '2026-02-30', '--to', '2026-03-15'),
                      ('--from', '2026-03-16', '--to', '2026-03-20', '--systems', '-1'),
                      ('--from', '2026-03-16', '--to', '2026-03-20', '--scenario', '/nonexistent.yaml')):
            self.assertIn('mlps', simulate('--pack', 'yifen-2026', *words, code=2))
        for text, place in (('contract: [', ':'), (WORK + 'taks: []\n', '没有字段“taks”'), (WORK.replace('person: 乙', 'person: 丁'), '丁'),
                            (WORK.replace('to: 2022-02-10', 'to: 2022-02-31'), 'YYYY-MM-DD')):
            path = self.scenario(text)
            said = simulate('--pack', 'rsj-2022', '--from', '2022-01-01', '--to', '2022-02-28', '--scenario', path, code=2)
            self.assertIn(os.path.basename(path), said)
            self.assertIn(place, said)
        self.assertIn('mlps', simulate('--pack', 'none', '--from', '2026-03-16', '--to', '2026-03-20', code=2))


if __name__ == '__main__':
    unittest.main()
