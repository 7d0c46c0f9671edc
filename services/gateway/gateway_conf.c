/* Two tables, the options and the bounds of the numbers, read once at the start: nothing looks into
 * the environment later. A wrong value is refused and never rounded to one that is allowed. */
#include "gateway_conf.h"

#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "http_text.h"
#include "memory.h"

enum { HOUR_MS = 3600 * 1000 };

const struct option_row GATEWAY_OPTIONS[] = {
    { "listen", "MLPS_LISTEN", "127.0.0.1:8080", false, "监听地址 HOST:PORT，端口 0 为任选",
      "address to listen on, HOST:PORT; port 0: a free one" },
    { "token-file", "MLPS_TOKEN_FILE", NULL, false, "访问令牌文件(0600)，没有则生成",
      "file of the bearer token (0600), made when missing" },
    { "exports", "MLPS_EXPORTS", NULL, false, "已完成导出文件的目录",
      "folder of finished exports" },
    { "hosts", "MLPS_HOSTS", NULL, false, "允许的 Host 名称，逗号分隔",
      "names a Host header may give, separated by commas" },
    { "behind-tls", "MLPS_BEHIND_TLS", NULL, true, "前置代理终结 TLS",
      "a proxy in front ends TLS" },
    { "bus", "MLPS_BUS", "tcp://127.0.0.1:5555", false, "总线地址", "endpoint of the bus" },
    { "keys", "MLPS_KEYS", NULL, false, "CURVE 密钥目录", "folder of the CURVE keys" },
    { "insecure", "MLPS_INSECURE", NULL, true, "总线不加密(仅用于测试)",
      "no encryption on the bus (tests only)" },
    { "bus-ms", NULL, "10000", false, "等待服务应答的时限(毫秒)",
      "most time a service gets to answer (ms)" },
    { "head-ms", NULL, "4800", false, "请求头时限(毫秒)", "time for a request head (ms)" },
    { "body-ms", NULL, "30000", false, "请求正文时限(毫秒)", "time for a request body (ms)" },
    { "idle-ms", NULL, "15000", false, "空闲连接时限(毫秒)", "time between requests (ms)" },
    { "write-ms", NULL, "30000", false, "发送无进展时限(毫秒)",
      "time without progress in sending (ms)" },
    { "max-connections", NULL, "512", false, "最多连接数", "most connections" },
    { "max-per-peer", NULL, "256", false, "每个地址最多连接数", "most connections of one address" },
    { "max-streams", NULL, "128", false, "最多事件流数", "most event streams" },
    { "beat-ms", NULL, "15000", false, "事件流心跳间隔(毫秒)",
      "time between heartbeats of an event stream (ms)" },
    { "help", NULL, NULL, true, "显示本说明", "show this help" },
    { NULL, NULL, NULL, false, NULL, NULL },
};

/* Options that are whole numbers: where they go and what they may be. */
static const struct number_row {
    const char *name;
    size_t offset; /* of an int64_t in struct gateway_conf */
    int64_t least;
    int64_t most;
} NUMBERS[] = {
    { "bus-ms", offsetof(struct gateway_conf, bus_ms), 10, 600000 },
    { "head-ms", offsetof(struct gateway_conf, limits.head_ms), 10, 60000 },
    { "body-ms", offsetof(struct gateway_conf, limits.body_ms), 10, HOUR_MS },
    { "idle-ms", offsetof(struct gateway_conf, limits.idle_ms), 10, HOUR_MS },
    { "write-ms", offsetof(struct gateway_conf, limits.write_ms), 10, HOUR_MS },
    { "max-connections", offsetof(struct gateway_conf, limits.max_conns), 1, 100000 },
    { "max-per-peer", offsetof(struct gateway_conf, limits.max_peer), 1, 100000 },
    { "max-streams", offsetof(struct gateway_conf, max_streams), 1, 10000 },
    { "beat-ms", offsetof(struct gateway_conf, beat_ms), 10, 60000 },
};

/* Made from the table, so that it cannot lack an option. */
static void print_help(void)
{
    printf("mlps-gateway\n");
    for (const struct option_row *row = GATEWAY_OPTIONS; row->name; row++)
        printf("  --%s%s%s%s\n      %s / %s\n", row->name, row->flag ? "" : " VALUE",
               row->fallback ? " =" : "", row->fallback ? row->fallback : "", row->help_zh,
               row->help_en);
}

/* Linger (ms) and the sum of queued bytes have no option: they protect the process and nobody needs
 * other values. Offsets are into *self, all of type int64_t. */
static rc_t read_numbers(struct gateway_conf *self, const struct options *options,
                         struct problem *problem)
{
    rc_t rc = RC_OK;
    self->limits.linger_ms = 2000;
    self->limits.max_queued = 64 << 20;
    for (size_t i = 0; i < COUNT_OF(NUMBERS) && rc == RC_OK; i++) {
        int64_t value;
        rc = option_int(options, NUMBERS[i].name, NUMBERS[i].least, NUMBERS[i].most, &value,
                        problem);
        if (rc == RC_OK)
            memcpy((char *)self + NUMBERS[i].offset, &value, sizeof(value));
    }
    return rc;
}

