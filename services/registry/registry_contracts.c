/* Opening a contract: the pack says what there is, the caller says when it was signed, and perhaps
 * for how much and how its open clauses are read. All of it is one transaction: either the whole
 * portfolio is there, or nothing.
 *
 * A contract keeps the version of the pack it was opened with. It counts by the newest version of
 * its calendar: see calendar.load. */
#include <inttypes.h>
#include <string.h>

#include "civil.h"
#include "limit.h"
#include "readings.h"
#include "registry_handlers.h"
#include "registry_pack_store.h"
#include "registry_store.h"
#include "registry_wire.h"
#include "rulebook.h"

/* The contract of `code` as the call's result, read back from the database: who opens a contract
 * and who finds it open get the same answer. */
static rc_t reply_contract(struct call *call, const char *code)
{
    const struct page one = { { INT64_MIN, INT64_MIN }, 1 };
    json_t *list = NULL;
    rc_t rc = registry_store_contracts(call->db, code, &one, &list, call->problem);
    if (rc != RC_OK)
        return rc;
    call->result = json_incref(json_array_get(json_object_get(list, "items"), 0));
    json_decref(list);
    if (!call->result)
        rc = problem_set(call->problem, RC_NOT_FOUND, "code", "there is no contract \"%s\"", code);
    return rc;
}

rc_t on_contract_get(struct call *call)
{
    struct contract_get get;
    rc_t rc = registry_read_contract_get(call->args, &get, call->problem);
    return rc == RC_OK ? reply_contract(call, get.code) : rc;
}

/* The same statement as for one contract, without the code: list and single answer cannot
 * differ. */
rc_t on_contract_list(struct call *call)
{
    struct plain_list list;
    rc_t rc = registry_read_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = registry_store_contracts(call->db, /* code= */ NULL, &list.page, &call->result,
                                      call->problem);
    return rc;
}

/* A day of the service: what the document states, which nobody may change, else what the caller
 * says; NO_DAY when neither does. */
static rc_t service_day(const char *key, int32_t stated, int32_t asked, int32_t *ret_day,
                        struct problem *problem)
{
    char day[DATE_TEXT];
    if (stated != NO_DAY && asked != NO_DAY && stated != asked)
        return problem_set(problem, RC_REFUSED, key, "\"%s\" is %s by the pack", key,
                           civil_format_date(stated, day));
    *ret_day = stated != NO_DAY ? stated : asked;
    return RC_OK;
}

/* The first day: without a date, the day of signing where the service begins with it. */
static rc_t service_begin(const pack_t *pack, const struct contract_open *open, int32_t *ret_day,
                          struct problem *problem)
{
    bool from_signing = !pack->service_from_fact || strcmp(pack->service_from_fact, "signed") == 0;
    rc_t rc = service_day("service_from", pack->service_from, open->service_from, ret_day, problem);
    if (rc != RC_OK || *ret_day != NO_DAY)
        return rc;
    if (!from_signing)
        return problem_set(problem, RC_REFUSED, "service_from",
                           "the service begins with \"%s\": \"service_from\" must say when",
                           pack->service_from_fact);
    *ret_day = open->signed_on;
    return RC_OK;
}

/* First and last day of the service. A document may leave them to the parties; the contract may
 * not. */
static rc_t service_period(const pack_t *pack, const struct contract_open *open,
                           struct contract_row *row, struct problem *problem)
{
    char last[DATE_TEXT];
    rc_t rc = service_begin(pack, open, &row->service_from, problem);
    if (rc == RC_OK)
        rc = service_day("service_to", pack->service_to, open->service_to, &row->service_to,
                         problem);
    if (rc != RC_OK)
        return rc;
    if (row->service_to == NO_DAY)
        return problem_set(problem, RC_REFUSED, "service_to",
                           "the pack states no end of the service: \"service_to\" must say it");
    if (open->signed_on > row->service_to)
        return problem_set(problem, RC_REFUSED, "signed",
                           "\"signed\" lies after %s, the last day of the service",
                           civil_format_date(row->service_to, last));
    if (row->service_to < row->service_from)
        return problem_set(problem, RC_REFUSED, "service_to",
                           "\"service_to\" lies before %s, the first day of the service",
                           civil_format_date(row->service_from, last));
    return RC_OK;
}

/* Whether a limit caps the contract's total: money, an upper bound, no share of the total itself.
 */
static bool is_ceiling(const struct pack_limit *limit)
{
    return (limit->op == OP_LE || limit->op == OP_LT) && !limit->share && limit->value == LIMIT_FEN;
}

/* The total in fen: as given, else the pack's; not above any ceiling that the pack states for it.
 * Shares and rates are taken of it, so 0 is refused, given or not. */
static rc_t contract_total(const pack_t *pack, const struct contract_open *open,
                           struct contract_row *row, struct problem *problem)
{
    int64_t total = open->total_fen >= 0 ? open->total_fen : pack->total_fen;
    if (total == 0)
        return problem_set(problem, RC_REFUSED, "total_fen",
                           "the pack states no total: \"total_fen\" must say it");
    for (size_t i = 0; i < pack->limits.count; i++) {
        const struct pack_limit *limit = &pack->limits.rows[i];
        const struct limit_ask ask = { pack, limit->clause, total, total };
        struct limit_ruling ruling;
        if (!is_ceiling(limit))
            continue;
        rc_t rc = limit_rule(&ask, /* proof= */ NULL, &ruling, problem);
        if (rc != RC_OK)
            return rc;
        if (!ruling.holds)
            return problem_set(problem, RC_REFUSED, "total_fen",
                               "\"total_fen\" is above %" PRId64 " fen, the ceiling of %s (%s)",
                               ruling.required, limit->clause, limit->title);
    }
    row->total_fen = total;
    return RC_OK;
}

