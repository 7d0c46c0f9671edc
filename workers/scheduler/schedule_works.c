/* Which rows of a pack make tasks, and for whom. What `schedule.count` leaves out is left out here
 * for the same reasons: no number, counted elsewhere, drawn only when something happens. */
#include "schedule_works.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "memory.h"

static const char READING_REPORTS[] = "reports";
static const char REPORTS_AGGREGATED[] = "aggregated";

enum {
    YEAR_DAYS = 366,
    PLACE_TEXT =
        4 * MAX_NAME_FIELD + 70, /* a title of four bytes a character, "/", a code or a number */
};

/* ---- words and policies ---- */

static const char *const CATCH_UP_WORDS[CATCH_UP__COUNT] = { "skip", "once", "window" };

/* The words are those of the column, and of what people set by `schedule.policy`. */
const char *catch_up_word(enum catch_up policy)
{
    return CATCH_UP_WORDS[policy];
}

/* The database knows only the three; skip is the one that makes no work out of an error. */
enum catch_up catch_up_from_word(const char *word)
{
    for (size_t i = 0; i < CATCH_UP__COUNT; i++)
        if (strcmp(CATCH_UP_WORDS[i], word) == 0)
            return (enum catch_up)i;
    return CATCH_UP_SKIP;
}

/* By enum work_kind; part of a schedule's key, since a clause may ask for work and for its report.
 */
const char *schedule_work_word(enum work_kind work)
{
    static const char *const WORDS[WORK__COUNT] = { "service", "checklist", "backup", "routine",
                                                    "document" };
    return WORDS[work];
}

/* No pack says what becomes of work that nobody planned in time. Looking after a day is of that
 * day; a backup made now holds what the missed ones would have held; a document is owed whenever it
 * comes, and so is what is done a few times a year. */
static void set_policy(struct schedule_work *work)
{
    static const enum catch_up BY_PERIOD[SLOT__COUNT] = {
        [SLOT_ONCE] = CATCH_UP_WINDOW,    [SLOT_DAY] = CATCH_UP_SKIP,
        [SLOT_WEEK] = CATCH_UP_ONCE,      [SLOT_MONTH] = CATCH_UP_WINDOW,
        [SLOT_QUARTER] = CATCH_UP_WINDOW, [SLOT_YEAR] = CATCH_UP_WINDOW,
        [SLOT_SPECIAL] = CATCH_UP_SKIP,
    };
    work->catch_up = BY_PERIOD[work->period];
    /* what the work is goes before how often it comes */
    if (work->work == WORK_BACKUP)
        work->catch_up = CATCH_UP_ONCE;
    if (work->work == WORK_DOCUMENT)
        work->catch_up = CATCH_UP_WINDOW;
    work->window_days = work->catch_up == CATCH_UP_WINDOW ? YEAR_DAYS : 0;
}

/* The whole service: what is cut off of a slot at its ends is the same in every look. */
struct recurrence_use schedule_use(const struct contract_frame *frame)
{
    return (struct recurrence_use){
        .pack = frame->pack,
        .readings = &frame->readings,
        .calendar = &frame->calendar,
        .range = { .from = frame->service_from,
                   .to = frame->service_to,
                   .start = frame->service_from },
    };
}

/* Weeks, months and years begin by the date alone. */
bool schedule_leans(const struct schedule_work *work)
{
    return work->period == SLOT_SPECIAL || (work->again && work->again->work_days);
}

/* ---- places ---- */

/* Before the places are made: there may be too many for the memory. The product fits, since a
 * section of a pack has some thousand rows and `times` is a thousand at most. */
static rc_t check_places(const struct schedule_work *work, int64_t places, struct problem *problem)
{
    if (places * work->times <= SLOT_TASKS_MAX)
        return RC_OK;
    return problem_set(problem, RC_INVALID, "clause",
                       "clause %s asks for %" PRId64 " tasks at a time: at most %d are planned",
                       work->clause, places * work->times, SLOT_TASKS_MAX);
}

