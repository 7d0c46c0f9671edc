#include "gateway_ground.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { START_MS = 60000, STOP_MS = 60000 };

static void read_token(struct gateway_ground *self)
{
    FILE *file = fopen(self->token_file, "r");
    assert_non_null(file);
    assert_non_null(fgets(self->token, sizeof(self->token), file));
    self->token[strcspn(self->token, "\n")] = '\0';
    fclose(file);
}

static void launch(struct gateway_ground *self)
{
    const char *argv[GATEWAY_ARGS + 12] = { MLPS_BIN_DIR "/mlps-gateway",
                                            "--insecure",
                                            "--bus",
                                            self->bus,
                                            "--listen",
                                            "127.0.0.1:0",
                                            "--token-file",
                                            self->token_file,
                                            "--exports",
                                            self->exports };
    const char *const env[] = { "MLPS_LOG=error", NULL };
    char line[200];
    size_t argc = 10;
    for (size_t i = 0; i < GATEWAY_ARGS && self->options[i]; i++)
        argv[argc++] = self->options[i];
    child_start(&self->process, &(struct child_spec){ .argv = argv, .env = env, .out = true });
    if (!child_line(&self->process, START_MS, line, sizeof(line)) ||
        sscanf(line, "ready http://%60s", self->address) != 1)
        fail_msg("mlps-gateway did not say that it is ready");
}

void gateway_start(struct gateway_ground *self, const struct bus_conf *bus,
                   const char *const options[])
{
    *self = (struct gateway_ground){ .process = { .pid = 0 } };
    snprintf(self->folder, sizeof(self->folder), "/tmp/mlps-gateway-XXXXXX");
    assert_non_null(mkdtemp(self->folder));
    snprintf(self->exports, sizeof(self->exports), "%s/exports", self->folder);
    snprintf(self->token_file, sizeof(self->token_file), "%s/token", self->folder);
    snprintf(self->bus, sizeof(self->bus), "%s", bus->requests);
    assert_int_equal(mkdir(self->exports, 0700), 0);
    for (size_t i = 0; options && options[i]; i++)
        self->options[i] = options[i];
    launch(self);
    read_token(self);
    http_client_open(&self->client, self->address, 0);
}

static void empty_folder(const char *path)
{
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;) {
        char name[512];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
        unlink(name);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

int gateway_stop(struct gateway_ground *self)
{
    http_client_close(&self->client);
    int code = child_stop(&self->process, STOP_MS);
    empty_folder(self->exports);
    empty_folder(self->folder);
    return code;
}

void gateway_reconnect(struct gateway_ground *self)
{
    http_client_close(&self->client);
    http_client_open(&self->client, self->address, 0);
}

void gateway_speak_with(struct gateway_ground *self, const char *token)
{
    snprintf(self->token, sizeof(self->token), "%s", token);
    gateway_reconnect(self);
}

const char *gateway_request(struct gateway_ground *self, const char *start_line, const char *fields)
{
    snprintf(self->request, sizeof(self->request),
             "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n", start_line,
             self->token, fields ? fields : "");
    return self->request;
}

int gateway_get(struct gateway_ground *self, const char *path)
{
    char line[2048];
    snprintf(line, sizeof(line), "GET %s", path);
    return http_client_ask(&self->client, gateway_request(self, line, NULL));
}

json_t *gateway_json(struct gateway_ground *self, const char *path)
{
    if (gateway_get(self, path) != 200)
        fail_msg("%s: %s", path, self->client.bytes);
    return http_client_json(&self->client);
}

int gateway_post(struct gateway_ground *self, const char *path, const char *key, const char *body)
{
    char line[300];
    char fields[300];
    snprintf(line, sizeof(line), "POST %s", path);
    snprintf(fields, sizeof(fields),
             "Content-Type: application/json\r\nIdempotency-Key: %s\r\nContent-Length: %zu\r\n",
             key, strlen(body));
    assert_true(http_client_send(&self->client, gateway_request(self, line, fields)));
    return http_client_ask(&self->client, body);
}

int64_t gateway_metric(struct gateway_ground *self, const char *name)
{
    char line[200];
    long long value = -1;
    assert_int_equal(gateway_get(self, "/metrics"), 200);
    snprintf(line, sizeof(line), "\n%s ", name);
    const char *at = strstr(self->client.body, line);
    if (!at || sscanf(at + strlen(line), "%lld", &value) != 1)
        fail_msg("no %s", name);
    return value;
}

/* A sanitizer's shadow and quarantine are not ours. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { MEASURES_MEMORY = 0 };
#else
enum { MEASURES_MEMORY = 1 };
#endif

int64_t gateway_peak_kib(const struct gateway_ground *self)
{
    char path[64];
    char line[200];
    long long kib = -1;
    snprintf(path, sizeof(path), "/proc/%d/status", (int)self->process.pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (kib < 0 && fgets(line, sizeof(line), file))
        (void)sscanf(line, "VmHWM: %lld", &kib);
    fclose(file);
    return MEASURES_MEMORY ? kib : 0;
}
