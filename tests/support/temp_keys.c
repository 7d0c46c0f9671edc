#include "temp_keys.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "keyfile.h"

static void must(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "could not %s\n", what);
    exit(1);
}

void temp_keys_make(struct temp_keys *self, const char *const names[])
{
    struct problem problem = { 0 };
    snprintf(self->dir, sizeof(self->dir), "/tmp/mlps-keys-XXXXXX");
    must(mkdtemp(self->dir) != NULL, "make a folder");
    must(bus_keys_make(self->dir, names, &problem) == RC_OK, problem.text);
}

void temp_keys_remove(struct temp_keys *self)
{
    char path[512];
    DIR *dir = opendir(self->dir);
    for (struct dirent *at; dir && (at = readdir(dir)) != NULL;) {
        snprintf(path, sizeof(path), "%s/%s", self->dir, at->d_name);
        unlink(path);
    }
    if (dir)
        closedir(dir);
    rmdir(self->dir);
}

void temp_keys_use(const struct temp_keys *self, const char *name, struct bus_conf *bus)
{
    struct problem problem = { 0 };
    must(bus_conf_keys(bus, self->dir, name, &problem) == RC_OK, problem.text);
}

void temp_keys_revoke(const struct temp_keys *self, const char *name)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s.pub", self->dir, name);
    must(unlink(path) == 0, "take a key away");
}

void temp_keys_renew(const struct temp_keys *self, const char *name)
{
    struct problem problem = { 0 };
    must(keyfile_make_pair(self->dir, name, &problem) == RC_OK, problem.text);
}
