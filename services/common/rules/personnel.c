/* What each person must have or be. A clause named by the question is judged on whatever is known,
 * and what is not given does not count as had; without a named clause only those are judged that
 * somebody's facts speak to. */
#include <stdio.h>
#include <string.h>

#include "staffing.h"
#include "staffing_read.h"

enum { MONTHS_PER_YEAR = 12 };

/* `row` and `named` change from row to row; all else holds for the whole question. */
struct personnel { /* one question's state */
    const struct staff_ask *ask;
    proof_t *proof;
    struct problem *problem;
    const struct pack_person *row; /* being judged */
    bool named;                    /* by the question */
};

struct lacks { /* of one person under one row */
    const char *names[STAFF_LACKS_MAX];
    size_t count;
    struct name_list missing;
};

/* Each demand is looked up once per person and there are at most STAFF_LACKS_MAX of them, so the
 * array cannot overflow. */
static void lack(struct lacks *lacks, bool had, const char *name)
{
    if (!had)
        lacks->names[lacks->count++] = name;
}

/* ---- experience ---- */

/* N years are reached on the anniversary; a day the month lacks is its last one (C8). `over` asks
 * for more than N years, so the anniversary itself is a day too early (K8); else it is
 * enough (K7). */
static rc_t years_since(const struct personnel *q, const struct staff_person *p, bool *ret_had)
{
    const struct pack_person *row = q->row;
    int32_t reached;
    if (q->ask->on == NO_DAY)
        return problem_set(q->problem, RC_INVALID, "on",
                           "\"on\" is missing: experience since a day is counted to a day");
    *ret_had = false;
    if (!civil_add_months(p->since, (int32_t)row->years * MONTHS_PER_YEAR, &reached))
        return RC_OK; /* later than any day there is */
    *ret_had = row->over ? q->ask->on > reached : q->ask->on >= reached;
    proof_fact_day(q->proof, "experience_since", p->since);
    proof_days(q->proof, WHY_MONTHS, p->since, reached, row->years * MONTHS_PER_YEAR);
    proof_fact_day(q->proof, "on", q->ask->on);
    return RC_OK;
}

/* A given first day wins over a number, since only a day can say when the years are reached (C8).
 * Unknown experience counts as none. */
static rc_t lack_years(const struct personnel *q, const struct staff_person *p, struct lacks *lacks)
{
    bool had = false;
    rc_t rc = RC_OK;
    if (q->row->years == 0)
        return RC_OK;
    if (p->since != NO_DAY)
        rc = years_since(q, p, &had);
    else if (p->years >= 0)
        had = compare_holds(p->years, q->row->over ? OP_GT : OP_GE, q->row->years * DECIMAL_ONE);
    lack(lacks, had, "experience");
    return rc;
}

/* ---- certificates, proofs and the rest ---- */

/* What the pack says of a certificate's grades and other names, so that a better grade is no lesser
 * qualification. The grade is that which the other one holds; only order and aliases come from the
 * pack. */
static struct certificate known_certificate(const struct pack *pack,
                                            const struct held_certificate *held)
{
    for (size_t i = 0; i < pack->persons.count; i++) {
        const struct certificate_set *set = &pack->persons.rows[i].certificates;
        for (size_t k = 0; k < set->list.count; k++) {
            struct certificate known = set->list.rows[k];
            if (strcmp(known.name, held->name) != 0)
                continue;
            known.grade = held->grade;
            return known;
        }
    }
    return (struct certificate){ .name = held->name, .grade = held->grade };
}

/* Whoever replaces another has every certificate of that one. What the other one holds is the
 * demand, and the pack only tells which grades and names satisfy it. The approval is a lack of its
 * own. */
static void lack_replacement(const struct personnel *q, const struct staff_person *p,
                             struct lacks *lacks)
{
    const struct credentials *before = &q->ask->replaces->held;
    bool had = true;
    for (size_t i = 0; i < before->certificate_count; i++) {
        struct certificate wanted = known_certificate(q->ask->pack, &before->certificates[i]);
        if (!certificate_is_held(&wanted, &p->held)) {
            had = false;
            name_list_add(&lacks->missing, wanted.name);
        }
    }
    lack(lacks, had, "replaces");
    lack(lacks, !q->row->approved || q->ask->approved, "approved");
}

