/* The first sheet: what the workbook shows, of which contract, read when and from what. */
#ifndef COVER_H
#define COVER_H

#include "sheet_page.h"
#include "sheet_writer.h"

/* What the cover says. Texts are borrowed. */
struct cover_facts {
    const char *contract_title;
    const char *contract_code;
    const char *customer;
    const char *service_period; /* "YYYY-MM-DD – YYYY-MM-DD" */
    const char *pack;           /* name and version */
    const char *calendar;       /* code and version */
    const char *requested_by;
    int64_t as_of_us;  /* business time the data was read at */
    int zone_minutes;  /* of the contract */
    int64_t event_seq; /* newest event the data includes, 0: none */
};

/* Write the cover into `part`, which was added first; all other parts are written already. */
void cover_write(const struct sheet_frame *frame, const struct book_def *book,
                 const struct cover_facts *facts, struct part *part);
/* "YYYY-MM-DD HH:MM" of an instant in a zone, into `out` (INSTANT_TEXT bytes); returns `out`. */
const char *cover_time(int64_t us, int zone_minutes, char *out);

#endif
