/* Everything that is bounded, at its bound and one beyond it: lists and numbers of questions, days
 * at the ends of the calendar, lists and numbers of packs. What is one too much is refused by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

/* `before`, then `count` items joined by commas, then `after`. An item may hold one %zu. */
static char *joined(const char *before, const char *item, size_t count, const char *after)
{
    char *text = NULL;
    size_t size;
    const char *hole = strstr(item, "%zu");
    size_t head = hole ? (size_t)(hole - item) : strlen(item);
    FILE *out = open_memstream(&text, &size);
    fputs(before, out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s%.*s", i > 0 ? "," : "", (int)head, item);
        if (hole)
            fprintf(out, "%zu%s", i, hole + strlen("%zu"));
    }
    fputs(after, out);
    fclose(out);
    return text;
}

/* ---- lists of questions ---- */

static const struct {
    const char *rule, *before, *item, *after;
    size_t most;
    const char *field;
} LISTS[] = {
    { "service.fulfil",
      "{\"pack\":\"langfang-2025\",\"clause\":\"HOS-025\",\"from\":\"2025-01-01\",\"to\":\"2025-12-"
      "31\","
      "\"as_of\":\"2026-01-01\",\"records\":[",
      "{\"on\":\"2025-03-12\"}", "]}", 100000, "records" },
    { "service.coverage",
      "{\"pack\":\"langfang-2025\",\"clause\":\"HOS-076\",\"from\":\"2025-01-01\",\"to\":\"2025-12-"
      "31\","
      "\"gaps\":[",
      "{\"from\":\"2025-03-12\",\"to\":\"2025-03-12\"}", "]}", 100000, "gaps" },
    { "qualification.check",
      "{\"pack\":\"langfang-2025\",\"clause\":\"HOS-125\",\"on\":\"2025-06-01\",\"contracts\":[",
      "\"2025-03-12\"", "]}", 1000, "contracts" },
    { "qualification.check",
      "{\"pack\":\"langfang-2025\",\"clause\":\"HOS-122\",\"certificates\":[", "\"c%zu\"", "]}",
      200, "certificates" },
    { "qualification.check", "{\"pack\":\"langfang-2025\",\"clause\":\"HOS-126\",\"evidence\":[",
      "\"e%zu\"", "]}", 200, "evidence" },
    { "deliverable.check",
      "{\"pack\":\"sfj-2024\",\"select\":{\"clause\":\"SFJ-261\"},\"submitted\":[", "\"d%zu\"",
      "]}", 5000, "submitted" },
    { "limit.check", "{\"pack\":\"sfj-2024\",\"clause\":\"SFJ-122\",\"value\":[", "\"v%zu\"", "]}",
      1000, "value" },
    { "licence.check", "{\"pack\":\"sfj-2024\",\"clause\":\"SFJ-110\",\"parts\":[", "1", "]}", 1000,
      "parts" },
    { "gate.check", "{\"pack\":\"minhang-2024\",\"phase\":1,\"facts\":{\"documents\":[", "\"d%zu\"",
      "]}}", 400, "facts.documents" },
    { "filing.validity", "{\"filed\":\"2024-03-15\",\"assessments\":[", "\"2025-03-12\"", "]}", 200,
      "assessments" },
    { "phase.check", "{\"pack\":\"minhang-2024\",\"windows\":[",
      "{\"phase\":1,\"from\":\"2024-09-01\",\"to\":\"2024-09-02\"}", "]}", 64, "windows" },
    { "penalty.assess", "{\"pack\":\"rsj-2022\",\"contract_fen\":100,\"cases\":[",
      "{\"type\":\"service_breach\",\"at\":\"2022-12-20\"}", "]}", 10000, "cases" },
    { "staff.check", "{\"pack\":\"sfj-2024\",\"clause\":\"SFJ-239\",\"roster\":[",
      "{\"service\":\"S06\"}", "]}", 1000, "roster" },
    { "staff.check", "{\"pack\":\"sfj-2024\",\"clause\":\"SFJ-233\",\"person\":{\"certificates\":[",
      "\"c%zu\"", "]}}", 200, "person.certificates" },
    { "term.due",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-022\",\"facts\":{\"feedback_received\":\"2024-10-"
      "31\"},"
      "\"readings\":{",
      "\"r%zu\":\"x\"", "}}", 32, "readings" },
    { "clock.history",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-022\",\"facts\":{\"feedback_received\":\"2024-10-"
      "31\"},"
      "\"events\":[",
      "{\"id\":%zu,\"type\":\"start\",\"occurred_at\":\"2024-10-31T09:00:00+08:00\",\"recorded_"
      "at\":"
      "\"2024-10-31T09:00:00+08:00\"}",
      "]}", 200, "events" },
};