/* Whether a row asks for anything but proofs. */
static bool asks_more_than_proofs(const struct pack_person *row)
{
    return row->certificates.list.count > 0 || row->certified || row->years > 0 || row->education ||
           row->job_title.count > 0 || row->manufacturer_staff || row->replaces;
}

/* Proofs of what a person has are judged where they are on file at all; a clause that asks for
 * nothing else is judged always. */
static void lack_credentials(const struct personnel *q, const struct staff_person *p,
                             struct lacks *lacks)
{
    const struct pack_person *row = q->row;
    lack(lacks, certificates_are_held(&row->certificates, &p->held, &lacks->missing),
         "certificates");
    lack(lacks, !row->certified || p->held.certificate_count > 0, "certified");
    if (p->proofs_given || !asks_more_than_proofs(row))
        lack(lacks, proofs_are_held(&row->evidence, &p->held, &lacks->missing), "evidence");
}

/* Grades of education are compared by the pack's scale: a higher one always does. Job titles have
 * no order and must be named. */
static void lack_standing(const struct personnel *q, const struct staff_person *p,
                          struct lacks *lacks)
{
    const struct pack_person *row = q->row;
    const struct pack_scale *scale = pack_scale(q->ask->pack, SCALE_EDUCATION);
    if (row->education)
        lack(lacks,
             p->education && scale_rank(scale, p->education) >= scale_rank(scale, row->education),
             "education");
    lack(lacks, staff_fits(row->job_title.rows, row->job_title.count, p->title, false), "title");
    lack(lacks, !row->manufacturer_staff || p->maker, "manufacturer_staff");
}

/* Everything that a person lacks under the row. Demands are looked at in the order of the fields,
 * so the list of lacks is stable. */
static rc_t lacks_of(const struct personnel *q, const struct staff_person *p, struct lacks *lacks)
{
    lack_credentials(q, p, lacks);
    rc_t rc = lack_years(q, p, lacks);
    lack_standing(q, p, lacks);
    if (rc == RC_OK && q->row->replaces)
        lack_replacement(q, p, lacks);
    return rc;
}

/* ---- who is meant ---- */

/* One whose role or service is not known is meant by the clause that the question names. Silence
 * counts as meant only where the question itself named the clause. */
static bool is_meant(const struct personnel *q, const struct staff_person *p)
{
    return staff_fits(q->row->roles.rows, q->row->roles.count, p->role, q->named) &&
           staff_fits(q->row->services.rows, q->row->services.count, p->service, q->named);
}

/* Whether a person's facts speak to what the row asks for: papers … "Given" and not "held": an
 * empty list speaks too, it says that there is nothing. */
static bool papers_speak(const struct pack_person *row, const struct staff_person *p)
{
    bool certificates = row->certificates.list.count > 0 || row->certified;
    return (certificates && p->certificates_given) ||
           (row->evidence.list.count > 0 && p->proofs_given);
}

/* … or the person's standing. */
static bool standing_speaks(const struct pack_person *row, const struct staff_person *p)
{
    return (row->years > 0 && (p->since != NO_DAY || p->years >= 0)) ||
           (row->education && p->education) || (row->job_title.count > 0 && p->title) ||
           (row->manufacturer_staff && p->maker_given);
}

/* Without a named clause a row is judged only where some fact touches it, so that a short question
 * is not drowned in lacks nobody asked about. */
static bool speaks(const struct personnel *q, const struct staff_person *p)
{
    return papers_speak(q->row, p) || standing_speaks(q->row, p) ||
           (q->row->replaces && q->ask->replaces);
}

/* One person whose facts speak is enough: then the row is judged for everybody who is meant. */
static bool is_answered(const struct personnel *q)
{
    for (size_t i = 0; i < q->ask->count; i++)
        if (is_meant(q, &q->ask->people[i]) && speaks(q, &q->ask->people[i]))
            return true;
    return false;
}

