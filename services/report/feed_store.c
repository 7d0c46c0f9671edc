/* A feed is found by its token's hash; its rows come one by one and are shown at once. */
#include "feed_store.h"

#include "memory.h"
#include "pg_query.h"
#include "report_sql.h"
#include "report_store.h"

/* ---- what a link shows ---- */

static char *cell_dup(const PGresult *rows, int col)
{
    return mem_dup(pg_cell_text(rows, 0, col));
}

/* Columns in the order of feed_find.sql. */
static void read_feed(const PGresult *rows, struct feed *ret_feed)
{
    *ret_feed = (struct feed){
        .id = pg_cell_i64(rows, 0, 0),
        .contract_id = pg_cell_i64(rows, 0, 1),
        .contract = cell_dup(rows, 2),
        .title = cell_dup(rows, 3),
        .owner = cell_dup(rows, 4),
        .personal = pg_cell_bool(rows, 0, 5),
        .zone = cell_dup(rows, 6),
        .today = pg_cell_day(rows, 0, 7),
        .team_id = pg_cell_i64(rows, 0, 8),
        .person_id = pg_cell_i64(rows, 0, 9),
        .ruled_at = pg_cell_instant(rows, 0, 10),
        .mark = cell_dup(rows, 11),
    };
}

rc_t feed_store_find(pg_t *db, const char *hash, struct feed *ret_feed, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, hash);
    rc_t rc = pg_run(db, &sql_feed_find, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, NULL, "there is no such calendar");
    else
        read_feed(rows, ret_feed);
    PQclear(rows);
    return rc;
}

void feed_fini(struct feed *self)
{
    mem_free(self->contract);
    mem_free(self->title);
    mem_free(self->zone);
    mem_free(self->owner);
    mem_free(self->mark);
    *self = (struct feed){ 0 };
}

/* Where the rows of one walk go. */
struct feed_walk {
    feed_event_fn *each;
    void *arg;
    int64_t total;
};

/* Instant 0 for what no event and no clock ever told of: DTSTAMP must be there. */
static int64_t changed_at(const PGresult *rows, int row, int col)
{
    int64_t us = pg_cell_instant(rows, row, col);
    return us == INT64_MIN ? 0 : us;
}

/* Columns in the order of feed_events.sql. A pg_row_fn. */
static rc_t give_event(const PGresult *rows, int row, void *arg, struct problem *problem)
{
    struct feed_walk *walk = arg;
    json_t *proof = pg_cell_json(rows, row, 15);
    const struct feed_event event = {
        .kind = (enum feed_kind)pg_cell_i64(rows, row, 0),
        .id = pg_cell_i64(rows, row, 1),
        .from = pg_cell_day(rows, row, 2),
        .to = pg_cell_day(rows, row, 3),
        .at = pg_cell_instant(rows, row, 4),
        .sequence = pg_cell_i64(rows, row, 5),
        .changed_at = changed_at(rows, row, 6),
        .state = pg_cell_text(rows, row, 7),
        .provisional = pg_cell_bool(rows, row, 8),
        .title = pg_cell_text(rows, row, 9),
        .clause = pg_cell_text(rows, row, 10),
        .system = pg_cell_text(rows, row, 11),
        .team = pg_cell_text(rows, row, 12),
        .party = pg_cell_text(rows, row, 13),
        .person = pg_cell_text(rows, row, 14),
        .proof = proof,
    };
    walk->total = pg_cell_i64(rows, row, 16);
    rc_t rc = walk->each(walk->arg, &event, problem);
    json_decref(proof);
    return rc;
}

/* Row by row, so that only the text grows with the number of events. The total comes with each row;
 * without rows it is 0. */
rc_t feed_store_events(pg_t *db, const struct feed *feed, const struct feed_window *window,
                       feed_event_fn *each, void *arg, int64_t *ret_total, struct problem *problem)
{
    struct feed_walk walk = { each, arg, 0 };
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, feed->contract_id);
    pg_arg_id(&args, feed->team_id);
    pg_arg_id(&args, feed->person_id);
    pg_arg_day(&args, window->from);
    pg_arg_day(&args, window->to);
    pg_arg_day(&args, feed->today);
    pg_arg_i64(&args, window->most);
    rc_t rc = pg_each(db, &sql_feed_events, &args, give_event, &walk, problem);
    if (rc == RC_OK)
        *ret_total = walk.total;
    return rc;
}

/* ---- the feeds themselves ---- */

/* The contract is looked up first, so that a wrong code is told as such. */
rc_t feed_store_insert(pg_t *db, const struct feed_issue *issue, const char *hash, int64_t *ret_id,
                       struct problem *problem)
{
    struct contract_head head;
    struct pg_args args;
    rc_t rc = report_store_head(db, issue->contract, &head, problem);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_i64(&args, head.id);
    pg_arg_text(&args, issue->team);
    pg_arg_text(&args, issue->person);
    pg_arg_text(&args, hash);
    contract_head_fini(&head);
    rc = pg_number(db, &sql_feed_insert, &args, ret_id, problem);
    if (rc == RC_NOT_FOUND)
        rc =
            problem_set(problem, rc, issue->team ? "team" : "person",
                        "contract \"%s\" has no %s \"%s\"", issue->contract,
                        issue->team ? "team" : "person", issue->team ? issue->team : issue->person);
    return rc;
}

/* Whether the row exists is the next question's to find out: what is asked here is that it shows
 * nothing. */
rc_t feed_store_revoke(pg_t *db, int64_t id, bool *ret_changed, struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    rc_t rc = pg_do(db, &sql_feed_revoke, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_changed = changed > 0;
    return rc;
}

rc_t feed_store_list(pg_t *db, const struct feed_list *list, json_t **ret_list,
                     struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_i64(&args, list->feed);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_feed_list, &args, ret_list, problem);
}

rc_t feed_store_get(pg_t *db, int64_t id, json_t **ret_feed, struct problem *problem)
{
    const struct feed_list one = { .feed = id, .page = PAGE_OF_ONE };
    json_t *found = NULL;
    rc_t rc = feed_store_list(db, &one, &found, problem);
    return rc == RC_OK ? report_store_take_first(found, "feed", ret_feed, problem) : rc;
}
