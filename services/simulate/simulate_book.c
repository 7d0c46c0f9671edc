/* The workbooks, filled from the same statements as the JSON: a row is read, worded and written before the next one, so that
 * memory does not grow with the play. Differences of a comparison are all that is reckoned for the book alone (pair_row). */
#include "simulate_book.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "ask_check.h"
#include "attr.h"
#include "book_row.h"
#include "bytebuf.h"
#include "civil.h"
#include "compare_lists.h"
#include "compare_sheets.h"
#include "export_render.h"
#include "pair_row.h"
#include "settle_row.h"
#include "simulate_sheets.h"
#include "lane_rows.h"
#include "simulate_store.h"
#include "simulate_words.h"

/* Minutes east of UTC; bytes of a path, and of the texts on the cover. */
enum { ZONE_MINUTES = 480, PATH_SIZE = 4096, PERIOD_SIZE = 40, PHRASE_SIZE = 400 };

/* One book being written. */
struct booking {
    struct simulate_run *run;
    enum lang lang;
};

/* One sheet being filled. Pairs are told without a result, so the first failure is kept here. */
struct filling {
    struct simulate_run *run;
    enum lang lang;
    struct book_rows rows;
    rc_t rc;
    struct problem *problem;
};

/* ---- the sheets of a play ---- */

/* Days and words are made of the row before its columns are read. */
static rc_t take_text(const char *json, void *arg, struct problem *problem)
{
    struct filling *self = arg;
    json_t *row = json_loads(json, 0, NULL);
    if (!row)
        return problem_set(problem, RC_INTERNAL, NULL, "could not read a row of the outcome");
    simulate_sheet_days(row);
    simulate_words_row(row, self->lang);
    rc_t rc = book_row_put(&self->rows, row, problem);
    json_decref(row);
    return rc;
}

/* Reckoned, not read: the same row as in the JSON outcome. */
static rc_t take_settlement(const struct contract_sum *sum, void *arg, struct problem *problem)
{
    struct filling *self = arg;
    json_t *row = settle_row(&self->run->shelf, self->run->ask->pack, sum);
    rc_t rc = row ? book_row_put(&self->rows, row, problem) : RC_OK;
    json_decref(row);
    return rc;
}

/* Which list a sheet shows is its place in the book. */
static rc_t give_list(void *arg, const struct sheet_def *sheet, sheet_writer_t *out, struct problem *problem)
{
    const struct booking *booking = arg;
    struct filling self = { booking->run, booking->lang, { sheet, out }, RC_OK, problem };
    const struct row_walk walk = { take_text, &self };
    int list = simulate_sheet_list(sheet);
    if (list == SHEET_SETTLEMENT)
        return lane_contracts(self.run, take_settlement, &self, problem);
    return lane_list(self.run, (enum simulate_list)list, &walk, problem);
}

/* ---- the sheets of a comparison ---- */

/* After a failure the rest of the list is passed over: the walk cannot be told to end. */
static void take_pair(const struct row_pair *pair, void *arg)
{
    struct filling *self = arg;
    if (self->rc != RC_OK)
        return;
    json_t *row = pair_row(pair);
    self->rc = book_row_put(&self->rows, row, self->problem);
    json_decref(row);
}

/* Three rows: one play, the other, and what lies between them. */
static rc_t give_totals(struct filling *self, struct problem *problem)
{
    json_t *totals = NULL;
    rc_t rc = compare_totals(self->run, &totals, problem);
    if (rc != RC_OK)
        return rc;
    json_t *rows = pair_totals(totals);
    for (size_t i = 0; rc == RC_OK && i < json_array_size(rows); i++)
        rc = book_row_put(&self->rows, json_array_get(rows, i), problem);
    json_decref(rows);
    json_decref(totals);
    return rc;
}

/* A list is walked again for its sheet: the comparison on standard output kept no rows. */
static rc_t give_pairs(void *arg, const struct sheet_def *sheet, sheet_writer_t *out, struct problem *problem)
{
    const struct booking *booking = arg;
    struct filling self = { booking->run, booking->lang, { sheet, out }, RC_OK, problem };
    int list = compare_sheet_list(sheet);
    if (list == COMPARE_SHEET_TOTALS)
        return give_totals(&self, problem);
    rc_t rc = compare_list_walk(self.run, (enum compare_list)list, take_pair, &self, problem);
    return rc == RC_OK ? self.rc : rc;
}

