/* People of the open contract, and what the reminder worker would have told them, by plain SQL. */
#ifndef NOTICE_ROWS_H
#define NOTICE_ROWS_H

#include <inttypes.h>
#include <stdio.h>

#include "temp_db.h"

enum { NOTICE_SQL = 1024 };

/* A person named so; returns the id. */
static inline int64_t notice_person(const struct temp_db *tdb, const char *name, const char *role)
{
    char sql[NOTICE_SQL];
    snprintf(sql, sizeof(sql),
             "insert into person (contract_id, name, role, email) select id, '%s', '%s', '%s@x' "
             "from contract where code = 'yifen-2026' returning id",
             name, role, name);
    return db_number(tdb, sql);
}

/* A reminder of matter `object` (kind and id, "deadline/7") for a person, planned at `at` (day and
 * time in Shanghai) and in `state`; returns the id. */
static inline int64_t notice_reminder(const struct temp_db *tdb, int64_t person,
                                      const char *channel, const char *object, const char *rule,
                                      const char *at, const char *state)
{
    char sql[NOTICE_SQL];
    snprintf(sql, sizeof(sql),
             "insert into reminder (contract_id, object_kind, object_id, rule, person_id, channel, "
             "due_version, plan_at, try_at, state, sent_at) select contract_id, split_part('%s', "
             "'/', 1), split_part('%s', '/', 2)::bigint, '%s', id, '%s', 1, '%s+08', '%s+08', "
             "'%s', case when '%s' = 'sent' then timestamptz '%s+08' end from person where id = "
             "%" PRId64 " returning id",
             object, object, rule, channel, at, at, state, state, at, person);
    return db_number(tdb, sql);
}

/* The same, shown in the application; returns the notification's id. */
static inline int64_t notice_shown(const struct temp_db *tdb, int64_t person, const char *object,
                                   const char *rule, const char *at)
{
    char sql[NOTICE_SQL];
    int64_t reminder = notice_reminder(tdb, person, "app", object, rule, at, "sent");
    snprintf(sql, sizeof(sql),
             "insert into notification (reminder_id, person_id, title, body, created_at) values "
             "(%" PRId64 ", %" PRId64 ", 'title %s', 'body', '%s+08') returning id",
             reminder, person, rule, at);
    return db_number(tdb, sql);
}

/* An account of table `account`; returns the id. Its token nobody knows. */
static inline int64_t notice_account(const struct temp_db *tdb, const char *name)
{
    char sql[NOTICE_SQL];
    snprintf(sql, sizeof(sql),
             "insert into account (name, token_hash) values ('%s', encode(sha256('%s'), 'hex')) "
             "returning id",
             name, name);
    return db_number(tdb, sql);
}

/* The account is that person of the person's contract. */
static inline void notice_bind(const struct temp_db *tdb, int64_t account, int64_t person)
{
    char sql[NOTICE_SQL];
    snprintf(sql, sizeof(sql),
             "insert into account_person (account_id, contract_id, person_id) select %" PRId64
             ", contract_id, id from person where id = %" PRId64,
             account, person);
    db_exec(tdb, sql);
}

/* A proposed penalty of the open contract for clause `clause`; returns the id. */
static inline int64_t notice_penalty(const struct temp_db *tdb, const char *clause)
{
    char sql[NOTICE_SQL];
    snprintf(sql, sizeof(sql),
             "with c as (insert into penalty_case (contract_id, code, type, occurred_on, title) "
             "select id, 'Q-' || (select count(*) from penalty_case), 'inspection', '2026-06-01', "
             "'t' from contract where code = 'yifen-2026' returning id, contract_id) insert into "
             "penalty (contract_id, case_id, clause, deduct_fen, proof, pack_id, state) select "
             "k.id, c.id, '%s', 100, '[]', k.pack_id, 'notified' from c join contract k on k.id = "
             "c.contract_id returning id",
             clause);
    return db_number(tdb, sql);
}

#endif
