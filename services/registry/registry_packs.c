/* Loading calendars and packs. Both are parsed before anything is stored, by the rules that will
 * later read them, so what is in a table is known to be readable. Loading the same bytes again is
 * no error: scripts run twice. */
#include <sodium.h>
#include <string.h>

#include "civil.h"
#include "memory.h"
#include "registry_handlers.h"
#include "registry_pack_store.h"
#include "registry_wire.h"
#include "rulebook.h"

/* ---- calendars ---- */

/* The days as [{"day","kind","name"}], in order; owned by the caller. */
static json_t *calendar_days(const calendar_t *calendar)
{
    json_t *days = json_array();
    char text[DATE_TEXT];
    for (size_t i = 0; i < calendar_size(calendar); i++) {
        struct calendar_entry entry = calendar_entry_at(calendar, i);
        json_array_append_new(
            days, json_pack("{s:s, s:s, s:s}", "day", civil_format_date(entry.day, text), "kind",
                            entry.kind == DAY_MAKEUP ? "makeup" : "holiday", "name", entry.name));
    }
    return days;
}

/* Parse the file; refuses one that says nothing. *ret_days is owned by the caller. */
static rc_t read_calendar(const struct calendar_load *load, json_t **ret_days,
                          struct problem *problem)
{
    calendar_t *calendar = NULL;
    rc_t rc = calendar_read_csv(load->code, load->version, load->csv.bytes, load->csv.len,
                                &calendar, problem);
    if (rc == RC_OK && calendar_size(calendar) == 0)
        rc = problem_set(problem, RC_INVALID, "csv", "the calendar has no days");
    if (rc == RC_OK)
        *ret_days = calendar_days(calendar);
    calendar_destroy(&calendar);
    return rc;
}

/* A notice came: what leant on it is ruled again. Each contract is told, and the scheduler tells
 * what moved in it. */
static rc_t move_contracts(struct call *call, const struct calendar_load *load, int64_t calendar)
{
    json_t *moved = NULL;
    size_t i;
    json_t *row;
    rc_t rc = registry_store_calendar_move(call->db, calendar, &moved, call->problem);
    json_array_foreach(moved, i, row)
    {
        json_t *data = json_pack("{s:s, s:s, s:O}", "calendar", load->code, "version",
                                 load->version, "was", json_object_get(row, "was"));
        rc = call_event(call, json_string_value(json_object_get(row, "code")), "contract.calendar",
                        "contract", json_integer_value(json_object_get(row, "id")), data);
        if (rc != RC_OK)
            break;
    }
    json_decref(moved);
    return rc;
}

/* `loaded` is false when this version with these days was there: nothing is told on the bus then.
 */
rc_t on_calendar_load(struct call *call)
{
    struct calendar_load load;
    json_t *days = NULL;
    struct stored stored = { .id = 0 };
    rc_t rc = registry_read_calendar_load(call->args, &load, call->problem);
    if (rc == RC_OK)
        rc = read_calendar(&load, &days, call->problem);
    if (rc == RC_OK)
        rc = registry_store_calendar(call->db,
                                     &(struct calendar_row){ load.code, load.version, days },
                                     &stored, call->problem);
    if (rc == RC_OK && stored.is_new)
        rc = call_event(call, /* contract= */ NULL, "calendar.loaded", "calendar", stored.id,
                        json_pack("{s:s, s:s}", "code", load.code, "version", load.version));
    if (rc == RC_OK && stored.is_new)
        rc = move_contracts(call, &load, stored.id);
    if (rc == RC_OK)
        call->result = json_pack("{s:I, s:s, s:s, s:I, s:b}", "calendar", (json_int_t)stored.id,
                                 "code", load.code, "version", load.version, "days",
                                 (json_int_t)json_array_size(days), "loaded", stored.is_new);
    json_decref(days);
    return rc;
}

/* Every version, the replaced ones included: a closed contract keeps the one it counted by. */
rc_t on_calendar_list(struct call *call)
{
    struct plain_list list;
    rc_t rc = registry_read_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = registry_store_calendars(call->db, &list.page, &call->result, call->problem);
    return rc;
}

