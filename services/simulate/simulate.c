#include "simulate.h"

#include <inttypes.h>
#include <string.h>

#include "ask_check.h"
#include "ceilings.h"
#include "civil.h"
#include "contract_play.h"
#include "pack_text.h"
#include "schema_calendars_embed.h"
#include "story.h"

enum {
    ZONE_MINUTES = 480, /* east of UTC: contracts run by Beijing time */
    MAX_USED = 32,      /* packs that one pack may use */
};

/* ---- what every contract needs ---- */

/* Once for the whole run and not per contract; the version is the word that proofs show for what
 * ships. */
static rc_t load_calendars(struct simulate_run *self, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (const struct embed *e = schema_calendars; rc == RC_OK && e->name; e++)
        rc = world_ask(&self->world, "mlps.registry", "calendar.load",
                       json_pack("{s:s%, s:s, s:s#}", "code", e->name, strcspn(e->name, "."), "version", "shipped", "csv",
                                 e->text, (int)e->size),
                       NULL, problem);
    return rc;
}

/* Through the registry's own operation, so that a simulated pack passes the same checks as a real
 * one. */
static rc_t load_text(struct simulate_run *self, const char *name, const char *text, size_t len, struct problem *problem)
{
    return world_ask(&self->world, "mlps.registry", "pack.load",
                     json_pack("{s:s#, s:s}", "yaml", text, (int)len, "file", name), NULL, problem);
}

/* Packs that another one uses, in the order in which it asks for them. */
struct used {
    const struct embed *rows[MAX_USED];
    size_t count;
};

/* The slot of pack_source that hands out what ships and notes the order; beyond MAX_USED a pack is
 * told as missing, which ends the reading. */
static rc_t note_use(void *arg, const char *name, const char **ret_bytes, size_t *ret_len)
{
    struct used *used = arg;
    const struct embed *e = pack_text_shipped(name);
    if (!e || used->count == MAX_USED)
        return RC_NOT_FOUND;
    used->rows[used->count++] = e;
    *ret_bytes = e->text;
    *ret_len = e->size;
    return RC_OK;
}

/* The packs that the simulated one uses, those that they use before them. */
static rc_t load_used(struct simulate_run *self, struct problem *problem)
{
    struct used used = { .count = 0 };
    const struct embed *e = pack_text_shipped(self->ask->pack);
    struct pack_source source = { e->text, e->size, e->name, note_use, &used };
    pack_t *pack = NULL;
    rc_t rc = pack_read(&source, &pack, problem);
    pack_destroy(&pack);
    while (rc == RC_OK && used.count > 0) {
        const struct embed *one = used.rows[--used.count];
        rc = load_text(self, one->name, one->text, one->size, problem);
    }
    return rc;
}

/* The pack with invented systems, once for each number of them. */
static rc_t load_multiplied(struct simulate_run *self, const pack_t *pack, size_t count, struct problem *problem)
{
    const struct embed *e = pack_text_shipped(self->ask->pack);
    struct bytebuf text;
    bytebuf_init(&text, MAX_PACK_BYTES);
    rc_t rc = story_pack_text(pack, e->text, count, &text, problem);
    if (rc == RC_OK)
        rc = load_text(self, e->name, bytebuf_str(&text), text.len, problem);
    bytebuf_fini(&text);
    return rc;
}

/* ---- one contract ---- */

/* The workers come to rest before the first action: the scheduler's deliverables must be there when
 * the story hands them in. */
static rc_t open_contract(struct simulate_run *self, const json_t *story, struct problem *problem)
{
    int64_t wake;
    json_t *args = json_copy(json_object_get(story, "contract"));
    json_object_set(args, "people", json_object_get(story, "people"));
    rc_t rc = world_ask(&self->world, "mlps.registry", "contract.open", args, NULL, problem);
    return rc == RC_OK ? world_settle(&self->world, &wake, problem) : rc;
}

/* The story under the name of this contract; a copy, since chance changes it. */
static json_t *story_named(const struct simulate_run *self, const pack_t *pack, const char *code)
{
    const json_t *given = self->side == SIDE_AGAINST ? self->ask->against : self->ask->story;
    if (!given)
        return story_of_pack(pack, code, &(struct story_span){ self->ask->from, self->ask->to });
    json_t *story = json_deep_copy(given);
    json_object_set_new(json_object_get(story, "contract"), "code", json_string(code));
    return story;
}