static void test_lists(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        for (size_t over = 0; over < 2; over++) {
            char *text =
                joined(LISTS[i].before, LISTS[i].item, LISTS[i].most + over, LISTS[i].after);
            json_t *input = json_loads(text, 0, NULL);
            assert_non_null(input);
            json_t *answer = fixture_answer(f, LISTS[i].rule, input);
            const char *field =
                json_string_value(json_object_get(json_object_get(answer, "error"), "field"));
            bool refused = field && strcmp(field, LISTS[i].field) == 0;
            if (refused != (over == 1))
                fail_msg("%s, %zu %s: %.200s", LISTS[i].rule, LISTS[i].most + over, LISTS[i].field,
                         field ? field : "answered");
            json_decref(answer);
            json_decref(input);
            free(text);
        }
    }
}

/* ---- numbers and days of questions ---- */

/* Each pair is the last that is answered and the first that is not. */
static const struct question BOUNDS[] = {
    { "licence, the most", "licence.check",
      "{\"pack\":\"sfj-2024\",\"clause\":\"SFJ-107\",\"installed\":1000000000000}",
      "{\"points\":50}" },
    { "the most, of one point", "licence.check",
      "{\"pack\":\"t\",\"clause\":\"A\",\"installed\":1000000000000}",
      "{\"percent\":\"100000000000000.00\"}" },
    { "licence, one more", "licence.check",
      "{\"pack\":\"sfj-2024\",\"clause\":\"SFJ-107\",\"installed\":1000000000001}",
      "{\"error\":{\"field\":\"installed\"}}" },
    { "days to the last day", "calendar.add",
      "{\"from\":\"2169-12-31\",\"days\":1,\"basis\":\"calendar\"}", "{\"date\":\"2170-01-01\"}" },
    { "days beyond it", "calendar.add",
      "{\"from\":\"2169-12-31\",\"days\":2,\"basis\":\"calendar\"}",
      "{\"error\":{\"field\":\"days\"}}" },
    { "days from the first day", "calendar.add",
      "{\"from\":\"1900-01-01\",\"days\":0,\"basis\":\"calendar\"}", "{\"date\":\"1900-01-01\"}" },
    { "working days, the first of them the first of all", "calendar.add",
      "{\"from\":\"1900-01-01\",\"days\":1,\"basis\":\"working\",\"count_first_day\":true}",
      "{\"date\":\"1900-01-01\"}" },
    { "working days to the last day", "calendar.add",
      "{\"from\":\"2169-12-29\",\"days\":1,\"basis\":\"working\"}", "{\"date\":\"2170-01-01\"}" },
    { "working days beyond it", "calendar.add",
      "{\"from\":\"2169-12-29\",\"days\":2,\"basis\":\"working\"}",
      "{\"error\":{\"field\":\"days\"}}" },
    { "months to the first day", "calendar.months", "{\"from\":\"1900-02-01\",\"months\":-1}",
      "{\"date\":\"1900-01-01\"}" },
    { "a term from the first day", "term.due",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-022\",\"facts\":{\"feedback_received\":\"1900-01-"
      "01\"}}",
      "{\"due\":\"1900-01-31\"}" },
    { "a term that ends on the last day", "term.due",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-022\",\"facts\":{\"feedback_received\":\"2169-12-"
      "02\"}}",
      "{\"due\":\"2170-01-01\"}" },
    { "a term that ends after it", "term.due",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-022\",\"facts\":{\"feedback_received\":\"2169-12-"
      "03\"}}",
      "{\"error\":{\"code\":\"invalid\"}}" },
    { "a window from the first day", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":1,\"from\":\"1900-01-01\",\"to\":\"1900-"
      "01-01\"}]}",
      "{\"span_days\":1}" },
    { "interest from the first day", "payment.late_interest",
      "{\"pack\":\"rsj-2022\",\"delayed_fen\":100,\"due\":\"1900-01-01\",\"paid\":\"1900-01-02\"}",
      "{\"interest_fen\":0}" },
    { "a certificate of the first day", "filing.validity", "{\"filed\":\"1900-01-01\"}",
      "{\"extensions\":0}" },
    { "a key figure's largest whole", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":{\"num\":1,\"den\":9223372036854775807}}}",
      "{\"rows\":[{\"needed\":6456360425798343065}]}" },
    { "a key figure whose numerator just fits", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"4\":{\"num\":1,\"den\":131762457669353940}}}",
      "{\"rows\":[{\"needed\":9223372036854775800}]}" },
    { "a key figure that nobody can meet", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"4\":{\"num\":1,\"den\":131762457669353941}}}",
      "{\"rows\":[{\"needed\":null}]}" },
    { "closed after the second of two starts", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-095\",\"facts\":{\"contract_effective\":\"2026-03-"
      "20\","
      "\"invoice_received\":\"2026-03-10\",\"paid\":\"2026-03-10\"}}",
      "{\"late\":0,\"used_days\":-10}" },
    { "closed before both", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-095\",\"facts\":{\"contract_effective\":\"2026-03-"
      "20\","
      "\"invoice_received\":\"2026-03-10\",\"paid\":\"2026-03-09\"}}",
      "{\"error\":{\"field\":\"facts.paid\"}}" },
    { "years of experience, without a day", "staff.check",
      "{\"pack\":\"sfj-2024\",\"role\":\"项目经理\",\"person\":{\"experience_years\":\"4\"}}",
      "{\"shortfalls\":[{\"clause\":\"SFJ-234\"}]}" },
    { "years of experience, none", "staff.check",
      "{\"pack\":\"sfj-2024\",\"role\":\"项目经理\",\"person\":{\"experience_years\":\"0\"}}",
      "{\"shortfalls\":[{\"clause\":\"SFJ-234\"}]}" },
    { "experience since a day", "staff.check",
      "{\"pack\":\"sfj-2024\",\"role\":\"项目经理\",\"on\":\"2026-01-01\",\"person\":{\"experience_"
      "since\":"
      "\"2024-01-01\"}}",
      "{\"shortfalls\":[{\"clause\":\"SFJ-234\"}]}" },
    { "experience not spoken of", "staff.check",
      "{\"pack\":\"sfj-2024\",\"role\":\"项目经理\",\"person\":{}}", "{\"shortfalls\":[]}" },
};