/* Readings that the pack does not declare, or values it does not allow, would stay unnoticed until
 * a rule asks. */
static rc_t check_readings(const pack_t *pack, const struct contract_open *open,
                           struct problem *problem)
{
    struct readings_buffer buffer;
    struct readings readings;
    return readings_from_json(pack, open->readings, &buffer, &readings, problem);
}

/* Who does the work where the pack divides it among no teams: the vendor as a whole. */
static const char WHOLE_TEAM[] = "vendor";

/* A contract without teams of its own has one that takes everything, named as the pack names the
 * vendor. */
static json_t *whole_team(const pack_t *pack)
{
    const char *name = pack_party_name(pack, WHOLE_TEAM);
    return json_pack("{s:s, s:s}", "code", WHOLE_TEAM, "name", name ? name : WHOLE_TEAM);
}

/* Teams and systems of the pack as the lists the statements take; both owned by the caller. A
 * system that names none of these teams makes the insert fail. */
static void portfolio(const pack_t *pack, json_t **ret_teams, json_t **ret_systems)
{
    json_t *teams = json_array();
    json_t *systems = json_array();
    for (size_t i = 0; i < pack->teams.count; i++) {
        const struct pack_team *team = &pack->teams.rows[i];
        json_array_append_new(teams,
                              json_pack("{s:s, s:s}", "code", team->code, "name", team->name));
    }
    bool whole = pack->teams.count == 0 && pack->systems.count > 0;
    if (whole)
        json_array_append_new(teams, whole_team(pack));
    for (size_t i = 0; i < pack->systems.count; i++) {
        const struct pack_system *system = &pack->systems.rows[i];
        json_array_append_new(
            systems, json_pack("{s:I, s:s, s:I, s:s*, s:s*}", "serial", (json_int_t)system->no,
                               "name", system->name, "grade", (json_int_t)system->grade, "team",
                               whole ? WHOLE_TEAM : system->team, "clause", system->clause));
    }
    *ret_teams = teams;
    *ret_systems = systems;
}

/* Insert the contract and say so; *ret_id 0 when the code was taken meanwhile. */
static rc_t store_contract(struct call *call, const pack_t *pack, struct contract_row *row,
                           int64_t *ret_id)
{
    json_t *teams = NULL;
    json_t *systems = NULL;
    portfolio(pack, &teams, &systems);
    row->teams = teams;
    row->systems = systems;
    rc_t rc = registry_store_contract(call->db, row, ret_id, call->problem);
    if (rc == RC_OK && *ret_id != 0)
        rc = call_event(call, row->open->code, "contract.opened", "contract", *ret_id,
                        json_pack("{s:s, s:I, s:I}", "pack", pack->name, "pack_version",
                                  (json_int_t)pack->version, "systems",
                                  (json_int_t)pack->systems.count));
    json_decref(teams);
    json_decref(systems);
    return rc;
}

/* Everything that can be refused is refused before the first row is written. */
static rc_t open_contract(struct call *call, const struct contract_open *open, int64_t *ret_id)
{
    struct contract_row row = { .open = open };
    struct pack_found found;
    const pack_t *pack = NULL;
    const struct pack_wanted wanted = { .name = open->pack };
    rc_t rc = registry_store_pack_find(call->db, &wanted, &found, call->problem);
    if (rc == RC_OK)
        rc = rulebook_pack(call->local, call->db, found.id, &pack, call->problem);
    if (rc == RC_OK)
        rc = service_period(pack, open, &row, call->problem);
    if (rc == RC_OK)
        rc = contract_total(pack, open, &row, call->problem);
    if (rc == RC_OK)
        rc = check_readings(pack, open, call->problem);
    if (rc == RC_OK)
        rc = registry_store_calendar_latest(call->db, pack->calendar_code, &row.calendar_id,
                                            call->problem);
    if (rc != RC_OK)
        return rc;
    row.pack_id = found.id;
    row.title = pack->title;
    row.customer = pack_party_name(pack, "purchaser");
    row.zone = pack->zone;
    return store_contract(call, pack, &row, ret_id);
}

/* Idempotent by the code, beside the caller's key: what is open already from the same is simply
 * given back. Between the look and the insert another caller may come first; then the insert makes
 * no row and we look again. */
rc_t on_contract_open(struct call *call)
{
    struct contract_open open;
    struct contract_match match = { .exists = false };
    int64_t id = 0;
    rc_t rc = registry_read_contract_open(call->args, &open, call->problem);
    if (rc == RC_OK)
        rc = registry_store_contract_match(call->db, &open, &match, call->problem);
    if (rc == RC_OK && !match.exists) {
        rc = open_contract(call, &open, &id);
        if (rc == RC_OK && id == 0) /* another caller opened it since the first look */
            rc = registry_store_contract_match(call->db, &open, &match, call->problem);
    }
    if (rc == RC_OK && id == 0 && !match.same)
        rc = problem_set(
            call->problem, RC_CONFLICT, "code",
            "contract \"%s\" is open already from another pack, day of signing, service, "
            "total or readings",
            open.code);
    return rc == RC_OK ? reply_contract(call, open.code) : rc;
}
