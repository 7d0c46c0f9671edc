/* Who is there on a day, by the section `leave` of a story: rows {person, from, to, deputy}, both days counted. Pure. */
#ifndef LEAVE_H
#define LEAVE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* The first row that keeps a person away on `day`, borrowed; NULL for one who is there. */
const json_t *leave_row(const json_t *story, const char *person, int32_t day);
/* The deputy who stands in on `day` by such a row; NULL when it names none, or one who is away as well: a deputy's
 * deputy is nobody's. Borrowed from the story. */
const char *leave_deputy(const json_t *story, const json_t *row, int32_t day);
/* Whether nobody of a team is there on `day`: every engineer of it is away and without a deputy who is there. False
 * for a team that has no engineers in the story: there is nobody who could be missed. */
bool leave_empties(const json_t *story, const char *team, int32_t day);

#endif
