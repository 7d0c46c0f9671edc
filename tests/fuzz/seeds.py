#!/usr/bin/python3
"""seeds.py FROM TO: the seeds of a fuzz target as bytes, in folder TO.

The repository holds text only. A seed called NAME.esc is written in escapes and becomes NAME: printable ASCII stands for
itself, `\\xNN` for any byte, `\\\\` for a backslash; ends of lines are layout and stand for nothing. Any other seed is copied.

seeds.py --escape FILE...: each file becomes FILE.esc, with a line end after each byte of 0x0a or 0xff.
"""
import os
import re
import sys

ESCAPE = re.compile(rb'\\(?:x([0-9a-f]{2})|(\\))')


def decoded(text, name):
    """-> the bytes that `text` stands for; ValueError at anything the notation does not know."""
    body = text.replace(b'\n', b'')
    left = ESCAPE.sub(b'', body)
    if b'\\' in left or any(byte < 0x20 or byte > 0x7e for byte in left):
        raise ValueError('%s: expected printable ASCII, \\xNN and \\\\ only' % name)
    return ESCAPE.sub(lambda m: bytes.fromhex(m[1].decode()) if m[1] else b'\\', body)


def encoded(data):
    out = []
    for byte in data:
        out.append('\\\\' if byte == 0x5c else chr(byte) if 0x20 <= byte <= 0x7e else '\\x%02x' % byte)
        if byte in (0x0a, 0xff):
            out.append('\n')
    text = ''.join(out).rstrip('\n').encode() + b'\n'
    assert decoded(text, 'encoded') == data
    return text


def read(path):
    with open(path, 'rb') as f:
        return f.read()


def write(path, data):
    with open(path, 'wb') as f:
        f.write(data)


def convert(source, target):
    """TO holds afterwards what FROM stands for, and nothing of an earlier run."""
    os.makedirs(target, exist_ok=True)
    for old in os.listdir(target):
        os.remove(os.path.join(target, old))
    for name in sorted(os.listdir(source)):
        data = read(os.path.join(source, name))
        stem, suffix = os.path.splitext(name)
        if suffix == '.esc':
            write(os.path.join(target, stem), decoded(data, name))
        else:
            write(os.path.join(target, name), data)


if sys.argv[1] == '--escape':
    for path in sys.argv[2:]:
        write(path + '.esc', encoded(read(path)))
        os.remove(path)
else:
    convert(sys.argv[1], sys.argv[2])
