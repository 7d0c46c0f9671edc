/* The worked cases of `schedule.count`, by what schedulers made of them: each case's contract is
 * opened with the case's service and readings, walked from wake-up to wake-up to its end, and the
 * tasks and documents in its rows are counted. The number to be reached is the case's own, not the
 * rule's answer: the rule only says which rows the case selects. Six
 * years over all rows of each pack are in test_six_years.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "contract_frame.h"
#include "ledger.h"
#include "memory.h"
#include "schedule.h"
#include "schedule_ground.h"
#include "schedule_select.h"
#include "schedule_works.h"

static const char *const FILES[] = { "public", "rules-packs1", "rules-packs2", "rules-recur" };

enum { PATH_TEXT = 256, CODE_TEXT = 80, SQL_MORE = 2048 };

static const char *text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

/* ---- cases ---- */

/* What is left to the rule alone: an answer that is no count. */
static bool is_played(const json_t *row)
{
    return strcmp(text_of(row, "rule"), "schedule.count") == 0 &&
           json_object_get(json_object_get(row, "expect"), "instances");
}

static void read_file(const char *name, json_t *cases)
{
    char path[PATH_TEXT];
    snprintf(path, sizeof(path), "%s/tests/vectors/%s.ndjson", MLPS_SOURCE_DIR, name);
    FILE *file = fopen(path, "re");
    if (!file)
        fail_msg("no %s", path);
    json_error_t error;
    for (json_t *row; (row = json_loadf(file, JSON_DISABLE_EOF_CHECK, &error));) {
        if (is_played(row))
            json_array_append(cases, row);
        json_decref(row);
    }
    fclose(file);
}

/* ---- contracts ---- */

/* Whether the document itself says when the service is. */
static bool is_stated(const struct ground_contract *contract)
{
    return strstr(contract->more, "service_to") == NULL;
}

/* Days of the service: the document's own, or from the case's start to its last day. */
static void service_of(const json_t *input, const char **ret_from, const char **ret_to)
{
    const struct ground_contract *own = ground_of(text_of(input, "pack"));
    const char *start = json_object_get(input, "start") ? "start" : "from";
    *ret_from = is_stated(own) ? own->from : text_of(input, start);
    *ret_to = is_stated(own) ? own->to : text_of(input, "to");
}

/* What contract.open takes for a case; owned. */
static json_t *open_args(const json_t *input, const char *code)
{
    const char *from, *to, *pack = text_of(input, "pack");
    const struct ground_contract *own = ground_of(pack);
    json_t *args = json_pack("{s:s, s:s, s:s, s:O*}", "pack", pack, "code", code, "signed",
                             own->signed_on, "readings", json_object_get(input, "readings"));
    service_of(input, &from, &to);
    if (is_stated(own))
        return args;
    json_object_set_new(args, "signed", json_string(from));
    json_object_set_new(args, "service_from", json_string(from));
    json_object_set_new(args, "service_to", json_string(to));
    json_object_set_new(args, "total_fen", json_integer(100));
    return args;
}

/* A pack that names no systems is counted with those of the case, or with one. */
static void add_systems(const struct ground *ground, const json_t *input, int64_t contract)
{
    const json_t *systems = json_object_get(input, "systems");
    char sql[SQL_MORE];
    snprintf(sql, sizeof(sql),
             "with c as (select %d as id, %d as count), t as (insert into team (contract_id, code,"
             " name, position) select id, 'case', 'case', 1 from c where not exists (select from "
             "system where"
             " contract_id = c.id) returning *) insert into system (contract_id, team_id, serial,"
             " name, grade) select t.contract_id, t.id, n, 's', 3 from t, c,"
             " generate_series(1, c.count) n",
             (int)contract, systems ? (int)json_integer_value(systems) : 1);
    db_exec(&ground->registry.tdb, sql);
}

/* Cases of one service, with the same readings and systems, have one contract; its id. */
static int64_t contract_of(struct ground *ground, json_t *contracts, const json_t *input)
{
    const char *from, *to;
    char code[CODE_TEXT];
    service_of(input, &from, &to);
    json_t *key = json_pack("[s, s, s, O?, O?]", text_of(input, "pack"), from, to,
                            json_object_get(input, "readings"), json_object_get(input, "systems"));
    char *name = json_dumps(key, JSON_SORT_KEYS);
    if (!json_object_get(contracts, name)) {
        snprintf(code, sizeof(code), "case-%zu", json_object_size(contracts));
        json_t *contract =
            bench_ok_json(&ground->registry, "contract.open", open_args(input, code));
        json_object_set(contracts, name, json_object_get(contract, "id"));
        add_systems(ground, input, json_integer_value(json_object_get(contract, "id")));
        json_decref(contract);
    }
    int64_t id = json_integer_value(json_object_get(contracts, name));
    free(name);
    json_decref(key);
    return id;
}

/* ---- counting ---- */

struct asked {
    struct ground *ground;
    int64_t contract;
    const json_t *input;
    json_t *rows; /* clause and title of each */
};

