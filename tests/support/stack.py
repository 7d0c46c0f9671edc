"""Starting the real programs for end-to-end tests: one data folder, `mlps demo` or `mlps up`, and a look into the workbooks."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.request

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..'))
BIN = os.environ.get('MLPS_BIN_DIR', os.path.join(os.path.dirname(__file__), '..', '..', 'build', 'bin'))
MLPS = os.path.join(BIN, 'mlps')
NOT_COMPARED = '读取至事件序号'   # of the cover sheet: how many events there were depends on how often work was done again


BUSY = 10   # seconds that a busy machine may add to any time a test measures: an upper bound tells "as promised" from "hung", never fast from slow
PATIENCE = 60   # for what will happen


class Folder:
    """A temporary folder that the unprivileged user of the processes may enter."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix='mlps-e2e-')
        os.chmod(self.path, 0o755)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def at(self, *names):
        return os.path.join(self.path, *names)


def run(*args, timeout=600, env=None):
    """-> completed process of `mlps args...`, text captured."""
    return subprocess.run([MLPS, *args], capture_output=True, text=True, timeout=timeout, env=dict(os.environ, **(env or {})))


def demo(folder, *args, timeout=600):
    return run('demo', '--data', folder.at('data'), '--out', folder.at('out'), '--listen', '127.0.0.1:0', '--exit', *args, timeout=timeout)


class Up:
    """`mlps up` (or another long-running command) until the block ends."""

    def __init__(self, folder, *args, command='up'):
        self.folder, self.args, self.command = folder, args, command
        self.lines = []

    def __enter__(self):
        self.log = open(self.folder.at('up.log'), 'ab')
        self.process = subprocess.Popen([MLPS, self.command, '--data', self.folder.at('data'), '--listen', '127.0.0.1:0', *self.args],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        return self

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip('\n'))

    def wait_ready(self, seconds=5 * PATIENCE):
        wait_until(lambda: any(line.startswith('ready ') for line in self.lines) or self.process.poll() is not None, seconds, 'ready')
        assert self.process.poll() is None, text_of(self.folder.at('up.log'))[-2000:]
        return [line for line in self.lines if line.startswith('ready ')][0].split(' ', 1)[1]

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.reader.join()
        self.process.stdout.close()
        self.log.close()


class OnDemo(unittest.TestCase):
    """Tests on one demo that stays up: self.folder, self.url."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Folder().__enter__()
        cls.up = Up(cls.folder, '--out', cls.folder.at('out'), command='demo').__enter__()
        cls.url = cls.up.wait_ready()

    @classmethod
    def tearDownClass(cls):
        cls.up.__exit__()
        cls.folder.__exit__()

    def ask(self, *words, code=0):
        """-> what `mlps words...` printed; it ended with `code`."""
        got = run(*words, '--data', self.folder.at('data'))
        self.assertEqual(got.returncode, code, got.stderr)
        return got.stdout

    def get(self, path, token=True, body=None):
        """-> the gateway's JSON; with a body it is a POST."""
        request = urllib.request.Request(self.url + path)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header('Content-Type', 'application/json')
            request.add_header('Idempotency-Key', 'key%s' % path.replace('/', '-'))
        if token:
            with open(self.folder.at('data', 'token')) as f:
                request.add_header('Authorization', 'Bearer ' + f.read().strip())
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read())


def wait_until(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError('not within %s s: %s' % (seconds, what))
        threading.Event().wait(0.01)


def parent_of(pid):
    with open('/proc/%d/stat' % pid) as f:
        return int(f.read().rsplit(')', 1)[1].split()[1])


def text_of(path):
    with open(path, encoding='utf-8', errors='replace') as f:
        return f.read()


def children(pid):
    """-> {pid: name} of the processes that `pid` started, at any depth."""
    parents = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                with open('/proc/%s/stat' % entry) as f:
                    text = f.read()
                parents[int(entry)] = (int(text.rsplit(')', 1)[1].split()[1]), text[text.index('(') + 1:text.rindex(')')])
            except (OSError, ValueError):
                continue
    found, more = {}, [pid]
    while more:
        parent = more.pop()
        for child, (of, name) in parents.items():
            if of == parent and child not in found:
                found[child] = name
                more.append(child)
    return found


def cells(path):
    """-> {sheet: rows of values} of a workbook, without what may differ between equal runs."""
    import openpyxl
    book = openpyxl.load_workbook(path)
    out = {}
    for sheet in book:
        rows = [[c.value for c in row] for row in sheet.iter_rows()]
        out[sheet.title] = [row for row in rows if not any(isinstance(v, str) and v == NOT_COMPARED for v in row)]
    return out


def summary(process):
    return json.loads(process.stdout)
