/* Numbers of people. Fewer than asked for is a shortfall; more than a range allows is told by a
 * flag, since nothing is lacking. A person who does not state a role or a service counts for the
 * clause a question names, and, where nobody states one, for every clause: then it is no
 * distinction that the question makes. */
#include "staffing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

static const char READING[] = "contradiction";
static const char STRICTEST[] = "strictest";

/* ---- what both halves use ---- */

/* No list is no restriction. `open` says what a person who states nothing is: counted where the
 * question means them, left out where it makes distinctions. */
bool staff_fits(const char *const *names, size_t count, const char *name, bool open)
{
    if (count == 0)
        return true;
    for (size_t i = 0; name && i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return !name && open;
}

/* A question without clauses names none, although an empty list elsewhere means "all". */
static bool names_clause(const struct staff_ask *ask, const char *clause)
{
    return staff_fits(ask->clauses, ask->clause_count, clause, false) && ask->clause_count > 0;
}

/* Any of the clauses that say the same will do: a question may quote whichever it has before it. */
bool staff_is_named(const struct staff_ask *ask, struct staff_clause clause)
{
    bool named = names_clause(ask, clause.clause);
    for (size_t i = 0; i < clause.also_count; i++)
        named = named || names_clause(ask, clause.also[i]);
    return named;
}

/* `order` keeps the sorting stable, which qsort by itself is not; the texts stay the pack's and the
 * question's. */
void staff_add(struct staff_ruling *ruling, struct staff_shortfall shortfall)
{
    shortfall.order = ruling->count;
    ruling->shortfalls =
        mem_grow(ruling->shortfalls, &ruling->cap, ruling->count + 1, sizeof(*ruling->shortfalls));
    ruling->shortfalls[ruling->count++] = shortfall;
}

/* Left as a fresh ruling, so that freeing twice, or after a refusal, does no harm. */
void staff_ruling_fini(struct staff_ruling *self)
{
    mem_free(self->shortfalls);
    name_list_fini(&self->missing);
    *self = (struct staff_ruling){ .count = 0 };
}

/* ---- one number ---- */

/* A number of people that some clause asks for, whichever section says it. */
struct number {
    const char *clause, *title;
    const char *const *roles, *const *services, *const *except;
    size_t role_count, service_count, except_count;
    const struct pack_staffing *base; /* its people count too, NULL: none */
    bool onsite;
    bool capped;
    bool one_of_several; /* its row asks for this of several roles, one after the other */
    int64_t least, most;
};

struct numbers { /* one question's state */
    const struct staff_ask *ask;
    struct staff_ruling *ruling;
    proof_t *proof;
    bool named;                                      /* the question names clauses */
    bool role_stated, service_stated, onsite_stated; /* by anyone */
    int64_t lent; /* people without a role who fill earlier roles of the row */
};

/* Whether a person belongs to the roles and services of a number. Exceptions are looked at first: a
 * service that a number leaves out is out, whatever the role. */
static bool is_in_scope(const struct numbers *n, const struct number *number,
                        const struct staff_person *p)
{
    bool any_role = n->named || !n->role_stated;
    bool any_service = n->named || !n->service_stated;
    if (number->except_count > 0 &&
        staff_fits(number->except, number->except_count, p->service, false))
        return false;
    return staff_fits(number->roles, number->role_count, p->role, any_role) &&
           staff_fits(number->services, number->service_count, p->service, any_service);
}

static struct number number_of_row(const struct pack_staffing *row);

/* Whether a person counts: on site where that is asked, and in the number's scope or in that of the
 * number it comes on top of. Each person counts once, also one who is in both scopes. */
static bool counts(const struct numbers *n, const struct number *number,
                   const struct staff_person *p)
{
    bool inside = is_in_scope(n, number, p);
    if (!inside && number->base) {
        struct number base = number_of_row(number->base);
        inside = is_in_scope(n, &base, p);
    }
    return inside && (!number->onsite || p->onsite);
}

/* "2 >= 3: false" */
static void say_counted(const struct numbers *n, const struct number *number, int64_t have)
{
    struct proof_step step = { .why = WHY_COMPARED,
                               .source = FROM_CLAUSE,
                               .n = have >= number->least };
    snprintf(step.ref, sizeof(step.ref), "%.60s", number->clause);
    snprintf(step.name, sizeof(step.name), "%.60s %" PRId64 " >= %" PRId64 ": %s",
             number->role_count == 1 ? number->roles[0] : "", have, number->least,
             have >= number->least ? "true" : "false");
    proof_clause(n->proof, number->clause, number->title);
    proof_add(n->proof, &step);
}

/* How many count. Somebody whose role nobody stated may stand in any role of a row that names
 * several, but in one only: who fills one of them is lent to it and missing for the next. */
static int64_t count_people(struct numbers *n, const struct number *number)
{
    int64_t own = 0;
    int64_t spare = -n->lent;
    for (size_t i = 0; i < n->ask->count; i++) {
        const struct staff_person *p = &n->ask->people[i];
        own += counts(n, number, p) && p->role;
        spare += counts(n, number, p) && !p->role;
    }
    if (number->one_of_several && own < number->least)
        n->lent += number->least - own < spare ? number->least - own : spare;
    return own + spare;
}

/* A number asked for is met by that many or more (C1). Too many is no shortfall: nothing is
 * lacking, so only the flag is set. */
static void judge(struct numbers *n, const struct number *number)
{
    int64_t have = count_people(n, number);
    say_counted(n, number, have);
    if (number->capped && have > number->most)
        n->ruling->above_range = true;
    if (have < number->least)
        staff_add(n->ruling, (struct staff_shortfall){
                                 .clause = number->clause,
                                 .role = number->role_count == 1 ? number->roles[0] : NULL,
                                 .service = number->service_count == 1 ? number->services[0] : NULL,
                                 .needed = number->least,
                                 .have = have,
                                 .lack = number->least - have,
                                 .person = -1,
                             });
}

/* Without a clause: only numbers of the role or service asked about, and of presence only when
 * somebody's is known. */
static bool is_answered(const struct numbers *n, const struct number *number)
{
    const struct staff_ask *ask = n->ask;
    if (ask->role && (number->role_count == 0 ||
                      !staff_fits(number->roles, number->role_count, ask->role, false)))
        return false;
    if (ask->service &&
        ((number->service_count == 0 && number->except_count == 0) ||
         !staff_fits(number->services, number->service_count, ask->service, false) ||
         (number->except_count > 0 &&
          staff_fits(number->except, number->except_count, ask->service, false))))
        return false;
    return !number->onsite || n->onsite_stated;
}

/* ---- posts ---- */

/* A row of the table of posts makes two numbers, all of them and those on site, judged apart
 * because presence is often not known. */
static void judge_post(struct numbers *n, const struct pack_post *post)
{
    struct number number = { .clause = post->clause,
                             .title = post->role,
                             .roles = &post->role,
                             .role_count = 1,
                             .least = post->headcount };
    struct number present = number;
    present.onsite = true;
    present.least = post->onsite_min;
    bool named = staff_is_named(
        n->ask, (struct staff_clause){ post->clause, post->also.rows, post->also.count });
    if (named || (!n->named && is_answered(n, &number)))
        judge(n, &number);
    if (post->onsite_min > 0 && (named || (!n->named && is_answered(n, &present))))
        judge(n, &present);
}

/* ---- staffing rows ---- */

/* A view on the row: lists are borrowed and nothing is copied but pointers and numbers. */
static struct number number_of_row(const struct pack_staffing *row)
{
    return (struct number){ .clause = row->clause,
                            .title = row->title,
                            .roles = row->roles.rows,
                            .role_count = row->roles.count,
                            .services = row->services.rows,
                            .service_count = row->services.count,
                            .except = row->except.rows,
                            .except_count = row->except.count,
                            .onsite = row->onsite,
                            .capped = row->capped,
                            .least = row->least,
                            .most = row->most };
}

/* Asked only for `added_to`, which the pack's check has resolved; hence no answer for a missing
 * row. */
static const struct pack_staffing *row_of(const struct pack *pack, const char *clause)
{
    size_t i = 0;
    while (strcmp(pack->staffing.rows[i].clause, clause) != 0)
        i++; /* the pack was checked: the row is there */
    return &pack->staffing.rows[i];
}

/* The number on top of another is judged as their sum, over the people of both. A base without a
 * greatest number adds its least to the cap: that many are there by right. */
static void add_base(const struct pack *pack, const struct pack_staffing *row,
                     struct number *number)
{
    const struct pack_staffing *base = row->added_to ? row_of(pack, row->added_to) : NULL;
    if (!base)
        return;
    number->base = base;
    number->least += base->least;
    number->most += base->capped ? base->most : base->least;
}

/* `each` turns one demand into one for every role, and then each of them must be met by itself. */
static void judge_row(struct numbers *n, const struct pack_staffing *row, bool named)
{
    struct number number = number_of_row(row);
    add_base(n->ask->pack, row, &number);
    n->lent = 0;
    for (size_t i = 0; i < (row->each ? row->roles.count : 1); i++) {
        struct number one = number;
        if (row->each) {
            one.roles = &row->roles.rows[i];
            one.role_count = 1;
            one.one_of_several = true;
        }
        if (named || is_answered(n, &one))
            judge(n, &one);
    }
}

/* Whether either row says that it contradicts the other. */
static bool contradict(const struct pack_staffing *a, const struct pack_staffing *b)
{
    return (a->contradicts.count > 0 &&
            staff_fits(a->contradicts.rows, a->contradicts.count, b->clause, false)) ||
           (b->contradicts.count > 0 &&
            staff_fits(b->contradicts.rows, b->contradicts.count, a->clause, false));
}

/* The most demanding of a row and those that contradict it; of equals the first in the pack. Only
 * direct contradictions count; a chain of them is not followed, since the document does not state
 * one (C13). */
static const struct pack_staffing *strictest_of(const struct pack *pack,
                                                const struct pack_staffing *row)
{
    const struct pack_staffing *strictest = row;
    for (size_t i = 0; i < pack->staffing.count; i++) {
        const struct pack_staffing *other = &pack->staffing.rows[i];
        if (contradict(row, other) && (other->least > strictest->least ||
                                       (other->least == strictest->least && other < strictest)))
            strictest = other;
    }
    return strictest;
}

/* Whether the question wants a row: by its clause, or, without clauses, by itself. */
static bool is_wanted(const struct numbers *n, const struct pack_staffing *row, bool *ret_named)
{
    *ret_named = staff_is_named(
        n->ask, (struct staff_clause){ row->clause, row->also.rows, row->also.count });
    return *ret_named || (!n->named && !row->asked);
}

/* Under the strictest reading a row stands for those that it outdoes. Each row is judged at most
 * once, however many rows it stands for. */
static void judge_staffing(struct numbers *n, const struct pack_staffing *row, bool strictest)
{
    const struct pack *pack = n->ask->pack;
    bool wanted = false;
    bool named = false;
    for (size_t i = 0; i < pack->staffing.count; i++) {
        const struct pack_staffing *other = &pack->staffing.rows[i];
        bool other_named;
        if ((strictest ? strictest_of(pack, other) : other) == row &&
            is_wanted(n, other, &other_named)) {
            wanted = true;
            named = named || other_named;
        }
    }
    if (wanted && condition_holds(&row->when, n->ask->facts))
        judge_row(n, row, named);
}

/* ---- the question ---- */

/* Whether one of the pack's rows about people has this clause. */
static bool is_known(const struct pack *pack, const char *clause)
{
    const struct staff_ask one = { .clauses = &clause, .clause_count = 1 };
#define HAS(section)                                                                               \
    for (size_t i = 0; i < pack->section.count; i++)                                               \
        if (staff_is_named(&one, (struct staff_clause){ pack->section.rows[i].clause,              \
                                                        pack->section.rows[i].also.rows,           \
                                                        pack->section.rows[i].also.count }))       \
            return true;
    HAS(posts)
    HAS(staffing)
    HAS(persons)
    return false;
}

/* First of all, so that a slip is refused before half a ruling is made. Posts, numbers and demands
 * on persons all count as "about people". */
static rc_t check_clauses(const struct staff_ask *ask, struct problem *problem)
{
    for (size_t i = 0; i < ask->clause_count; i++)
        if (!is_known(ask->pack, ask->clauses[i]))
            return problem_set(problem, RC_INVALID, "clause",
                               "pack %s says nothing about people in clause %s", ask->pack->name,
                               ask->clauses[i]);
    return RC_OK;
}

/* Which facts are stated at all is found first, over the whole roster: whether silence of one
 * person means something depends on whether others speak (see the head of the file). Of a roster
 * that names nobody everything is known: nobody is on site. */
static void judge_numbers(const struct staff_ask *ask, proof_t *proof, struct staff_ruling *ruling)
{
    const struct pack *pack = ask->pack;
    const char *value = reading_value(pack, ask->readings, READING);
    struct numbers n = { .ask = ask,
                         .ruling = ruling,
                         .proof = proof,
                         .named = ask->clause_count > 0,
                         .onsite_stated = ask->count == 0 };
    for (size_t i = 0; i < ask->count; i++) {
        n.role_stated = n.role_stated || ask->people[i].role;
        n.service_stated = n.service_stated || ask->people[i].service;
        n.onsite_stated = n.onsite_stated || ask->people[i].onsite_given;
    }
    if (value)
        proof_reading(proof, READING, value);
    for (size_t i = 0; i < pack->posts.count; i++)
        judge_post(&n, &pack->posts.rows[i]);
    for (size_t i = 0; i < pack->staffing.count; i++)
        judge_staffing(&n, &pack->staffing.rows[i], value && strcmp(value, STRICTEST) == 0);
}

/* No service comes before any service. */
static int compare_texts(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* By service, clause, person; then as found. */
static int compare_shortfalls(const void *left, const void *right)
{
    const struct staff_shortfall *a = left;
    const struct staff_shortfall *b = right;
    int order = compare_texts(a->service, b->service);
    if (order == 0)
        order = strcmp(a->clause, b->clause);
    if (order == 0)
        order = (a->person > b->person) - (a->person < b->person);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

/* Numbers are judged only for a roster: one person says nothing about how many there are. Sorted at
 * the end, so that the answer does not depend on the order of the pack's sections. */
rc_t staff_rule(const struct staff_ask *ask, proof_t *proof, struct staff_ruling *ret_ruling,
                struct problem *problem)
{
    *ret_ruling = (struct staff_ruling){ .count = 0 };
    rc_t rc = check_clauses(ask, problem);
    if (rc != RC_OK)
        return rc;
    if (ask->roster)
        judge_numbers(ask, proof, ret_ruling);
    rc = personnel_rule(ask, proof, ret_ruling, problem);
    if (ret_ruling->count > 0)
        qsort(ret_ruling->shortfalls, ret_ruling->count, sizeof(*ret_ruling->shortfalls),
              compare_shortfalls);
    return rc;
}
