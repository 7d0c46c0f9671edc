#!/usr/bin/python3
"""House rules as tests. usage: lint.py CHECK SOURCE_DIR [BUILD_DIR]

Each check prints `file:line: what is wrong` and exits 1 when anything is. The lists beside this file hold what is allowed, each row with its
reason; they may only shrink.
"""
import json
import os
import re
import subprocess
import sys

FUNCTION_LINES = 80
CYCLOMATIC = 15
FILE_LINES = 600
PARAMETERS = 7

# Banned: each with what to use instead.
BANNED = {
    'strcpy': 'snprintf', 'strcat': 'bytebuf', 'sprintf': 'snprintf', 'vsprintf': 'vsnprintf', 'gets': 'getline', 'strtok': 'strcspn',
    'atoi': 'parse_i64', 'atol': 'parse_i64', 'atof': 'parse_scaled', 'strtol': 'parse_i64', 'strtoul': 'parse_u32', 'strtod': 'parse_scaled',
    'localtime': 'civil', 'gmtime': 'civil', 'mktime': 'civil', 'localtime_r': 'civil', 'time': 'clk_now', 'rand': 'randombytes_buf',
    'random': 'randombytes_buf', 'srand': 'randombytes_buf', 'system': 'spawn_process', 'popen': 'spawn_process', 'alloca': 'mem_new',
    'sleep': 'a condition with a deadline', 'usleep': 'a condition with a deadline', 'PQexec': 'pg_run', 'PQexecParams': 'pg_run',
    'malloc': 'mem_new', 'calloc': 'mem_array', 'realloc': 'mem_resize', 'setlocale': 'nothing: no locale',
}


def sources(root, *folders, ext=('.c', '.h')):
    for folder in folders:
        for path, _, names in os.walk(os.path.join(root, folder)):
            for name in sorted(names):
                if name.endswith(ext):
                    yield os.path.join(path, name)


def blank(text):
    """The code with comments and the insides of strings blanked, line numbers kept."""
    def keep_lines(match):
        body = match.group(0)
        if body[0] in '"\'':
            return body[0] + ' ' * (len(body) - 2) + body[0]
        return re.sub(r'[^\n]', ' ', body)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', keep_lines, text, flags=re.S)


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def allowed(root, name):
    """First words of the rows of tests/lint/NAME.txt; `#` starts a comment."""
    path = os.path.join(root, 'tests', 'lint', name + '.txt')
    if not os.path.exists(path):
        return set()
    return {line.split()[0] for line in read(path).split('\n') if line.strip() and not line.startswith('#')}


def ctags(files):
    out = subprocess.run(['ctags', '--output-format=json', '--fields=+neS', '--kinds-C=f', '--language-force=C', '-f', '-', *files],
                         capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines() if line.startswith('{')]


def check_functions(root, _build):
    files = list(sources(root, 'services', 'workers', ext=('.c',)))
    code = {f: blank(read(f)).split('\n') for f in files}
    for tag in ctags(files):
        if 'end' not in tag:
            continue
        lines = tag['end'] - tag['line'] + 1
        body = '\n'.join(code[tag['path']][tag['line'] - 1:tag['end']])
        branches = 1 + len(re.findall(r'\b(?:if|for|while|case)\b|&&|\|\||\?', body))
        parameters = tag.get('signature', '').count(',') + 1
        where = '%s:%d: %s' % (os.path.relpath(tag['path'], root), tag['line'], tag['name'])
        if lines > FUNCTION_LINES:
            yield '%s has %d lines, at most %d' % (where, lines, FUNCTION_LINES)
        if branches > CYCLOMATIC:
            yield '%s has cyclomatic complexity %d, at most %d' % (where, branches, CYCLOMATIC)
        if parameters > PARAMETERS:
            yield '%s has %d parameters, at most %d' % (where, parameters, PARAMETERS)


