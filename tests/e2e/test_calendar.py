#!/usr/bin/python3
"""Calendar feeds of a played demo through its real gateway, read by two calendar libraries of others and held against what the commands list."""
import concurrent.futures
import csv
import datetime
import json
import os
import re
import sys
import unittest
import urllib.error
import urllib.request

import icalendar
import vobject

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

CONTRACT = 'yifen-2026'
TODAY = datetime.date(2026, 6, 15)
FIRST, LAST = TODAY - datetime.timedelta(days=92), TODAY + datetime.timedelta(days=400)   # what a feed shows
DAY = datetime.timedelta(days=1)
SECRETS = re.compile(rb'[0-9a-f]{64}')
# RFC 5545 3.6.1: what an event must have, and may have once at most
ONCE = ('DTSTAMP', 'UID', 'DTSTART', 'DTEND', 'SEQUENCE', 'STATUS', 'SUMMARY', 'DESCRIPTION', 'LAST-MODIFIED', 'TRANSP')


class Feed:
    """The answer to a link: text, status and fields."""

    def __init__(self, url, **fields):
        request = urllib.request.Request(url, headers={k.replace('_', '-'): v for k, v in fields.items()})
        try:
            with urllib.request.urlopen(request, timeout=stack.PATIENCE) as answer:
                self.status, self.fields, self.body = answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            self.status, self.fields, self.body = answer.code, answer.headers, answer.read()

    def events(self):
        """-> {uid: event} by python3-icalendar."""
        calendar = icalendar.Calendar.from_ical(self.body)
        return {str(e['UID']): e for e in calendar.walk('VEVENT')}


def strict(test, body):
    """The form of the lines, and both libraries' judgement of what they hold."""
    test.assertTrue(body.endswith(b'END:VCALENDAR\r\n'))
    for line in body.split(b'\r\n')[:-1]:
        test.assertLessEqual(len(line), 75, line)
        test.assertNotRegex(line, rb'[\x00-\x08\x0a-\x1f\x7f]')
        line.decode('utf-8')   # a fold inside a character would not pass
    unfolded = body.decode('utf-8').replace('\r\n ', '')
    calendar = icalendar.Calendar.from_ical(body)
    test.assertEqual(calendar.errors, [])
    test.assertNotIn('METHOD', calendar)
    uids = []
    for event in calendar.walk('VEVENT'):
        test.assertEqual(event.errors, [])
        for name in ONCE:
            test.assertNotIsInstance(event.get(name), list, name)
        for name in ('DTSTAMP', 'UID', 'DTSTART'):
            test.assertIn(name, event)
        if 'DTEND' in event:
            test.assertGreater(event['DTEND'].dt, event['DTSTART'].dt)
        uids.append(str(event['UID']))
    test.assertEqual(len(uids), len(set(uids)))
    test.assertEqual(len(uids), unfolded.count('BEGIN:VEVENT'))
    zones = {str(z['TZID']) for z in calendar.walk('VTIMEZONE')}
    test.assertLessEqual(set(re.findall(r'^DT\w+;TZID=([^:;]+)', unfolded, re.M)), zones)
    vobject.readOne(body.decode('utf-8')).validate(raiseException=True)


