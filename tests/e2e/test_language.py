#!/usr/bin/python3
"""One surface, two languages: whatever is wrong with a command, what it says is in the language that was chosen, and in no other."""
import fcntl
import json
import os
import pty
import re
import shutil
import struct
import sys
import tempfile
import termios
import unicodedata
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

LANGS = ('zh', 'en')
WIDE = re.compile('[\u3000-\u9fff\uff00-\uffef]')
# Two English words in a row, outside of names, paths and what is quoted as it was typed.
ENGLISH = re.compile(r'[A-Za-z]{2,} [a-z]{2,}')
QUOTED = re.compile('`[^`]*`|"[^"]*"|“[^”]*”')
# What starts a server, or reads standard input for as long as there is any.
SERVERS = {'broker', 'demo', 'play', 'up'}


def commands():
    """Every command, as the help lists them."""
    for line in stack.run('help', '--lang', 'en').stdout.splitlines():
        words = re.match(r'  ([a-z-]+(?: [a-z-]+)?)(?:  |$)', line)
        if words:
            yield words.group(1)


def options(command):
    """Its own options and the words by their place, as its help lists them."""
    text = stack.run('help', *command.split(), '--lang', 'en').stdout
    names = re.findall(r'(?m)^  --([a-z-]+)', text)
    first = text.splitlines()[0]
    return names[:names.index('data')], re.findall(r' \[?([A-Z@|]+)\]?', first)


def on_terminal(columns, *words):
    """What the command shows on a terminal of that width."""
    pid, far = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
        os.environ.pop('COLUMNS', None)
        os.execv(stack.MLPS, ['mlps', *words])
    text = b''
    while True:
        try:
            block = os.read(far, 65536)
        except OSError:   # how a terminal says that nobody writes any more
            break
        if not block:
            break
        text += block
    os.close(far)
    os.waitpid(pid, 0)
    return text.decode()


def width(line):
    return sum(2 if unicodedata.east_asian_width(char) in 'WF' else 1 for char in line)