/* Without keys the bus is open to everybody on the machine: that must be asked for by name. */
static rc_t read_bus(struct gateway_conf *self, const struct options *options,
                     struct problem *problem)
{
    const char *keys = option_text(options, "keys");
    const char *bus = option_text(options, "bus");
    if (strlen(bus) >= sizeof(self->bus.requests))
        return problem_set(problem, RC_INVALID, "bus", "option \"--bus\" is longer than %d bytes",
                           BUS_ENDPOINT_MAX - 1);
    snprintf(self->bus.requests, sizeof(self->bus.requests), "%s", bus);
    rc_t rc = bus_conf_derive(&self->bus, problem);
    if (rc != RC_OK)
        return rc;
    if (keys)
        return bus_conf_keys(&self->bus, keys, "gateway", problem);
    if (!option_given(options, "insecure"))
        return problem_set(problem, RC_INVALID, "keys",
                           "option \"--keys\" is missing: give a key folder, or \"--insecure\" for "
                           "a bus without encryption");
    return RC_OK;
}

/* Names without ports: ports are mapped and forwarded, the name is what a rebinding page cannot
 * choose. */
static rc_t add_host(struct gateway_conf *self, char *name, struct problem *problem)
{
    size_t len = http_host_len(name);
    if (!http_is_host(name) || name[len] != '\0' || self->host_count == GATEWAY_HOSTS_MAX)
        return problem_set(problem, RC_INVALID, "hosts",
                           "option \"--hosts\" must be at most %d host names without ports, "
                           "separated by commas, got \"%s\"",
                           GATEWAY_HOSTS_MAX, name);
    http_lower(name);
    self->hosts[self->host_count++] = name;
    return RC_OK;
}

/* Without --hosts: this machine by its usual names, and the address we listen on. */
static rc_t read_hosts(struct gateway_conf *self, const char *given, struct problem *problem)
{
    char listen[300];
    char usual[400];
    rc_t rc = RC_OK;
    snprintf(listen, sizeof(listen), "%s", self->listen);
    if (!http_is_host(listen) || listen[http_host_len(listen)] != ':')
        return problem_set(problem, RC_INVALID, "listen",
                           "option \"--listen\" must be HOST:PORT, got \"%s\"", self->listen);
    listen[http_host_len(listen)] = '\0';
    snprintf(usual, sizeof(usual), "localhost,127.0.0.1,[::1],%s", listen);
    self->hosts_text = mem_dup(given ? given : usual);
    for (char *at = self->hosts_text; at && rc == RC_OK;) {
        char *next = strchr(at, ',');
        if (next)
            *next++ = '\0';
        rc = add_host(self, http_trim(at), problem);
        at = next;
    }
    return rc;
}

/* The token file has no default: two gateways must not share one by accident. */
static rc_t read_texts(struct gateway_conf *self, const struct options *options,
                       struct problem *problem)
{
    if (options->rest_count > 0)
        return problem_set(problem, RC_INVALID, options->rest[0], "unexpected word \"%s\"",
                           options->rest[0]);
    self->listen = option_text(options, "listen");
    self->token_file = option_text(options, "token-file");
    self->exports = option_text(options, "exports");
    self->tls = option_given(options, "behind-tls");
    if (!self->token_file)
        return problem_set(problem, RC_INVALID, "token-file",
                           "option \"--token-file\" is missing: give the file of the bearer token");
    return RC_OK;
}

/* Texts are borrowed from argv and the environment. With *ret_done the caller leaves with success
 * and *self holds nothing; on failure nothing either. */
rc_t gateway_conf_read(struct gateway_conf *self, int argc, char **argv, bool *ret_done,
                       struct problem *problem)
{
    struct options options;
    *ret_done = false;
    memset(self, 0, sizeof(*self));
    rc_t rc = options_read(&options, GATEWAY_OPTIONS, argc, argv, problem);
    if (rc != RC_OK)
        return rc;
    if (option_given(&options, "help")) {
        print_help();
        *ret_done = true;
        return RC_OK;
    }
    rc = read_texts(self, &options, problem);
    if (rc == RC_OK)
        rc = read_numbers(self, &options, problem);
    if (rc == RC_OK)
        rc = read_hosts(self, option_text(&options, "hosts"), problem);
    if (rc == RC_OK)
        rc = read_bus(self, &options, problem);
    if (rc != RC_OK)
        gateway_conf_fini(self);
    return rc;
}

/* Safe on a configuration of zeros, and twice. */
void gateway_conf_fini(struct gateway_conf *self)
{
    mem_free(self->hosts_text);
    self->hosts_text = NULL;
}

/* Against pages that rebind their name to our address: without this check a browser would be a way
 * around the loopback address. The port is not compared. */
bool gateway_conf_host_allowed(const struct gateway_conf *self, const char *host)
{
    size_t len = http_host_len(host);
    char name[260];
    if (len >= sizeof(name))
        return false;
    snprintf(name, sizeof(name), "%.*s", (int)len, host);
    for (size_t i = 0; i < self->host_count; i++)
        if (http_same_word(self->hosts[i], name))
            return true;
    return false;
}
