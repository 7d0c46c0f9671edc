/* Worked cases of tests/vectors/rules*.ndjson through kinds_eval, and what kinds_eval refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "rules_fixture.h"

static void check_line(struct fixture *f, const char *line)
{
    json_t *row = json_loads(line, 0, NULL);
    assert_non_null(row);
    json_t *got = fixture_answer(f, json_string_value(json_object_get(row, "rule")),
                                 json_object_get(row, "input"));
    if (!json_covers(json_object_get(row, "expect"), got)) {
        char *text = json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY);
        fail_msg("%s%s: got %s", json_string_value(json_object_get(row, "id")),
                 json_string_value(json_object_get(row, "sub")), text);
    }
    json_decref(got);
    json_decref(row);
}

static size_t check_file(struct fixture *f, const char *path)
{
    size_t len;
    size_t lines = 0;
    char *text = fixture_file(path, &len);
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        check_line(f, line);
        lines++;
    }
    mem_free(text);
    return lines;
}

static void test_vectors(void **state)
{
    glob_t paths;
    size_t lines = 0;
    size_t head = fixture_glob("tests/vectors/rules*.ndjson", &paths);
    for (size_t i = 0; i < paths.gl_pathc; i++)
        lines += check_file(*state, paths.gl_pathv[i] + head);
    globfree(&paths);
    assert_true(lines > 80);
}

/* Every rule has facts, a name below its kind, and no fact twice. */
static void test_table_is_sound(void **state)
{
    size_t count;
    const struct kind *const *all = kinds(&count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (const struct rule_row *r = all[i]->rules; r && r->name; r++) {
            assert_non_null(r->rule);
            assert_ptr_equal(kinds_rule(r->name), r);
            for (const struct fact_row *f = r->facts; f->name; f++) {
                assert_non_null(fact_type_word(f->type));
                for (const struct fact_row *g = f + 1; g->name; g++)
                    if (strcmp(f->name, g->name) == 0)
                        fail_msg("%s has the fact %s twice", r->name, f->name);
            }
        }
    }
    assert_null(kinds_rule("no.rule"));
}

static const struct question REFUSALS[] = {
    { "unknown rule", "term.undue", "{}",
      "{\"error\":{\"code\":\"not_found\",\"field\":\"rule\"}}" },
    { "unknown field", "calendar.is_workday", "{\"date\":\"2026-01-01\",\"dat\":1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"dat\"}}" },
    { "missing field", "calendar.is_workday", "{}", "{\"error\":{\"field\":\"date\"}}" },
    { "null where a value is needed", "calendar.is_workday", "{\"date\":null}",
      "{\"error\":{\"field\":\"date\"}}" },
    { "number for a date", "calendar.is_workday", "{\"date\":20260101}",
      "{\"error\":{\"field\":\"date\",\"message\":\"\\\"date\\\" must be a date YYYY-MM-DD\"}}" },
    { "text for a number", "calendar.months", "{\"from\":\"2026-01-01\",\"months\":\"1\"}",
      "{\"error\":{\"field\":\"months\"}}" },
    { "text for true or false", "calendar.add",
      "{\"from\":\"2026-01-01\",\"days\":1,\"basis\":\"working\",\"roll\":\"yes\"}",
      "{\"error\":{\"field\":\"roll\"}}" },
    { "negative money", "payment.instalments", "{\"pack\":\"yifen-2026\",\"contract_fen\":-1}",
      "{\"error\":{\"field\":\"contract_fen\"}}" },
    { "object for a list", "sla.rate",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-081\",\"events\":{}}",
      "{\"error\":{\"field\":\"events\"}}" },
    { "list for an object", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-095\",\"facts\":[]}",
      "{\"error\":{\"field\":\"facts\"}}" },
    { "empty text", "term.due", "{\"pack\":\"\",\"clause\":\"YF-095\"}",
      "{\"error\":{\"field\":\"pack\"}}" },
    { "number as text for a decimal", "limit.check",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-090\",\"value\":\"much\"}",
      "{\"error\":{\"field\":\"value\"}}" },
    { "unknown pack", "term.due", "{\"pack\":\"none\",\"clause\":\"YF-095\"}",
      "{\"error\":{\"field\":\"pack\"}}" },
};

static void test_refusals(void **state)
{
    check_answers(*state, REFUSALS, COUNT_OF(REFUSALS));
}

/* A text with a NUL inside is no text: what is behind it would be lost. */
static void test_text_with_nul(void **state)
{
    json_t *input = json_pack("{s:o, s:s}", "pack", json_stringn("t\0u", 3), "clause", "A");
    json_t *got = fixture_answer(*state, "term.due", input);
    const json_t *error = json_object_get(got, "error");
    assert_string_equal(json_string_value(json_object_get(error, "field")), "pack");
    assert_string_equal(json_string_value(json_object_get(error, "message")),
                        "\"pack\" must be text");
    json_decref(got);
    json_decref(input);
}

/* A question that is refused leaves the buffer as it was. */
static void test_refused_answer(void **state)
{
    struct eval_env env = fixture_env(*state);
    struct problem problem = { .rc = RC_OK };
    struct bytebuf out;
    json_t *input = json_object();
    bytebuf_init(&out, 1000);
    assert_int_equal(kinds_answer(&env, "calendar.add", input, true, &out, &problem), RC_INVALID);
    assert_string_equal(problem.field, "from");
    assert_int_equal(out.len, 0);
    bytebuf_fini(&out);
    json_decref(input);
}

/* What kinds_answer appends to "x" in a buffer of `ceiling` bytes. */
static rc_t answer_within(struct fixture *f, bool proofs, size_t ceiling, struct bytebuf *out)
{
    struct eval_env env = fixture_env(f);
    struct problem problem = { .rc = RC_OK };
    json_t *input =
        json_pack("{s:s, s:i, s:s}", "from", "2026-05-01", "days", 3, "basis", "working");
    bytebuf_init(out, ceiling);
    assert_int_equal(bytebuf_text(out, "x"), RC_OK);
    rc_t rc = kinds_answer(&env, "calendar.add", input, proofs, out, &problem);
    json_decref(input);
    return rc;
}

/* An answer that does not fit leaves the buffer as it was, wherever it is cut. */
static void check_ceilings(struct fixture *f, bool proofs)
{
    struct bytebuf whole;
    assert_int_equal(answer_within(f, proofs, 10000, &whole), RC_OK);
    for (size_t ceiling = 1; ceiling < whole.len; ceiling++) {
        struct bytebuf out;
        if (answer_within(f, proofs, ceiling, &out) != RC_TOO_LARGE)
            fail_msg("%zu of %zu bytes: %s", ceiling, whole.len, bytebuf_str(&out));
        assert_int_equal(out.len, 1);
        bytebuf_fini(&out);
    }
    struct bytebuf exact;
    assert_int_equal(answer_within(f, proofs, whole.len, &exact), RC_OK);
    assert_string_equal(bytebuf_str(&exact), bytebuf_str(&whole));
    bytebuf_fini(&exact);
    bytebuf_fini(&whole);
}

static void test_ceilings(void **state)
{
    check_ceilings(*state, true);
    check_ceilings(*state, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),        cmocka_unit_test(test_table_is_sound),
        cmocka_unit_test(test_refusals),       cmocka_unit_test(test_text_with_nul),
        cmocka_unit_test(test_refused_answer), cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