/* A unit without a serial is the pack's own name for a place; with one, it is a system. */
static void add_place(json_t *places, const char *unit, int64_t serial)
{
    json_t *place = json_pack("{s:s}", "unit", unit);
    if (serial)
        json_object_set_new(place, "serial", json_integer(serial));
    json_array_append_new(places, place);
}

/* The unit that a row of one less leaves out; "" when that is not said: then the last one is left
 * out, so that the number is right until somebody says which. */
static const char *outside_unit(const struct recurrence_use *use)
{
    const char *reading = use->pack->units.excluded;
    const char *value = reading ? reading_value(use->pack, use->readings, reading) : NULL;
    return value ? value : "";
}

/* The first so many, but for the one that is left out. */
static json_t *unit_places(const struct recurrence_use *use, int64_t units)
{
    const struct pack_units *all = &use->pack->units;
    const char *outside = units < all->count ? outside_unit(use) : "";
    json_t *places = json_array();
    for (int64_t i = 1; (int64_t)json_array_size(places) < units; i++) {
        char name[UNIT_NAME_TEXT];
        if (strcmp(unit_name(use->pack, i, name), outside) != 0)
            add_place(places, name, 0);
    }
    return places;
}

/* Everything a document is owed for: each title, for each system or service where it says so. */
struct document_places {
    const struct pack *pack;
    const struct pack_deliverable *document;
    json_t *places;
};

/* For how many systems or services each title is owed. */
static size_t places_of_title(const struct pack *pack, const struct pack_deliverable *document)
{
    if (document->per == PER_SYSTEM)
        return pack->systems.count;
    return document->per == PER_SERVICE ? pack->services.count : 1;
}

/* One title's places; `title` NULL: the document has but one. */
static void add_title(const struct document_places *self, const char *title)
{
    const struct pack *pack = self->pack;
    bool systems = self->document->per == PER_SYSTEM;
    bool services = self->document->per == PER_SERVICE;
    size_t count = places_of_title(pack, self->document);
    for (size_t i = 0; i < count; i++) {
        char unit[PLACE_TEXT];
        int64_t serial = systems ? (int64_t)pack->systems.rows[i].no : 0;
        int used = snprintf(unit, sizeof(unit), "%s", title ? title : "");
        if (systems)
            snprintf(unit + used, sizeof(unit) - (size_t)used, "%s%" PRId64, used ? "/" : "",
                     serial);
        if (services)
            snprintf(unit + used, sizeof(unit) - (size_t)used, "%s%s", used ? "/" : "",
                     pack->services.rows[i].code);
        add_place(self->places, unit, serial);
    }
}

/* A document without a list of titles is owed once under its own. */
static rc_t document_places(const struct pack *pack, const struct pack_deliverable *document,
                            struct schedule_work *work, struct problem *problem)
{
    struct document_places self = { .pack = pack, .document = document };
    size_t titles = document->titles.count > 0 ? document->titles.count : 1;
    rc_t rc = check_places(work, (int64_t)(titles * places_of_title(pack, document)), problem);
    if (rc != RC_OK)
        return rc;
    self.places = work->places = json_array();
    for (size_t i = 0; i < document->titles.count; i++)
        add_title(&self, document->titles.rows[i]);
    if (document->titles.count == 0)
        add_title(&self, NULL);
    return RC_OK;
}

/* ---- rows ---- */

/* Units of a row of recurring work; one place without a name where it is not per unit. */
static rc_t work_places(const struct recurrence_use *use, const struct pack_recurring *row,
                        struct schedule_work *work, struct problem *problem)
{
    int64_t units = 1;
    rc_t rc = row->units > 0 ? recurrence_units(use, row, &units, problem) : RC_OK;
    if (rc == RC_OK)
        rc = check_places(work, units, problem);
    if (rc != RC_OK)
        return rc;
    if (row->units > 0) {
        work->places = unit_places(use, units);
        return RC_OK;
    }
    work->places = json_array();
    add_place(work->places, "", 0);
    return RC_OK;
}

/* A row that serves nobody plans nothing. */
static void add_row(struct schedule_works *works, struct schedule_work *row)
{
    if (json_array_size(row->places) == 0) {
        json_decref(row->places);
        return;
    }
    set_policy(row);
    works->rows[works->count++] = *row;
}

