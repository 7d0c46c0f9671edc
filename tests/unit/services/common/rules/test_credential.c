/* Certificates and proofs held against those asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "credential.h"

static json_t *kept[8]; /* documents whose texts are borrowed */
static size_t kept_count;

#define LIST(...)                                                                                  \
    {                                                                                              \
        (const char *const[]){ __VA_ARGS__ }, COUNT_OF(((const char *[]){ __VA_ARGS__ }))          \
    }

static struct credentials read_held(const char *certificates, const char *evidence)
{
    struct credentials held = { .certificate_count = 0 };
    struct problem problem = { .rc = RC_OK };
    json_t *c = certificates ? json_loads(certificates, 0, NULL) : NULL;
    json_t *e = evidence ? json_loads(evidence, 0, NULL) : NULL;
    if (credentials_read(c, e, &held, &problem) != RC_OK)
        fail_msg("%s: %s", problem.field, problem.text);
    /* The texts are borrowed from the documents, which the test leaks into `kept`. */
    kept[kept_count++] = c;
    kept[kept_count++] = e;
    return held;
}

static void forget(void)
{
    while (kept_count > 0)
        json_decref(kept[--kept_count]);
}

/* By name, alias and grade: exact without an order, a minimum with one. */
static void test_one(void **state)
{
    const struct {
        const char *name;
        struct certificate wanted;
        const char *held;
        bool is_held;
    } ROWS[] = {
        { "by name", { .name = "A" }, "[\"A\"]", true },
        { "another name", { .name = "A" }, "[\"B\"]", false },
        { "nothing held", { .name = "A" }, "[]", false },
        { "by an alias", { .name = "A", .aliases = LIST("X", "B") }, "[\"B\"]", true },
        { "a grade that nobody asked for",
          { .name = "A" },
          "[{\"name\":\"A\",\"grade\":\"2\"}]",
          true },
        { "the grade", { .name = "A", .grade = "1" }, "[{\"name\":\"A\",\"grade\":\"1\"}]", true },
        { "another grade",
          { .name = "A", .grade = "1" },
          "[{\"name\":\"A\",\"grade\":\"2\"}]",
          false },
        { "no grade", { .name = "A", .grade = "1" }, "[\"A\"]", false },
        { "a better grade",
          { .name = "A", .grade = "M", .grades = LIST("L", "M", "H") },
          "[{\"name\":\"A\",\"grade\":\"H\"}]",
          true },
        { "the least grade",
          { .name = "A", .grade = "M", .grades = LIST("L", "M", "H") },
          "[{\"name\":\"A\",\"grade\":\"M\"}]",
          true },
        { "a lesser grade",
          { .name = "A", .grade = "M", .grades = LIST("L", "M", "H") },
          "[{\"name\":\"A\",\"grade\":\"L\"}]",
          false },
        { "a grade outside the order",
          { .name = "A", .grade = "L", .grades = LIST("L", "M", "H") },
          "[{\"name\":\"A\",\"grade\":\"?\"}]",
          false },
        { "the second of two does",
          { .name = "A", .grade = "1" },
          "[{\"name\":\"A\",\"grade\":\"2\"},{\"name\":\"A\",\"grade\":\"1\"}]",
          true },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct credentials held = read_held(ROWS[i].held, NULL);
        if (certificate_is_held(&ROWS[i].wanted, &held) != ROWS[i].is_held)
            fail_msg("%s", ROWS[i].name);
        credentials_fini(&held);
        forget();
    }
}

/* All or any of a set; what is missing is named once. */
static void test_sets(void **state)
{
    static const struct certificate TWO[] = { { .name = "A" }, { .name = "B" } };
    const struct certificate_set all = { .any = false, .list = { TWO, 2 } };
    const struct certificate_set any = { .any = true, .list = { TWO, 2 } };
    const struct certificate_set none = { .any = true, .list = { NULL, 0 } };
    struct credentials b = read_held("[\"B\"]", NULL);
    struct credentials nothing = read_held("[]", NULL);
    struct name_list missing = { .count = 0 };
    (void)state;
    assert_true(certificates_are_held(&none, &nothing, &missing));
    assert_true(certificates_are_held(&any, &b, &missing));
    assert_int_equal(missing.count, 0);
    assert_false(certificates_are_held(&all, &b, &missing));
    assert_int_equal(missing.count, 1);
    assert_string_equal(missing.rows[0], "A");
    assert_false(certificates_are_held(&any, &nothing, &missing));
    assert_int_equal(missing.count, 2);
    assert_string_equal(missing.rows[1], "B");
    name_list_fini(&missing);
    credentials_fini(&b);
    credentials_fini(&nothing);
    forget();
}

