/* Kind "calendar": no section of a pack, only questions about days. */
#include <stdio.h>

#include "civil.h"
#include "jsonx.h"
#include "pack_reader.h"
#include "proof_days.h"
#include "rule_io.h"

/* About as long as DAY_MIN..DAY_MAX: a longer term could not end inside it, and sums stay far from
 * overflow. */
enum { MAX_TERM_DAYS = 100000, MAX_MONTHS = 3240 };
/* A question that names no calendar means the national one. */
static const char DEFAULT_CALENDAR[] = "cn";

/* Questions without a pack know only the calendar; make-up days work, as the notices say. An
 * unknown code is refused and never replaced by the default, so that no answer leans on the wrong
 * notices. */
static rc_t take_calendar(const struct eval_env *env, const json_t *input,
                          struct calendar_use *ret_use, struct problem *problem)
{
    const char *code = json_string_value(json_object_get(input, "calendar"));
    const calendar_t *calendar = env->calendar(env->arg, code ? code : DEFAULT_CALENDAR);
    *ret_use = (struct calendar_use){ calendar, true };
    return calendar ? RC_OK
                    : problem_set(problem, RC_INVALID, "calendar", "there is no calendar \"%s\"",
                                  code ? code : DEFAULT_CALENDAR);
}

/* One day, and why it works or rests. */
static const struct fact_row IS_WORKDAY_FACTS[] = { { "date", FACT_DATE, true },
                                                    { "calendar", FACT_TEXT, false },
                                                    FACTS_END };

/* calendar.is_workday. A year that is not published is no error, since plans reach years ahead of
 * the notices (K3): the weekday answers and `provisional` says so. */
static rc_t is_workday(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct calendar_use use;
    int32_t day;
    rc_t rc = take_calendar(env, input, &use, problem);
    if (rc == RC_OK)
        rc = jsonx_date_field(input, "date", JSON_REQUIRED, &day, problem);
    if (rc != RC_OK)
        return rc;
    struct day_class c = calendar_classify(&use, day);
    proof_working_days(proof, &use, day, day);
    if (c.provisional)
        proof_provisional(proof, &use, day, day);
    json_object_set_new(result, "workday", json_boolean(c.workday));
    json_object_set_new(result, "reason", json_string(calendar_reason_word(c.reason)));
    json_object_set_new(result, "provisional", json_boolean(c.provisional));
    return RC_OK;
}

/* Each working day by itself, calendar days as a stretch. A stretch of calendar days explains
 * itself; of working days a reader wants to see which ones were left out. */
static void prove_days(proof_t *proof, const struct calendar_use *use, enum day_basis basis,
                       int32_t from, int32_t to)
{
    if (basis == BASIS_WORKING)
        proof_working_days(proof, use, from, to);
    else
        proof_days(proof, WHY_DAYS_COUNTED, from, to, calendar_count(use, from, to, basis));
}

/* Both ends count. */
static const struct fact_row COUNT_FACTS[] = { { "from", FACT_DATE, true },
                                               { "to", FACT_DATE, true },
                                               { "basis", FACT_TEXT, true },
                                               { "calendar", FACT_TEXT, false },
                                               FACTS_END };

/* calendar.count. Calendar days are never provisional: no notice changes how many days there
 * are. */
static rc_t count(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                  struct problem *problem)
{
    struct calendar_use use;
    enum day_basis basis;
    int32_t from, to;
    rc_t rc = take_calendar(env, input, &use, problem);
    if (rc == RC_OK)
        rc = jsonx_date_field(input, "from", JSON_REQUIRED, &from, problem);
    if (rc == RC_OK)
        rc = jsonx_date_field(input, "to", JSON_REQUIRED, &to, problem);
    if (rc == RC_OK)
        rc = io_basis(input, "basis", &basis, problem);
    if (rc != RC_OK)
        return rc;
    bool provisional = basis == BASIS_WORKING && calendar_provisional(&use, from, to);
    prove_days(proof, &use, basis, from, to);
    if (provisional)
        proof_provisional(proof, &use, from, to);
    json_object_set_new(result, "days", json_integer(calendar_count(&use, from, to, basis)));
    json_object_set_new(result, "provisional", json_boolean(provisional));
    return RC_OK;
}

