#include "simulate_book.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attr.h"
#include "civil.h"
#include "export_render.h"
#include "memory.h"
#include "settle_row.h"
#include "simulate_sheets.h"
#include "simulate_store.h"
#include "simulate_words.h"

/* Minutes east of UTC; bytes of one cell made of a number, and of the text below a title. */
enum { ZONE_MINUTES = 480, CELL_SIZE = 40, PATH_SIZE = 4096, PERIOD_SIZE = 40, PHRASE_SIZE = 200 };

/* One book being written. */
struct booking {
    struct simulate_run *run;
    enum lang lang;
};

/* Where rows come from and where they go. */
struct filling {
    struct simulate_run *run;
    enum lang lang;
    const struct sheet_def *sheet;
    sheet_writer_t *out;
};

/* ---- one cell ---- */

/* As a source's text; `out` has CELL_SIZE bytes and is used for numbers and instants. NULL for none. */
static const char *scalar_text(const json_t *value, enum column_type type, char *out)
{
    const char *text = json_string_value(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? "t" : "f";
    if (json_is_integer(value)) {
        snprintf(out, CELL_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return out;
    }
    if (text && type == COL_INSTANT) { /* 2026-03-16T09:00:00+08:00, always of the contracts' zone */
        snprintf(out, CELL_SIZE, "%.10s %.8s", text, strlen(text) >= 19 ? text + 11 : "");
        return out;
    }
    return text;
}

/* Lists and objects become one line; owned, NULL for what is a single value. */
static char *joined(const json_t *value)
{
    if (json_is_object(value) && json_object_size(value) > 0)
        return json_dumps(value, JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY);
    if (!json_is_array(value) || json_array_size(value) == 0)
        return NULL;
    char *text = NULL;
    size_t i, size = 1;
    const json_t *entry;
    json_array_foreach(value, i, entry)
        size += json_string_length(entry) + sizeof("；");
    text = mem_new(size);
    json_array_foreach(value, i, entry)
    {
        size_t at = strlen(text);
        snprintf(text + at, size - at, "%s%s", i ? "；" : "", json_is_string(entry) ? json_string_value(entry) : "");
    }
    return text;
}

/* ---- rows ---- */

/* A column's key is the row's field. */
static rc_t put_row(struct filling *self, const json_t *row, struct problem *problem)
{
    const char *cells[SHEET_CELLS_MAX];
    char numbers[SHEET_CELLS_MAX][CELL_SIZE];
    char *long_texts[SHEET_CELLS_MAX];
    size_t count = self->sheet->count;
    for (size_t i = 0; i < count; i++) {
        const struct column *column = &self->sheet->columns[i];
        const json_t *value = json_object_get(row, column->key);
        long_texts[i] = joined(value);
        cells[i] = long_texts[i] ? long_texts[i] : scalar_text(value, column->type, numbers[i]);
    }
    rc_t rc = sheet_writer_row(self->out, cells, problem);
    for (size_t i = 0; i < count; i++)
        free(long_texts[i]);
    return rc;
}

/* Days and words are made of the row before its columns are read. */
static rc_t take_text(const char *json, void *arg, struct problem *problem)
{
    struct filling *self = arg;
    json_t *row = json_loads(json, 0, NULL);
    if (!row)
        return problem_set(problem, RC_INTERNAL, NULL, "could not read a row of the outcome");
    simulate_sheet_days(row);
    simulate_words_row(row, self->lang);
    rc_t rc = put_row(self, row, problem);
    json_decref(row);
    return rc;
}

/* Reckoned, not read: the same row as in the JSON outcome. */
static rc_t take_settlement(const struct contract_sum *sum, void *arg, struct problem *problem)
{
    struct filling *self = arg;
    json_t *row = settle_row(&self->run->shelf, sum);
    rc_t rc = row ? put_row(self, row, problem) : RC_OK;
    json_decref(row);
    return rc;
}

/* Which list a sheet shows is its place in the book. */
static rc_t give_rows(void *arg, const struct sheet_def *sheet, sheet_writer_t *out, struct problem *problem)
{
    const struct booking *booking = arg;
    struct filling self = { booking->run, booking->lang, sheet, out };
    const struct simulate_ask *ask = self.run->ask;
    const struct day_span span = { ask->from, ask->to };
    const struct row_walk walk = { take_text, &self };
    int list = simulate_sheet_list(sheet);
    if (list == SHEET_SETTLEMENT)
        return simulate_store_contracts(self.run->owner, take_settlement, &self, problem);
    return simulate_store_list(self.run->owner, (enum simulate_list)list, &span, &walk, problem);
}

/* ---- the file ---- */

static rc_t render(struct simulate_run *run, const char *folder, const char *path, enum lang lang,
                   struct problem *problem)
{
    const struct simulate_ask *ask = run->ask;
    struct booking booking = { run, lang };
    struct render_done done;
    struct eval_env env = rule_shelf_env(&run->shelf);
    const pack_t *pack = env.pack(env.arg, ask->pack);
    char from[DATE_TEXT], to[DATE_TEXT], period[PERIOD_SIZE], phrase[PHRASE_SIZE];
    snprintf(period, sizeof(period), "%s – %s", civil_format_date(ask->from, from), civil_format_date(ask->to, to));
    snprintf(phrase, sizeof(phrase), "%s %" PRIu64, tr(lang, "推演，随机种子", "simulation, seed"), ask->seed);
    const struct render_ask question = {
        .book = &SIMULATE_BOOK,
        .lang = lang,
        .cover = { .contract_title = pack->title,
                   .contract_code = ask->pack,
                   .customer = tr(lang, "（推演）", "(simulation)"),
                   .service_period = period,
                   .pack = ask->pack,
                   .calendar = "cn",
                   .requested_by = phrase,
                   .as_of_us = civil_day_start(ask->to + 1, ZONE_MINUTES) - US_PER_SECOND,
                   .zone_minutes = ZONE_MINUTES },
        .rows = give_rows,
        .rows_arg = &booking,
        .folder = folder,
        .path = path,
    };
    return export_render(&question, &done, problem);
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
