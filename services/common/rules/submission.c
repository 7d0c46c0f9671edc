/* A document is told by its label, or by what it is of alone: the name of a system among what was
 * submitted stands for each document that is required of it. */
#include "submission.h"

#include <string.h>

#include "memory.h"

/* Labels are compared as they stand; a hand-written title that differs by a blank is another
 * document to the program, and shows as missing. */
static bool list_has(const char *const *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

/* Three ways to name a document, from the most telling to the least; the bare title only where it
 * cannot mean another one. */
static bool is_there(const struct required_document *d, const char *const *list, size_t count)
{
    return list_has(list, count, d->label) || (d->of && list_has(list, count, d->of)) ||
           (d->sole && list_has(list, count, d->title));
}

/* What is signed but not submitted counts as signed and yet as missing: it must be in hand. Both
 * lists are as long as the documents at most. */
void submission_count(const struct submission_ask *ask, struct submission *ret)
{
    struct submission s = { .submitted = 0 };
    s.missing = mem_array(ask->count, sizeof(*s.missing));
    s.unsigned_yet = mem_array(ask->count, sizeof(*s.unsigned_yet));
    for (size_t i = 0; i < ask->count; i++) {
        const struct required_document *d = &ask->documents[i];
        bool submitted = is_there(d, ask->submitted, ask->submitted_count);
        bool signed_off = is_there(d, ask->signed_off, ask->signed_count);
        s.submitted += submitted;
        s.signed_off += signed_off;
        if (!submitted)
            s.missing[s.missing_count++] = d->label;
        else if (!signed_off)
            s.unsigned_yet[s.unsigned_count++] = d->label;
    }
    *ret = s;
}

/* The labels belong to the question; only the two lists are freed. */
void submission_fini(struct submission *self)
{
    mem_free(self->missing);
    mem_free(self->unsigned_yet);
    *self = (struct submission){ .submitted = 0 };
}
