#include "smtp_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"

enum { PATH_TEXT = 128, ARGV_MAX = 12, START_MS = 60000 };

static void die(const char *what)
{
    fprintf(stderr, "smtp_server: could not %s\n", what);
    abort();
}

static void path_in(const struct smtp_server *self, const char *name, char out[PATH_TEXT])
{
    snprintf(out, PATH_TEXT, "%s/%s", self->dir, name);
}

static void make_certificate(const char *cert, const char *key)
{
    const char *argv[] = { "openssl",  "req",
                           "-x509",    "-newkey",
                           "rsa:2048", "-nodes",
                           "-keyout",  key,
                           "-out",     cert,
                           "-days",    "2",
                           "-subj",    "/CN=localhost",
                           "-addext",  "subjectAltName=DNS:localhost,IP:127.0.0.1",
                           NULL };
    if (child_run(&(struct child_spec){ .argv = argv, .log = "/dev/null" }) != 0)
        die("make a certificate");
}

static void start_child(struct smtp_server *self, int features)
{
    char cert[PATH_TEXT], key[PATH_TEXT], line[PATH_TEXT];
    const char *argv[ARGV_MAX] = { "/usr/bin/python3",
                                   MLPS_SOURCE_DIR "/tests/support/smtp_server.py", self->dir };
    size_t count = 3;
    path_in(self, "cert.pem", cert);
    path_in(self, "key.pem", key);
    if (features & SMTP_TLS) {
        make_certificate(cert, key);
        argv[count++] = "--tls";
        argv[count++] = cert;
        argv[count++] = key;
    }
    if (features & SMTP_AUTH) {
        argv[count++] = "--auth";
        argv[count++] = "mlps";
        argv[count++] = "pass word";
    }
    child_start(&self->child, &(struct child_spec){ .argv = argv, .out = true });
    int port = 0;
    if (!child_line(&self->child, START_MS, line, sizeof(line)) ||
        sscanf(line, "ready %d", &port) != 1)
        die("start smtp_server.py: is python3-aiosmtpd installed?");
    snprintf(self->url, sizeof(self->url), "smtp://%s:%d",
             features & SMTP_TLS ? "localhost" : "127.0.0.1", port);
}

void smtp_server_start(struct smtp_server *self, int features)
{
    memset(self, 0, sizeof(*self));
    snprintf(self->dir, sizeof(self->dir), "/tmp/mlps-smtp-XXXXXX");
    if (!mkdtemp(self->dir))
        die("make a folder");
    start_child(self, features);
}

void smtp_server_stop(struct smtp_server *self)
{
    static const char *const FILES[] = { "mode", "mode.new", "mails", "cert.pem", "key.pem" };
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

void smtp_server_mode(const struct smtp_server *self, const char *mode)
{
    char path[PATH_TEXT], fresh[PATH_TEXT];
    path_in(self, "mode.new", fresh);
    path_in(self, "mode", path);
    FILE *file = fopen(fresh, "we");
    if (!file || fputs(mode, file) < 0 || fclose(file) != 0 || rename(fresh, path) != 0)
        die("set the mode");
}

char *smtp_server_mails(const struct smtp_server *self)
{
    char path[PATH_TEXT];
    char *text = mem_new(SMTP_MAILS_MAX);
    path_in(self, "mails", path);
    FILE *file = fopen(path, "re");
    if (!file)
        return text;
    size_t got = fread(text, 1, SMTP_MAILS_MAX - 1, file);
    text[got] = '\0';
    fclose(file);
    return text;
}

size_t smtp_server_count(const struct smtp_server *self)
{
    char path[PATH_TEXT];
    size_t count = 0;
    path_in(self, "mails", path);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    for (int c = getc(file); c != EOF; c = getc(file))
        count += c == '\n';
    fclose(file);
    return count;
}