class Language(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.mkdtemp(prefix='mlps-lang-')
        cls.commands = list(commands())

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.dir, ignore_errors=True)

    def said(self, lang, command, *words):
        """What the command says on standard error; it fails, and what it says is in its language."""
        got = stack.run(*command.split(), *words, '--data', self.dir, '--lang', lang, timeout=60)
        where = ' '.join(('mlps', command) + words)
        self.assertIn(got.returncode, (1, 2, 3), where + got.stdout + got.stderr)
        self.check(lang, got.stderr, where)
        return got.stderr

    def check(self, lang, text, where):
        self.assertTrue(text.strip(), where + ': nothing is said')
        if lang == 'en':
            self.assertIsNone(WIDE.search(text), '%s: %s' % (where, text))
        else:
            self.assertIsNotNone(WIDE.search(text), '%s: %s' % (where, text))
            self.assertIsNone(ENGLISH.search(QUOTED.sub('', text)), '%s: %s' % (where, text))

    def test_the_walk_sees_the_commands(self):
        self.assertGreater(len(self.commands), 70)
        self.assertIn('phase submit', self.commands)

    def test_an_unknown_command(self):
        for lang in LANGS:
            os.environ['MLPS_LANG'] = lang
            self.addCleanup(os.environ.pop, 'MLPS_LANG', None)
            for words in (('juggle',), ('help', 'juggle'), ('phase',), ('phase', 'juggle')):
                got = stack.run(*words)
                self.assertEqual((got.returncode, got.stdout), (2, ''))
                self.check(lang, got.stderr, words[-1])
            self.assertIn('phase suspend', stack.run('help', 'phase').stdout)

    def test_an_unknown_option(self):
        for command in self.commands:
            if command == 'broker':
                continue
            for lang in LANGS:
                self.assertIn('--juggle', self.said(lang, command, '--juggle'))

    def test_an_option_without_its_value(self):
        for command in self.commands:
            own, _ = options(command)
            for lang in LANGS if own and command not in SERVERS else ():
                got = stack.run(*command.split(), '--lang', lang, '--data', self.dir, '--keys')
                self.check(lang, got.stderr, command)

    def test_a_word_too_many(self):
        for command in self.commands:
            if command in SERVERS | {'eval'}:
                continue
            for lang in LANGS:
                self.said(lang, command, *['w'] * 4)

    def test_nothing_given(self):
        """A missing argument, or, where none is needed, a service that is not there."""
        for command in self.commands:
            if command in SERVERS | {'bench', 'catalogue cases', 'catalogue counts', 'catalogue list', 'eval', 'init', 'keys', 'migrate',
                                     'pack coverage', 'pack schema', 'simulate'}:
                continue
            for lang in LANGS:
                self.said(lang, command)

    def test_a_wrong_value_for_each_option(self):
        """No date, no number, no JSON, no file: where any text is right, the missing service is told."""
        for command in self.commands:
            if command in SERVERS | {'bench', 'catalogue cases', 'catalogue counts', 'catalogue list', 'catalogue show', 'eval', 'init', 'keys',
                                     'migrate', 'pack coverage', 'pack schema', 'simulate'}:
                continue
            own, places = options(command)
            for name in own:
                for lang in LANGS:
                    self.said(lang, command, *['w'] * len(places), '--' + name, '2026-02-30')

    def test_values_that_local_commands_refuse(self):
        rows = (('catalogue list', '--level', '9'), ('catalogue counts', '--s', '2'), ('catalogue counts', '--level', 'x'),
                ('bench', 'juggling'), ('simulate', '--from', 'x'), ('simulate', '--pack', 'none', '--from', '2026-01-01', '--to', 'x'),
                ('pack check', '/nonexistent/pack.yaml'), ('pack check', '/'), ('pack diff', 'a', 'b'), ('eval', 'juggling.rule'),
                ('deadline explain', '1'), ('export', 'progress', '--contract', 'c', '-o', '/nonexistent/x.xlsx'))
        for row in rows:
            for lang in LANGS:
                self.said(lang, *row)

    def test_a_workbook_that_cannot_be_written_is_not_asked_for(self):
        """No mlps runs, and it is not even looked for."""
        self.assertIn('无法写入', self.said('zh', 'export', 'progress', '--contract', 'c', '-o', '/nonexistent/x.xlsx'))
        self.assertIn('没有运行', self.said('zh', 'export', 'progress', '--contract', 'c', '-o', os.path.join(self.dir, 'x.xlsx')))

    def test_a_damaged_file(self):
        damaged = {'empty': b'', 'binary': b'\xff\xfe\x00', 'no map': b'- 1\n', 'no pack': b'a: 1\n', 'cut': b'name: "x\n', 'alias': b'a: &b 1\nc: *b\n'}
        for name, content in damaged.items():
            path = os.path.join(self.dir, name.replace(' ', '-'))
            with open(path, 'wb') as f:
                f.write(content)
            for lang in LANGS:
                self.said(lang, 'pack check', path)

    def test_a_folder_that_may_not_be_entered(self):
        path = os.path.join(self.dir, 'file')
        open(path, 'w').close()
        for lang in LANGS:
            got = stack.run('system', 'list', '--data', path, '--lang', lang)
            self.assertEqual(got.returncode, 3, got.stderr)
            self.check(lang, got.stderr, 'a file as data folder')

    def test_a_terminal_gets_what_fits(self):
        """Help and refusals of every command at 60 and 80 columns, on a terminal of that width."""
        for columns in (60, 80):
            for lang in LANGS:
                rows = [('help',), ('juggle',), ('system', 'list', '--juggle-with-more-than-a-few-of-them'), ('eval', '--list')]
                rows += [('pack', 'check', name) for name in ('rsj-2022', 'yifen-2026', '/nonexistent/' + 'folder/' * 12 + 'pack.yaml')]
                rows += [('pack', 'coverage', 'yifen-2026'), ('pack', 'diff', 'yifen-2026', 'minhang-2024'), ('catalogue', 'cases')]
                rows += [('help', *command.split()) for command in self.commands] + [(*command.split(), '--juggle') for command in self.commands[::5]]
                for row in rows:
                    if row[0] == 'broker':
                        continue
                    text = on_terminal(columns, *row, '--lang', lang)
                    for line in text.splitlines():
                        self.assertLessEqual(width(line), columns, '%s: %s' % (row, line))

    def test_export_and_bench_name_what_they_take(self):
        """The help of a list that a service or another table owns."""
        for command, table, row in (('export', 'workers/export/books.c', r'\.kind = "(\w+)"'), ('bench', 'services/cli/bench.c', r'\{ "(\w+)", \w+ \}')):
            with open(os.path.join(stack.ROOT, table), encoding='utf-8') as f:
                known = set(re.findall(row, f.read()))
            self.assertGreater(len(known), 5)
            for lang in LANGS:
                text = re.search(r'(?ms)^  (?:KIND|NAME) +(.*?)^  --', stack.run('help', command, '--lang', lang).stdout).group(1)
                self.assertEqual(set(re.findall('[a-z]+', text)) - {'or'}, known)

    def test_a_question_is_judged_before_a_server_starts(self):
        """Without a folder for a server: what is wrong with a simulation's words is said all the same."""
        good = {'pack': 'yifen-2026', 'from': '2026-03-16', 'to': '2026-04-16'}
        cut = os.path.join(self.dir, 'cut.yaml')
        with open(cut, 'w') as f:
            f.write('contract: {code: x\n')
        wrong = ({'pack': 'none'}, {'to': '2026-03-01'}, {'to': '2099-01-01'}, {'from': '16.3.2026'}, {'systems': '-1'}, {'systems': '99999999'},
                 {'systems': 'many'}, {'seed': '-1'}, {'scenario': '/nonexistent.yaml'}, {'scenario': 'minhang-2024'}, {'scenario': cut},
                 {'against': cut}, {'output': '/nonexistent/x.xlsx'})
        for row in wrong:
            words = ['--%s=%s' % pair for pair in dict(good, **row).items()]
            for lang in LANGS:
                got = stack.run('simulate', *words, '--lang', lang, env={'TMPDIR': '/nonexistent'})
                self.assertEqual(got.returncode, 2, '%s: %s' % (row, got.stderr))
                self.check(lang, got.stderr, str(row))
            got = stack.run('simulate', *words, '--json', env={'TMPDIR': '/nonexistent'})
            self.assertEqual(set(json.loads(got.stderr)['error']), {'code', 'field', 'message'}, row)
        got = stack.run('simulate', *['--%s=%s' % pair for pair in good.items()], env={'TMPDIR': '/nonexistent'})
        self.assertIn('无法建立目录“/nonexistent/', got.stderr)

    def test_json_keeps_code_field_and_english(self):
        """What programs read has no language."""
        texts = {stack.run('pack', 'check', '/nonexistent', '--json', '--lang', lang).stderr for lang in LANGS}
        self.assertEqual(len(texts), 1)
        self.assertIn('"code":"not_found"' if 'not_found' in min(texts) else '"code":"invalid"', min(texts))


if __name__ == '__main__':
    unittest.main()
