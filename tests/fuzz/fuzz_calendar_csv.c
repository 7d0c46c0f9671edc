/* Any bytes as the file of a calendar: it reads or is refused with a line. The days of one that
 * reads can be counted with. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem problem = { .rc = RC_OK };
    calendar_t *calendar = NULL;
    rc_t rc = calendar_read_csv("cn", "1", (const char *)data, size, &calendar, &problem);
    if ((rc == RC_OK) != (calendar != NULL) || (rc != RC_OK && problem.text[0] == '\0'))
        abort();
    if (calendar && (strcmp(calendar_code(calendar), "cn") != 0 ||
                     strcmp(calendar_version(calendar), "1") != 0))
        abort();
    calendar_destroy(&calendar);
    return 0;
}