/* With invented systems (`systems` > 0) the contract is one of their pack. */
static json_t *story_for(const struct simulate_run *self, const pack_t *pack, const char *code, size_t systems)
{
    char name[STORY_PACK_NAME];
    json_t *story = story_named(self, pack, code);
    story_pack_name(pack, systems, name);
    if (systems > 0)
        json_object_set_new(json_object_get(story, "contract"), "pack", json_string(name));
    return story;
}

/* One contract from the first day to the last, with the clock set back to its start. */
static rc_t play_contract(struct simulate_run *self, const pack_t *pack, const char *code, size_t systems,
                          struct problem *problem)
{
    json_t *story = story_for(self, pack, code, systems);
    world_set(&self->world, civil_day_start(self->ask->from, ZONE_MINUTES));
    const struct embed *e = pack_text_shipped(self->ask->pack);
    rc_t rc = systems > 0 ? load_multiplied(self, pack, systems, problem)
                          : load_text(self, e->name, e->text, e->size, problem);
    if (rc == RC_OK)
        rc = open_contract(self, story, problem);
    if (rc == RC_OK)
        rc = contract_play(self, story, code, problem);
    json_decref(story);
    self->contracts++;
    return rc;
}

int64_t simulate_contracts(int64_t systems)
{
    return systems == 0 ? 1 : (systems + STORY_SYSTEMS_MAX - 1) / STORY_SYSTEMS_MAX;
}

/* Every contract but the last one is full. */
static rc_t play_number(struct simulate_run *self, const pack_t *pack, int64_t number, struct problem *problem)
{
    char code[SIMULATE_CODE];
    const char *tail = self->side == SIDE_AGAINST ? SIMULATE_AGAINST : "";
    int64_t left = self->ask->systems - number * STORY_SYSTEMS_MAX;
    if (self->ask->systems == 0)
        snprintf(code, sizeof(code), "%s%s", self->ask->pack, tail);
    else
        snprintf(code, sizeof(code), "%s-%03" PRId64 "%s", self->ask->pack, number + 1, tail);
    return play_contract(self, pack, code, (size_t)(left < 0 ? 0 : left < STORY_SYSTEMS_MAX ? left : STORY_SYSTEMS_MAX), problem);
}

/* A large portfolio is several contracts of the same pack, played one after the other: they share no rows, so the
 * order makes no difference and memory stays flat. */
static rc_t play_all(struct simulate_run *self, const pack_t *pack, struct problem *problem)
{
    int64_t end = self->ask->end > 0 ? self->ask->end : simulate_contracts(self->ask->systems);
    rc_t rc = RC_OK;
    for (int64_t n = self->ask->first; rc == RC_OK && n < end; n++)
        rc = play_number(self, pack, n, problem);
    return rc;
}

/* What is compared lies in one database as contracts of two names, which share no rows either. */
static rc_t play_sides(struct simulate_run *self, const pack_t *pack, struct problem *problem)
{
    rc_t rc = play_all(self, pack, problem);
    if (rc != RC_OK || !self->ask->compare)
        return rc;
    self->side = SIDE_AGAINST;
    return play_all(self, pack, problem);
}

/* *self is closed by the caller on every outcome. Days are borrowed from `question`, which must
 * outlive the run; the same question and seed give the same rows. */
rc_t simulate_play(struct simulate_run *self, const struct simulate_ask *question, struct problem *problem)
{
    *self = (struct simulate_run){ .ask = question };
    rc_t rc = ask_check(question, problem);
    if (rc == RC_OK)
        rc = rule_shelf_init(&self->shelf, problem);
    if (rc == RC_OK)
        rc = world_open(&self->world, question->dsn, civil_day_start(question->from, ZONE_MINUTES), problem);
    if (rc != RC_OK)
        return rc;
    struct eval_env env = rule_shelf_env(&self->shelf);
    const pack_t *pack = env.pack(env.arg, question->pack);
    if (!pack)
        return problem_set(problem, RC_INVALID, "pack", "no pack \"%s\" ships", question->pack);
    self->owner = pg_new(&(struct pg_conf){ .dsn = question->dsn, .role = question->owner, .process = "mlps-simulate" });
    rc = pg_ready(self->owner, problem);
    seat_add(&self->world.seat, pg_session_process(self->owner));
    if (rc == RC_OK)
        rc = load_calendars(self, problem);
    if (rc == RC_OK)
        rc = load_used(self, problem);
    return rc == RC_OK ? play_sides(self, pack, problem) : rc;
}

/* Safe on a run that never opened its world; packs and calendar go last, since workers may still
 * lend them. */
void simulate_close(struct simulate_run *self)
{
    if (self->world.service_db[0])
        world_close(&self->world);
    pg_destroy(&self->owner);
    rule_shelf_fini(&self->shelf);
}
