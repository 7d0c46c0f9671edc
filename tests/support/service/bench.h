/* A service on a bench: its table of operations over a fresh database, at a given business time,
 * asked frame by frame in this thread as its host would. */
#ifndef BENCH_H
#define BENCH_H

#include <jansson.h>

#include "clk.h"
#include "service_dispatch.h"
#include "temp_db.h"

struct bench {
    struct temp_db tdb;
    pg_t *db; /* as the service's own role */
    struct clk clk;
    struct dispatch dispatch;
    unsigned keys; /* idempotency keys given so far */
};

/* A fresh database with the service before it, at `now` (RFC 3339). Failures end the test program.
 */
void bench_open(struct bench *self, const struct service_def *def, const char *now);
/* Another service before the same database; its tdb is borrowed: close it first. */
void bench_join(struct bench *self, const struct service_def *def, const struct bench *other);
/* Drop the service, and the database unless it was joined. */
void bench_close(struct bench *self);
/* Set the business time. */
void bench_at(struct bench *self, const char *now);

/* Ask `op` with args in the manner of json_pack, under a new idempotency key, and give the owned
 * result. Fails the running test with the reply's message when it is an error. */
json_t *bench_ok(struct bench *self, const char *op, const char *format, ...);
/* The same with ready args (stolen). */
json_t *bench_ok_json(struct bench *self, const char *op, json_t *args);
/* Ask for what must be refused: its rc, and field and message in *ret_problem. RC_OK fails the
 * test. */
rc_t bench_refused(struct bench *self, struct problem *ret_problem, const char *op,
                   const char *format, ...);
/* Ask as `caller` under a given key (NULL: none); args stolen. *ret_result is owned, NULL on an
 * error. */
rc_t bench_ask(struct bench *self, const char *caller, const char *key, const char *op,
               json_t *args, json_t **ret_result, struct problem *problem);

/* Ask as the gateway does for somebody who calls by `account`, under a new key; as bench_ask. */
rc_t bench_as(struct bench *self, const char *account, const char *op, json_t *args,
              json_t **ret_result, struct problem *problem);

/* Fail the running test unless a page of `op` that holds exactly all `count` rows says that none
 * follow, and a page of one row less says that one does. `args` are borrowed, without limit and
 * cursor. */
void bench_check_pages(struct bench *self, const char *op, const json_t *args, size_t count);

/* Members of a result by path, "items.0.name"; a missing one fails the running test. */
const json_t *at_path(const json_t *json, const char *path);
int64_t int_at(const json_t *json, const char *path);
const char *text_at(const json_t *json, const char *path); /* NULL for null */
size_t size_at(const json_t *json, const char *path);      /* of a list */

#endif
