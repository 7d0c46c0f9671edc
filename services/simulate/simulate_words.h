/* What a reader of the workbook sees of the events and rules that machines tell of. */
#ifndef SIMULATE_WORDS_H
#define SIMULATE_WORDS_H

#include <jansson.h>

#include "lang.h"

/* A row of the timeline or of the reminders as people read it, in place: "what" in words; of an event's data "serial",
 * "clause", "code", "title" and "day" as fields of the row, the rest as the text "more". Kinds without words here stay as
 * they are. */
void simulate_words_row(json_t *row, enum lang lang);

#endif
