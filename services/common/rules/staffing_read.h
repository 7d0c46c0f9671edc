/* Sections `posts`, `staffing` and `persons` of a pack. */
#ifndef STAFFING_READ_H
#define STAFFING_READ_H

#include "pack_reader.h"

/* Scale with the words of an education, least first. */
#define SCALE_EDUCATION "education"

value_fn read_posts;    /* PACK_ROWS(struct pack_post) */
value_fn read_staffing; /* PACK_ROWS(struct pack_staffing) */
value_fn read_persons;  /* PACK_ROWS(struct pack_person) */
/* What can be wrong in them before any fact is known. */
MUST_CHECK rc_t staffing_check(struct pack_reader *reader, struct pack *pack);

#endif
