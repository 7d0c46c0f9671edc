#include "calendar.h"

#include <string.h>

#include "attr.h"
#include "calendar_impl.h"
#include "civil.h"
#include "memory.h"

/* Days of whole years, first published year to last, lie in one table. Two running counts per day
 * (make-up days working or not) answer every question by a subtraction or a binary search; outside
 * the table the weekday rule has a closed form. */
enum { WEEK = 7, WORK_WEEK = 5 };

struct calendar {
    char *code;
    char *version;
    bool published[YEAR_COUNT]; /* by year - YEAR_FIRST */
    int32_t first;              /* first day of the table */
    int32_t count;              /* days in the table; 0 while empty */
    struct day_slot *days;      /* by day - first */
    int32_t *entered;           /* days with an entry, ascending */
    size_t entered_count;
    struct calendar_holiday *holidays; /* ascending; names belong to the slots */
    size_t holiday_count;
};

/* Without a table: the first entry of a year makes one, and till then every answer follows the
 * weekday rule and is provisional. */
calendar_t *calendar_new(const char *code, const char *version)
{
    calendar_t *self = mem_new(sizeof(*self));
    self->code = mem_dup(code);
    self->version = mem_dup(version);
    return self;
}

/* Names belong to the slots alone; the lists of entries and holidays only borrow them and go
 * without looking at them. */
void calendar_destroy(calendar_t **self_p)
{
    calendar_t *self = *self_p;
    if (!self)
        return;
    for (int32_t i = 0; i < self->count; i++)
        mem_free(self->days[i].name);
    mem_free(self->days);
    mem_free(self->entered);
    mem_free(self->holidays);
    mem_free(self->code);
    mem_free(self->version);
    mem_free(self);
    *self_p = NULL;
}

/* Code and version together name the state of knowledge that an answer leaned on. */
const char *calendar_code(const calendar_t *self)
{
    return self->code;
}

const char *calendar_version(const calendar_t *self)
{
    return self->version;
}

/* Callers may pass any number; outside the range the nearest day answers. Counts take int32 days of
 * callers who add and subtract first, so a sum beyond the range must not become an index. */
static int32_t clamp_day(int64_t day)
{
    return day < DAY_MIN ? DAY_MIN : day > DAY_MAX ? DAY_MAX : (int32_t)day;
}

/* Weekdays in [DAY_MIN, day); DAY_MIN is a Monday. The closed form is what keeps years outside the
 * table free of memory. */
static int32_t weekdays_before(int32_t day)
{
    int32_t k = day - DAY_MIN;
    int32_t rest = k % WEEK;
    return k / WEEK * WORK_WEEK + (rest < WORK_WEEK ? rest : WORK_WEEK);
}

/* First day of a year; the year after the last answers DAY_MAX. So a range of years is always
 * [start, start of the next), also the last one. */
static int32_t year_start(int year)
{
    int32_t day = year > YEAR_FIRST ? DAY_MAX : DAY_MIN;
    (void)civil_day((struct date){ year, 1, 1 }, &day); /* the year after the last keeps DAY_MAX */
    return day;
}

/* Widen the table to whole years so that it holds `day`. Whole years, because a published year is
 * looked up as one; the gap between two years entered apart is filled with slots that have no
 * entry. Slots keep their contents when they move. */
static void cover_year(calendar_t *self, int32_t day)
{
    int year = civil_date(day).year;
    int32_t from = year_start(year);
    int32_t end = year_start(year + 1) + (year == YEAR_FIRST + YEAR_COUNT - 1);
    if (self->count > 0) {
        int32_t old_end = self->first + self->count;
        from = from < self->first ? from : self->first;
        end = end > old_end ? end : old_end;
    }
    if (self->count == end - from)
        return;
    struct day_slot *days = mem_array((size_t)(end - from), sizeof(*days));
    if (self->count > 0)
        memcpy(days + (self->first - from), self->days, (size_t)self->count * sizeof(*days));
    mem_free(self->days);
    self->days = days;
    self->first = from;
    self->count = end - from;
}

/* Refusals come before the slot is written, so a refused day leaves the calendar as it was. A day
 * is entered once: two notices that disagree are for a person to settle, not for the order of
 * lines. */
