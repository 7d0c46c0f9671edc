/* Arguments of the registry's operations as structs. Texts are borrowed from the request; every
 * reader refuses unknown fields, names the field that is wrong and leaves *ret unchanged on
 * failure. */
#ifndef REGISTRY_WIRE_H
#define REGISTRY_WIRE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "args.h"
#include "page.h"
#include "problem.h"

enum { MAX_PEOPLE = 1000 /* people named when a contract is opened */ };

/* Arguments of calendar.load. */
struct calendar_load {
    const char *code, *version;
    struct document csv;
};
/* `csv` may have 1 MiB: beyond that RC_TOO_LARGE. */
MUST_CHECK rc_t registry_read_calendar_load(const json_t *args, struct calendar_load *ret,
                                            struct problem *problem);

/* Arguments of pack.load. */
struct pack_load {
    struct document yaml;
    const char *file; /* name for messages, never NULL */
};
/* `yaml` may have MAX_PACK_BYTES: beyond that RC_TOO_LARGE. */
MUST_CHECK rc_t registry_read_pack_load(const json_t *args, struct pack_load *ret,
                                        struct problem *problem);

/* Arguments of pack.show. */
struct pack_show {
    const char *name;
    int64_t version; /* 0: the newest */
};
/* `version` from 1. */
MUST_CHECK rc_t registry_read_pack_show(const json_t *args, struct pack_show *ret,
                                        struct problem *problem);

/* Arguments of contract.open. Of `people` names, roles and forms are checked, teams are not. */
struct contract_open {
    const char *code; /* the pack's name unless given */
    const char *pack;
    int32_t signed_on;
    int32_t service_from, service_to; /* NO_DAY: as the pack says */
    int64_t total_fen;                /* -1: the pack's */
    const json_t *readings;           /* object, or NULL */
    const json_t *people;             /* list of {name, role, team?, email?}, or NULL */
};
/* A person that is wrong is named "people[2].role"; more than MAX_PEOPLE are RC_TOO_LARGE. */
MUST_CHECK rc_t registry_read_contract_open(const json_t *args, struct contract_open *ret,
                                            struct problem *problem);

/* Arguments of contract.get. */
struct contract_get {
    const char *code;
};
/* `code` in the form that the table demands. */
MUST_CHECK rc_t registry_read_contract_get(const json_t *args, struct contract_get *ret,
                                           struct problem *problem);

/* Arguments of person.add. */
struct person_add {
    const char *contract, *name, *role;
    const char *team, *email; /* NULL: none */
};
/* Whether `text` is a role a person may have: engineer, manager, customer, leader. */
bool registry_is_role(const char *text);
/* `role` is one of the table's words, `email` has one @. */
MUST_CHECK rc_t registry_read_person_add(const json_t *args, struct person_add *ret,
                                         struct problem *problem);

/* Arguments of person.list. */
struct person_list {
    const char *contract;
    int64_t person; /* only this row; 0: all, as every request has it */
    struct page page;
};
/* The page is by row, oldest first. */
MUST_CHECK rc_t registry_read_person_list(const json_t *args, struct person_list *ret,
                                          struct problem *problem);

/* Arguments of system.list. */
struct system_list {
    const char *contract, *team, *q; /* NULL: any */
    int64_t grade, phase;            /* 0: any */
    int64_t system, serial;          /* only this one; 0: any, as every request has them */
    struct page page;                /* by contract row and serial */
};
/* `q` may hold any text: it is no pattern. */
MUST_CHECK rc_t registry_read_system_list(const json_t *args, struct system_list *ret,
                                          struct problem *problem);

/* Arguments of system.get: the id, or contract and serial, exactly one of the two ways and whole.
 * Gives the list that holds this one system. */
MUST_CHECK rc_t registry_read_system_get(const json_t *args, struct system_list *ret,
                                         struct problem *problem);

/* Arguments of system.rename. */
struct system_rename {
    int64_t system, version; /* version 0: whichever it is */
    const char *name;
};
/* All but the version are required. */
MUST_CHECK rc_t registry_read_system_rename(const json_t *args, struct system_rename *ret,
                                            struct problem *problem);

/* Arguments of a list without a filter. */
struct plain_list {
    struct page page;
};
/* The page is by row, oldest first. */
MUST_CHECK rc_t registry_read_list(const json_t *args, struct plain_list *ret,
                                   struct problem *problem);

#endif
