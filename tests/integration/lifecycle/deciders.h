/* People of the contract who decide, and a decision on a finding or a phase. */
#ifndef DECIDERS_H
#define DECIDERS_H

#include "course.h"

/* One of each role; the customer's name is 孙主任, the manager's 钱经理. */
static const struct {
    const char *name, *role;
} DECIDERS[] = {
    { "赵工", "engineer" },
    { "钱经理", "manager" },
    { "孙主任", "customer" },
    { "李总", "leader" },
};

static inline void deciders_add(struct course *course)
{
    for (size_t i = 0; i < sizeof(DECIDERS) / sizeof(DECIDERS[0]); i++)
        json_decref(bench_ok(&course->registry, "person.add", "{s:s, s:s, s:s}", "contract",
                             CONTRACT, "name", DECIDERS[i].name, "role", DECIDERS[i].role));
}

/* The arguments of a decision by `by` for a reason; `of` names what it is about and is taken. */
static inline json_t *decider_args(json_t *of, const char *on, const char *by)
{
    json_object_set_new(of, "on", json_string(on));
    json_object_set_new(of, "by", json_string(by));
    json_object_set_new(of, "note", json_string("理由"));
    return of;
}

#endif
