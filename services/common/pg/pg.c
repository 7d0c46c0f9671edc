/* A connection's life: made lazily, lost without notice, made again after a jittered pause. Nobody
 * holds a PGconn across a loss: `lost` is set where the loss shows, and the next pg_ready starts
 * anew with settings and no prepared statements. Durability is checked at each session's begin,
 * because a role or a pooler could have lowered it (HA-03). */
#include "pg.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "clk.h"
#include "memory.h"
#include "parse.h"
#include "pg_private.h"
#include "pg_query.h"
#include "pg_sql.h"

enum {
    VERSION_LEAST = 150000, /* security_invoker views (RLS-03) came with 15 */
    BACKOFF_FIRST_MS = 20,  /* pause after the first failed connect; doubles with jitter */
    BACKOFF_MOST_MS = 1000,
    CONNECT_PARAMS_MAX = 64,
};

/* What a connection gets unless the DSN says otherwise (HA-05). GSS encryption is tried by libpq
 * before anything else and costs a round trip and a Kerberos library's memory. */
static const struct {
    const char *key;
    const char *value;
} DEFAULTS[] = {
    { "connect_timeout", "2" },
    { "target_session_attrs", "read-write" },
    { "keepalives_idle", "5" },
    { "keepalives_interval", "2" },
    { "keepalives_count", "3" },
    { "tcp_user_timeout", "8000" },
    { "client_encoding", "UTF8" },
    { "gssencmode", "disable" },
    { "fallback_application_name", "mlps" },
};

/* Nothing is opened here, so that a program starts while its database does not. */
pg_t *pg_new(const struct pg_conf *conf)
{
    pg_t *self = mem_new(sizeof(*self));
    self->dsn = mem_dup(conf->dsn ? conf->dsn : "");
    self->role = mem_dup(conf->role);
    self->process = mem_dup(conf->process);
    return self;
}

/* Prepared statements die with the connection; the list must be emptied with it, or the next
 * connection would be asked for what it never prepared. */
void pg_drop(pg_t *self)
{
    PQfinish(self->conn); /* accepts NULL */
    self->conn = NULL;
    self->lost = false;
    self->again = false;
    self->in_tx = false;
    self->prepared_count = 0;
}

/* NULL is allowed and the pointer is cleared: owners call it on every way out. */
void pg_destroy(pg_t **self_p)
{
    pg_t *self = *self_p;
    if (!self)
        return;
    pg_drop(self);
    mem_free(self->prepared);
    mem_free(self->account);
    mem_free(self->dsn);
    mem_free(self->role);
    mem_free(self->process);
    mem_free(self);
    *self_p = NULL;
}

/* Never connected and connected no more are the same to whoever wants to run a statement. */
bool pg_is_lost(const pg_t *self)
{
    return self->conn == NULL || self->lost;
}

/* Notices are not shown to anybody, but a warning while committing means that the server gave up
 * waiting for its replica: the commit is not what was promised. */
static void on_notice(void *arg, const PGresult *notice)
{
    pg_t *self = arg;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (self->committing && severity && strcmp(severity, "WARNING") == 0)
        self->commit_warned = true;
}

/* Keys and values as PQconnectdbParams takes them, ended by a NULL. */
struct params {
    const char *keys[CONNECT_PARAMS_MAX + 1];
    const char *values[CONNECT_PARAMS_MAX + 1];
    int count;
};

/* What the address itself says goes before our defaults; a user's own timeout must hold. */
static bool has_param(const struct params *params, const char *key)
{
    for (int i = 0; i < params->count; i++)
        if (strcmp(params->keys[i], key) == 0)
            return true;
    return false;
}

/* Empty values are left out, since libpq would take them for a wish; a full table ends the list,
 * and libpq's own defaults hold. */
static void add_param(struct params *params, const char *key, const char *value)
{
    if (!value || !*value || has_param(params, key) || params->count == CONNECT_PARAMS_MAX)
        return;
    params->keys[params->count] = key;
    params->values[params->count++] = value;
}

/* The first value of a key stays: ours that must hold, then the DSN's, then the defaults. */
static void collect_params(const pg_t *self, const PQconninfoOption *dsn, struct params *params)
{
    add_param(params, "user", self->role);
    add_param(params, "application_name", self->process);
    for (const PQconninfoOption *option = dsn; option->keyword; option++)
        add_param(params, option->keyword, option->val);
    for (size_t i = 0; i < COUNT_OF(DEFAULTS); i++)
        add_param(params, DEFAULTS[i].key, DEFAULTS[i].value);
}

/* The reason in the server's or libpq's words, on one line. */
static rc_t not_connected(const PGconn *conn, struct problem *problem)
{
    char reason[PROBLEM_TEXT_MAX];
    snprintf(reason, sizeof(reason), "%s", conn ? PQerrorMessage(conn) : "out of memory");
    size_t len = strlen(reason);
    while (len > 0 && reason[len - 1] == '\n')
        reason[--len] = '\0';
    for (char *at = reason; (at = strchr(at, '\n')) != NULL;)
        *at = ' ';
    return problem_set(problem, RC_UNAVAILABLE, NULL, "could not connect to the database: %s",
                       reason);
}

/* The address may be a URI or key=value pairs; libpq reads both, and our parameters are added to
 * what it read. A password never gets into a message, since only the reason of libpq is shown. */
