/* From the statement's JSON to a struct. What comes is our own statement's, so nothing is checked;
 * null gives "" or 0, since a row whose matter is gone has nulls and is cancelled, not told. */
#include "reminder_row.h"

#include <string.h>

#include "civil.h"

/* Null and absent are 0. */
static int64_t number(const json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

/* Null and absent are "". Borrowed. */
static const char *text(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value ? value : "";
}

/* By the word of the ledger: everything that is not a limit of hours or a penalty is due on a
 * day. */
static enum notice_kind kind_of(const char *word)
{
    if (strcmp(word, "penalty") == 0)
        return NOTICE_PENALTY;
    return strcmp(word, "sla") == 0 ? NOTICE_INSTANT : NOTICE_DAY;
}

/* An unknown zone gives UTC: contract.zone is checked where contracts are made. */
struct reminder_row reminder_row_read(const json_t *json, int64_t now_us)
{
    int zone_minutes = 0;
    enum notice_kind kind = kind_of(text(json, "kind"));
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
            .kind = kind,
            .contract = text(json, "contract"),
            .title = text(json, "title"),
            .clause = text(json, "clause"),
            .person = text(json, "person"),
            .rule = text(json, "rule"),
            .system = json_string_value(json_object_get(json, "system")),
            .proof = json_object_get(json, "proof"),
            .due_on = (int32_t)number(json, "due_on"),
            /* A penalty has no limit: it can be neither near nor over. */
            .due_at = kind == NOTICE_PENALTY ? INT64_MAX : number(json, "due_at"),
            .provisional = json_is_true(json_object_get(json, "provisional")),
            .deduct_fen = number(json, "deduct_fen"),
            .measures = json_object_get(json, "measures"),
            .zone_minutes = zone_minutes,
            .plan_at = number(json, "plan_at"),
            /* What was held is late by the time it was held to, not by the time it was planned for.
             */
            .held_us = json_is_integer(json_object_get(json, "held_until"))
                           ? number(json, "held_until")
                           : INT64_MIN,
            .now_us = now_us,
        },
    };
}
