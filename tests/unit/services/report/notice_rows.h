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

#endif
