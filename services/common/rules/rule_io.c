/* Helpers of the JSON side. Dates and instants are written the same way everywhere because they
 * are written here. */
#include "rule_io.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jsonx.h"
#include "memory.h"
#include "money.h"

/* By name and never by path: the caller's environment decides which packs there are, and the rules
 * stay pure. The pack is borrowed from it. */
rc_t io_pack(const struct eval_env *env, const json_t *input, const pack_t **ret_pack,
             struct problem *problem)
{
    const char *name = json_string_value(json_object_get(input, "pack"));
    const pack_t *pack = env->pack(env->arg, name); /* the facts of every such rule require it */
    if (!pack)
        return problem_set(problem, RC_INVALID, "pack", "there is no pack \"%s\"", name);
    *ret_pack = pack;
    return RC_OK;
}

/* A NULL calendar is passed on as it is: the weekday rule then answers, and answers are marked
 * provisional by whoever leans on it. */
struct calendar_use io_calendar(const struct eval_env *env, const pack_t *pack)
{
    return (struct calendar_use){ env->calendar(env->arg, pack->calendar_code),
                                  pack->makeup_works };
}

/* `buffer` holds the texts of values given as numbers, hence its lifetime is the caller's. */
rc_t io_readings(const pack_t *pack, const json_t *input, struct readings_buffer *buffer,
                 struct readings *ret_readings, struct problem *problem)
{
    return readings_from_json(pack, json_object_get(input, "readings"), buffer, ret_readings,
                              problem);
}

/* An instant becomes the day it has in the contract's own zone (C7, K1): 16:30 UTC is the next day
 * in Shanghai. *ret_day is unchanged on failure. */
rc_t io_day(const pack_t *pack, const json_t *value, const char *field, int32_t *ret_day,
            struct problem *problem)
{
    const char *text = json_string_value(value);
    int64_t us;
    if (text && civil_parse_date(text, ret_day))
        return RC_OK;
    if (!text || !civil_parse_instant(text, &us))
        return problem_set(problem, RC_INVALID, field, "\"%s\" must be a date or an instant",
                           field);
    *ret_day = civil_day_of(us, pack->zone_minutes);
    return RC_OK;
}

/* null counts as left out, as forms send it for an empty field. */
rc_t io_day_field(const pack_t *pack, const json_t *input, const char *field, int32_t *ret_day,
                  struct problem *problem)
{
    const json_t *value = json_object_get(input, field);
    if (!jsonx_is_absent(value))
        return io_day(pack, value, field, ret_day, problem);
    *ret_day = NO_DAY;
    return RC_OK;
}

/* The facts table has checked the type already, so a failure here cannot happen and has no way to
 * be told. */
int32_t io_fact_day(const pack_t *pack, const json_t *input, const char *field)
{
    const json_t *value = json_object_get(input, field);
    int32_t day = NO_DAY;
    struct problem none = { .rc = RC_OK };
    if (!jsonx_is_absent(value))
        (void)!io_day(pack, value, field, &day, &none);
    return day;
}

/* A misspelt reading is refused by every rule alike, also by those that read none: otherwise a
 * typing error would pass in silence. */
rc_t io_readings_checked(const pack_t *pack, const json_t *input, struct problem *problem)
{
    struct readings_buffer buffer;
    struct readings readings;
    return io_readings(pack, input, &buffer, &readings, problem);
}

/* Widths are cut so that the path fits a problem's field; the text of the inner problem stays as it
 * is. */
rc_t io_inside(struct problem *problem, const char *where, const struct problem *why)
{
    char field[PROBLEM_FIELD_MAX];
    snprintf(field, sizeof(field), "%.40s%s%.60s", where, why->field[0] ? "." : "", why->field);
    return problem_set(problem, why->rc, field, "%s", why->text);
}

/* null stands for a day that does not exist, so that the key is always there and a client needs no
 * test for it. */
void io_set_day(json_t *object, const char *key, int32_t day)
{
    char text[DATE_TEXT];
    json_object_set_new(object, key,
                        day == NO_DAY ? json_null() : json_string(civil_format_date(day, text)));
}

/* RFC 3339 with the zone's offset, a form that io_day takes back. */
void io_set_instant(json_t *object, const char *key, int64_t us, int zone_minutes)
{
    char text[INSTANT_TEXT];
    json_object_set_new(
        object, key,
        us == NO_INSTANT ? json_null() : json_string(civil_format_instant(us, zone_minutes, text)));
}

/* The texts are copied; a list without members is [] and never null. */
void io_set_texts(json_t *object, const char *key, const char *const *texts, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(texts[i]));
    json_object_set_new(object, key, list);
}

/* Hundredths as a decimal with two places. */
static json_t *hundredths_json(const char *sign, uint64_t hundredths)
{
    char text[32];
    snprintf(text, sizeof(text), "%s%" PRIu64 ".%02d", sign, hundredths / 100,
             (int)(hundredths % 100));
    return json_string(text);
}

/* Display only (C4): exact values stay in the program. The magnitude is rounded, so -0.005 and
 * 0.005 differ in sign alone, and what rounds to nothing bears no minus. */
json_t *io_two_places(int64_t decimal)
{
    const int64_t step = DECIMAL_ONE / 100;
    bool negative = decimal < 0;
    uint64_t size = negative ? 0 - (uint64_t)decimal : (uint64_t)decimal;
    uint64_t hundredths = (size + (uint64_t)step / 2) / (uint64_t)step;
    return hundredths_json(negative && hundredths > 0 ? "-" : "", hundredths);
}

/* A whole of 0 has no percentage and does not fail a row (C12); null says so. Hundredths of a per
 * cent, rounded once; they are shown as they are, since as millionths a large one would wrap. */
json_t *io_percent(int64_t part, int64_t whole)
{
    const int64_t in_hundredths = 100 * 100;
    int64_t hundredths;
    return money_share(part, in_hundredths, whole, &hundredths)
               ? hundredths_json("", (uint64_t)hundredths)
               : json_null();
}

/* The two words of C5. There is no default here: whether a basis may be left out is the rule's to
 * say. */
rc_t io_basis(const json_t *input, const char *key, enum day_basis *ret_basis,
              struct problem *problem)
{
    const char *word = json_string_value(json_object_get(input, key));
    if (word && strcmp(word, "working") == 0)
        *ret_basis = BASIS_WORKING;
    else if (word && strcmp(word, "calendar") == 0)
        *ret_basis = BASIS_CALENDAR;
    else
        return problem_set(problem, RC_INVALID, key, "\"%s\" must be working or calendar", key);
    return RC_OK;
}

/* Cut to IO_PATH_MAX: a field's name is for marking a form, and longer ones do not occur in it. */
void io_path(char *out, const char *parent, const char *field)
{
    snprintf(out, IO_PATH_MAX, "%.40s%s%.50s", parent, *field ? "." : "", field);
}

/* The rows point into the JSON, which must outlive the list. A member that is no text becomes NULL;
 * fields of type FACT_TEXTS were checked before. */
void text_list_read(const json_t *json, struct text_list *ret)
{
    const char *one = json_string_value(json);
    size_t count = one ? 1 : json_array_size(json);
    *ret = (struct text_list){ mem_array(count, sizeof(*ret->rows)), count };
    for (size_t i = 0; i < count; i++)
        ret->rows[i] = one ? one : json_string_value(json_array_get(json, i));
}

/* The texts belong to the question and are left alone. */
void text_list_fini(struct text_list *self)
{
    mem_free(self->rows);
    *self = (struct text_list){ .count = 0 };
}