rc_t calendar_put(calendar_t *self, const struct calendar_entry *entry, struct problem *problem)
{
    char text[DATE_TEXT];
    if (entry->day < DAY_MIN || entry->day > DAY_MAX)
        return problem_set(problem, RC_INVALID, "date", "date lies outside 1900 to 2170");
    civil_format_date(entry->day, text);
    if (entry->kind == DAY_MAKEUP && civil_weekday(entry->day) <= WORK_WEEK)
        return problem_set(problem, RC_INVALID, "type",
                           "make-up day %s must be a Saturday or a Sunday", text);
    cover_year(self, entry->day);
    struct day_slot *slot = &self->days[entry->day - self->first];
    if (slot->name)
        return problem_set(problem, RC_CONFLICT, "date", "%s is entered already", text);
    slot->kind = entry->kind;
    slot->name = mem_dup(entry->name ? entry->name : "");
    self->published[civil_date(entry->day).year - YEAR_FIRST] = true;
    return RC_OK;
}

/* A notice goes before the weekday. Only a slot with a name has an entry, also when the notice gave
 * it an empty one. */
static enum day_reason slot_reason(const struct day_slot *slot, int32_t day)
{
    if (slot->name)
        return slot->kind == DAY_HOLIDAY ? REASON_HOLIDAY : REASON_MAKEUP;
    return civil_weekday(day) <= WORK_WEEK ? REASON_WEEKDAY : REASON_WEEKEND;
}

/* Days off that follow each other under one name are one holiday; a make-up day or another name
 * ends it. A name is borrowed from the first day's slot. Two notices may share a holiday over New
 * Year, which is why years do not matter here. */
static void index_holidays(calendar_t *self)
{
    size_t cap = 0;
    mem_free(self->holidays);
    self->holidays = NULL;
    self->holiday_count = 0;
    for (size_t i = 0; i < self->entered_count; i++) {
        int32_t day = self->entered[i];
        const struct day_slot *slot = &self->days[day - self->first];
        struct calendar_holiday *last =
            self->holiday_count > 0 ? &self->holidays[self->holiday_count - 1] : NULL;
        if (slot->kind != DAY_HOLIDAY)
            continue;
        if (last && last->to == day - 1 && strcmp(last->name, slot->name) == 0) {
            last->to = day;
            continue;
        }
        self->holidays =
            mem_grow(self->holidays, &cap, self->holiday_count + 1, sizeof(*self->holidays));
        self->holidays[self->holiday_count++] = (struct calendar_holiday){ day, day, slot->name };
    }
}

/* One pass over the table. before[] of a day counts the working days up to the evening before it,
 * so a span is the difference of two entries. Both ways of counting make-up days are kept, since
 * contracts differ in them over one calendar (K3). */
void calendar_index(calendar_t *self)
{
    int32_t strict = weekdays_before(self->first);
    int32_t relaxed = strict;
    size_t cap = 0;
    mem_free(self->entered);
    self->entered = NULL;
    self->entered_count = 0;
    for (int32_t i = 0; i < self->count; i++) {
        struct day_slot *slot = &self->days[i];
        slot->reason = slot_reason(slot, self->first + i);
        slot->before[0] = strict;
        slot->before[1] = relaxed;
        strict += slot->reason == REASON_WEEKDAY;
        relaxed += slot->reason == REASON_WEEKDAY || slot->reason == REASON_MAKEUP;
        if (!slot->name)
            continue;
        self->entered = mem_grow(self->entered, &cap, self->entered_count + 1, sizeof(int32_t));
        self->entered[self->entered_count++] = self->first + i;
    }
    index_holidays(self);
}

/* For single days; a whole file goes through calendar_put and is indexed once. Indexing after a
 * refusal only reckons the same counts again. */
rc_t calendar_add(calendar_t *self, int32_t day, enum day_kind kind, const char *name,
                  struct problem *problem)
{
    struct calendar_entry entry = { day, kind, name };
    rc_t rc = calendar_put(self, &entry, problem);
    calendar_index(self);
    return rc;
}

size_t calendar_size(const calendar_t *self)
{
    return self->entered_count;
}

