/* The same questions to both packs. An answer is compared field by field; what both refuse in the
 * same words is no difference. */
#include <string.h>

#include "jsonx.h"
#include "pack_probes.h"

/* 2026-01-05, a Monday, where neither pack nor contract names any day. */
static const int32_t SOME_DAY = 20458;
enum { YEAR_DAYS = 365 };

/* ---- sides ---- */

/* The day for all that did not happen: the signing, else the first day of a service period. A
 * signing that is known is the best day, as everything else in a contract follows it; half a year
 * before the end lies inside a period of a year. */
static int32_t common_day(const struct pack_moves_ask *ask)
{
    const int32_t days[] = { ask->signed_day, ask->after->service_from, ask->before->service_from };
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
        if (days[i] != NO_DAY)
            return days[i];
    if (ask->after->service_to != NO_DAY)
        return ask->after->service_to - YEAR_DAYS / 2;
    return SOME_DAY;
}

/* Both sides get the same day and the same sum, so that a difference in the answers comes from the
 * packs alone. A pack without an end of service gets a year of 365 days, which is enough to count
 * in. */
static struct probe_side side_of(const struct pack_moves_ask *ask, const pack_t *pack)
{
    static const int64_t SOME_FEN = 100000000;
    struct probe_side side = { .pack = pack, .ask = ask, .day = common_day(ask) };
    int64_t own = ask->after->total_fen > 0 ? ask->after->total_fen : ask->before->total_fen;
    side.fen = ask->contract_fen > 0 ? ask->contract_fen : own > 0 ? own : SOME_FEN;
    side.from = pack->service_from != NO_DAY ? pack->service_from : side.day;
    side.to = pack->service_to >= side.from ? pack->service_to : side.from + YEAR_DAYS - 1;
    return side;
}

/* The evaluator asks by name, yet old and new pack bear the same one; the side itself says which is
 * meant. */
static const pack_t *pack_of(void *arg, const char *name)
{
    (void)name; /* both sides bear the same name */
    return ((const struct probe_side *)arg)->pack;
}

/* One calendar for both sides: a notice that came in between is no change of the pack. */
static const calendar_t *calendar_of(void *arg, const char *code)
{
    (void)code;
    return ((const struct probe_side *)arg)->ask->calendar;
}

/* The contract's readings, as far as this pack declares them. Readings that only the other pack
 * declares would be refused here, and the refusal would look like a move. */
static json_t *readings_of(const struct probe_side *side)
{
    json_t *own = json_object();
    json_t *all = (json_t *)(uintptr_t)side->ask->readings;
    for (void *it = json_object_iter(all); it; it = json_object_iter_next(all, it))
        if (pack_reading(side->pack, json_object_iter_key(it)))
            json_object_set(own, json_object_iter_key(it), json_object_iter_value(it));
    return own;
}

/* ---- asking ---- */

/* Answer to a question, {error: message} where it is refused; `question` is stolen, and NULL is
 * answered by NULL. A refusal is an answer too: a pack that can no longer be asked is what the
 * reader wants to see. */
static json_t *answer_of(const struct probe *probe, struct probe_side *side, json_t *question)
{
    struct eval_env env = { pack_of, calendar_of, side };
    struct problem problem = { .rc = RC_OK };
    json_t *answer = NULL;
    if (!question)
        return NULL;
    json_object_set_new(question, "pack", json_string(side->pack->name));
    json_object_set_new(question, "readings", readings_of(side));
    if (kinds_eval(&env, probe->rule, question, &answer, &problem) != RC_OK)
        answer = json_pack("{s:s}", "error", problem.text);
    json_decref(question);
    return answer;
}

/* A field of an answer; the refusal itself where there is one, null where there is no answer. */
static const json_t *field_of(const json_t *answer, const char *field)
{
    return json_object_get(answer, "error") ? answer : json_object_get(answer, field);
}

/* null and a missing field are both "no answer", and going from one to the other moves nothing. */
static bool is_same(const json_t *left, const json_t *right)
{
    return jsonx_is_absent(left) && jsonx_is_absent(right)
               ? true
               : json_equal((json_t *)(uintptr_t)left, (json_t *)(uintptr_t)right) == 1;
}

/* A deep copy, since the answers are freed before the list of moves is. */
static json_t *shown(const json_t *value)
{
    return value ? json_deep_copy(value) : json_null();
}

/* `moves` is the answer and becomes the caller's; both sides borrow from the question and from
 * `known`. */
struct pairing { /* both sides, and what was found so far */
    struct probe_side before, after;
    struct known_facts known;
    json_t *moves;
};

/* Rows of a clause on both sides, either of which may be missing. */
struct row_pair {
    const char *clause;
    const void *before, *after;
};

/* null where the contract as a whole is meant. */
static json_t *serial_json(const struct probe_side *side)
{
    return side->serial == OF_CONTRACT ? json_null() : json_integer(side->serial);
}

/* Fields are compared whole: a list that differs in one row is shown in full on both sides, as
 * people compare it. Both sides' refusals in the same words count as equal. */