static void test_proofs(void **state)
{
    const struct proof_set all = { .any = false, .list = LIST("P", "Q") };
    const struct proof_set any = { .any = true, .list = LIST("P", "Q") };
    const struct proof_set none = { .any = true, .list = { NULL, 0 } };
    struct credentials q = read_held(NULL, "[\"Q\", \"other\"]");
    struct credentials nothing = read_held(NULL, "[]");
    struct name_list missing = { .count = 0 };
    (void)state;
    assert_true(proofs_are_held(&none, &nothing, &missing));
    assert_true(proofs_are_held(&any, &q, &missing));
    assert_false(proofs_are_held(&all, &q, &missing));
    assert_int_equal(missing.count, 1);
    assert_false(proofs_are_held(&any, &nothing, &missing));
    assert_int_equal(missing.count, 2);
    name_list_fini(&missing);
    credentials_fini(&q);
    credentials_fini(&nothing);
    forget();
}

static void test_refusals(void **state)
{
    static const struct {
        const char *name, *certificates, *evidence, *field;
    } ROWS[] = {
        { "no list", "\"A\"", NULL, "certificates" },
        { "a number", "[1]", NULL, "certificates[0]" },
        { "an empty name", "[\"A\", \"\"]", NULL, "certificates[1]" },
        { "an object without a name", "[{\"grade\":\"1\"}]", NULL, "certificates[0]" },
        { "a grade that is a number", "[{\"name\":\"A\",\"grade\":1}]", NULL, "certificates[0]" },
        { "an unknown member", "[{\"name\":\"A\",\"level\":\"1\"}]", NULL, "certificates[0]" },
        { "proofs that are no list", NULL, "{}", "evidence" },
        { "a proof that is a number", NULL, "[\"P\", 2]", "evidence[1]" },
        { "an empty proof", NULL, "[\"\"]", "evidence[0]" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct credentials held = { .certificate_count = 0 };
        struct problem problem = { .rc = RC_OK };
        json_t *c =
            ROWS[i].certificates ? json_loads(ROWS[i].certificates, JSON_DECODE_ANY, NULL) : NULL;
        json_t *e = ROWS[i].evidence ? json_loads(ROWS[i].evidence, JSON_DECODE_ANY, NULL) : NULL;
        rc_t rc = credentials_read(c, e, &held, &problem);
        if (rc != RC_INVALID || strcmp(problem.field, ROWS[i].field) != 0)
            fail_msg("%s: field \"%s\"", ROWS[i].name, problem.field);
        credentials_fini(&held);
        json_decref(c);
        json_decref(e);
    }
}

/* More than anybody has is refused before anything is taken. */
static void test_ceiling(void **state)
{
    struct credentials held = { .certificate_count = 0 };
    struct problem problem = { .rc = RC_OK };
    json_t *list = json_array();
    (void)state;
    for (int i = 0; i <= CREDENTIALS_MAX; i++)
        json_array_append_new(list, json_string("A"));
    assert_int_equal(credentials_read(list, NULL, &held, &problem), RC_INVALID);
    assert_string_equal(problem.field, "certificates");
    json_array_remove(list, 0);
    struct problem none = { .rc = RC_OK };
    assert_int_equal(credentials_read(list, json_null(), &held, &none), RC_OK);
    assert_int_equal(held.certificate_count, CREDENTIALS_MAX);
    credentials_fini(&held);
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one),     cmocka_unit_test(test_sets),
        cmocka_unit_test(test_proofs),  cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
