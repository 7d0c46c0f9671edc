/* Any bytes as the arguments of any operation of registry and report: read, or refused with a
 * reason, never more. What was read is as bounded as its reader promises. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ceilings.h"
#include "civil.h"
#include "jsonx.h"
#include "registry_wire.h"
#include "report_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise of the reader that does not hold. */
static void check(bool holds)
{
    if (!holds)
        abort();
}

/* The result and the problem say the same, and a refusal says why. */
static bool told(rc_t rc, struct problem *problem)
{
    check(rc == problem->rc);
    check(rc == RC_OK || problem->text[0] != '\0');
    problem_clear(problem);
    return rc == RC_OK;
}

static void check_page(const struct page *page)
{
    check(page->limit >= 1 && page->limit <= MAX_LIST_LIMIT);
}

static void read_documents(const json_t *args, struct problem *p)
{
    struct calendar_load calendar;
    struct pack_load pack;
    struct pack_show show;
    if (told(registry_read_calendar_load(args, &calendar, p), p))
        check(calendar.code && calendar.version && strlen(calendar.csv.bytes) == calendar.csv.len);
    if (told(registry_read_pack_load(args, &pack, p), p))
        check(pack.file && pack.yaml.len <= MAX_PACK_BYTES);
    if (told(registry_read_pack_show(args, &show, p), p))
        check(show.name && show.version >= 0);
}

static void read_contracts(const json_t *args, struct problem *p)
{
    struct contract_open open;
    struct contract_get get;
    struct person_add person;
    struct person_list people;
    struct system_list systems;
    struct plain_list list;
    if (told(registry_read_contract_open(args, &open, p), p))
        check(open.code && open.total_fen >= -1 && json_array_size(open.people) <= MAX_PEOPLE &&
              open.signed_on >= DAY_MIN && open.signed_on <= DAY_MAX);
    told(registry_read_contract_get(args, &get, p), p);
    if (told(registry_read_person_add(args, &person, p), p))
        check(!person.email || strchr(person.email, '@'));
    if (told(registry_read_person_list(args, &people, p), p))
        check(people.person == 0);
    if (told(registry_read_system_list(args, &systems, p), p)) {
        check(systems.system == 0 && systems.serial == 0);
        check_page(&systems.page);
    }
    if (told(registry_read_system_get(args, &systems, p), p))
        check((systems.system != 0) != (systems.serial != 0));
    if (told(registry_read_list(args, &list, p), p))
        check_page(&list.page);
}

static void read_report(const json_t *args, struct problem *p)
{
    struct progress_get progress;
    struct summary_get summary;
    struct deadline_list deadlines;
    struct deadline_moved moved;
    struct export_request request;
    struct export_list exports;
    struct event_list events;
    struct work_pending pending;
    if (told(report_read_progress_get(args, &progress, p), p))
        check_page(&progress.page);
    if (told(report_read_summary_get(args, &summary, p), p))
        check(summary.working_days >= 0 && summary.working_days <= 60);
    if (told(report_read_deadline_list(args, &deadlines, p), p))
        check(deadlines.deadline == 0 && !deadlines.code);
    if (told(report_read_deadline_get(args, &deadlines, p), p))
        check((deadlines.deadline != 0) != (deadlines.code != NULL));
    if (told(report_read_deadline_moved(args, &moved, p), p))
        check_page(&moved.page);
    if (told(report_read_export_request(args, &request, p), p))
        check(request.kind && request.lang);
    if (told(report_read_export_get(args, &exports, p), p))
        check(exports.id > 0);
    if (told(report_read_export_list(args, &exports, p), p))
        check(exports.id == 0);
    if (told(report_read_event_list(args, &events, p), p))
        check(events.after >= 0 && events.limit >= 1 && events.limit <= MAX_LIST_LIMIT);
    told(report_read_work_pending(args, &pending, p), p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem problem = { .rc = RC_OK };
    json_t *args = NULL;
    if (jsonx_parse_object((const char *)data, size, &args, &problem) != RC_OK)
        return 0;
    read_documents(args, &problem);
    read_contracts(args, &problem);
    read_report(args, &problem);
    json_decref(args);
    return 0;
}
