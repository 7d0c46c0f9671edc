#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "temp_db.h"

static struct temp_db tdb;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_db_close(&tdb);
    return 0;
}

/* Rules about the whole catalog: each query lists what breaks the rule. */
static const struct {
    const char *rule;
    const char *offenders;
} RULES[] = {
    { "constraints have names of ours",
      "select conrelid::regclass || '.' || conname from pg_constraint c join pg_class r on r.oid = "
      "conrelid "
      "where connamespace = 'mlps'::regnamespace and contype in ('c', 'f', 'p', 'u', 'x') and "
      "(conname ~ '_(pkey|fkey|key|check|excl)[0-9]*$' or conname not like r.relname || '\\_%')" },
    { "indexes are named after their table",
      "select i.indexrelid::regclass from pg_index i join pg_class x on x.oid = i.indexrelid "
      "join pg_class t on t.oid = i.indrelid "
      "where x.relnamespace = 'mlps'::regnamespace and x.relname not like t.relname || '\\_%'" },
    { "times carry a zone", "select attrelid::regclass || '.' || attname from pg_attribute join "
                            "pg_class r on r.oid = attrelid "
                            "where r.relnamespace = 'mlps'::regnamespace and atttypid in "
                            "('timestamp'::regtype, 'time'::regtype, "
                            "'timetz'::regtype) and attnum > 0" },
    { "no money as a floating or decimal number",
      "select attrelid::regclass || '.' || attname from pg_attribute join pg_class r on r.oid = "
      "attrelid "
      "where r.relnamespace = 'mlps'::regnamespace and atttypid in ('float4'::regtype, "
      "'float8'::regtype, "
      "'numeric'::regtype, 'money'::regtype) and attnum > 0" },
    { "text columns have a bound",
      "select r.relname || '.' || attname from pg_attribute a join pg_class r on r.oid = attrelid "
      "where r.relnamespace = 'mlps'::regnamespace and r.relkind = 'r' and atttypid = "
      "'text'::regtype and "
      "attnum > 0 and not attisdropped and r.relname not in ('job_dead') and not exists (select "
      "from "
      "pg_constraint c where c.conrelid = r.oid and c.contype = 'c' and a.attnum = any "
      "(c.conkey))" },
    { "tables have a primary key",
      "select relname from pg_class r where relnamespace = 'mlps'::regnamespace and relkind = 'r' "
      "and "
      "relname <> 'job_tally' and not exists (select from pg_index i where i.indrelid = r.oid and "
      "i.indisprimary)" },
    { "functions do not run as their owner",
      "select proname from pg_proc where pronamespace = 'mlps'::regnamespace and prosecdef" },
    { "views look with the reader's rights",
      "select relname from pg_class where relnamespace = 'mlps'::regnamespace and relkind = 'v' "
      "and "
      "not coalesce('security_invoker=true' = any (reloptions), false)" },
};

static void test_catalog(void **state)
{
    (void)state;
    char sql[1024];
    for (size_t i = 0; i < COUNT_OF(RULES); i++) {
        snprintf(sql, sizeof(sql), "select string_agg(o::text, ', ') from (%s) as t (o)",
                 RULES[i].offenders);
        const char *offenders = db_text(&tdb, sql);
        if (*offenders)
            fail_msg("%s: %s", RULES[i].rule, offenders);
    }
}

static void assert_refused(const char *sql)
{
    const char *state = db_refused(&tdb, sql);
    if (strcmp(state, "MP001") != 0)
        fail_msg("%s gives \"%s\"", sql, state);
}

/* Not even the owner changes what happened. */
static void test_append_only(void **state)
{
    (void)state;
    static const struct {
        const char *table, *column;
    } TABLES[] = { { "event", "kind" },
                   { "pack", "name" },
                   { "fact", "name" },
                   { "clock_event", "kind" },
                   { "ruling", "provisional" } };
    char sql[128];
    for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
        const char *table = TABLES[i].table;
        snprintf(sql, sizeof(sql), "update %s set %s = null", table, TABLES[i].column);
        assert_refused(sql);
        snprintf(sql, sizeof(sql), "delete from %s", table);
        assert_refused(sql);
        snprintf(sql, sizeof(sql), "truncate %s cascade", table);
        assert_refused(sql);
    }
}

static void test_business_time_and_actor(void **state)
{
    (void)state;
    assert_string_equal(db_text(&tdb, "select abs(extract(epoch from mlps.business_now() - "
                                      "clock_timestamp())) < 1"),
                        "t");
    db_exec(
        &tdb,
        "begin; set local mlps.now = '2026-06-15T09:00:00+08:00'; set local mlps.account = 'anna'");
    assert_string_equal(db_text(&tdb, "select business_now() || ' ' || current_actor()"),
                        "2026-06-15 01:00:00+00 anna");
    db_exec(&tdb, "commit");
    assert_string_equal(db_text(&tdb, "select current_actor() = session_user"), "t");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalog),
        cmocka_unit_test(test_append_only),
        cmocka_unit_test(test_business_time_and_actor),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
