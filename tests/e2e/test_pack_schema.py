#!/usr/bin/python3
"""The JSON Schema that `mlps pack schema` prints: every shipped pack fits it, and mistakes do not."""
import copy
import json
import os
import re
import sys
import unittest

import jsonschema
import yaml

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import stack  # noqa: E402

PACKS = os.path.join(os.path.dirname(__file__), '..', '..', 'schema', 'packs')


class Loader(yaml.SafeLoader):
    """YAML 1.2 as packs are written in: only true and false are truth values, only digits a number, dates are text."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (('bool', r'^(true|false)$', 'tf'), ('int', r'^-?(0|[1-9][0-9]*)$', '-0123456789'),
                            ('float', r'^-?[0-9]+\.[0-9]+$', '-0123456789')):
    Loader.add_implicit_resolver('tag:yaml.org,2002:' + tag, re.compile(pattern), list(first))


def read(name):
    with open(os.path.join(PACKS, name), encoding='utf-8') as f:
        return yaml.load(f, Loader)


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        got = stack.run('pack', 'schema')
        cls.schema = json.loads(got.stdout)
        jsonschema.Draft202012Validator.check_schema(cls.schema)
        cls.validator = jsonschema.Draft202012Validator(cls.schema)

    def test_every_shipped_pack_fits(self):
        names = sorted(n for n in os.listdir(PACKS) if n.endswith('.yaml'))
        self.assertEqual(len(names), 5)
        for name in names:
            errors = ['/'.join(map(str, e.absolute_path)) + ': ' + e.message[:200] for e in self.validator.iter_errors(read(name))]
            self.assertEqual(errors, [], name)

    def test_mistakes_do_not(self):
        pack = read('yifen-2026.yaml')

        def spoil(change):
            spoilt = copy.deepcopy(pack)
            change(spoilt)
            return self.validator.is_valid(spoilt)
        self.assertTrue(spoil(lambda p: None))
        self.assertFalse(spoil(lambda p: p.pop('zone')))
        self.assertFalse(spoil(lambda p: p.update(colour='red')))
        self.assertFalse(spoil(lambda p: p['systems'][0].update(colour='red')))
        self.assertFalse(spoil(lambda p: p['systems'][0].pop('grade')))
        self.assertFalse(spoil(lambda p: p['systems'][0].update(grade='three')))
        self.assertFalse(spoil(lambda p: p['terms'][0].update(within='soon')))
        self.assertFalse(spoil(lambda p: p['payments'][0].update(share=70)))
        self.assertFalse(spoil(lambda p: p['records'][0].update(why='dull')))
        self.assertFalse(spoil(lambda p: p['phases'].update(use='minhang')))

    def test_every_section_is_described(self):
        with open(os.path.join(PACKS, 'README.md'), encoding='utf-8') as f:
            sections = re.search(r'## Sections\n(.*?)\n\n', f.read(), re.S).group(1)
        named = set()
        for row in sections.splitlines()[2:]:
            named.update(re.findall(r'`([a-z_]+)`', row.split('|')[1]))
        self.assertEqual(named, set(self.schema['properties']))


if __name__ == '__main__':
    unittest.main()
