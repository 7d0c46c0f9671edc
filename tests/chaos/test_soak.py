#!/usr/bin/python3
"""A steady mix of reads and exports for MLPS_SOAK seconds (default 20) while processes are killed now and then: every export that was
accepted is done exactly once, all is well when the kills end, and nothing grew: descriptors, threads, memory (reliability.md, C3, C9).

The long form is `contrib/test long`, ten minutes. MLPS_SEED chooses victims.
"""
import json
import os
import random
import signal
import sys
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

SECONDS = int(os.environ.get('MLPS_SOAK', '20'))
SEED = int(os.environ.get('MLPS_SEED', '1'))
CONTRACT = 'yifen-2026'
READS = ['/api/v1/%s?contract=%s' % (what, CONTRACT) for what in ('systems', 'deadlines', 'deliverables', 'penalties', 'incidents', 'findings')]
READS += ['/api/v1/contracts', '/api/v1/contracts/%s/progress' % CONTRACT, '/metrics']
KINDS = ('progress', 'systems', 'deadlines', 'penalties')
ROUNDS_PER_EXPORT, ROUNDS_PER_KILL = 10, 60
WARM_ROUNDS = 100
MORE_FDS, MORE_THREADS, MORE_KIB = 6, 2, 12 << 10   # what a process may have more of at the end: connections on demand, caches


class Gateway:
    """Requests over HTTP as a program makes them; a status of 0 is a connection that was refused or cut."""

    def __init__(self, folder, url):
        self.url = url.rstrip('/')
        with open(folder.at('data', 'token')) as f:
            self.token = f.read().strip()

    def ask(self, path, body=None, key=None):
        request = urllib.request.Request(self.url + path, data=json.dumps(body).encode() if body else None)
        request.add_header('Authorization', 'Bearer ' + self.token)
        if body:
            request.add_header('Content-Type', 'application/json')
            request.add_header('Idempotency-Key', key)
        try:
            with urllib.request.urlopen(request, timeout=stack.PATIENCE) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read(), refused.headers
        except OSError:
            return 0, b'', {}

    def good(self, path):
        status, body, _ = self.ask(path)
        return json.loads(body) if status == 200 else None

    def export(self, number):
        """Ask for an export until it is accepted. -> its path"""
        got = []

        def accepted():
            status, _, headers = self.ask('/api/v1/exports', {'contract': CONTRACT, 'kind': KINDS[number % len(KINDS)]}, 'soak-%d' % number)
            if status == 202:
                got.append(headers['Location'])
            assert status in (0, 202, 429, 500, 502, 503, 504), 'export %d: %d' % (number, status)
            return status == 202
        stack.wait_until(accepted, 3 * stack.PATIENCE, 'export %d accepted' % number)
        return got[0]


def weight(pid):
    """-> (descriptors, threads, KiB resident) of a process"""
    status = dict(line.split(':', 1) for line in stack.text_of('/proc/%d/status' % pid).splitlines() if ':' in line)
    return len(os.listdir('/proc/%d/fd' % pid)), int(status['Threads']), int(status['VmRSS'].split()[0])


def processes(up):
    """-> {name: pid} of our own processes; the database's are not ours to judge."""
    return {name: pid for pid, name in stack.children(up.process.pid).items() if name.startswith('mlps-')}


def weights(up):
    return {name: weight(pid) for name, pid in processes(up).items()}


def kill_one(up, dice):
    name, pid = dice.choice(sorted(processes(up).items()))
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return None
    return name


class Soak(unittest.TestCase):
    def read_all(self, gateway, rounds):
        for number in range(rounds):
            path = READS[number % len(READS)]
            self.assertEqual(gateway.ask(path)[0], 200, path)

    def storm(self, up, gateway):
        """The mix with kills. -> ([path of each export], how many were killed, how many reads failed)"""
        dice, end = random.Random(SEED), time.monotonic() + SECONDS
        exports, killed, failed, number = [], [], 0, 0
        while time.monotonic() < end:
            number += 1
            status = gateway.ask(READS[number % len(READS)])[0]
            self.assertIn(status, (0, 200, 500, 502, 503, 504))
            failed += status != 200
            if number % ROUNDS_PER_EXPORT == 0:
                exports.append(gateway.export(len(exports)))
            if number % ROUNDS_PER_KILL == 0:
                killed.append(kill_one(up, dice))
        print('seed %d: %d reads, %d of them failed, %d exports, %d kills: %s'
              % (SEED, number, failed, len(exports), len(killed), ' '.join(filter(None, killed))))
        return exports

    def test_nothing_is_lost_and_nothing_grows(self):
        with stack.Folder() as folder, stack.Up(folder, '--out', folder.at('out'), command='demo') as up:
            gateway = Gateway(folder, up.wait_ready())
            self.read_all(gateway, WARM_ROUNDS)
            before = weights(up)
            exports = self.storm(up, gateway)
            stack.wait_until(lambda: gateway.ask('/readyz')[0] == 200 and set(processes(up)) == set(before), stack.PATIENCE, 'all is well again')
            for number, path in enumerate(exports):
                stack.wait_until(lambda: (gateway.good(path) or {}).get('state') in ('done', 'failed'), 5 * stack.PATIENCE, '%s ends' % path)
                self.assertEqual(gateway.good(path)['state'], 'done', path)
                self.assertEqual(gateway.export(number), path)   # the same key is the same export
            self.assertEqual(len(set(exports)), len(exports))
            self.read_all(gateway, WARM_ROUNDS)
            after = weights(up)
            for name, (fds, threads, kib) in sorted(before.items()):
                print('%-16s %3d -> %3d descriptors, %2d -> %2d threads, %6d -> %6d KiB' % ((name,) + tuple(
                    value for pair in zip((fds, threads, kib), after[name]) for value in pair)))
                self.assertLessEqual(after[name][0], fds + MORE_FDS, name)
                self.assertLessEqual(after[name][1], threads + MORE_THREADS, name)
                self.assertLessEqual(after[name][2], kib + MORE_KIB, name)


if __name__ == '__main__':
    unittest.main()