/* ---- judging ---- */

/* A person's own shortfall, with what is missing. Each lack is a step of the proof, under the
 * person's number: names of people are not in the question. */
static void add_person(const struct personnel *q, size_t index, struct lacks *lacks,
                       struct staff_ruling *ruling)
{
    const struct staff_person *p = &q->ask->people[index];
    struct staff_shortfall s = { .clause = q->row->clause,
                                 .role = p->role,
                                 .service = p->service,
                                 .needed = 1,
                                 .lack = 1,
                                 .person = (int64_t)index,
                                 .lack_count = lacks->count };
    memcpy(s.lacks, lacks->names, sizeof(s.lacks));
    for (size_t i = 0; i < lacks->count; i++) {
        struct proof_step step = { .why = WHY_MISSING };
        snprintf(step.name, sizeof(step.name), "#%zu %.60s", index, lacks->names[i]);
        proof_add(q->proof, &step);
    }
    staff_add(ruling, s);
}

/* So many of them must have it, and fewer do. */
static void add_number(const struct personnel *q, int64_t have, struct staff_ruling *ruling)
{
    const struct pack_person *row = q->row;
    staff_add(ruling, (struct staff_shortfall){
                          .clause = row->clause,
                          .role = row->roles.count == 1 ? row->roles.rows[0] : NULL,
                          .service = row->services.count == 1 ? row->services.rows[0] : NULL,
                          .needed = row->count,
                          .have = have,
                          .lack = row->count - have,
                          .person = -1,
                      });
}

/* Each person who is meant; or, where a number is stated for a roster, how many have it all. With a
 * number stated the single shortfalls are not told: nobody in particular has to have it. */
static rc_t judge_row(const struct personnel *q, struct staff_ruling *ruling)
{
    bool by_number = q->row->count > 0 && q->ask->roster;
    struct name_list missing = { .count = 0 };
    int64_t have = 0;
    rc_t rc = RC_OK;
    proof_clause(q->proof, q->row->clause, q->row->title);
    for (size_t i = 0; i < q->ask->count && rc == RC_OK; i++) {
        struct lacks lacks = { .count = 0 };
        if (!is_meant(q, &q->ask->people[i]))
            continue;
        rc = lacks_of(q, &q->ask->people[i], &lacks);
        have += lacks.count == 0;
        if (lacks.count > 0 && !by_number)
            add_person(q, i, &lacks, ruling);
        for (size_t k = 0; k < lacks.missing.count; k++)
            name_list_add(&missing, lacks.missing.rows[k]);
        name_list_fini(&lacks.missing);
    }
    bool short_of = by_number && have < q->row->count;
    if (short_of)
        add_number(q, have, ruling);
    for (size_t k = 0; k < missing.count && (short_of || !by_number); k++)
        name_list_add(&ruling->missing, missing.rows[k]);
    name_list_fini(&missing);
    return rc;
}

/* A clause that is named but cannot be judged is refused; one nobody named is passed over.
 * Shortfalls are added to what staffing found already. */
rc_t personnel_rule(const struct staff_ask *ask, proof_t *proof, struct staff_ruling *ruling,
                    struct problem *problem)
{
    struct personnel q = { .ask = ask, .proof = proof, .problem = problem };
    rc_t rc = RC_OK;
    for (size_t i = 0; i < ask->pack->persons.count && rc == RC_OK; i++) {
        const struct pack_person *row = &ask->pack->persons.rows[i];
        q.row = row;
        q.named = staff_is_named(
            ask, (struct staff_clause){ row->clause, row->also.rows, row->also.count });
        if (q.named && row->replaces && !ask->replaces)
            return problem_set(problem, RC_INVALID, "replaces",
                               "\"replaces\" is missing: clause %s compares two people",
                               row->clause);
        if (q.named || (ask->clause_count == 0 && is_answered(&q)))
            rc = judge_row(&q, ruling);
    }
    return rc;
}
