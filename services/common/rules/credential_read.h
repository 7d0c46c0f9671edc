/* How a pack asks for certificates and proofs: the readers that people and qualifications share. */
#ifndef CREDENTIAL_READ_H
#define CREDENTIAL_READ_H

#include "pack_reader.h"

/* struct certificate_set: {all: […]}, {any: […]}, a list (all of it) or one alone; each a name or
 * {name, grade, grades, issuer, aliases}. Refuses a set that is stated twice. */
value_fn read_certificates;
/* struct proof_set: the same with titles. */
value_fn read_proofs;
/* PACK_ROWS(const char *), as read_texts, refusing to be stated twice (role and roles). */
value_fn read_texts_once;

#endif