static void test_bounds(void **state)
{
    fixture_extra(*state,
                  "licences:\n  - {clause: A, network: n, rows: [{client: c, class: server, "
                  "points: 1}]}\n");
    check_answers(*state, BOUNDS, COUNT_OF(BOUNDS));
}

/* ---- packs ---- */

#define WORK(fields) "recurring:\n  - {clause: A, title: t, work: service, " fields "}\n"
#define PERIOD                                                                                     \
    "contract: {clause: Z, total: 1.00, service: {clause: Z, from: 2026-01-05, to: 2026-12-31}}\n"
#define SERVICE(from, to)                                                                          \
    "contract: {clause: Z, total: 1.00, service: {clause: Z, from: " from ", to: " to "}}\n"
#define NAME_10  "0123456789"
#define NAME_100 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10
#define NAME_299                                                                                   \
    NAME_100 NAME_100 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10 NAME_10      \
        "012345678"
#define CLAUSE_40  "A" NAME_10 NAME_10 NAME_10 "012345678"
#define TEAM(name) "teams:\n  - {code: a, clause: A, name: n" name "}\n"
#define INTEREST(from)                                                                             \
    PERIOD "terms:\n  - {clause: A, title: t, after: due, opens_on: " from " working days}\n"      \
           "late_interest: {clause: A, title: t, from_working_day: " from                          \
           ", rate: 0.5%, per: day, cap: 5%}\n"

