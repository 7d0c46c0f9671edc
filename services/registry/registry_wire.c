/* One table per operation: a field that is in no row is refused, so a misspelt filter never widens
 * a list. */
#include "registry_wire.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "pack.h"

/* As the tables demand them; the last one is the size of 200 years of notices, three times over. */
enum {
    CODE_MAX = 80,
    TEAM_MAX = 40,
    VERSION_MAX = 80,
    PERSON_MAX = 100,
    EMAIL_MAX = 254,
    FILE_NAME_MAX = 200,
    SERIAL_MAX = 100000,
    GRADE_MAX = 5,
    PHASE_MAX = 20,
    MAX_CALENDAR_BYTES = 1 << 20,
};
/* 10^12 yuan, as the table demands: times 10,000 basis points it still fits int64_t. */
#define MAX_TOTAL_FEN 100000000000000LL

#define AT(type, member) offsetof(struct type, member)

/* The text is checked for size and UTF-8 here, and for its days by the reader of calendars. */
rc_t registry_read_calendar_load(const json_t *args, struct calendar_load *ret,
                                 struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "code", ARG_TEXT, JSON_REQUIRED, 1, TEAM_MAX, AT(calendar_load, code) },
        { "version", ARG_TEXT, JSON_REQUIRED, 1, VERSION_MAX, AT(calendar_load, version) },
        { "csv", ARG_DOCUMENT, JSON_REQUIRED, 1, MAX_CALENDAR_BYTES, AT(calendar_load, csv) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

/* The file name is only for messages; without one the field itself is named. */
rc_t registry_read_pack_load(const json_t *args, struct pack_load *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "yaml", ARG_DOCUMENT, JSON_REQUIRED, 1, MAX_PACK_BYTES, AT(pack_load, yaml) },
        { "file", ARG_TEXT, JSON_OPTIONAL, 1, FILE_NAME_MAX, AT(pack_load, file) },
    };
    struct pack_load load;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&load), problem);
    if (rc != RC_OK)
        return rc;
    if (!load.file)
        load.file = "yaml";
    *ret = load;
    return RC_OK;
}

/* Without a version the newest, as of this question: who has to be sure names it. */
rc_t registry_read_pack_show(const json_t *args, struct pack_show *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "name", ARG_TEXT, JSON_REQUIRED, 1, CODE_MAX, AT(pack_show, name) },
        { "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(pack_show, version) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

/* One @ with something on both sides and no white space, as the table demands. */
static bool is_email(const char *text)
{
    const char *at = strchr(text, '@');
    return at && at != text && at[1] != '\0' && !strchr(at + 1, '@') && !strpbrk(text, " \t\n");
}

/* As the constraint on the table has them. */
bool registry_is_role(const char *text)
{
    static const char *const ROLES[] = { "engineer", "manager", "customer", "leader" };
    for (size_t i = 0; i < COUNT_OF(ROLES); i++)
        if (strcmp(text, ROLES[i]) == 0)
            return true;
    return false;
}

/* Roles are those of the ladder: an unknown one would never be told anything. */
static rc_t check_person(const struct person_add *person, struct problem *problem)
{
    if (!registry_is_role(person->role))
        return problem_set(problem, RC_INVALID, "role",
                           "\"role\" must be engineer, manager, customer or leader");
    if (person->email && !is_email(person->email))
        return problem_set(problem, RC_INVALID, "email", "\"email\" must be like name@host");
    return RC_OK;
}

/* The contract's row is the first, so that a person inside contract.open reads the others. */
static const struct arg_row PERSON_ROWS[] = {
    { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(person_add, contract) },
    { "name", ARG_TEXT, JSON_REQUIRED, 1, PERSON_MAX, AT(person_add, name) },
    { "role", ARG_TEXT, JSON_REQUIRED, 1, TEAM_MAX, AT(person_add, role) },
    { "team", ARG_CODE, JSON_OPTIONAL, 1, TEAM_MAX, AT(person_add, team) },
    { "email", ARG_TEXT, JSON_OPTIONAL, 1, EMAIL_MAX, AT(person_add, email) },
};

/* The rows are shared with contract.open, which takes the same people as a list. */
rc_t registry_read_person_add(const json_t *args, struct person_add *ret, struct problem *problem)
{
    struct person_add add;
    rc_t rc = args_read(args, PERSON_ROWS, COUNT_OF(PERSON_ROWS), ARGS_INTO(&add), problem);
    if (rc == RC_OK)
        rc = check_person(&add, problem);
    if (rc == RC_OK)
        *ret = add;
    return rc;
}

/* Whether one of the first `count` people has this name and role, which the table would refuse.
 * Each is compared with those before it, half a million pairs at MAX_PEOPLE. */
static bool is_named(const json_t *people, size_t count, const struct person_add *person)
{
    for (size_t i = 0; i < count; i++) {
        const json_t *other = json_array_get(people, i);
        if (strcmp(json_string_value(json_object_get(other, "name")), person->name) == 0 &&
            strcmp(json_string_value(json_object_get(other, "role")), person->role) == 0)
            return true;
    }
    return false;
}

/* The contract is not part of an entry, as it is the one being opened; hence the rows without their
 * first. */
static rc_t check_entry(const json_t *people, size_t index, struct problem *problem)
{
    const json_t *object = json_array_get(people, index);
    struct person_add person;
    if (!json_is_object(object))
        return problem_set(problem, RC_INVALID, NULL, "expected an object");
    rc_t rc =
        args_read(object, PERSON_ROWS + 1, COUNT_OF(PERSON_ROWS) - 1, ARGS_INTO(&person), problem);
    if (rc == RC_OK)
        rc = check_person(&person, problem);
    if (rc == RC_OK && is_named(people, index, &person))
        rc = problem_set(problem, RC_INVALID, "name", "\"%s\" is named twice as %s", person.name,
                         person.role);
    return rc;
}

/* Which of the people is wrong is part of the field, so that a form can mark it. */
static rc_t check_people(const json_t *people, struct problem *problem)
{
    for (size_t i = 0; i < json_array_size(people); i++) {
        struct problem inner = { .rc = RC_OK };
        rc_t rc = check_entry(people, i, &inner);
        if (rc == RC_OK)
            continue;
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "people[%zu]%s%.60s", i, *inner.field ? "." : "",
                 inner.field);
        return problem_set(problem, rc, field, "person %zu: %.300s", i + 1, inner.text);
    }
    return RC_OK;
}

