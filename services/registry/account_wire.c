/* One table per operation, as in registry_wire.c; then what a name and a token must look like. */
#include "account_wire.h"

#include <string.h>

#include "args.h"
#include "ceilings.h"
#include "registry_wire.h"

/* As the tables demand them. */
enum {
    CODE_MAX = 80,
    ACCOUNT_NAME_MIN = 2,
    ACCOUNT_NAME_MAX = 40,
    PERSON_MAX = 100,
    ROLE_MAX = 10
};

#define AT(type, member) offsetof(struct type, member)

/* Names that stand in events for something else than an account: the processes on the bus
 * (caller.c), a bus without keys, and whoever holds the token of the token file. */
static const char *const TAKEN[] = { "broker",    "cli",      "deadline",  "delivery", "export",
                                     "gateway",   "identity", "lifecycle", "local",    "mlps",
                                     "owner",     "penalty",  "registry",  "reminder", "report",
                                     "scheduler", "sealer",   "sla",       "token" };

/* As the constraint account_name_form: what stands in a log line needs no quotes. */
static rc_t check_name(const char *name, struct problem *problem)
{
    static const char LATER[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t len = strlen(name);
    if (name[0] < 'a' || name[0] > 'z' || len < ACCOUNT_NAME_MIN || strspn(name, LATER) != len)
        return problem_set(problem, RC_INVALID, "name",
                           "\"name\" must be %d to %d of a-z, 0-9, \".\", \"_\" and \"-\", "
                           "beginning with a letter",
                           ACCOUNT_NAME_MIN, ACCOUNT_NAME_MAX);
    for (size_t i = 0; i < COUNT_OF(TAKEN); i++)
        if (strcmp(TAKEN[i], name) == 0)
            return problem_set(problem, RC_REFUSED, "name",
                               "\"%s\" is the name of a part of mlps itself", name);
    return RC_OK;
}

rc_t account_read_add(const json_t *args, struct account_add *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "name", ARG_TEXT, JSON_REQUIRED, 1, ACCOUNT_NAME_MAX, AT(account_add, name) },
    };
    struct account_add add;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&add), problem);
    if (rc == RC_OK)
        rc = check_name(add.name, problem);
    if (rc == RC_OK)
        *ret = add;
    return rc;
}

/* Rows that the changes share. */
#define ACCOUNT                                                                                    \
    {                                                                                              \
        "account", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(account_change, account)               \
    }
#define CONTRACT                                                                                   \
    {                                                                                              \
        "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(account_change, contract)             \
    }
#define VERSION                                                                                    \
    {                                                                                              \
        "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(account_change, version)               \
    }

/* The role only tells two people of one name apart, and is judged all the same: a misspelt one
 * would read as nobody. */
rc_t account_read_bind(const json_t *args, struct account_change *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        ACCOUNT,
        CONTRACT,
        { "person", ARG_TEXT, JSON_REQUIRED, 1, PERSON_MAX, AT(account_change, person) },
        { "role", ARG_TEXT, JSON_OPTIONAL, 1, ROLE_MAX, AT(account_change, role) },
        VERSION,
    };
    struct account_change bind;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&bind), problem);
    if (rc == RC_OK && bind.role && !registry_is_role(bind.role))
        rc = problem_set(problem, RC_INVALID, "role",
                         "\"role\" must be engineer, manager, customer or leader");
    if (rc == RC_OK)
        *ret = bind;
    return rc;
}

/* No person is named: an account is at most one in a contract. */
rc_t account_read_unbind(const json_t *args, struct account_change *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = { ACCOUNT, CONTRACT, VERSION };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

/* A version would be refused as an unknown field; see the header. */
rc_t account_read_revoke(const json_t *args, struct account_change *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = { ACCOUNT };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

rc_t account_read_list(const json_t *args, struct account_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "cursor", ARG_PAGE, JSON_OPTIONAL, 0, 1, AT(account_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

/* No word on what was wrong: it would tell what is right. */
rc_t account_read_enter(const json_t *args, struct account_enter *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "token", ARG_TEXT, JSON_REQUIRED, 1, MAX_TEXT_FIELD, AT(account_enter, token) },
    };
    enum { PREFIX = sizeof(ACCOUNT_TOKEN_PREFIX) - 1 };
    struct account_enter enter;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&enter), problem);
    if (rc != RC_OK)
        return rc;
    if (strncmp(enter.token, ACCOUNT_TOKEN_PREFIX, PREFIX) != 0)
        return problem_set(problem, RC_NOT_FOUND, NULL, "there is no such account");
    ret->token = enter.token + PREFIX;
    return RC_OK;
}
