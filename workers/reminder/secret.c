/* Read at every message and not kept: a secret that was changed holds from the next one on, and
 * what is not in memory cannot be dumped. */
#include "secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Folder and name; SECRET_TEXT bounds what lies in the file. */
enum { PATH_TEXT = 1024 };

/* One name in one folder: no way up, no hidden file, no path. */
static bool is_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && !strchr(name, '/');
}

/* False also for a path that does not fit: a cut path could be another file's. */
static bool read_file(const char *dir, const char *name, char out[SECRET_TEXT])
{
    char path[PATH_TEXT];
    int len = snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *in = len > 0 && (size_t)len < sizeof(path) ? fopen(path, "re") : NULL;
    bool read = in && fgets(out, SECRET_TEXT, in);
    if (in)
        fclose(in);
    return read;
}

/* A value that would have to be cut is none: half a secret signs wrongly and nobody sees why. */
static bool read_env(const char *name, char out[SECRET_TEXT])
{
    const char *value = getenv(name);
    if (!value || strlen(value) >= SECRET_TEXT)
        return false;
    snprintf(out, SECRET_TEXT, "%s", value);
    return true;
}

/* The problem names the reference, never what it led to. An empty secret is refused like a missing
 * one: it would sign, and everybody could. */
rc_t secret_read(const char *ref, const char *dir, char out[SECRET_TEXT], struct problem *problem)
{
    bool found;
    out[0] = '\0';
    if (!ref)
        return RC_OK;
    if (strncmp(ref, "file:", 5) == 0 && is_name(ref + 5))
        found = dir && read_file(dir, ref + 5, out);
    else if (strncmp(ref, "env:" SECRET_ENV_PREFIX, 4 + strlen(SECRET_ENV_PREFIX)) == 0)
        found = read_env(ref + 4, out);
    else
        return problem_set(
            problem, RC_INVALID, NULL,
            "secret reference \"%s\" must be file:NAME or env:" SECRET_ENV_PREFIX "NAME", ref);
    out[strcspn(out, "\r\n")] = '\0';
    if (found && out[0] != '\0')
        return RC_OK;
    return problem_set(problem, RC_UNAVAILABLE, NULL, "could not read the secret \"%s\"", ref);
}
