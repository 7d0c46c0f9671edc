#!/usr/bin/python3
"""Kill -9 of any process at any time while the demo runs: it finishes, with the workbooks of an undisturbed run.

Seeded: the demo is played with MLPS_SEED (default 1), the next seed, and so on until MLPS_KILLS (default 20) processes were killed in all; a
seed chooses victims and moments. So the number of kills does not depend on how long one demo takes on this machine. Every play is compared
with the undisturbed one. The long form is `contrib/test long`, with 200.
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
PLAYS_MOST = 10 + KILLS   # a play in which nobody could be killed teaches nothing; this ends a run of them
PLAY_SECONDS = 900


def nemesis(process, dice, most, killed):
    """Kill one random process of ours (any but the supervisor) after a random pause, until `most` were killed or the demo is over."""
    pause, begun = threading.Event(), False
    while process.poll() is None and len(killed) < most:
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


def play(folder, seed, most):
    """Play the demo under kills. -> (exit code, names of the killed)"""
    killed = []
    with open(folder.at('demo.log'), 'wb') as log:
        process = subprocess.Popen([stack.MLPS, 'demo', '--data', folder.at('data'), '--out', folder.at('out'), '--listen', '127.0.0.1:0', '--exit'],
                                   stdout=log, stderr=log)
        thread = threading.Thread(target=nemesis, args=(process, random.Random(seed), most, killed))
        thread.start()
        try:
            code = process.wait(PLAY_SECONDS)
        finally:
            if process.poll() is None:
                process.kill()
            thread.join()
    print('seed %d, %d kills: %s' % (seed, len(killed), ' '.join(killed)), flush=True)
    return code, killed


class Kills(unittest.TestCase):
    def test_same_workbooks_after_kills(self):
        total = 0
        with stack.Folder() as calm:
            self.assertEqual(stack.demo(calm).returncode, 0)
            want = {kind: stack.cells(calm.at('out', kind + '.xlsx')) for kind in KINDS}
            for seed in range(SEED, SEED + PLAYS_MOST):
                with stack.Folder() as wild:
                    code, killed = play(wild, seed, KILLS - total)
                    self.assertEqual(code, 0, 'seed %d: %s' % (seed, stack.text_of(wild.at('demo.log'))[-3000:]))
                    for kind in KINDS:
                        self.assertEqual(want[kind], stack.cells(wild.at('out', kind + '.xlsx')), 'seed %d: %s' % (seed, kind))
                total += len(killed)
                if total >= KILLS:
                    break
        self.assertGreaterEqual(total, KILLS)


if __name__ == '__main__':
    unittest.main()
