/* Statements about decisions. */
#include "decision_store.h"

#include "attr.h"
#include "bytebuf.h"
#include "jobs_sql.h"
#include "pg_query.h"
#include "speaker_store.h"

enum { ROLES_TEXT = 60 };

/* In order of the bits of enum person_role; the words are those of the constraint person_role. */
static const char *const ROLES[] = { "engineer", "manager", "customer", "leader" };

/* The words of the roles in `roles`; returns how many. */
static size_t role_words(unsigned roles, const char *words[COUNT_OF(ROLES)])
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ROLES); i++)
        if (roles & 1u << i)
            words[count++] = ROLES[i];
    return count;
}

/* Says who could have decided, because the caller has somebody else in mind. */
static rc_t deny(const struct decision *decision, struct problem *problem)
{
    const char *words[COUNT_OF(ROLES)];
    size_t count = role_words(decision->roles, words);
    struct bytebuf text;
    bytebuf_init(&text, ROLES_TEXT);
    for (size_t i = 0; i < count; i++)
        if (bytebuf_fmt(&text, "%s%s", i ? " or " : "", words[i]) != RC_OK)
            break; /* cannot be: all four fit */
    rc_t rc = problem_set(problem, RC_DENIED, "by", "\"%s\" may not %s the %s: that is for a %s",
                          decision->by, decision->move, decision->subject_kind, bytebuf_str(&text));
    bytebuf_fini(&text);
    return rc;
}

/* The person who decides: one with a fitting role before one of the same name without. */
static rc_t find_person(pg_t *db, const struct decision *decision, int64_t *ret_person,
                        struct problem *problem)
{
    const char *words[COUNT_OF(ROLES)];
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, decision->contract_id);
    pg_arg_text(&args, decision->by);
    pg_arg_texts(&args, words, role_words(decision->roles, words));
    rc_t rc = pg_run(db, &sql_decision_person, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "by", "the contract has nobody named \"%s\"",
                         decision->by);
    else if (!pg_cell_bool(rows, 0, 1))
        rc = deny(decision, problem);
    else
        *ret_person = pg_cell_i64(rows, 0, 0);
    PQclear(rows);
    return rc;
}

/* Who calls by an account of his own decides as himself; the row's actor says by which account. */
rc_t decision_record(pg_t *db, const struct decision *decision, struct problem *problem)
{
    struct pg_args args;
    int64_t person = 0;
    bool on_behalf;
    rc_t rc = find_person(db, decision, &person, problem);
    if (rc == RC_OK)
        rc = speaker_check(db, decision->contract_id, person, "by", &on_behalf, problem);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_i64(&args, decision->contract_id);
    pg_arg_text(&args, decision->subject_kind);
    pg_arg_i64(&args, decision->subject_id);
    pg_arg_text(&args, decision->move);
    pg_arg_day(&args, decision->on);
    pg_arg_i64(&args, person);
    pg_arg_text(&args, decision->note);
    pg_arg_json(&args, decision->data);
    return pg_do(db, &sql_decision_insert, &args, NULL, problem);
}
