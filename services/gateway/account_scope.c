/* Which contract a request is about, and whether a person of it may make it, by two tables:
 * arguments that name a row, and roles. A request whose row is named by no argument of the table is
 * refused, and a role that is in none may nothing. */
#include "account_scope.h"

#include <string.h>

#include "attr.h"

/* Arguments that name a row, and what the row is called. */
static const struct {
    const char *arg, *kind;
} SUBJECTS[] = {
    { "cycle", "cycle" },
    { "deadline", "deadline" },
    { "deliverable", "deliverable" },
    { "feed", "feed" },
    { "finding", "finding" },
    { "id", "export" }, /* the one operation that calls it so */
    { "incident", "incident" },
    { "notification", "notification" },
    { "penalty", "penalty" },
    { "phase", "phase" },
    { "system", "system" },
    { "task", "task" },
};

static const struct {
    const char *role;
    unsigned access;
} ROLES[] = {
    { "customer", ACCESS_CUSTOMER },
    { "engineer", ACCESS_ENGINEER },
    { "leader", ACCESS_LEADER },
    { "manager", ACCESS_MANAGER },
};

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* In a path the contract is "{code}", whatever the operation calls it; elsewhere a "code" is that
 * of a finding or an incident. */
static const char *contract_in(const struct route *route, const json_t *args)
{
    for (const struct route_param *at = route->params; at && at->name; at++)
        if (at->place == PARAM_PATH && strcmp(at->name, "code") == 0)
            return text_of(args, at->arg);
    return text_of(args, "contract");
}

/* A contract that is named decides, for it costs no question; else the first row of the table that
 * the arguments hold. */
bool scope_of(const struct route *route, const json_t *args, struct scope *ret_scope)
{
    const char *contract = contract_in(route, args);
    if (contract) {
        *ret_scope = (struct scope){ .contract = contract };
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(SUBJECTS); i++) {
        const json_t *id = json_object_get(args, SUBJECTS[i].arg);
        if (!json_is_integer(id))
            continue;
        *ret_scope = (struct scope){ .kind = SUBJECTS[i].kind, .id = json_integer_value(id) };
        return true;
    }
    return false;
}

/* What the gateway answers by itself (its description) tells nothing of a contract. */
bool scope_is_needed(const struct route *route)
{
    return route->service != NULL;
}

/* At most one: the registry ties an account to one person of a contract. */
const json_t *scope_person(const json_t *persons, const char *contract)
{
    const json_t *person;
    size_t i;
    json_array_foreach(persons, i, person)
    {
        const char *of = text_of(person, "contract");
        if (of && strcmp(of, contract) == 0)
            return person;
    }
    return NULL;
}

/* A role that is in no row of the table may nothing. */
static unsigned access_of(const json_t *person)
{
    const char *role = text_of(person, "role");
    for (size_t i = 0; role && i < COUNT_OF(ROLES); i++)
        if (strcmp(ROLES[i].role, role) == 0)
            return ROLES[i].access;
    return 0;
}

static bool takes(const struct route *route, const char *arg)
{
    for (const struct route_param *at = route->params; at && at->name; at++)
        if (strcmp(at->arg, arg) == 0)
            return true;
    return false;
}

/* The argument is the person's own name, said or not. */
static bool own_name(const char *arg, const json_t *person, json_t *args,
                     struct http_refusal *ret_refusal)
{
    const char *own = text_of(person, "person");
    const char *said = text_of(args, arg);
    if (!own || (said && strcmp(said, own) != 0)) {
        *ret_refusal = (struct http_refusal){ FAULT_NOT_ALLOWED, arg,
                                              "an account speaks for its own person alone" };
        return false;
    }
    json_object_set(args, arg, json_object_get(person, "person"));
    return true;
}

/* The role first, then the name: who may not do a thing at all is not told whose name would do.
 * Fills in `by`, so that a decision is signed by the account's person and not by a typed name. */
bool scope_admit(const struct route *route, const json_t *person, json_t *args,
                 struct http_refusal *ret_refusal)
{
    if (!(route->access & access_of(person))) {
        *ret_refusal =
            (struct http_refusal){ FAULT_NOT_ALLOWED, NULL, "the person's role may not do that" };
        return false;
    }
    if (takes(route, "by") && !own_name("by", person, args, ret_refusal))
        return false;
    return !(route->access & ACCESS_SELF) || own_name("person", person, args, ret_refusal);
}
