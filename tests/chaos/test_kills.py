#!/usr/bin/python3
"""Kill -9 of any process at any time while the demo runs: it finishes, with the workbooks of an undisturbed run.

Seeded: MLPS_SEED (default 1) chooses victims and moments; MLPS_KILLS how many (default 20). The long form is `ctest -L slow` with MLPS_KILLS=200.
"""
import os
import random
import signal
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

KINDS = ('progress', 'systems', 'deliverables', 'procurement', 'deadlines', 'penalties')
KILLS = int(os.environ.get('MLPS_KILLS', '20'))
SEED = int(os.environ.get('MLPS_SEED', '1'))


def nemesis(process, dice, killed):
    """Kill one random process of ours (any but the supervisor) after a random pause, until enough were killed or the demo is over."""
    pause, begun = threading.Event(), False
    while process.poll() is None and len(killed) < KILLS:
        pause.wait(dice.uniform(0.05, 0.6))
        victims = sorted((name, pid) for pid, name in stack.children(process.pid).items())
        begun = begun or any(name == 'mlps-broker' for name, _ in victims)
        if not victims or (killed and not begun):   # initdb lives shorter than our pauses: killed once, then let live
            continue
        name, pid = dice.choice(victims)
        try:
            os.kill(pid, signal.SIGKILL)
            killed.append(name)
        except ProcessLookupError:
            continue


class Kills(unittest.TestCase):
    def test_same_workbooks_after_kills(self):
        with stack.Folder() as calm, stack.Folder() as wild:
            self.assertEqual(stack.demo(calm).returncode, 0)
            dice, killed = random.Random(SEED), []
            log = open(wild.at('demo.log'), 'wb')
            process = subprocess.Popen([stack.MLPS, 'demo', '--data', wild.at('data'), '--out', wild.at('out'), '--listen', '127.0.0.1:0', '--exit'],
                                       stdout=log, stderr=log)
            thread = threading.Thread(target=nemesis, args=(process, dice, killed))
            thread.start()
            code = process.wait(300)
            thread.join()
            log.close()
            print('seed %d, %d kills: %s' % (SEED, len(killed), ' '.join(killed)))
            self.assertEqual(code, 0, stack.text_of(wild.at('demo.log'))[-3000:])
            self.assertGreaterEqual(len(killed), KILLS)
            for kind in KINDS:
                self.assertEqual(stack.cells(calm.at('out', kind + '.xlsx')), stack.cells(wild.at('out', kind + '.xlsx')), kind)


if __name__ == '__main__':
    unittest.main()
