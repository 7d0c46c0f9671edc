/* A person of a roster, as a question describes one. */
#ifndef STAFF_PERSON_H
#define STAFF_PERSON_H

#include "credential.h"

enum { ROSTER_MAX = 1000 };

/* Everything may be left out. Texts are borrowed from the question. */
struct staff_person {
    const char *role, *service, *education, *title; /* NULL: not given */
    bool onsite_given, onsite;
    bool maker_given, maker; /* staff of the product's manufacturer */
    bool certificates_given, proofs_given;
    struct credentials held;
    int32_t since; /* first day of the experience, NO_DAY: not given */
    int64_t years; /* of 10^-6, -1: not given */
};
/* Free what it owns. */
void staff_person_fini(struct staff_person *self);
/* Take a person from JSON: only known fields, each of its type; a role by the row of the pack's
 * posts; a service and an education that the pack knows, where it lists them. RC_INVALID names the
 * field; *ret is to be freed all the same. */
MUST_CHECK rc_t staff_person_read(const struct pack *pack, const json_t *json,
                                  struct staff_person *ret, struct problem *problem);

/* The people are owned, their texts are not: these stay in the question. */
struct roster {
    struct staff_person *people;
    size_t count;
};
/* Free the people; safe on a zeroed one. */
void roster_fini(struct roster *self);
/* The people of a JSON list; as staff_person_read, naming "roster[3].role". */
MUST_CHECK rc_t roster_read(const struct pack *pack, const json_t *list, struct roster *ret,
                            struct problem *problem);
/* Whether the pack knows a service of this code; one that lists no services knows every code. */
bool staff_service_known(const struct pack *pack, const char *code);

#endif