class Calendars(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = stack.Folder().__enter__()
        cls.up = stack.Up(cls.folder, '--out', cls.folder.at('out'), command='demo').__enter__()
        cls.url = cls.up.wait_ready()
        cls.tokens = []

    @classmethod
    def tearDownClass(cls):
        cls.up.__exit__()
        cls.folder.__exit__()

    def ask(self, *words, code=0):
        got = stack.run(*words, '--data', self.folder.at('data'), '--json')
        self.assertEqual(got.returncode, code, got.stderr)
        return json.loads(got.stdout) if code == 0 else got.stderr

    def items(self, *words, contract=CONTRACT):
        return self.ask(*words, '--contract', contract)['items']

    def issue(self, *words, contract=CONTRACT):
        feed = self.ask('calendar', 'issue', '--contract', contract, *words)
        self.tokens.append(feed['token'])
        self.assertEqual(feed['url'], '%s/api/v1/calendar/%s.ics' % (self.url, feed['token']))
        return feed

    def feed(self, *words, **fields):
        answer = Feed(self.issue(*words)['url'], **fields)
        self.assertEqual(answer.status, 200, answer.body)
        strict(self, answer.body)
        return answer.events()

    def check_deadlines(self, events, rows):
        """Exactly these deadlines, each on its day or, of a limit of hours, at its second."""
        shown = {uid: e for uid, e in events.items() if uid.startswith('deadline-')}
        self.assertEqual(set(shown), {'deadline-%d@%s.mlps' % (row['id'], CONTRACT) for row in rows})
        for row in rows:
            event = shown['deadline-%d@%s.mlps' % (row['id'], CONTRACT)]
            self.assertEqual(int(event['SEQUENCE']), row['due_version'])
            self.assertIn(row['clause'], event['DESCRIPTION'])
            if row['kind'] == 'sla':
                self.assertEqual(event['DTSTART'].dt.isoformat(), row['due_at'])
            else:
                due = datetime.date.fromisoformat(row['due'])
                self.assertEqual((event['DTSTART'].dt, event['DTEND'].dt), (due, due + DAY))

    def due(self, **only):
        """Deadlines the commands list, of the days a feed shows."""
        rows = self.items('deadline', 'list')
        rows = [row for row in rows if FIRST <= datetime.date.fromisoformat(row['due']) <= LAST]
        return [row for row in rows if all(row[key] == value for key, value in only.items())]

    def test_the_contract(self):
        events = self.feed()
        self.check_deadlines(events, self.due())
        phases = self.items('phase', 'list')
        shown = {uid for uid in events if uid.startswith('phase-')}
        self.assertEqual(shown, {'phase-%d@%s.mlps' % (p['id'], CONTRACT) for p in phases})
        for phase in phases:
            event = events['phase-%d@%s.mlps' % (phase['id'], CONTRACT)]
            first = phase['started_on'] or phase['forecast_from']
            last = max(first, phase['ended_on'] or phase['forecast_to'])
            self.assertEqual(event['DTSTART'].dt.isoformat(), first)
            self.assertEqual((event['DTEND'].dt - DAY).isoformat(), last)
            self.assertEqual(event['STATUS'], 'TENTATIVE' if phase['state'] in ('planned', 'suspended') else 'CONFIRMED')
        self.assertFalse([e for e in events.values() if list(e.walk('VALARM'))], 'a calendar of many rings')

    def test_a_team(self):
        self.check_deadlines(self.feed('--team', 'fgw'), self.due(team='fgw'))

    def test_a_person(self):
        engineer = [p for p in self.items('person', 'list') if p['role'] == 'engineer'][0]
        events = self.feed('--person', engineer['name'])
        rows = self.due(team=engineer['team'])
        self.check_deadlines(events, rows)
        others = {p['team'] for p in self.items('person', 'list') if p['team'] not in (None, engineer['team'])}
        self.assertGreater(len(others), 3)
        for row in rows:
            event = events['deadline-%d@%s.mlps' % (row['id'], CONTRACT)]
            self.assertEqual(bool(list(event.walk('VALARM'))), row['state'] in ('open', 'breached'), row)

    def test_a_given_task_is_on_the_feed_of_its_person_alone(self):
        task = self.items('task', 'list')[0]
        engineers = [p['name'] for p in self.items('person', 'list') if p['role'] == 'engineer']
        self.ask('task', 'reassign', str(task['id']), '--person', engineers[0])
        uid = 'task-%d@%s.mlps' % (task['id'], CONTRACT)
        event = self.feed('--person', engineers[0])[uid]
        self.assertEqual((event['DTEND'].dt - DAY).isoformat(), task['due_on'])
        self.assertIn(task['title'], event['SUMMARY'])
        self.assertNotIn(uid, self.feed('--person', engineers[1]))
        self.assertNotIn(uid, self.feed())

    def test_english_by_the_link(self):
        url = self.issue()['url']
        zh, en = Feed(url), Feed(url + '?lang=en')
        strict(self, en.body)
        self.assertIn('截止：'.encode(), zh.body)
        self.assertNotIn('截止：'.encode(), en.body)
        self.assertIn(b'SUMMARY:Due: ', en.body)
        self.assertEqual(set(zh.events()), set(en.events()))
        self.assertEqual(Feed(url + '?lang=fr').status, 400)

    def test_the_same_data_is_the_same_bytes_and_not_sent_twice(self):
        one, two = Feed(self.issue()['url']), Feed(self.issue()['url'])
        self.assertEqual(one.body, two.body)
        self.assertEqual(one.fields['ETag'], two.fields['ETag'])
        self.assertEqual(one.fields['Cache-Control'], 'private, no-cache')
        self.assertEqual(one.fields['Content-Type'], 'text/calendar; charset=utf-8')
        again = Feed(self.issue()['url'], If_None_Match=one.fields['ETag'])
        self.assertEqual((again.status, again.body), (304, b''))

    def test_many_readers_at_once(self):
        """Two languages from all threads of the service: the library behind them keeps nothing between calls."""
        url = self.issue()['url']
        want = {'': Feed(url).body, '?lang=en': Feed(url + '?lang=en').body}
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            asked = [(lang, pool.submit(Feed, url + lang)) for lang in list(want) * 30]
            for lang, answer in asked:
                self.assertEqual((answer.result().status, answer.result().body == want[lang]), (200, True))

    def test_a_moved_deadline_keeps_its_uid(self):
        url = self.issue()['url']
        phase = [p for p in self.items('phase', 'list', '--state', 'active') if p['started_on'] < '2026-06-10'][0]
        row = [d for d in self.due(kind='phase') if d['subject_id'] == phase['id']][0]
        uid = 'deadline-%d@%s.mlps' % (row['id'], CONTRACT)
        before = Feed(url).events()[uid]
        self.ask('phase', 'suspend', str(phase['id']), '--on', '2026-06-10', '--note', '停')
        self.assertEqual(Feed(url).events()[uid]['STATUS'], 'CANCELLED')
        self.ask('phase', 'resume', str(phase['id']), '--on', '2026-06-15', '--note', '复')
        answer = Feed(url)
        strict(self, answer.body)
        after = answer.events()[uid]
        self.assertEqual(after['STATUS'], 'CONFIRMED')
        self.assertGreater(after['DTSTART'].dt, before['DTSTART'].dt)
        self.assertGreater(int(after['SEQUENCE']), int(before['SEQUENCE']))
        self.check_deadlines(answer.events(), self.due())

    def test_a_revoked_link_is_dead_at_once(self):
        feed = self.issue()
        first = Feed(feed['url'])
        self.assertEqual(first.status, 200)
        self.ask('calendar', 'revoke', str(feed['id']))
        gone = Feed(feed['url'], If_None_Match=first.fields['ETag'])
        unknown = Feed('%s/api/v1/calendar/%s.ics' % (self.url, '0' * 64))
        self.assertEqual((gone.status, gone.body), (404, unknown.body))
        for name in ('0' * 63, '0' * 65, 'A' * 64, feed['token'] + '.', '..', feed['token'][:-1] + 'g'):
            self.assertEqual(Feed('%s/api/v1/calendar/%s.ics' % (self.url, name)).status, 404, name)
        listed = {row['id']: row for row in self.items('calendar', 'list')}
        self.assertIsNotNone(listed[feed['id']]['revoked_at'])
        self.assertNotIn('token', json.dumps(list(listed.values())))

    def test_special_periods_are_the_holidays_with_a_day_on_either_side(self):
        path = self.folder.at('ops-2026.yaml')   # the pack with checks around holidays, moved to this year
        with open(os.path.join(stack.ROOT, 'schema', 'packs', 'rsj-2022.yaml'), encoding='utf-8') as f, open(path, 'w', encoding='utf-8') as to:
            to.write(f.read().replace('pack: rsj-2022', 'pack: ops-2026').replace('2022-', '2026-'))
        self.ask('pack', 'load', path)
        opened = self.ask('contract', 'open', 'ops-2026', '--signed', '2026-01-05')
        answer = Feed(self.issue(contract='ops-2026')['url'])
        strict(self, answer.body)
        want = set()
        with open(os.path.join(stack.ROOT, 'schema', 'calendars', 'cn.csv'), encoding='utf-8') as f:
            off = sorted(datetime.date.fromisoformat(r['date']) for r in csv.DictReader(f) if r['type'] == 'holiday')
        begin = max(FIRST, datetime.date.fromisoformat(opened['service_from']))
        end = min(LAST, datetime.date.fromisoformat(opened['service_to']))
        for day in off:
            if day - DAY not in off:
                last = day
                while last + DAY in off:
                    last += DAY
                if last + DAY >= begin and day - DAY <= end:
                    want.add((day - DAY, last + 2 * DAY))
        shown = {(e['DTSTART'].dt, e['DTEND'].dt) for uid, e in answer.events().items() if uid.startswith('period-')}
        self.assertEqual(shown, want)
        self.assertGreater(len(want), 3)

    def test_refusals_and_what_a_person_reads(self):
        self.assertIn('无此人', self.ask('calendar', 'issue', '--contract', CONTRACT, '--person', '无此人', code=2))
        self.ask('calendar', 'issue', '--contract', 'none', code=2)
        self.ask('calendar', 'revoke', '999999', code=2)
        got = stack.run('calendar', 'issue', '--contract', CONTRACT, '--team', 'gzw', '--data', self.folder.at('data'))
        link = re.search(r'http://\S+\.ics', got.stdout)
        self.assertEqual(Feed(link[0]).status, 200)
        self.tokens.append(link[0][-68:-4])
        self.assertIn('只显示这一次', got.stdout)

    def test_z_no_token_is_in_any_file(self):
        """Runs last, by its name: logs, database files and state of all the tests before."""
        self.issue()
        Feed('%s/api/v1/calendar/%s.ics' % (self.url, self.tokens[-1]))
        for top, _, names in os.walk(self.folder.at('data')):
            for name in names:
                path = os.path.join(top, name)
                if not os.path.isfile(path):
                    continue
                with open(path, 'rb') as f:
                    found = set(SECRETS.findall(f.read()))
                for token in self.tokens:
                    self.assertNotIn(token.encode(), found, path)


if __name__ == '__main__':
    unittest.main()