/* ---- the file ---- */

/* A contract that is signed on another day than the book begins: a reader would take the first day for it. */
static rc_t add_notes(const struct simulate_ask *ask, enum lang lang, struct bytebuf *out)
{
    json_t *notes = ask_notes(ask);
    rc_t rc = RC_OK;
    size_t i;
    const json_t *note;
    json_array_foreach(notes, i, note)
    {
        bool against = strcmp(json_string_value(json_object_get(note, "side")), "against") == 0;
        rc = bytebuf_fmt(out, "; %s%s %s", !ask->compare ? "" : against ? "B: " : "A: ", tr(lang, "合同签订于", "contract signed on"),
                         json_string_value(json_object_get(note, "signed")));
        if (rc != RC_OK)
            break;
    }
    json_decref(notes);
    return rc;
}

/* What was played, as the cover names it; a comparison says which play is A and which is B. Bounded by its parts, so
 * that it always fits. */
static rc_t add_phrase(const struct simulate_ask *ask, enum lang lang, struct bytebuf *out)
{
    rc_t rc = bytebuf_fmt(out, "%s %" PRIu64, tr(lang, "推演，随机种子", "simulation, seed"), ask->seed);
    if (rc == RC_OK && ask->compare)
        rc = bytebuf_fmt(out, "; A: %.100s; B: %.100s", ask->story_name, ask->against_name);
    return rc == RC_OK ? add_notes(ask, lang, out) : rc;
}

static rc_t render(struct simulate_run *run, const char *folder, const char *path, enum lang lang,
                   struct problem *problem)
{
    const struct simulate_ask *ask = run->ask;
    struct booking booking = { run, lang };
    struct render_done done;
    struct bytebuf phrase;
    struct eval_env env = rule_shelf_env(&run->shelf);
    const pack_t *pack = env.pack(env.arg, ask->pack);
    char from[DATE_TEXT], to[DATE_TEXT], period[PERIOD_SIZE];
    bytebuf_init(&phrase, PHRASE_SIZE);
    rc_t rc = add_phrase(ask, lang, &phrase);
    snprintf(period, sizeof(period), "%s – %s", civil_format_date(ask->from, from), civil_format_date(ask->to, to));
    const struct render_ask question = {
        .book = ask->compare ? &COMPARE_BOOK : &SIMULATE_BOOK,
        .lang = lang,
        .cover = { .contract_title = pack->title,
                   .contract_code = ask->pack,
                   .customer = tr(lang, "（推演）", "(simulation)"),
                   .service_period = period,
                   .pack = ask->pack,
                   .calendar = "cn",
                   .requested_by = bytebuf_str(&phrase),
                   .as_of_us = civil_day_start(ask->to + 1, ZONE_MINUTES) - US_PER_SECOND,
                   .zone_minutes = ZONE_MINUTES },
        .rows = ask->compare ? give_pairs : give_list,
        .rows_arg = &booking,
        .folder = folder,
        .path = path,
    };
    if (rc == RC_OK)
        rc = export_render(&question, &done, problem);
    bytebuf_fini(&phrase);
    return rc;
}

/* Written beside its place and renamed: a reader sees the old file or the new one. */
rc_t simulate_book(struct simulate_run *run, const char *path, enum lang lang, struct problem *problem)
{
    char folder[PATH_SIZE], temp[PATH_SIZE + 32];
    const char *slash = strrchr(path, '/');
    int len = slash ? (int)(slash - path) + 1 : 0;
    snprintf(folder, sizeof(folder), "%.*s", len, path);
    if (len == 0)
        snprintf(folder, sizeof(folder), "./");
    snprintf(temp, sizeof(temp), "%s.mlps-%ld.xlsx", folder, (long)getpid());
    rc_t rc = render(run, folder, temp, lang, problem);
    if (rc == RC_OK && rename(temp, path) != 0) {
        rc = problem_set(problem, RC_INVALID, "output", "could not write \"%s\": %s", path, strerror(errno));
        (void)unlink(temp);
    }
    return rc;
}