/* By default the first day does not count (K2) and a rest day stays (C6). */
static const struct fact_row ADD_FACTS[] = { { "from", FACT_DATE, true },
                                             { "days", FACT_NUMBER, true },
                                             { "basis", FACT_TEXT, true },
                                             { "count_first_day", FACT_BOOL, false },
                                             { "roll", FACT_BOOL, false },
                                             { "calendar", FACT_TEXT, false },
                                             FACTS_END };

/* Days, basis and the two switches of calendar.add. The switches are off unless said, whatever the
 * number of days. */
static rc_t read_term(const json_t *input, struct day_term *ret, struct problem *problem)
{
    int64_t days = 0;
    rc_t rc = jsonx_int_field(input, "days", JSON_REQUIRED, 0, MAX_TERM_DAYS, &days, problem);
    if (rc == RC_OK)
        rc = io_basis(input, "basis", &ret->basis, problem);
    ret->days = (int32_t)days;
    ret->count_first_day = json_is_true(json_object_get(input, "count_first_day"));
    ret->roll = json_is_true(json_object_get(input, "roll"));
    return rc;
}

/* Where the days end before a rest day is left: working days cannot end on one. */
static int32_t unrolled(int32_t from, const struct day_term *term, const struct reckoned_day *end)
{
    if (term->basis == BASIS_WORKING)
        return end->day;
    return from + term->days - (term->count_first_day && term->days > 0);
}

/* The first day, the days counted, and where a rest day at the end goes. The order is that of
 * reckoning by hand, so that a person can follow line by line. */
static void prove_term(proof_t *proof, const struct calendar_use *use, int32_t from,
                       const struct day_term *term, const struct reckoned_day *end)
{
    int32_t first = term->count_first_day ? from : from + 1;
    int32_t last = unrolled(from, term, end);
    proof_day(proof, term->count_first_day ? WHY_FIRST_DAY_INCLUDED : WHY_FIRST_DAY_EXCLUDED, from);
    prove_days(proof, use, term->basis, first, last);
    if (last != end->day)
        proof_days(proof, WHY_ROLLED, last, end->day, 0);
    if (end->provisional)
        proof_provisional(proof, use, first, end->day);
    proof_day(proof, WHY_DUE, end->day);
}

/* calendar.add. No pack is asked, so its switches do not reach here: the asker says whether the
 * first day counts and whether the end rolls (K2, K4). */
static rc_t add(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                struct problem *problem)
{
    struct calendar_use use;
    struct day_term term = { .days = 0 };
    struct reckoned_day end;
    int32_t from;
    rc_t rc = take_calendar(env, input, &use, problem);
    if (rc == RC_OK)
        rc = jsonx_date_field(input, "from", JSON_REQUIRED, &from, problem);
    if (rc == RC_OK)
        rc = read_term(input, &term, problem);
    if (rc != RC_OK)
        return rc;
    if (!calendar_add_days(&use, from, term, &end))
        return problem_set(problem, RC_INVALID, "days", "the term ends out of range");
    prove_term(proof, &use, from, &term, &end);
    io_set_day(result, "date", end.day);
    json_object_set_new(result, "provisional", json_boolean(end.provisional));
    return RC_OK;
}

/* The day of month clamps to the month's last. */
static const struct fact_row MONTHS_FACTS[] = { { "from", FACT_DATE, true },
                                                { "months", FACT_NUMBER, true },
                                                FACTS_END };

/* calendar.months. All months are added in one step, so that the day of month is clamped once and
 * not month by month. */
static rc_t months(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                   struct problem *problem)
{
    int32_t from, day;
    int64_t n = 0;
    (void)env;
    rc_t rc = jsonx_date_field(input, "from", JSON_REQUIRED, &from, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(input, "months", JSON_REQUIRED, -MAX_MONTHS, MAX_MONTHS, &n, problem);
    if (rc != RC_OK)
        return rc;
    if (!civil_add_months(from, (int32_t)n, &day))
        return problem_set(problem, RC_INVALID, "months", "the date lies out of range");
    proof_days(proof, WHY_MONTHS, from, day, n);
    io_set_day(result, "date", day);
    return RC_OK;
}

static const struct rule_row RULES[] = {
    { "calendar.is_workday", is_workday, true, IS_WORKDAY_FACTS },
    { "calendar.count", count, true, COUNT_FACTS },
    { "calendar.add", add, true, ADD_FACTS },
    { "calendar.months", months, true, MONTHS_FACTS },
    RULES_END,
};

const struct kind CALENDAR_KIND = { .name = "calendar", .rules = RULES };