/* The first reads, the second does not. */
static const struct {
    const char *name, *good, *bad;
} NUMBERS[] = {
    { "largest sum", "contract: {clause: A, total: 1000000000000.00}\n",
      "contract: {clause: A, total: 1000000000000.01}\n" },
    { "no sum", "contract: {clause: A, total: 0.00}\n", "contract: {clause: A, total: -0.01}\n" },
    { "count", "services:\n  - {code: S, clause: A, name: n, quantity: 1000000000}\n",
      "services:\n  - {code: S, clause: A, name: n, quantity: 1000000001}\n" },
    { "no count", "services:\n  - {code: S, clause: A, name: n, quantity: 0}\n",
      "services:\n  - {code: S, clause: A, name: n, quantity: -1}\n" },
    { "times", WORK("times: 1000, per: year"), WORK("times: 1001, per: year") },
    { "least times", WORK("times: 1, per: year"), WORK("times: 0, per: year") },
    { "units", "units: {prefix: U, count: 99, clause: A}\n",
      "units: {prefix: U, count: 100, clause: A}\n" },
    { "least units", "units: {prefix: U, count: 1, clause: A}\n",
      "units: {prefix: U, count: 0, clause: A}\n" },
    { "clauses", "register: {prefix: A, count: 9999}\n", "register: {prefix: A, count: 10000}\n" },
    { "least clauses", "register: {prefix: A, count: 1}\n", "register: {prefix: A, count: 0}\n" },
    { "first day that bears interest", INTEREST("3660"), INTEREST("3661") },
    { "least of it", INTEREST("1"), INTEREST("0") },
    { "months before", "qualifications:\n  - {clause: A, title: t, months_before: 60}\n",
      "qualifications:\n  - {clause: A, title: t, months_before: 61}\n" },
    { "years within",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: 60 years}}\n",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: 61 years}}\n" },
    { "years of experience", "persons:\n  - {clause: A, title: t, years: \">= 60\"}\n",
      "persons:\n  - {clause: A, title: t, years: \">= 61\"}\n" },
    { "least years of experience", "persons:\n  - {clause: A, title: t, years: \">= 1\"}\n",
      "persons:\n  - {clause: A, title: t, years: \">= 0\"}\n" },
    { "length of a code",
      "teams:\n  - {code: a123456789b123456789c123456789d123456789e123456789f123456789g123, "
      "clause: A, name: n}\n",
      "teams:\n  - {code: a123456789b123456789c123456789d123456789e123456789f123456789g1234, "
      "clause: A, name: n}\n" },
    { "length of a clause", "teams:\n  - {code: a, clause: " CLAUSE_40 ", name: n}\n",
      "teams:\n  - {code: a, clause: " CLAUSE_40 "0, name: n}\n" },
    { "length of a name", TEAM(NAME_299), TEAM(NAME_299 "n") },
    { "service of one day", SERVICE("2026-01-05", "2026-01-05"),
      SERVICE("2026-01-06", "2026-01-05") },
};

/* Whether a pack of these sections reads. */
static bool reads(const char *sections)
{
    static const char HEAD[] = "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\n"
                               "calendar: {base: cn, makeup_days: true}\n";
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    char *text = joined(HEAD, "", 0, sections);
    bool ok = fixture_pack_text(text, &pack, &problem) == RC_OK;
    if (!ok && getenv("SHOW"))
        printf("%s\n", problem.text);
    pack_destroy(&pack);
    free(text);
    return ok;
}

static void test_pack_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(NUMBERS); i++)
        if (!reads(NUMBERS[i].good) || reads(NUMBERS[i].bad))
            fail_msg("%s: %s", NUMBERS[i].name,
                     reads(NUMBERS[i].good) ? "what is one too much reads"
                                            : "the ceiling does not read");
}

static const struct {
    const char *name, *before, *item, *after;
    size_t most;
} SECTIONS[] = {
    { "wants of a gate", "gates:\n  - {clause: A, title: t, documents: [", "d%zu", "]}\n", 64 },
    { "rows of a list",
      "payments:\n  - {clause: A, title: t, share: 100%, remainder: true}\n"
      "lists:\n  - of: x\n    rows: [",
      "{clause: A, name: n%zu}", "]\n", 2000 },
    { "keys of a map", "records:\n  - {clause: A, title: t, why: scope, text: x, data: {",
      "k%zu: 1", "}}\n", 200 },
};

static void test_pack_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SECTIONS); i++) {
        for (size_t over = 0; over < 2; over++) {
            char *text = joined(SECTIONS[i].before, SECTIONS[i].item, SECTIONS[i].most + over,
                                SECTIONS[i].after);
            if (reads(text) != (over == 0))
                fail_msg("%s: %zu", SECTIONS[i].name, SECTIONS[i].most + over);
            free(text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_pack_numbers),
        cmocka_unit_test(test_pack_lists),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
