#include "chat_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_TEXT = 128, START_MS = 60000 };

static void die(const char *what)
{
    fprintf(stderr, "chat_server: could not %s\n", what);
    abort();
}

static void path_in(const struct chat_server *self, const char *name, char out[PATH_TEXT])
{
    snprintf(out, PATH_TEXT, "%s/%s", self->dir, name);
}

/* Whole or not at all: the server reads it at any time. */
static void write_file(const struct chat_server *self, const char *name, const char *text)
{
    char path[PATH_TEXT], fresh[PATH_TEXT];
    path_in(self, "new", fresh);
    path_in(self, name, path);
    FILE *file = fopen(fresh, "we");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0 || rename(fresh, path) != 0)
        die("write a file");
}

void chat_server_start(struct chat_server *self)
{
    char line[PATH_TEXT];
    int port = 0;
    memset(self, 0, sizeof(*self));
    snprintf(self->dir, sizeof(self->dir), "/tmp/mlps-chat-XXXXXX");
    if (!mkdtemp(self->dir))
        die("make a folder");
    write_file(self, "token", CHAT_TOKEN "\n");
    write_file(self, "secret", CHAT_SECRET "\n");
    const char *argv[] = { "/usr/bin/python3", MLPS_SOURCE_DIR "/tests/support/chat_server.py",
                           self->dir, NULL };
    child_start(&self->child, &(struct child_spec){ .argv = argv, .out = true });
    if (!child_line(&self->child, START_MS, line, sizeof(line)) ||
        sscanf(line, "ready %d", &port) != 1)
        die("start chat_server.py");
    snprintf(self->host, sizeof(self->host), "127.0.0.1:%d", port);
    setenv("MLPS_CHANNEL_ALLOW", self->host, 1);
}

void chat_server_stop(struct chat_server *self)
{
    static const char *const FILES[] = { "mode", "new", "posts", "token", "secret" };
    char path[PATH_TEXT];
    if (self->dir[0] == '\0')
        return;
    child_stop(&self->child, 2000);
    for (size_t i = 0; i < sizeof(FILES) / sizeof(FILES[0]); i++) {
        path_in(self, FILES[i], path);
        unlink(path);
    }
    rmdir(self->dir);
    self->dir[0] = '\0';
}

void chat_server_mode(const struct chat_server *self, const char *mode)
{
    write_file(self, "mode", mode);
}

json_t *chat_server_posts(const struct chat_server *self)
{
    char path[PATH_TEXT];
    json_t *posts = json_array();
    path_in(self, "posts", path);
    FILE *file = fopen(path, "re");
    if (!file)
        return posts;
    for (;;) {
        json_t *post = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL);
        if (!post)
            break;
        json_array_append_new(posts, post);
    }
    fclose(file);
    return posts;
}

static size_t count(const struct chat_server *self, bool good_only)
{
    json_t *posts = chat_server_posts(self);
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(posts); i++)
        n += !good_only || json_is_true(json_object_get(json_array_get(posts, i), "good"));
    json_decref(posts);
    return n;
}

size_t chat_server_count(const struct chat_server *self)
{
    return count(self, false);
}

size_t chat_server_good(const struct chat_server *self)
{
    return count(self, true);
}