static rc_t open_connection(pg_t *self, struct problem *problem)
{
    struct params params = { .count = 0 };
    char *why = NULL;
    PQconninfoOption *dsn = PQconninfoParse(self->dsn, &why);
    if (!dsn) {
        rc_t rc = problem_set(problem, RC_INVALID, "dsn", "could not read the database address: %s",
                              why ? why : "out of memory");
        PQfreemem(why);
        return rc;
    }
    collect_params(self, dsn, &params);
    self->conn = PQconnectdbParams(params.keys, params.values, 0);
    PQconninfoFree(dsn);
    if (PQstatus(self->conn) != CONNECTION_OK)
        return not_connected(self->conn, problem);
    PQsetNoticeReceiver(self->conn, on_notice, self);
    return RC_OK;
}

/* Settings, and the two things that would silently break promises: an old server, and a role or
 * session that asks for less durability than the cluster gives. */
static rc_t set_up_session(pg_t *self, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows;
    char limit[16];
    snprintf(limit, sizeof(limit), "%d", PG_STATEMENT_MS);
    pg_args_init(&args);
    pg_arg_text(&args, limit);
    rc_t rc = pg_run(self, &sql_pg_session, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    const char *commit = pg_cell_text(rows, 0, 1);
    if (pg_cell_i64(rows, 0, 0) < VERSION_LEAST)
        rc = problem_set(problem, RC_REFUSED, NULL,
                         "the database server is older than PostgreSQL 15");
    else if (strcmp(commit, "off") == 0 || strcmp(commit, "local") == 0)
        rc = problem_set(
            problem, RC_REFUSED, NULL,
            "synchronous_commit is \"%s\" for role \"%s\", expected on, remote_write or "
            "remote_apply",
            commit, PQuser(self->conn));
    PQclear(rows);
    return rc;
}

/* Half fixed and half chance: many programs that lost one database do not come back in step. */
static int64_t jittered(int64_t ms)
{
    return ms / 2 + (int64_t)randombytes_uniform((uint32_t)(ms / 2 + 1));
}

/* Never waits: a caller that may wait uses pg_wait, one that serves requests says "unavailable" at
 * once. The pause doubles to its ceiling while the database is away, and the first success forgets
 * it. */
rc_t pg_ready(pg_t *self, struct problem *problem)
{
    if (!pg_is_lost(self))
        return RC_OK;
    if (clk_mono_ms() < self->retry_at_ms)
        return problem_set(problem, RC_UNAVAILABLE, NULL,
                           "could not connect to the database: waiting before the next try");
    pg_drop(self);
    rc_t rc = open_connection(self, problem);
    if (rc == RC_OK)
        rc = set_up_session(self, problem);
    if (rc == RC_OK) {
        self->backoff_ms = 0;
        return RC_OK;
    }
    pg_drop(self);
    int64_t next = self->backoff_ms ? 2 * self->backoff_ms : BACKOFF_FIRST_MS;
    self->backoff_ms = next < BACKOFF_MOST_MS ? next : BACKOFF_MOST_MS;
    self->retry_at_ms = clk_mono_ms() + jittered(self->backoff_ms);
    return rc;
}

/* What heals by itself: a server that is away, and a session's first statement that met a conflict
 * (a standby replaying, a lock held for long). A wrong password or a missing role does not. */
static bool may_heal(rc_t rc)
{
    return rc == RC_UNAVAILABLE || rc == RC_BUSY;
}

/* Pauses are on the monotonic clock, which no change of date moves. */
rc_t pg_wait(pg_t *self, int64_t wait_ms, struct problem *problem)
{
    int64_t end = clk_mono_ms() + wait_ms;
    for (;;) {
        struct problem latest = { .rc = RC_OK };
        rc_t rc = pg_ready(self, &latest);
        int64_t now = clk_mono_ms();
        if (rc == RC_OK)
            return rc;
        if (!may_heal(rc) || now >= end)
            return problem_set(problem, rc, latest.field, "%s", latest.text);
        int64_t pause = self->retry_at_ms > now ? self->retry_at_ms - now : 1;
        clk_pause_ms(pause < end - now ? pause : end - now);
    }
}

/* A path as the host is a socket of our own machine. */
int pg_session_process(const pg_t *self)
{
    const char *host = self->conn ? PQhost(self->conn) : NULL;
    return host && host[0] == '/' && !self->lost ? PQbackendPID(self->conn) : 0;
}

/* The old account is freed after the new one is copied, so the same text may be given again. */
void pg_set_context(pg_t *self, const struct pg_context *context)
{
    char *account = mem_dup(context->account);
    mem_free(self->account);
    self->account = account;
    self->now_fixed = context->now_fixed;
    self->now_us = context->now_us;
    self->limit_ms = context->limit_ms;
    self->hold_ms = context->hold_ms;
}

/* For tests and tools that act for somebody within a transaction; services set the context
 * instead. */
rc_t pg_act_as(pg_t *self, const char *account, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, account);
    return pg_do(self, &sql_pg_act_as, &args, NULL, problem);
}

/* Whoever sets them lives as long as the connection or takes them away before its own end. */
void pg_set_hooks(pg_t *self, const struct pg_hooks *hooks)
{
    self->hooks = hooks ? *hooks : (struct pg_hooks){ .arg = NULL };
}

/* A seam for tests that cut the connection between two statements; nothing else sets it. */
void pg_set_probe(pg_t *self, pg_probe_fn *probe, void *arg)
{
    self->probe = probe;
    self->probe_arg = arg;
}
