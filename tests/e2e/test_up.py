#!/usr/bin/python3
"""`mlps up`: one per data folder, comes back after an unclean stop, keeps its rows when PostgreSQL dies under it."""
import json
import os
import signal
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402


def ask(folder, *words):
    return stack.run(*words, '--data', folder.at('data'), '--json')


class Up(unittest.TestCase):
    def setUp(self):
        self.folder = stack.Folder().__enter__()
        self.addCleanup(self.folder.__exit__)

    def test_second_up_on_the_folder_is_refused(self):
        with stack.Up(self.folder) as up:
            up.wait_ready()
            second = stack.run('up', '--data', self.folder.at('data'))
            self.assertEqual(second.returncode, 1)
            self.assertIn(str(up.process.pid), second.stderr)
        self.assertEqual(up.process.returncode, 0)

    def test_token_and_keys_are_private(self):
        with stack.Up(self.folder) as up:
            up.wait_ready()
            for name in ('token', 'state.json', 'keys/cli.key'):
                self.assertEqual(os.stat(self.folder.at('data', name)).st_mode & 0o777, 0o600, name)
            self.assertEqual(os.stat(self.folder.at('data')).st_mode & 0o777, 0o700)

    def test_killed_supervisor_leaves_nothing_and_starts_again(self):
        with stack.Up(self.folder) as up:
            up.wait_ready()
            self.assertEqual(ask(self.folder, 'pack', 'load', 'minhang-2024').returncode, 0)
            left = stack.children(up.process.pid)
            up.process.kill()
            up.process.wait(stack.PATIENCE)
        stack.wait_until(lambda: not any(os.path.exists('/proc/%d' % pid) for pid in left), stack.PATIENCE, 'children of a killed supervisor end')
        with stack.Up(self.folder) as up:
            up.wait_ready()
            packs = json.loads(ask(self.folder, 'pack', 'list').stdout)
            self.assertEqual([p['name'] for p in packs['items']], ['minhang-2024'])

    def test_postgres_killed_is_back_within_five_seconds(self):
        with stack.Up(self.folder) as up:
            up.wait_ready()
            self.assertEqual(ask(self.folder, 'pack', 'load', 'minhang-2024').returncode, 0)
            for sig in (signal.SIGKILL, signal.SIGQUIT, signal.SIGINT):
                with self.subTest(signal=sig):
                    postmaster = [pid for pid, name in stack.children(up.process.pid).items() if name == 'postgres' and stack.parent_of(pid) == up.process.pid]
                    self.assertEqual(len(postmaster), 1)
                    os.kill(postmaster[0], sig)
                    start = time.monotonic()
                    stack.wait_until(lambda: not os.path.exists('/proc/%d' % postmaster[0]), stack.PATIENCE, 'postmaster gone')
                    stack.wait_until(lambda: ask(self.folder, 'pack', 'list').returncode == 0, stack.PATIENCE, 'a good answer')
                    took = time.monotonic() - start
                    print('back after %.1f s' % took)
                    self.assertLess(took, 5 + stack.BUSY)
                    packs = json.loads(ask(self.folder, 'pack', 'list').stdout)
                    self.assertEqual([p['name'] for p in packs['items']], ['minhang-2024'])


if __name__ == '__main__':
    unittest.main()
