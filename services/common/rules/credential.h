/* What someone holds against what a clause asks for: certificates and proofs. */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

#include <jansson.h>

#include "pack.h"

enum { CREDENTIALS_MAX = 200 }; /* certificates, or proofs, of one holder */

struct held_certificate {
    const char *name, *grade; /* `grade`: NULL where none is given */
};

/* Certificates and proofs of one holder. Texts are borrowed; the lists are its own. */
struct credentials {
    struct held_certificate *certificates;
    const char **proofs;
    size_t certificate_count, proof_count;
};
/* Free the lists; safe on a zeroed one. */
void credentials_fini(struct credentials *self);
/* Take `certificates` (names or {name, grade}) and `evidence` (texts) of a JSON object into a
 * zeroed *ret; NULL and null are none. RC_INVALID names the member ("certificates[2]"); *ret is
 * then to be freed all the same. */
MUST_CHECK rc_t credentials_read(const json_t *certificates, const json_t *evidence,
                                 struct credentials *ret, struct problem *problem);

/* Names without repetition, in the order in which they came. Texts are borrowed. */
struct name_list {
    const char **rows;
    size_t count, cap;
};
/* Add a name that is not there yet. `name` must outlive the list. */
void name_list_add(struct name_list *self, const char *name);
/* Free the list; safe on a zeroed one. */
void name_list_fini(struct name_list *self);

/* Whether one certificate is held: by name or another name of it, and by grade where one is asked
 * for: the same, or one above it in the issuer's order. Without an order of grades only the very
 * grade will do. */
bool certificate_is_held(const struct certificate *wanted, const struct credentials *held);
/* Whether a set is held; if not, what is missing (of an any-set all of it) goes to `missing`.
 * An empty set is held. */
bool certificates_are_held(const struct certificate_set *wanted, const struct credentials *held,
                           struct name_list *missing);
/* The same for proofs. Titles are compared exactly; an empty set is held. */
bool proofs_are_held(const struct proof_set *wanted, const struct credentials *held,
                     struct name_list *missing);

#endif