/* Which rows the case selects. */
static rc_t select_rows(pg_t *db, void *arg, struct problem *problem)
{
    struct asked *asked = arg;
    struct contract_frame frame;
    struct schedule_selection selection;
    struct schedule count;
    rc_t rc = contract_frame_load(asked->ground->book, db, asked->contract, &frame, problem);
    if (rc != RC_OK)
        return rc;
    struct schedule_ask ask = { .use = schedule_use(&frame), .systems = -1 };
    rc = schedule_selection_read(frame.pack, json_object_get(asked->input, "select"), &selection,
                                 problem);
    ask.select = selection.select;
    if (rc == RC_OK)
        rc = schedule_count(&ask, NULL, &count, problem);
    asked->rows = json_array();
    for (size_t i = 0; rc == RC_OK && i < count.count; i++)
        json_array_append_new(asked->rows, json_pack("{s:s, s:s}", "clause", count.rows[i].clause,
                                                     "title", count.rows[i].title));
    if (rc == RC_OK)
        schedule_fini(&count);
    schedule_selection_fini(&selection);
    contract_frame_fini(&frame);
    return rc;
}

/* In the selected rows ($j$…$j$ is no text of a pack): tasks whose slot touches the days asked for,
 * and documents that come once and so are no tasks. */
#define COUNTED                                                                                    \
    "with picked as (select distinct clause, title from jsonb_to_recordset($j$%s$j$::jsonb) as r"  \
    " (clause text, title text)),"                                                                 \
    " ask as (select %d as contract, '%s' as kind, '%s' as unit, date '%s' as day, date '%s' as"   \
    " last),"                                                                                      \
    " found as (select 1 as instances, t.items from ask join schedule s on s.contract_id ="        \
    " ask.contract and s.period <> 'expiry' and ask.kind in ('', s.work, case s.work when"         \
    " 'document' then 'deliverable' end) join picked p using (clause, title) join task t on"       \
    " t.schedule_id = s.id and t.state = 'planned' and ask.unit in ('', t.unit) and t.slot_from"   \
    " <= ask.last and t.slot_to >= ask.day"                                                        \
    " union all select 1, 0 from ask join deliverable d on d.contract_id = ask.contract and"       \
    " ask.kind in ('', 'deliverable') join picked p using (clause, title))"                        \
    " select coalesce(sum(%s), 0) from found"

/* `what`: instances or items. */
static int64_t counted(const struct asked *asked, const char *what)
{
    const json_t *select = json_object_get(asked->input, "select");
    char *rows = json_dumps(asked->rows, 0);
    size_t size = strlen(rows) + SQL_MORE;
    char *sql = mem_new(size);
    snprintf(sql, size, COUNTED, rows, (int)asked->contract, text_of(select, "kind"),
             text_of(select, "unit"), text_of(asked->input, "from"), text_of(asked->input, "to"),
             what);
    int64_t number = ground_number(asked->ground, sql);
    mem_free(sql);
    free(rows);
    return number;
}

static void check_case(struct ground *ground, int64_t contract, const json_t *row)
{
    static const char *const WHAT[] = { "instances", "items" };
    struct problem problem = { .rc = RC_OK };
    struct asked asked = { ground, contract, json_object_get(row, "input"), NULL };
    if (pg_tx(ground->db, PG_READ, select_rows, &asked, &problem) != RC_OK)
        fail_msg("%s: %s", text_of(row, "id"), problem.text);
    for (size_t i = 0; i < COUNT_OF(WHAT); i++) {
        const json_t *want = json_object_get(json_object_get(row, "expect"), WHAT[i]);
        if (want && counted(&asked, WHAT[i]) != json_integer_value(want))
            fail_msg("%s %s: %d %s, the case says %d", text_of(row, "id"), text_of(row, "sub"),
                     (int)counted(&asked, WHAT[i]), WHAT[i], (int)json_integer_value(want));
    }
    json_decref(asked.rows);
}

static void test_worked_cases(void **state)
{
    (void)state;
    struct ground ground;
    json_t *cases = json_array(), *contracts = json_object();
    size_t i;
    const json_t *row;
    for (i = 0; i < COUNT_OF(FILES); i++)
        read_file(FILES[i], cases);
    ground_begin(&ground, "calendars/cn.csv");
    ground_hush(&ground);
    json_array_foreach(cases, i, row)
        contract_of(&ground, contracts, json_object_get(row, "input"));
    ground_walk(&ground, test_instant("2022-01-01 09:00"), test_instant("2027-12-31 09:00"), NULL);
    assert_true(json_array_size(cases) > 100); /* the files are there, and in their form */
    print_message("%d cases, %d contracts, %d tasks\n", (int)json_array_size(cases),
                  (int)json_object_size(contracts),
                  (int)ground_number(&ground, "select count(*) from task"));
    json_array_foreach(cases, i, row)
        check_case(&ground, contract_of(&ground, contracts, json_object_get(row, "input")), row);
    json_decref(contracts);
    json_decref(cases);
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_worked_cases) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
