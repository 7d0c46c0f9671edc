/* A system of the real contract on its way through the phases: what the tests of this folder share.
 */
#ifndef COURSE_H
#define COURSE_H

#include <stdio.h>

#include "lifecycle_routes.h"
#include "portfolio.h"
#include "registry_handlers.h"

#define CONTRACT "yifen-2026"

struct course {
    struct bench registry, lifecycle;
};

/* The contract of 39 systems, and the service before it at `now`. */
static inline void course_open(struct course *self, const char *now)
{
    bench_open(&self->registry, &REGISTRY, PORTFOLIO_NOW);
    portfolio_open(&self->registry);
    bench_join(&self->lifecycle, &LIFECYCLE_SERVICE, &self->registry);
    bench_at(&self->lifecycle, now);
}

static inline void course_close(struct course *self)
{
    bench_close(&self->lifecycle);
    bench_close(&self->registry);
}

/* Noon of a day becomes the business time. */
static inline void course_day(struct course *self, const char *day)
{
    char now[40];
    snprintf(now, sizeof(now), "%sT12:00:00+08:00", day);
    bench_at(&self->lifecycle, now);
}

/* Open the cycle of a system on a day, which becomes today. Gives the owned cycle. */
static inline json_t *course_start(struct course *self, int serial, const char *day)
{
    course_day(self, day);
    return bench_ok(&self->lifecycle, "cycle.open", "{s:s, s:i, s:s}", "contract", CONTRACT,
                    "serial", serial, "start", day);
}

/* Do `op` to a phase of a system on a day, which becomes today. Gives the owned phase. */
static inline json_t *course_move(struct course *self, const char *op, int serial, int number,
                                  const char *day)
{
    course_day(self, day);
    return bench_ok(&self->lifecycle, op, "{s:s, s:i, s:i, s:s, s:s}", "contract", CONTRACT,
                    "serial", serial, "number", number, "on", day, "note", "as the test says");
}

/* Submit with titles (a JSON list as text) and approve on the same day. */
static inline void course_pass(struct course *self, int serial, int number, const char *day,
                               const char *titles)
{
    course_day(self, day);
    json_decref(bench_ok(&self->lifecycle, "phase.submit", "{s:s, s:i, s:i, s:s, s:o}", "contract",
                         CONTRACT, "serial", serial, "number", number, "on", day, "documents",
                         json_loads(titles, 0, NULL)));
    json_decref(course_move(self, "phase.approve", serial, number, day));
}

/* Titles that the gates of the contract ask for. */
#define FILING   "[\"申请材料\", \"专家评审材料\", \"网络拓扑图\", \"安全管理体系材料\"]"
#define GAP      "[\"差距分析报告\"]"
#define CONTACTS "[\"对接人员信息\", \"流程\"]"

/* One more system of the contract, with this serial; nothing when it is there. */
static inline void course_add_system(struct course *self, int serial)
{
    char sql[300];
    snprintf(
        sql, sizeof(sql),
        "insert into system (contract_id, team_id, serial, name, grade) select contract_id, id, "
        "%d, 'more', 3 from team where code = 'fgw' on conflict do nothing",
        serial);
    db_exec(&self->registry.tdb, sql);
}

/* Record an assessment with findings (a JSON list as text) on a day, which becomes today. Gives the
 * owned assessment. */
static inline json_t *course_assess(struct course *self, int serial, int number, const char *day,
                                    const char *score, const char *findings)
{
    course_day(self, day);
    return bench_ok(&self->lifecycle, "assessment.record", "{s:s, s:i, s:i, s:s, s:s, s:o}",
                    "contract", CONTRACT, "serial", serial, "number", number, "on", day, "score",
                    score, "findings", json_loads(findings, 0, NULL));
}

/* Phases 1 to 3 passed on their days: phase 4 has begun on 2026-05-12. Opened on 2026-03-17. */
static inline void course_to_assessment(struct course *self, int serial)
{
    json_decref(course_start(self, serial, "2026-03-17"));
    course_pass(self, serial, 1, "2026-04-14", FILING);
    course_pass(self, serial, 2, "2026-04-21", GAP);
    course_pass(self, serial, 3, "2026-05-11", CONTACTS);
}

/* The same, and assessed with a score that holds; phase 6 has begun on 2026-06-02. */
static inline void course_to_recheck(struct course *self, int serial)
{
    course_to_assessment(self, serial);
    json_decref(course_assess(self, serial, 4, "2026-05-14", "80.00", "[]"));
    course_pass(self, serial, 4, "2026-05-14", "[]");
    course_pass(self, serial, 5, "2026-06-01", "[]");
}

#endif
