/* The list of the header as a table. Codes and statuses are part of the API; titles are for people
 * and may be reworded. */
#include "http_fault.h"

#include "attr.h"

/* By enum http_fault; made of the list in the header, so no row can be missing. */
static const struct {
    const char *code;
    int status;
    const char *zh;
    const char *en;
} FAULTS[] = {
#define HTTP_FAULT_ROW(name, code, status, zh, en) { code, status, zh, en },
    HTTP_FAULT_LIST(HTTP_FAULT_ROW)
#undef HTTP_FAULT_ROW
};

/* A value outside the list is a mistake of ours: it reads as an internal error and never past the
 * table. */
static enum http_fault known(enum http_fault fault)
{
    return (unsigned)fault < FAULT__COUNT ? fault : FAULT_INTERNAL;
}

/* Part of the API: clients may branch on it, so a row's code never changes. */
const char *http_fault_code(enum http_fault fault)
{
    return FAULTS[known(fault)].code;
}

/* The code decides and not the status: several codes share one. */
int http_fault_status(enum http_fault fault)
{
    return FAULTS[known(fault)].status;
}

/* The same for every refusal of a code; what was wrong with this request stands in the detail. */
const char *http_fault_title(enum http_fault fault, enum lang lang)
{
    return tr(lang, FAULTS[known(fault)].zh, FAULTS[known(fault)].en);
}