def check_files(root, _build):
    for f in sources(root, 'services', 'workers', 'tests'):
        lines = read(f).count('\n')
        if lines > FILE_LINES:
            yield '%s:1: %d lines, at most %d' % (os.path.relpath(f, root), lines, FILE_LINES)


def check_banned(root, _build):
    own = allowed(root, 'banned')
    # What tests of the schema try out is the database itself: two sessions interleaved, on connections of their own.
    libpq_folders = ('tests/schema/', 'tests/support/')
    for f in sources(root, 'services', 'workers', 'tests'):
        rel = os.path.relpath(f, root)
        for n, line in enumerate(blank(read(f)).split('\n'), 1):
            for m in re.finditer(r'(?<![\w.>])(\w+)\s*\(', line):
                if m[1].startswith('PQ') and rel.startswith(libpq_folders):
                    continue
                if m[1] in BANNED and rel + ':' + m[1] not in own:
                    yield '%s:%d: %s is banned: use %s' % (rel, n, m[1], BANNED[m[1]])


def layer_of(rel):
    m = re.match(r'services/common/(\w+)/', rel)
    return m[1] if m else rel.split('/')[0]


def check_layers(root, _build):
    for f in sources(root, 'services', 'workers'):
        rel = os.path.relpath(f, root)
        layer = layer_of(rel)
        text = read(f)
        for n, line in enumerate(text.split('\n'), 1):
            m = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if not m:
                continue
            header = m[1]
            if header in ('libpq-fe.h', 'pg_query.h') and layer != 'pg' and not re.search(r'_store\w*\.[ch]$', rel) and not rel.endswith('bench_jobs.c'):
                yield '%s:%d: only *_store.c and pg see libpq' % (rel, n)
            if header in ('zmq.h', 'czmq.h') and layer != 'wire' and not rel.startswith('services/broker/') and 'gateway' not in rel and 'bench_rpc' not in rel:
                yield '%s:%d: only wire, the broker and the gateway see ZeroMQ' % (rel, n)
            if layer == 'rules' and header in ('time.h', 'stdio.h', 'unistd.h', 'locale.h', 'clk.h', 'logline.h') and header != 'stdio.h':
                yield '%s:%d: rules know no clock, no files, no locale' % (rel, n)
        logs = re.search(r'\blog_(?:info|warn|error|debug)\s*\(', blank(text))
        if logs and not re.search(r'(^|/)(main|supervisor|database|\w*host\w*|\w*dispatch\w*)\.c$', rel) and layer != 'base' and rel not in allowed(root, 'logging'):
            yield '%s:1: only main.c and the dispatchers log' % rel


def check_names(root, _build):
    """No clause id, contract name or number of a contract in C or SQL: they are data in packs."""
    clause = re.compile(r'\b(?:YF|MH|RSJ|SFJ|HOS)-\d{3}\b|yifen-20\d\d|minhang-20\d\d|rsj-20\d\d|sfj-20\d\d|langfang-20\d\d')
    own = allowed(root, 'names')
    for f in sources(root, 'services', 'workers', 'schema', ext=('.c', '.h', '.sql')):
        rel = os.path.relpath(f, root)
        if rel in own:
            continue
        for n, line in enumerate(read(f).split('\n'), 1):
            if clause.search(line):
                yield '%s:%d: "%s" belongs into a pack' % (rel, n, clause.search(line)[0])


def check_mirror(root, _build):
    """Each source has a test at the mirrored path: tests/unit/PATH/test_NAME.c, or a row in unmirrored.txt."""
    own = allowed(root, 'unmirrored')
    for f in sources(root, 'services', 'workers', ext=('.c',)):
        rel = os.path.relpath(f, root)
        folder, name = os.path.split(rel)
        test = os.path.join(root, 'tests', 'unit', folder, 'test_' + name)
        if name != 'main.c' and not os.path.exists(test) and rel not in own:
            yield '%s:1: no test at %s, and no row in tests/lint/unmirrored.txt' % (rel, os.path.relpath(test, root))
        if rel in own and os.path.exists(test):
            yield '%s:1: has a test now: take its row out of tests/lint/unmirrored.txt' % rel