static void compare(struct pairing *p, const struct probe *probe, const struct row_pair *rows,
                    json_t *const answers[2])
{
    for (const char *const *f = probe->fields; *f; f++) {
        const json_t *before = field_of(answers[0], *f);
        const json_t *after = field_of(answers[1], *f);
        if (is_same(before, after))
            continue;
        json_array_append_new(
            p->moves, json_pack("{s:s, s:s?, s:o, s:s?, s:s, s:o, s:o, s:b}", "rule", probe->rule,
                                "clause", rows->clause, "serial", serial_json(&p->before), "of",
                                probe->detail, "field", *f, "old", shown(before), "new",
                                shown(after), "assumed", p->before.assumed || p->after.assumed));
    }
}

/* A side without the row has nothing to ask, unless the probe asks about the contract as a whole.
 * `assumed` is reset here, for a question sets it but never clears it. */
static json_t *question_of(const struct probe *probe, struct probe_side *side, const void *row,
                           size_t variant)
{
    side->assumed = false;
    return row || probe->row_size == 0 ? probe->question(probe, side, row, variant) : NULL;
}

/* All variants of a question that one side or both have. Variants are asked until both sides have
 * run out, so a limit that only one pack has is compared with nothing. */
static void ask_both(struct pairing *p, const struct probe *probe, const struct row_pair *rows)
{
    for (size_t variant = 0;; variant++) {
        json_t *before = question_of(probe, &p->before, rows->before, variant);
        json_t *after = question_of(probe, &p->after, rows->after, variant);
        if (!before && !after)
            return;
        json_t *answers[2] = { answer_of(probe, &p->before, before),
                               answer_of(probe, &p->after, after) };
        compare(p, probe, rows, answers);
        json_decref(answers[0]);
        json_decref(answers[1]);
    }
}

/* The rows as they stand for the contract, and once more for every system with facts of its own for
 * either of them. Systems come in their order, so that the answer does. */
static void ask_all(struct pairing *p, const struct probe *probe, const struct row_pair *rows)
{
    ask_both(p, probe, rows);
    if (!probe->own)
        return;
    for (int64_t serial = known_facts_next(&p->known, OF_CONTRACT); serial != OF_CONTRACT;
         serial = known_facts_next(&p->known, serial)) {
        p->before.serial = serial;
        p->after.serial = serial;
        if (probe->own(&p->before, rows->before) || probe->own(&p->after, rows->after))
            ask_both(p, probe, rows);
    }
    p->before.serial = OF_CONTRACT;
    p->after.serial = OF_CONTRACT;
}

/* ---- rows ---- */

struct any_rows { /* how any PACK_ROWS looks */
    const char *rows;
    size_t count;
};

/* Every PACK_ROWS has the same two members, so its bytes may be copied; a cast would break
 * aliasing. */
static struct any_rows rows_of(const struct probe *probe, const pack_t *pack)
{
    struct any_rows list;
    memcpy(&list, (const char *)pack + probe->list, sizeof(list));
    return list;
}

/* The probe knows where in the row its clause stands; memcpy because the row's type is not known
 * here. */
static const char *clause_of(const struct probe *probe, const char *row)
{
    const char *clause;
    memcpy(&clause, row + probe->clause, sizeof(clause));
    return clause;
}

/* The first row of a clause among the first `count`; NULL when there is none. Among the first
 * `count` only, so that the same function tells whether a clause was met before. */
static const char *find_row(const struct probe *probe, struct any_rows list, size_t count,
                            const char *clause)
{
    for (size_t i = 0; i < count; i++) {
        const char *row = list.rows + i * probe->row_size;
        if (strcmp(clause_of(probe, row), clause) == 0)
            return row;
    }
    return NULL;
}

/* Each clause once: those of the old pack, then those only the new one has. Further rows of a
 * clause are not asked: a question names the clause and would get the same answer. */
static void ask_rows(struct pairing *p, const struct probe *probe)
{
    struct any_rows before = rows_of(probe, p->before.pack);
    struct any_rows after = rows_of(probe, p->after.pack);
    for (size_t i = 0; i < before.count; i++) {
        const char *row = before.rows + i * probe->row_size;
        const char *clause = clause_of(probe, row);
        struct row_pair rows = { clause, row, find_row(probe, after, after.count, clause) };
        if (!find_row(probe, before, i, clause))
            ask_all(p, probe, &rows);
    }
    for (size_t i = 0; i < after.count; i++) {
        const char *row = after.rows + i * probe->row_size;
        const char *clause = clause_of(probe, row);
        struct row_pair rows = { clause, NULL, row };
        if (!find_row(probe, before, before.count, clause) && !find_row(probe, after, i, clause))
            ask_all(p, probe, &rows);
    }
}

/* Probes in the order of their table, so that two runs over the same packs give the same bytes. */
json_t *pack_moves(const struct pack_moves_ask *ask)
{
    struct pairing p = { .before = side_of(ask, ask->before),
                         .after = side_of(ask, ask->after),
                         .moves = json_array() };
    struct row_pair whole = { NULL, NULL, NULL };
    known_facts_init(&p.known, ask->facts);
    p.before.known = &p.known;
    p.after.known = &p.known;
    for (const struct probe *probe = PROBES; probe->rule; probe++) {
        if (probe->row_size > 0)
            ask_rows(&p, probe);
        else
            ask_both(&p, probe, &whole);
    }
    known_facts_fini(&p.known);
    return p.moves;
}