/* Only form is checked here; what the pack has to say about dates and readings follows when it is
 * read. */
rc_t registry_read_contract_open(const json_t *args, struct contract_open *ret,
                                 struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "pack", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(contract_open, pack) },
        { "code", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(contract_open, code) },
        { "signed", ARG_DATE, JSON_REQUIRED, 0, 0, AT(contract_open, signed_on) },
        { "service_from", ARG_DATE, JSON_OPTIONAL, 0, 0, AT(contract_open, service_from) },
        { "service_to", ARG_DATE, JSON_OPTIONAL, 0, 0, AT(contract_open, service_to) },
        { "total_fen", ARG_INT, JSON_OPTIONAL, 0, MAX_TOTAL_FEN, AT(contract_open, total_fen) },
        { "readings", ARG_OBJECT, JSON_OPTIONAL, 0, 0, AT(contract_open, readings) },
        { "people", ARG_LIST, JSON_OPTIONAL, 0, MAX_PEOPLE, AT(contract_open, people) },
    };
    static const struct contract_open BLANK = { .service_from = NO_DAY,
                                                .service_to = NO_DAY,
                                                .total_fen = -1 };
    struct contract_open open;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(&open, &BLANK), problem);
    if (rc == RC_OK)
        rc = check_people(open.people, problem);
    if (rc != RC_OK)
        return rc;
    if (!open.code)
        open.code = open.pack;
    *ret = open;
    return RC_OK;
}

rc_t registry_read_contract_get(const json_t *args, struct contract_get *ret,
                                struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "code", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(contract_get, code) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

rc_t registry_read_person_list(const json_t *args, struct person_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(person_list, contract) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, 1, AT(person_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

/* Ranges are those of the tables; a number outside is refused rather than an empty list, which
 * would look like an answer. */
rc_t registry_read_system_list(const json_t *args, struct system_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(system_list, contract) },
        { "team", ARG_CODE, JSON_OPTIONAL, 1, TEAM_MAX, AT(system_list, team) },
        { "grade", ARG_INT, JSON_OPTIONAL, 1, GRADE_MAX, AT(system_list, grade) },
        { "phase", ARG_INT, JSON_OPTIONAL, 1, PHASE_MAX, AT(system_list, phase) },
        { "q", ARG_TEXT, JSON_OPTIONAL, 1, MAX_NAME_FIELD, AT(system_list, q) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, 2, AT(system_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

/* By its id, or by contract and serial as people know it; a mixture of both is refused. */
rc_t registry_read_system_get(const json_t *args, struct system_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "system", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(system_list, system) },
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(system_list, contract) },
        { "serial", ARG_INT, JSON_OPTIONAL, 1, SERIAL_MAX, AT(system_list, serial) },
    };
    static const struct system_list BLANK = { .page = PAGE_OF_ONE };
    struct system_list one;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(&one, &BLANK), problem);
    if (rc != RC_OK)
        return rc;
    bool by_id = one.system != 0 && !one.contract && one.serial == 0;
    bool by_serial = one.system == 0 && one.contract && one.serial != 0;
    if (!by_id && !by_serial)
        return problem_set(problem, RC_INVALID, "system",
                           "a system is named by \"system\", or by \"contract\" and \"serial\"");
    *ret = one;
    return RC_OK;
}

rc_t registry_read_system_rename(const json_t *args, struct system_rename *ret,
                                 struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "system", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(system_rename, system) },
        { "name", ARG_TEXT, JSON_REQUIRED, 1, MAX_NAME_FIELD, AT(system_rename, name) },
        { "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(system_rename, version) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

rc_t registry_read_list(const json_t *args, struct plain_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, 1, AT(plain_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}