def check_readme(root, _build):
    for top in ('services', 'workers', 'services/common'):
        for name in sorted(os.listdir(os.path.join(root, top))):
            folder = os.path.join(root, top, name)
            has_code = os.path.isdir(folder) and any(n.endswith('.c') for n in os.listdir(folder))
            if has_code and not os.path.exists(os.path.join(folder, 'README.md')):
                yield '%s/%s:1: no README.md' % (top, name)


def check_routes(root, _build):
    """Every operation in a route table stands in services/README.md or the folder's README, and the other way round no stale row."""
    contract = read(os.path.join(root, 'services', 'README.md'))
    for f in sources(root, 'services', ext=('_routes.c',)):
        rel = os.path.relpath(f, root)
        readme = read(os.path.join(os.path.dirname(f), 'README.md'))
        for n, line in enumerate(read(f).split('\n'), 1):
            m = re.match(r'\s*\{\s*"([a-z_]+\.[a-z_]+)"', line)
            if m and '`%s`' % m[1] not in readme and m[1] not in contract:
                yield '%s:%d: operation %s is in no README' % (rel, n, m[1])


def check_headers(root, build):
    """Every header compiles alone, with the flags of a source of its folder."""
    commands = json.loads(read(os.path.join(build, 'compile_commands.json')))
    flags = {}
    for c in commands:
        args = re.sub(r'-isystem +', '-isystem', c['command']).split()
        flags.setdefault(os.path.dirname(c['file']), [a for a in args if a.startswith(('-I', '-D', '-std', '-isystem'))])
    for f in sources(root, 'services', 'workers', ext=('.h',)):
        use = flags.get(os.path.dirname(f))
        if use is None:
            continue
        run = subprocess.run(['gcc', '-fsyntax-only', '-Wall', '-Wextra', '-Werror', *use, '-x', 'c', '-include', f, '/dev/null'],
                             capture_output=True, text=True)
        if run.returncode != 0:
            yield '%s:1: does not compile alone: %s' % (os.path.relpath(f, root), run.stderr.strip().split('\n')[0])


def check_globals(root, build):
    """No mutable globals but those listed in globals.txt with their reason."""
    own = allowed(root, 'globals')
    for path, _, names in os.walk(build):
        if '/tests/' in path:
            continue
        for name in names:
            if not name.endswith('.c.o') or '_embed' in name or '_sql.c' in name:
                continue
            out = subprocess.run(['objdump', '-t', os.path.join(path, name)], capture_output=True, text=True).stdout
            for line in out.splitlines():
                # Constants with addresses in them lie in .data.rel.ro: the loader writes them, nobody else can.
                m = re.match(r'[0-9a-f]+ .{7} (\.t?(?:data|bss)\S*|\*COM\*)\s+[0-9a-f]+ (?:\.hidden )?(\w[\w.]*)$', line)
                if m and not m[1].startswith(('.data.rel.ro', '.tdata', '.tbss')) and not m[2].startswith(('__', '.')) \
                        and re.sub(r'\.\d+$', '', m[2]) not in own:
                    yield '%s:1: mutable global %s' % (name, m[2])


def check_docs(root, _build):
    """Every prototype of a header has a comment above it or behind it. A comment serves the whole group of prototypes that
    follow it line by line; an empty line or any other declaration ends the group. A typedef of a function is a type, and
    `call_fn on_a, on_b;` declares handlers whose contract is that type's; neither is a prototype of its own."""
    for f in sources(root, 'services', 'workers', ext=('.h',)):
        raw = read(f).split('\n')
        code = blank(read(f)).split('\n')
        documented = False
        inside = False      # a prototype that goes on over several lines
        for n, line in enumerate(code):
            if not line.strip():
                documented = bool(raw[n].strip()) or inside and documented   # a comment line, or an empty one
                continue
            starts = not inside and re.match(
                r'^(?!typedef\b)(?:MUST_CHECK |static inline |NO_RETURN )*(?:const |struct |enum |unsigned )*\w+\s[\s*]*\w+\(', line)
            if starts and not documented and '/*' not in raw[n]:
                yield '%s:%d: prototype without a contract comment' % (os.path.relpath(f, root), n + 1)
            if starts:
                documented = True   # reported or not: its group is judged once
            elif not inside:
                documented = False
            inside = bool(starts or inside) and ';' not in line


