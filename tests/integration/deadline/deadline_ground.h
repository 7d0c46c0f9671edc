/* A contract whose every date hangs on the calendar (phases, findings and terms in working days,
 * incidents in office hours), with the services that open them, the scheduler and the deadline
 * worker before one database, on a given clock. */
#ifndef DEADLINE_GROUND_H
#define DEADLINE_GROUND_H

#include "bench.h"
#include "rulebook.h"

#define CONTRACT "tight"
enum { GROUND_SYSTEMS = 3, GROUND_MORE = 2048 };

struct ground {
    struct bench registry, lifecycle, sla, report;
    pg_t *scheduler, *worker;
    rulebook_t *book;
    int64_t now_us;
};

/* The contract under a calendar that knows 2025 and 2026, with people to be told, at `now`
 * ("2026-12-28 09:00"). */
void ground_begin(struct ground *self, const char *now);
/* The same with more sections of the pack (YAML, below GROUND_MORE bytes). */
void ground_begin_with(struct ground *self, const char *now, const char *more);
void ground_end(struct ground *self);
/* Set the clock of everything. */
void ground_at(struct ground *self, const char *now);
void ground_at_us(struct ground *self, int64_t now_us);
/* A new version of the calendar: what was known, and `days` more ("2027-01-01,holiday,x\n..."); the
 * scheduler has not run yet. */
void ground_notice(struct ground *self, const char *version, const char *days);
/* The scheduler, then the deadline worker, until both have nothing to do now. */
void ground_settle(struct ground *self);
/* One of them alone. */
void ground_schedule(struct ground *self);
void ground_work(struct ground *self);

/* Begin the cycle of a system on a day. */
void ground_cycle(struct ground *self, int serial, const char *start);
/* Do `op` to a phase of a system on a day. */
void ground_phase(struct ground *self, const char *op, int serial, int number, const char *on);
/* Report a finding of a system on a day. */
void ground_finding(struct ground *self, int serial, const char *code, const char *on);
/* Do `op` ("finding.fix") to it. */
void ground_finding_act(struct ground *self, const char *op, int serial, const char *code,
                        const char *on);
/* Report a fault at an instant ("2026-12-31 17:00"). */
void ground_incident(struct ground *self, const char *code, const char *at);
/* Record a fact of the contract on a day. */
void ground_fact(struct ground *self, const char *name, const char *on);

int64_t ground_number(const struct ground *self, const char *sql);
/* As db_text. */
const char *ground_text(const struct ground *self, const char *sql);
/* code=state:due of all deadlines but void ones, in order of code, "MM-DD" or for incidents "MM-DD
 * hh:mm", with a question mark when provisional; valid until the next query. */
const char *ground_dates(const struct ground *self);

#endif
