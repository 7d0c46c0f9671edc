/* Kind "staffing": sections `posts`, `staffing` and `persons`. */
#include "rule_io.h"
#include "staffing_read.h"

static const struct field SECTIONS[] = {
    { "posts", read_posts, offsetof(struct pack, posts), FIELD_OPTIONAL },
    { "staffing", read_staffing, offsetof(struct pack, staffing), FIELD_OPTIONAL },
    { "persons", read_persons, offsetof(struct pack, persons), FIELD_OPTIONAL },
    SECTIONS_END,
};

const struct kind STAFFING_KIND = { .name = "staffing",
                                    .sections = SECTIONS,
                                    .check = staffing_check };