def check_text(root, _build):
    """The tree is text: whoever reads a change can read all of it. A byte 0 near the beginning is what git calls binary."""
    for path, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in ('.git', '__pycache__', 'node_modules') and not (path == root and f.startswith(('build', 'mlps-')))]
        for name in names:
            with open(os.path.join(path, name), 'rb') as f:
                if b'\0' in f.read(8000):
                    yield '%s:1: binary file' % os.path.relpath(os.path.join(path, name), root)


def call_arguments(text, at):
    """The arguments of a call whose parenthesis opens before `at`, as source texts."""
    parts, depth = [''], 0
    for token in re.finditer(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|/\*.*?\*/|.', text[at:], flags=re.S):
        piece = token.group(0)
        depth += (piece == '(') - (piece == ')')
        if depth < 0:
            return parts
        if piece == ',' and depth == 0:
            parts.append('')
        elif not piece.startswith('/*'):
            parts[-1] += piece
    return parts


def literal_of(argument):
    """Adjacent literals as one text; None when it is anything else."""
    if not re.fullmatch(r'\s*("(?:\\.|[^"\\])*"\s*)+', argument):
        return None
    return ''.join(re.findall(r'"((?:\\.|[^"\\])*)"', argument))


def format_of(argument):
    """A literal format with every conversion as %, as sentence_rows.h writes it; None when it is no literal."""
    text = literal_of(re.sub(r'\bPRI[diux]64\b', '"d"', argument))
    return text and re.sub(r'%[-+0#]*[0-9]*(?:\.[0-9]+|\.\*)?(?:ll|l|z)?[a-zA-Z]', '%', text)


def is_said(form, rows, patterns):
    """Whether a row makes the form, what stands for its parameters being a word of the tables or no words at all."""
    return any(all(part in rows or not re.search('[a-z]{2} [a-z]', part) for part in match.groups())
               for match in (pattern.fullmatch(form) for pattern in patterns) if match)


# What makes a problem, and which of its arguments is the format.
REFUSALS = {'problem_set': 3, 'yaml_refuse': 2, 'reader_refuse': 2, 'reader_warn': 2}


def check_sentences(root, _build):
    """Every problem that a person may meet has its Chinese form."""
    rows = set()
    for path in sources(root, 'services/common/words', ext=('.c',)):
        rows.update(literal_of(text) for text in re.findall(r'\{\s*((?:"(?:\\.|[^"\\])*"\s*)+),', read(path)))
    patterns = [re.compile(re.escape(row).replace('%', '(.+)')) for row in rows if '%' in row]
    unsaid = allowed(root, 'unsaid')
    for path in sources(root, 'services', 'workers', ext=('.c',)):
        name = os.path.relpath(path, root)
        text = read(path)
        for call in re.finditer(r'\b(%s)\(' % '|'.join(REFUSALS), text):
            if call.group(1) == 'problem_set' and any(name.startswith(row) for row in unsaid):
                continue
            arguments = call_arguments(text, call.end())
            place = REFUSALS[call.group(1)]
            form = format_of(arguments[place]) if len(arguments) > place else None
            if form not in (None, '%') and form not in rows and not is_said(form, rows, patterns):
                yield '%s:%d: no Chinese for "%s": see services/common/words' % (name, text.count('\n', 0, call.start()) + 1, form)


def main():
    name, root = sys.argv[1], sys.argv[2]
    build = sys.argv[3] if len(sys.argv) > 3 else None
    found = list(globals()['check_' + name](root, build))
    for line in found:
        print(line)
    print('%s: %d found' % (name, len(found)))
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
