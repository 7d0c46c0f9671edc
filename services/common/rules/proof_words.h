/* The one table of sentences behind every proof. */
#ifndef PROOF_WORDS_H
#define PROOF_WORDS_H

#include "proof.h"

struct proof_words {
    const char *step; /* what kind of step it is, as JSON says it */
    const char *why;  /* stable code, as JSON says it */
    /* Sentences. Fields: {ref} {name} {from} {to} {n} {m} {yuan:n} {yuan:m} {percent:n} {time:n}.
     */
    const char *zh, *en;
};

/* Words of a reason; never NULL for one below WHY__COUNT. */
const struct proof_words *proof_words(enum proof_why why);
/* The reason with this code; false for another text. */
bool proof_why_from_code(const char *code, enum proof_why *ret_why);

#endif
