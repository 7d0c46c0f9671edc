#include "reminder_row.h"

#include <string.h>

#include "civil.h"

static int64_t number(const json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

static const char *text(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value ? value : "";
}

struct reminder_row reminder_row_read(const json_t *json, int64_t now_us)
{
    int zone_minutes = 0;
    civil_zone(text(json, "zone"), &zone_minutes);
    return (struct reminder_row){
        .id = number(json, "id"),
        .attempts = number(json, "attempts"),
        .try_at = number(json, "try_at"),
        .robot = number(json, "robot"),
        .urgent = json_is_true(json_object_get(json, "urgent")),
        .message_id = json_string_value(json_object_get(json, "message_id")),
        .matter = text(json, "matter"),
        .abandoned = json_is_true(json_object_get(json, "abandoned")),
        .live = json_is_true(json_object_get(json, "live")),
        .email = json_string_value(json_object_get(json, "email")),
        .notice = {
            .contract = text(json, "contract"),
            .title = text(json, "title"),
            .clause = text(json, "clause"),
            .person = text(json, "person"),
            .rule = text(json, "rule"),
            .system = json_string_value(json_object_get(json, "system")),
            .proof = json_object_get(json, "proof"),
            .due_on = (int32_t)number(json, "due_on"),
            .due_at = number(json, "due_at"),
            .by_instant = strcmp(text(json, "kind"), "sla") == 0,
            .provisional = json_is_true(json_object_get(json, "provisional")),
            .zone_minutes = zone_minutes,
            .plan_at = number(json, "plan_at"),
            .held_us = json_is_integer(json_object_get(json, "held_until"))
                           ? number(json, "held_until")
                           : INT64_MIN,
            .now_us = now_us,
        },
    };
}