/* On demand, continuous, counted elsewhere, detailing another row (its units are named when asked)
 * or drawn from a quota: not planned. */
static bool is_planned(const struct pack_recurring *row)
{
    return row->again.times > 0 && !row->same_as && !row->named && row->bound != BOUND_QUOTA;
}

/* The items of a checklist are counted with its task and are no tasks: one person ticks them off in
 * one go. */
static rc_t add_work(const struct recurrence_use *use, const struct pack_recurring *row,
                     struct schedule_works *works, struct problem *problem)
{
    struct schedule_work out = {
        .clause = row->clause,
        .title = row->title,
        .work = row->work,
        .period = recurrence_slot(&row->again),
        .again = &row->again,
        .times = recurrence_times(&row->again),
        .items = (int64_t)row->checklist.count,
    };
    if (!is_planned(row))
        return RC_OK;
    rc_t rc = work_places(use, row, &out, problem);
    if (rc == RC_OK)
        add_row(works, &out);
    return rc;
}

/* The work that a document follows each time, by the reading; NULL: it does not. */
static const struct pack_recurring *followed_by(const struct recurrence_use *use,
                                                const struct pack_deliverable *document)
{
    const char *value = reading_value(use->pack, use->readings, READING_REPORTS);
    bool aggregated = value && strcmp(value, REPORTS_AGGREGATED) == 0;
    return document->of && !aggregated ? pack_recurring(use->pack, document->of) : NULL;
}

/* Known by date here; the others are rows of `deliverable` from the start, or made with what brings
 * them about. */
static bool comes_again(const struct pack_deliverable *document)
{
    return !document->same_as && document->per != PER_CASE && document->per != PER_REQUEST &&
           document->bound != BOUND_QUOTA && pack_deliverable_instances(document, 1) == 0;
}

/* A document that follows work has the work's slots and units. */
static rc_t add_document(const struct recurrence_use *use, const struct pack_deliverable *document,
                         struct schedule_works *works, struct problem *problem)
{
    const struct pack_recurring *work = followed_by(use, document);
    const struct pack_recurrence *again = work                               ? &work->again
                                          : document->again.per != SLOT_ONCE ? &document->again
                                                                             : NULL;
    struct schedule_work out = {
        .clause = document->clause,
        .title = document->title,
        .work = WORK_DOCUMENT,
        .period = again ? recurrence_slot(again) : SLOT_ONCE,
        .again = again,
        .times = again ? recurrence_times(again) : 1,
    };
    rc_t rc = RC_OK;
    if (!comes_again(document))
        return RC_OK;
    if (work)
        rc = work_places(use, work, &out, problem);
    else
        rc = document_places(use->pack, document, &out, problem);
    if (rc == RC_OK)
        add_row(works, &out);
    return rc;
}

/* Work before documents, each in the pack's order: what a person sees first is what is done first.
 */
rc_t schedule_works_make(const struct contract_frame *frame, struct schedule_works *ret_works,
                         struct problem *problem)
{
    const struct pack *pack = frame->pack;
    struct recurrence_use use = schedule_use(frame);
    struct schedule_works works = { .count = 0 };
    rc_t rc = RC_OK;
    /* a row of the pack makes one at most */
    works.rows =
        mem_array(pack->recurring.count + pack->deliverables.count + 1, sizeof(*works.rows));
    for (size_t i = 0; i < pack->recurring.count && rc == RC_OK; i++)
        rc = add_work(&use, &pack->recurring.rows[i], &works, problem);
    for (size_t i = 0; i < pack->deliverables.count && rc == RC_OK; i++)
        rc = add_document(&use, &pack->deliverables.rows[i], &works, problem);
    if (rc == RC_OK)
        *ret_works = works;
    else
        schedule_works_fini(&works);
    return rc;
}

void schedule_works_fini(struct schedule_works *self)
{
    for (size_t i = 0; i < self->count; i++)
        json_decref(self->rows[i].places);
    mem_free(self->rows);
    *self = (struct schedule_works){ .count = 0 };
}
