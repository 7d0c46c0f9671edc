/* `every: month` and `times: 1, per: month` say the same; the first is how most clauses speak. */
#include "recurrence_read.h"

#include <string.h>

#include "recurrence.h"

/* By enum slot_period from SLOT_DAY on; `per` stops before special. */
static const char *const EVERY[] = { "day", "week", "month", "quarter", "year", "special", NULL };
static const char *const PER[] = { "day", "week", "month", "quarter", "year", NULL };

enum { MAX_TIMES = 1000 };

/* Told at the key and not at the value: the second of the two keys is what must go. */
static rc_t refuse_twice(struct pack_reader *reader, const struct yaml_node *node)
{
    return reader_refuse(reader, &node->key_at, "how often is stated twice");
}

/* States both numbers at once, so it must come alone. */
rc_t read_every(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_recurrence *again = out;
    int index;
    rc_t rc = read_word(reader, node, "\"every\"", EVERY, &index);
    if (rc != RC_OK)
        return rc;
    if (again->per != SLOT_ONCE || again->times != 0)
        return refuse_twice(reader, node);
    again->per = (enum slot_period)(index + SLOT_DAY);
    again->times = 1;
    return RC_OK;
}

/* The ceiling keeps every product of a count far from 64 bits. */
rc_t read_times(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_recurrence *again = out;
    int64_t times;
    rc_t rc = read_count(reader, node, &times);
    if (rc != RC_OK)
        return rc;
    if (again->times != 0)
        return refuse_twice(reader, node);
    if (times < 1 || times > MAX_TIMES)
        return reader_refuse(reader, &node->at, "\"times\" must be 1 to %d", MAX_TIMES);
    again->times = times;
    return RC_OK;
}

/* Special days have no length that something could be done several times in. */
rc_t read_per(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_recurrence *again = out;
    int index;
    rc_t rc = read_word(reader, node, "\"per\"", PER, &index);
    if (rc != RC_OK)
        return rc;
    if (again->per != SLOT_ONCE)
        return refuse_twice(reader, node);
    again->per = (enum slot_period)(index + SLOT_DAY);
    return RC_OK;
}

/* Whether it divides is checked when the row is whole. */
rc_t read_spread(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_recurrence *again = out;
    int index;
    rc_t rc = read_word(reader, node, "\"spread\"", PER, &index);
    if (rc == RC_OK)
        again->spread = (enum slot_period)(index + SLOT_DAY);
    return rc;
}

/* ISO numbers, Monday 1 to Sunday 7; 0 stays for "any day of the week". */
rc_t read_weekday(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday",    NULL };
    struct pack_recurrence *again = out;
    int index;
    rc_t rc = read_word(reader, node, "\"on\"", WORDS, &index);
    if (rc == RC_OK)
        again->weekday = index + 1;
    return rc;
}

/* "all" is the default and may be written out, since 每日 has to be read either way (K16). */
rc_t read_work_days(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "all", "working", NULL };
    struct pack_recurrence *again = out;
    int index;
    rc_t rc = read_word(reader, node, "\"days\"", WORDS, &index);
    if (rc == RC_OK)
        again->work_days = index == 1;
    return rc;
}

/* The words stand in the order of enum bound_kind. Left out, the number is exact: 0 is
 * BOUND_PLAN. */
rc_t read_bound(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "plan", "minimum", "quota", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"bound\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(enum bound_kind){ (enum bound_kind)index }, sizeof(enum bound_kind));
    return rc;
}

/* Fields come in any order, so what they are to each other is looked at last. */
rc_t recurrence_check(struct pack_reader *reader, const struct pack_place *at,
                      const struct pack_recurrence *again)
{
    int64_t parts = recurrence_parts(again);
    if ((again->per == SLOT_ONCE) != (again->times == 0))
        return reader_refuse(reader, at, "\"times\" and \"per\" go together");
    if (again->spread != SLOT_ONCE && (parts == 0 || again->times % parts != 0))
        return reader_refuse(reader, at,
                             "\"spread\" must divide a year into quarters or months, or a quarter "
                             "into months, and \"times\" evenly");
    if (again->weekday != 0 && (again->per != SLOT_WEEK || again->times != 1))
        return reader_refuse(reader, at, "\"on\" needs \"every: week\"");
    if (again->work_days && again->per != SLOT_DAY)
        return reader_refuse(reader, at, "\"days\" needs \"every: day\"");
    return RC_OK;
}
