/* The table of kinds. A kind of rule is one file and one row here; nothing outside the row knows
 * it. README.md says how to add one. */
#ifndef KINDS_H
#define KINDS_H

#include "calendar.h"
#include "pack.h"
#include "proof.h"

struct pack_reader;
struct field;

/* Type of a fact or field, for forms, `eval --list` and OpenAPI. */
enum fact_type {
    FACT_BOOL,
    FACT_NUMBER,
    FACT_DECIMAL, /* decimal text */
    FACT_TEXT,
    FACT_DATE, /* a date, or an instant taken as its day */
    FACT_INSTANT,
    FACT_MONEY, /* whole fen */
    FACT_LIST,
    FACT_MAP,
    FACT_TEXTS, /* a text or a list of texts, none of them empty */
    FACT_VALUE, /* number, text or list: the clause says which */
};

struct fact_row {
    const char *name; /* NULL ends a list */
    enum fact_type type;
    bool required;
};

/* Where rules find packs and calendars; both functions borrow out. NULL for an unknown name. */
struct eval_env {
    const pack_t *(*pack)(void *arg, const char *name);
    const calendar_t *(*calendar)(void *arg, const char *code);
    void *arg;
};

/* One rule of a kind, JSON in and JSON out: `input` holds only fields of `facts`, and the required
 * ones. With a proof the same function also says why, so a proof cannot differ from its ruling. */
typedef rc_t rule_fn(const struct eval_env *env, const json_t *input, json_t *result,
                     proof_t *proof, struct problem *problem);

struct rule_row {
    const char *name; /* term.due; NULL ends a list */
    rule_fn *rule;
    bool proves; /* rules on time or money: the result has fields, and carries a proof */
    const struct fact_row *facts;
};

struct kind {
    const char *name;
    const struct field
        *sections; /* read: the pack's sections it owns, ended by a NULL key; or NULL */
    rc_t (*check)(struct pack_reader *reader,
                  struct pack *pack); /* before any fact is known; or NULL */
    const struct rule_row *rules;     /* rule, prove and facts; NULL for none */
};

/* All kinds, in the order in which their sections are read and checked. */
const struct kind *const *kinds(size_t *ret_count);
/* bool, number, decimal, text, date, instant, money, list, map, texts, value. Constant text. */
const char *fact_type_word(enum fact_type type);
/* The rule of this name, NULL when there is none. Names are compared exactly; rows are constant. */
const struct rule_row *kinds_rule(const char *name);
/* Answer one question: checks the fields by the rule's facts, rules, and adds "proof" where due.
 * RC_NOT_FOUND for an unknown rule; RC_INVALID names the field. *ret_result is owned by the caller.
 * Untouched on failure. `input` is only read. */
MUST_CHECK rc_t kinds_eval(const struct eval_env *env, const char *rule, const json_t *input,
                           json_t **ret_result, struct problem *problem);
/* Append the same answer as compact JSON text, with its proof or without (`proofs` false, for
 * questions by the thousand). RC_TOO_LARGE at the buffer's ceiling; on failure the buffer is as it
 * was. */
MUST_CHECK rc_t kinds_answer(const struct eval_env *env, const char *rule, const json_t *input,
                             bool proofs, struct bytebuf *out, struct problem *problem);

#endif