/* `index` is below calendar_size. The name is the slot's and lives as long as the calendar. */
struct calendar_entry calendar_entry_at(const calendar_t *self, size_t index)
{
    int32_t day = self->entered[index];
    const struct day_slot *slot = &self->days[day - self->first];
    return (struct calendar_entry){ day, slot->kind, slot->name };
}

/* Bisection over the ends: holidays ascend and never overlap, so the first end on or after the day
 * belongs to the holiday sought. A day inside a holiday finds that holiday. */
bool calendar_holiday_from(const calendar_t *self, int32_t day, struct calendar_holiday *ret)
{
    size_t low = 0;
    size_t high = self ? self->holiday_count : 0;
    size_t end = high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->holidays[middle].to >= day)
            high = middle;
        else
            low = middle + 1;
    }
    if (low == end)
        return false;
    *ret = self->holidays[low];
    return true;
}

/* One entry publishes its year, since a notice speaks of a year as a whole (K3). A year out of
 * range is not published; that is no error. */
bool calendar_covers(const calendar_t *self, int year)
{
    return self && year >= YEAR_FIRST && year < YEAR_FIRST + YEAR_COUNT &&
           self->published[year - YEAR_FIRST];
}

/* By enum day_reason. Answers carry these words, so they do not change. */
const char *calendar_reason_word(enum day_reason reason)
{
    static const char *const WORDS[] = { "weekday", "weekend", "holiday", "makeup" };
    return WORDS[reason];
}

/* The table's entry of a day; NULL outside the published years' span. Also NULL without a calendar,
 * so callers need not ask. */
static const struct day_slot *slot_of(const calendar_t *self, int32_t day)
{
    bool inside = self && day >= self->first && day - self->first < self->count;
    return inside ? &self->days[day - self->first] : NULL;
}

/* Always a text, so that a proof can print it without asking; a day that rests by its weekday alone
 * has no name. */
const char *calendar_day_name(const calendar_t *self, int32_t day)
{
    const struct day_slot *slot = slot_of(self, day);
    return slot && slot->name ? slot->name : "";
}

/* A missing calendar and a day outside the table are an empty slot, so that the weekday rule is
 * written once. A make-up day that this contract does not work keeps its reason and only rests. */
struct day_class calendar_classify(const struct calendar_use *use, int32_t day)
{
    static const struct day_slot PLAIN = { .name = NULL };
    const struct day_slot *slot = slot_of(use->calendar, day);
    struct day_class c = { .reason = slot_reason(slot ? slot : &PLAIN, day) };
    c.workday = c.reason == REASON_WEEKDAY || (c.reason == REASON_MAKEUP && use->makeup_works);
    c.provisional = !calendar_covers(use->calendar, civil_date(day).year);
    return c;
}

/* Working days in [DAY_MIN, day), for day in DAY_MIN..DAY_MAX + 1. Behind the table the weekday
 * rule goes on from its last day's count, so that counts never jump at the edge. */
static int32_t worked_before(const struct calendar_use *use, int32_t day)
{
    const calendar_t *cal = use->calendar;
    const struct day_slot *slot = slot_of(cal, day);
    if (slot)
        return slot->before[use->makeup_works];
    if (!cal || cal->count == 0 || day < cal->first)
        return weekdays_before(day);
    int32_t last = cal->first + cal->count - 1;
    int32_t to_end =
        cal->days[cal->count - 1].before[use->makeup_works] + calendar_classify(use, last).workday;
    return to_end + weekdays_before(day) - weekdays_before(last + 1);
}

/* First day by whose end `target` working days since DAY_MIN are over; false when there is none.
 * Bisection works because the count never falls; the day found is a working one, since only such a
 * day raises it. */
static bool day_of_count(const struct calendar_use *use, int64_t target, int32_t *ret_day)
{
    int32_t low = DAY_MIN;
    int32_t high = DAY_MAX;
    if (target < 1 || worked_before(use, DAY_MAX + 1) < target)
        return false;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (worked_before(use, middle + 1) >= target)
            high = middle;
        else
            low = middle + 1;
    }
    *ret_day = low;
    return true;
}

