#!/usr/bin/python3
"""`mlps bench`: one JSON object on standard output. Figures are not judged here, only that they are there, that nothing was lost and
that nothing is left behind."""
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402


class Bench(unittest.TestCase):
    def bench(self, *words, env=None):
        return stack.run('bench', *words, env=env)

    def test_jobs(self):
        with stack.Folder() as folder:
            got = self.bench('jobs', '--count', '800', env={'TMPDIR': folder.path})
            self.assertEqual(got.returncode, 0, got.stderr)
            result = json.loads(got.stdout)
            self.assertEqual((result['bench'], result['jobs'], result['lost']), ('jobs', 800, 0))
            for key in ('ratio', 'put_ratio', 'whole_ratio'):
                self.assertGreater(float(result[key]), 0.01, key)
            pickup = result['pickup']
            self.assertGreater(pickup['count'], 0)
            self.assertLessEqual(float(pickup['p50_ms']), float(pickup['p99_ms']))
            self.assertLess(float(pickup['p50_ms']), 900)          # woken, not found by the poll of a second
            self.assertEqual(os.listdir(folder.path), [])          # cluster, sockets and keys are gone

    def test_deadlines(self):
        with stack.Folder() as folder:
            got = self.bench('deadlines', '--count', '5000', env={'TMPDIR': folder.path})
            self.assertEqual(got.returncode, 0, got.stderr)
            result = json.loads(got.stdout)
            self.assertEqual((result['bench'], result['open'], result['small_open'], result['early']), ('deadlines', 5000, 1000, 0))
            for key in ('ratio', 'best_ratio'):
                self.assertGreater(float(result[key]), 0.01, key)
            lateness = result['lateness']
            self.assertEqual(lateness['count'], 300)
            self.assertGreaterEqual(float(lateness['min_ms']), 0)
            self.assertLess(float(lateness['p50_ms']), 900)        # woken in time, not found by the poll of a second
            self.assertEqual(os.listdir(folder.path), [])

    def test_simulate(self):
        with stack.Folder() as folder:
            got = self.bench('simulate', '--count', '8', env={'TMPDIR': folder.path})
            self.assertEqual(got.returncode, 0, got.stderr)
            result = json.loads(got.stdout)
            self.assertEqual((result['bench'], result['days'], result['simulation']['systems_asked']), ('simulate', 365, 8))
            self.assertGreater(result['seconds'], result['play_seconds'])
            self.assertGreater(result['simulation']['actions'], 8 * 14)             # seven phases, submitted and approved
            self.assertLess(result['peak_kib'], 100000)
            self.assertEqual(os.listdir(folder.path), [])

    def test_bad_words_are_told(self):
        for words in (('jobs', '--count', '3'), ('simulate', '--count', '0'), ('jobs', '--count', 'many'), ('nothing',), ('jobs', '--dsn', 'no such=1')):
            got = self.bench(*words)
            self.assertEqual((got.returncode, got.stdout), (2, ''), '%s: %s' % (words, got.stderr))
            self.assertIn('mlps', got.stderr)

    def test_folder_that_is_missing(self):
        got = self.bench('jobs', env={'TMPDIR': '/no/such/folder'})
        self.assertEqual(got.returncode, 2)
        self.assertIn('/no/such/folder', got.stderr)


if __name__ == '__main__':
    unittest.main()
