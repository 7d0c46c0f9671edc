/* Documents handed over: which are required, which are there, and which of these are signed. */
#ifndef SUBMISSION_H
#define SUBMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One document that must be there. */
struct required_document {
    const char *title; /* as the pack has it */
    const char *of;    /* system or service that it is of, or NULL: of the contract */
    const char *label; /* how a list names it: the title, `of`, or both where one would not tell */
    bool sole;         /* the only one of its title, so that the title tells it too */
};

/* What is required against what there is; everything is borrowed. Signed names need not be among
 * those submitted. */
struct submission_ask {
    const struct required_document *documents;
    size_t count;
    const char *const *submitted, *const *signed_off; /* titles, or what the documents are of */
    size_t submitted_count, signed_count;
};

/* The lists are owned, the labels in them borrowed from the documents asked about. */
struct submission {
    int64_t submitted, signed_off;
    const char **missing, **unsigned_yet; /* labels: not submitted; submitted, not signed */
    size_t missing_count, unsigned_count;
};
/* Count. Names that are not required are passed over; one that stands twice counts once. Caller
 * frees with submission_fini. */
void submission_count(const struct submission_ask *ask, struct submission *ret);
/* Free the lists; safe on a zeroed one. */
void submission_fini(struct submission *self);

#endif