/* ---- packs ---- */

/* SHA-256 of the text in hex, with its NUL: by it the same text is known again, in whatever version
 * it claims to be. */
static void hash_text(const struct document *text, char ret_hex[65])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)text->bytes, text->len);
    sodium_bin2hex(ret_hex, 65, hash, sizeof(hash));
}

/* Texts of the pack's warnings with their places; owned by the caller. */
static json_t *warning_list(const pack_t *pack)
{
    json_t *warnings = json_array();
    for (size_t i = 0; i < pack->warnings.count; i++) {
        const struct pack_warning *warning = &pack->warnings.rows[i];
        json_array_append_new(warnings,
                              json_sprintf("%s:%u:%u: %s", warning->at.file, warning->at.line,
                                           warning->at.column, warning->text));
    }
    return warnings;
}

/* Store the pack under its name and version; the reply says whether it is new. */
static rc_t store_pack(struct call *call, const struct pack_load *load, const pack_t *pack)
{
    char sha256[65];
    struct stored stored = { .id = 0 };
    hash_text(&load->yaml, sha256);
    const struct pack_row row = {
        .name = pack->name, .version = pack->version, .sha256 = sha256, .body = load->yaml.bytes
    };
    rc_t rc = registry_store_pack(call->db, &row, &stored, call->problem);
    if (rc == RC_OK && stored.is_new)
        rc = call_event(call, /* contract= */ NULL, "pack.loaded", "pack", stored.id,
                        json_pack("{s:s, s:I, s:s}", "name", pack->name, "version",
                                  (json_int_t)pack->version, "sha256", sha256));
    if (rc == RC_OK)
        call->result = json_pack("{s:s, s:I, s:s, s:b, s:o}", "name", pack->name, "version",
                                 (json_int_t)pack->version, "sha256", sha256, "loaded",
                                 stored.is_new, "warnings", warning_list(pack));
    return rc;
}

/* Needs the database to be read at all: what the pack uses is the newest version loaded until now.
 * A pack with a fault is refused as a whole, and leaves no row behind. */
rc_t on_pack_load(struct call *call)
{
    struct pack_load load;
    pack_t *pack = NULL;
    rc_t rc = registry_read_pack_load(call->args, &load, call->problem);
    if (rc == RC_OK)
        rc = rulebook_read(call->db, load.yaml.bytes, load.yaml.len, load.file, &pack,
                           call->problem);
    if (rc == RC_OK)
        rc = store_pack(call, &load, pack);
    pack_destroy(&pack);
    return rc;
}

/* Titles stand inside the packs' texts: the rulebook has most of them parsed already. */
rc_t on_pack_list(struct call *call)
{
    struct plain_list list;
    json_t *result = NULL;
    json_t *item;
    size_t i;
    rc_t rc = registry_read_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = registry_store_packs(call->db, &list.page, &result, call->problem);
    json_array_foreach(json_object_get(result, "items"), i, item)
    {
        const pack_t *pack = NULL;
        int64_t id = json_integer_value(json_object_get(item, "id"));
        if (rc == RC_OK)
            rc = rulebook_pack(call->local, call->db, id, &pack, call->problem);
        if (rc == RC_OK)
            json_object_set_new(item, "title", json_string(pack->title));
    }
    if (rc == RC_OK)
        call->result = result;
    else
        json_decref(result);
    return rc;
}

/* A version stays readable as long as a contract may be pinned to it, which is for ever. */
rc_t on_pack_text(struct call *call)
{
    struct pack_show show;
    struct pack_found found;
    rc_t rc = registry_read_pack_show(call->args, &show, call->problem);
    if (rc == RC_OK)
        rc = registry_store_pack_find(call->db, &(struct pack_wanted){ show.name, show.version },
                                      &found, call->problem);
    if (rc == RC_OK)
        rc = registry_store_pack_text(call->db, found.id, &call->result, call->problem);
    return rc;
}