/* Calendar days count both ends (C2). Working days are the difference of two running counts, so a
 * span of a century costs what a week does. */
int32_t calendar_count(const struct calendar_use *use, int32_t from, int32_t to,
                       enum day_basis basis)
{
    from = clamp_day(from);
    to = clamp_day(to);
    if (to < from)
        return 0;
    if (basis == BASIS_CALENDAR)
        return to - from + 1;
    return worked_before(use, to + 1) - worked_before(use, from);
}

/* By year, as notices are published (K3). Walks years and not days, YEAR_COUNT at the most; a range
 * that ends before it begins leans on nothing. */
bool calendar_provisional(const struct calendar_use *use, int32_t from, int32_t to)
{
    int last = civil_date(clamp_day(to)).year;
    for (int year = civil_date(clamp_day(from)).year; year <= last; year++)
        if (!calendar_covers(use->calendar, year))
            return true;
    return false;
}

/* The day of a count, seen from `from`; `from` itself when there is none. Provisional when any day
 * between the two is, since a notice may still move the answer. */
static struct reckoned_day reckon(const struct calendar_use *use, int32_t from, int64_t target)
{
    struct reckoned_day r = { from, false };
    (void)day_of_count(use, target, &r.day); /* keeps `from` at the end of the range */
    r.provisional = r.day < from ? calendar_provisional(use, r.day, from)
                                 : calendar_provisional(use, from, r.day);
    return r;
}

/* The count before `day`, plus one, is reached by the end of the day sought; a working day is its
 * own answer. This is the roll-over of K4. */
struct reckoned_day calendar_next_workday(const struct calendar_use *use, int32_t day)
{
    day = clamp_day(day);
    return reckon(use, day, (int64_t)worked_before(use, day) + 1);
}

/* The count up to the evening of `day` is that of the day sought. What never rolls forward, fixed
 * dates and backward terms, is reminded of on this day (K5). */
struct reckoned_day calendar_prev_workday(const struct calendar_use *use, int32_t day)
{
    day = clamp_day(day);
    return reckon(use, day, worked_before(use, day + 1));
}

/* `day` itself counts in neither direction, so +1 and -1 of a working day are its neighbours (K2).
 * The end of the range clamps instead of failing: a reminder may be early, but not missing. */
struct reckoned_day calendar_workdays_from(const struct calendar_use *use, int32_t day, int32_t n)
{
    day = clamp_day(day);
    if (n == 0)
        return calendar_prev_workday(use, day);
    int64_t target =
        n > 0 ? (int64_t)worked_before(use, day + 1) + n : (int64_t)worked_before(use, day) + n + 1;
    int32_t end = n > 0 ? DAY_MAX : DAY_MIN;
    (void)day_of_count(use, target, &end); /* clamps to the end of the range */
    bool open = calendar_provisional(use, n > 0 ? day : end, n > 0 ? end : day);
    return (struct reckoned_day){ end, open };
}

/* The first day counted makes the term one day shorter, except for a term of no days. */
static bool add_calendar_days(const struct calendar_use *use, int32_t from, struct day_term term,
                              struct reckoned_day *ret)
{
    int64_t end = (int64_t)from + term.days - (term.count_first_day && term.days > 0);
    if (end > DAY_MAX)
        return false;
    *ret = term.roll ? calendar_next_workday(use, (int32_t)end)
                     : (struct reckoned_day){ (int32_t)end, false };
    return true;
}

/* Working days run from the first day counted, so an event on a rest day starts on the next working
 * one. They never end on a rest day, which is why `roll` concerns calendar days only (K4). */
bool calendar_add_days(const struct calendar_use *use, int32_t from, struct day_term term,
                       struct reckoned_day *ret)
{
    int32_t day;
    if (term.days < 0 || from < DAY_MIN || from >= DAY_MAX)
        return false;
    if (term.basis == BASIS_CALENDAR || term.days == 0)
        return add_calendar_days(use, from, term, ret);
    int32_t first = term.count_first_day ? from : from + 1;
    if (!day_of_count(use, (int64_t)worked_before(use, first) + term.days, &day))
        return false;
    *ret = (struct reckoned_day){ day, calendar_provisional(use, first, day) };
    return true;
}
