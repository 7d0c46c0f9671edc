/* Kind "hours": section `hours`, the windows that limits in minutes and hours may run in. No rule
 * of its own: limits name a window, and one that names none runs day and night (K6). */
#include <string.h>

#include "pack_reader.h"
#include "rule_io.h"

enum { MINUTES_OF_HOUR = 60, HOURS_OF_DAY = 24 };

/* Two digits as a number below `limit`; -1 for anything else. */
static int two_digits(const char *text, int limit)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return -1;
    int value = (text[0] - '0') * 10 + (text[1] - '0');
    return value < limit ? value : -1;
}

/* "09:00" as seconds of the day; "24:00" is its end. The end of the day has no minutes. Two digits
 * each, so that one time has one form. */
static rc_t read_time(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    const char *text = node->kind == YAML_TEXT ? node->text : "";
    bool shaped = strlen(text) == 5 && text[2] == ':';
    int hour = shaped ? two_digits(text, HOURS_OF_DAY + 1) : -1;
    int minute = shaped ? two_digits(text + 3, MINUTES_OF_HOUR) : -1;
    if (hour < 0 || minute < 0 || (hour == HOURS_OF_DAY && minute > 0))
        return reader_refuse(reader, &node->at, "\"%s\" must be a time of day such as \"09:00\"",
                             node->key);
    int64_t seconds = ((int64_t)hour * MINUTES_OF_HOUR + minute) * 60;
    memcpy(out, &seconds, sizeof(seconds));
    return RC_OK;
}

/* `all` is seven days a week; `working` follows the calendar with its make-up days (K3). */
static rc_t read_days(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "all", "working", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"days\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(bool){ index == 1 }, sizeof(bool));
    return rc;
}

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct pack_hours, member), need                                       \
    }

/* {name: office, clause: …, days: working, from: "08:30", to: "17:30"} */
static const struct field FIELDS[] = {
    ROW("name", name, read_text, FIELD_REQUIRED),
    ROW("clause", clause, read_text, FIELD_OPTIONAL),
    ROW("days", working, read_days, FIELD_REQUIRED),
    ROW("from", from_s, read_time, FIELD_REQUIRED),
    ROW("to", to_s, read_time, FIELD_REQUIRED),
};
static const struct row_shape SHAPE = ROW_SHAPE("business-hour window", FIELDS, struct pack_hours);

/* Named, because limits of several clauses may run in one window. */
static rc_t read_hours(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* A window within one day: one over midnight would leave open whose day it belongs to. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = reader_unique(reader, &SHAPE, &pack->hours, offsetof(struct pack_hours, name));
    for (size_t i = 0; i < pack->hours.count && rc == RC_OK; i++) {
        const struct pack_hours *h = &pack->hours.rows[i];
        if (h->from_s >= h->to_s)
            rc = reader_refuse(reader, &h->at, "window \"%s\" must close after it opens", h->name);
    }
    return rc;
}

static const struct field SECTIONS[] = {
    { "hours", read_hours, offsetof(struct pack, hours), FIELD_OPTIONAL },
    SECTIONS_END,
};

const struct kind HOURS_KIND = { .name = "hours", .sections = SECTIONS, .check = check };
