#!/usr/bin/python3
"""docker/: compose.yaml runs exactly the programs that are built, with options they know, locked down; the image has every library they are
linked with; what is copied into it exists and is sent to the builder."""
import os
import re
import subprocess
import unittest

import yaml

ROOT = os.environ['MLPS_SOURCE_DIR']
BIN = os.environ['MLPS_BIN_DIR']
FOREIGN = {'postgres'}     # not of our image
ONCE = {'keys', 'migrate'}  # end by themselves
OF_LIBC = {'libc6', 'libgcc-s1', 'libstdc++6'}


def read(*path):
    with open(os.path.join(ROOT, *path), encoding='utf-8') as f:
        return f.read()


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)

ON_DEMAND = {'mlps-simulate'}  # started by `mlps simulate`, never a service


class Compose(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.compose = yaml.safe_load(read('docker', 'compose.yaml'))
        cls.services = cls.compose['services']
        cls.ours = {name: s for name, s in cls.services.items() if name not in FOREIGN}

    def test_every_program_is_a_container_and_the_other_way_round(self):
        built = {name for name in os.listdir(BIN) if name == 'mlps' or name.startswith('mlps-')} - ON_DEMAND
        self.assertEqual({s['command'][0] for s in self.ours.values()}, built)

    def test_options_are_known(self):
        for name, service in self.ours.items():
            program, *words = service['command']
            help_words = [w for w in words if not w.startswith('-')][:1] if program == 'mlps' else []
            known = run(os.path.join(BIN, program), *help_words, '--help').stdout
            for option in (w for w in words if w.startswith('--')):
                self.assertIn(option, known, name)

    def test_containers_are_locked_down(self):
        for name, service in self.ours.items():
            self.assertTrue(service['read_only'], name)
            self.assertEqual(service['user'], '10001:10001', name)
            self.assertEqual(service['cap_drop'], ['ALL'], name)
            self.assertIn('no-new-privileges:true', service['security_opt'], name)
            self.assertEqual('restart' in service and service['restart'] == 'no', name in ONCE, name)
            self.assertEqual(bool(service['healthcheck'].get('disable')), name in ONCE, name)

    def test_what_is_named_exists(self):
        for name, service in self.services.items():
            for other in service.get('depends_on', {}):
                self.assertIn(other, self.services, name)
            for volume in service.get('volumes', []):
                self.assertIn(volume.split(':')[0], self.compose['volumes'], name)
        published = [p for s in self.services.values() for p in s.get('ports', [])]
        self.assertEqual(published, ['127.0.0.1:8080:8080'])     # nothing is open to the network without being asked for


class Image(unittest.TestCase):
    dockerfile = read('docker', 'Dockerfile')

    def test_what_is_copied_exists_and_is_sent(self):
        sent = {line[1:] for line in read('docker', 'Dockerfile.dockerignore').split('\n') if line.startswith('!')}
        for line in re.findall(r'^COPY (?!--from)(.*)$', self.dockerfile, re.M):
            for path in line.split()[:-1]:
                self.assertTrue(os.path.exists(os.path.join(ROOT, path)), path)
                self.assertIn(path, sent)

    def test_runs_as_an_unprivileged_user(self):
        self.assertEqual(re.findall(r'^USER (.*)$', self.dockerfile, re.M), ['mlps'])
        self.assertIn('--uid 10001', self.dockerfile)

    def test_every_library_is_installed(self):
        installed = set(self.dockerfile.split('--no-install-recommends', 1)[1].split('&&', 1)[0].replace('\\', ' ').split())
        for name in sorted(os.listdir(BIN)):
            path = os.path.join(BIN, name)
            if not name.startswith('mlps'):
                continue
            needed = re.findall(r'NEEDED.*\[(.*)\]', run('readelf', '-d', path).stdout)
            found = dict(re.findall(r'(\S+) => (/\S+)', run('ldd', path).stdout))
            for library in needed:
                if library not in found:
                    continue    # the loader itself
                real = os.path.realpath(found[library])
                owner = run('dpkg', '-S', real).stdout or run('dpkg', '-S', real.replace('/usr/lib', '/lib', 1)).stdout
                package = owner.split(':')[0]
                self.assertIn(package, installed | OF_LIBC, '%s needs %s' % (name, library))


if __name__ == '__main__':
    unittest.main()
