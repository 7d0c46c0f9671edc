/* What the tests of the reminder worker share: a deadline, two people, a mail server when one is
 * wanted, and the worker's state made from options as its process makes it. */
#ifndef REMINDER_FIXTURE_H
#define REMINDER_FIXTURE_H

#include "chat_server.h"
#include "ledger.h"
#include "reminder_conf.h"
#include "reminder_step.h"
#include "smtp_server.h"
#include "stepping.h"

struct fixture {
    struct ledger ledger;
    struct smtp_server smtp; /* child.pid 0: none */
    struct chat_server chat; /* the same */
    pg_t *db;                /* as the worker */
    void *local;
    int64_t wang, li; /* wang has mail, li has not */
    int64_t deadline; /* due on Monday 2026-06-15 */
};

/* Group and test set-up; `_mail` starts an SMTP server and gives the worker its address, with a
 * time limit of one second. */
int fixture_set_up(void **state);
int fixture_set_up_mail(void **state);
/* With a server of robots, whose secrets the worker has and to which it may talk. */
int fixture_set_up_chat(void **state);
int fixture_tear_down(void **state);

/* Plan a reminder of the deadline for a person; `plan_at` as test_instant takes it. Returns its id.
 */
int64_t fixture_plan(struct fixture *fixture, int64_t person, const char *channel, const char *rule,
                     const char *plan_at);
/* Give the contract a robot or webhook of the chat server. Returns its id. */
int64_t fixture_robot(struct fixture *fixture, const char *channel);
/* As fixture_plan, by a robot. */
int64_t fixture_plan_chat(struct fixture *fixture, int64_t person, int64_t robot, const char *rule,
                          const char *plan_at);
/* Steps of the worker at a time until it settles; returns when it wants to run next. */
int64_t fixture_settle(struct fixture *fixture, const char *now);
/* First column of a query's first row. */
const char *fixture_text(const struct fixture *fixture, const char *sql);
int64_t fixture_number(const struct fixture *fixture, const char *sql);

#endif
