#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "pg_query.h"
#include "temp_db.h"

static struct temp_db tdb;
static pg_t *db;

static int set_up(void **state)
{
    struct problem problem = { .rc = RC_OK };
    (void)state;
    temp_db_open(&tdb);
    db = temp_db_pg(&tdb, NULL);
    return pg_ready(db, &problem) == RC_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    pg_destroy(&db);
    temp_db_close(&tdb);
    return 0;
}

/* What the server makes of the arguments, as text. */
static void assert_echo(const struct sql *sql, struct pg_args *args, const char *want)
{
    struct problem problem = { .rc = RC_OK };
    PGresult *rows = NULL;
    rc_t rc = pg_run(db, sql, args, &rows, &problem);
    if (rc != RC_OK)
        fail_msg("%s: %s", sql->name, problem.text);
    const char *got = pg_cell_text(rows, 0, 0);
    if (strcmp(got ? got : "null", want) != 0)
        fail_msg("%s: got %s, expected %s", sql->name, got ? got : "null", want);
    PQclear(rows);
}

static void test_scalars(void **state)
{
    (void)state;
    static const struct sql ALL = {
        "all_kinds", "select concat_ws('|', $1::text, $2::bigint, $3::boolean, $4::date, "
                     "$5::timestamptz, $6::jsonb, $7::text is null, $8::date is null, "
                     "$9::timestamptz is null, $10::jsonb is null, $11::bigint, "
                     "$12::bigint is null)"
    };
    struct pg_args args;
    json_t *json = json_pack("{s:[s]}", "k", "等保'\"\\");
    pg_args_init(&args);
    pg_arg_text(&args, "it's; --");
    pg_arg_i64(&args, INT64_MIN);
    pg_arg_bool(&args, true);
    pg_arg_day(&args, DAY_MAX);
    pg_arg_instant(&args, -1);
    pg_arg_json(&args, json);
    pg_arg_null(&args);
    pg_arg_day(&args, INT32_MIN);
    pg_arg_instant(&args, INT64_MIN);
    pg_arg_json(&args, NULL);
    pg_arg_id(&args, INT64_MAX);
    pg_arg_id(&args, 0);
    json_decref(json);
    assert_echo(&ALL, &args,
                "it's; --|-9223372036854775808|t|2170-01-01|1969-12-31 23:59:59.999999+00|"
                "{\"k\": [\"等保'\\\"\\\\\"]}|t|t|t|t|9223372036854775807|t");
    assert_int_equal(args.count, 0);
}

static void test_arrays(void **state)
{
    (void)state;
    static const struct sql ALL = {
        "all_arrays", "select concat_ws('|', cardinality($1::bigint[]), $1::bigint[], "
                      "cardinality($2::text[]), $2::text[], $3::timestamptz[])"
    };
    static const int64_t NUMBERS[] = { -1, 0, INT64_MAX };
    static const char *const TEXTS[] = { "a,b", "{\"q\"}", "\\", "", NULL, "null", "等保" };
    static const int64_t INSTANTS[] = { 0, 1 };
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64s(&args, NUMBERS, COUNT_OF(NUMBERS));
    pg_arg_texts(&args, TEXTS, COUNT_OF(TEXTS));
    pg_arg_instants(&args, INSTANTS, COUNT_OF(INSTANTS));
    assert_echo(
        &ALL, &args,
        "3|{-1,0,9223372036854775807}|7|{\"a,b\",\"{\\\"q\\\"}\",\"\\\\\",\"\",NULL,\"null\",等保}|"
        "{\"1970-01-01 00:00:00+00\",\"1970-01-01 00:00:00.000001+00\"}");
    pg_args_init(&args);
    pg_arg_i64s(&args, NULL, 0);
    pg_arg_texts(&args, NULL, 0);
    pg_arg_instants(&args, NULL, 0);
    assert_echo(&ALL, &args, "0|{}|0|{}|{}");
}

static void test_unused_arguments_are_freed(void **state)
{
    (void)state;
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64s(&args, NULL, 0);
    pg_args_fini(&args); /* the address sanitizer sees a leak */
    assert_int_equal(args.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_arrays),
        cmocka_unit_test(test_unused_arguments_are_freed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
