#include "contract_play.h"

#include "chance.h"
#include "civil.h"
#include "desk.h"
#include "scenario_fit.h"
#include "simulate_store.h"
#include "story.h"
#include "turns.h"

/* Minutes east of UTC; tasks that one request tells of; which of the seed's streams the desk draws from. */
enum { ZONE_MINUTES = 480, TASKS_A_REQUEST = 200, STREAM_DESK = 1 };

/* One contract on its way. */
struct play {
    struct simulate_run *run;
    const char *code;
    struct turns turns;
    size_t turn;       /* next one to be entered */
    struct desk desk;
    int32_t looked;    /* tasks due up to this day were taken up */
    int32_t due;       /* first day after it on which one is due; INT32_MAX for none */
    int64_t wake;      /* when the workers want to run again */
};

/* ---- what the story says ---- */

/* Day and system tell where in the scenario to look; the service's own reason follows unchanged. */
static rc_t name_action(const struct action *action, const struct problem *why, struct problem *problem)
{
    char date[DATE_TEXT];
    return problem_set(problem, why->rc, action->op, "%s on %s for system %d was not done: %s", action->op,
                       civil_format_date(action->on, date), action->lane, why->text);
}

/* Counted also when it fails, so that the outcome's number is of what was tried. One refused action
 * ends the run: what follows would be of another story. */
static rc_t enter(struct play *self, const struct action *action, struct problem *problem)
{
    struct problem why = { .rc = RC_OK };
    rc_t rc = world_ask(&self->run->world, action->service, action->op, json_incref(action->args), NULL, &why);
    self->run->actions++;
    return rc == RC_OK ? rc : name_action(action, &why, problem);
}

/* All that the instant has reached; several may lie on one instant, in the story's order. */
static rc_t enter_due(struct play *self, int64_t now, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (; rc == RC_OK && self->turn < self->turns.count && self->turns.rows[self->turn].at_us <= now; self->turn++)
        rc = enter(self, self->turns.rows[self->turn].action, problem);
    return rc;
}

/* ---- recurring work ---- */

static rc_t take_up(const struct desk_task *task, void *arg, struct problem *problem)
{
    struct play *self = arg;
    (void)problem;
    desk_take(&self->desk, task);
    return RC_OK;
}

/* By request of as many tasks as one may name, as a person ticks off a list. */
static rc_t do_tasks(struct play *self, int32_t day, struct problem *problem)
{
    rc_t rc = RC_OK;
    const char *by;
    json_t *ids;
    while (rc == RC_OK && (ids = desk_done(&self->desk, day, TASKS_A_REQUEST, &by)) != NULL) {
        char date[DATE_TEXT];
        json_t *args = json_pack("{s:o, s:s, s:s*}", "tasks", ids, "on", civil_format_date(day, date), "by", by);
        rc = world_ask(&self->run->world, "mlps.delivery", "task.complete_many", args, NULL, problem);
        self->run->actions++;
    }
    return rc;
}

/* What is due by the evening of this day is taken up, and what is to be done by then is done. */
static rc_t work(struct play *self, int64_t now, struct problem *problem)
{
    int32_t day = civil_day_of(now, ZONE_MINUTES);
    rc_t rc = RC_OK;
    if (!self->desk.works || now < turns_evening(day))
        day--;
    while (rc == RC_OK && self->due <= day) {
        self->looked = self->due;
        rc = simulate_store_tasks_due(self->run->owner, self->code, self->looked, take_up, self, problem);
        if (rc == RC_OK)
            rc = simulate_store_tasks_next(self->run->owner, self->code, self->looked, &self->due, problem);
    }
    return rc == RC_OK ? do_tasks(self, day, problem) : rc;
}

/* The evening on which the desk has something to do; the scheduler may have planned meanwhile. */
static rc_t desk_evening(struct play *self, int64_t *ret_at, struct problem *problem)
{
    *ret_at = STEP_NEVER;
    if (!self->desk.works)
        return RC_OK;
    rc_t rc = simulate_store_tasks_next(self->run->owner, self->code, self->looked, &self->due, problem);
    int32_t day = desk_next(&self->desk) < self->due ? desk_next(&self->desk) : self->due;
    if (day != INT32_MAX)
        *ret_at = turns_evening(day);
    return rc;
}

/* ---- time ---- */

/* The next instant at which anything happens; never before now. */
static rc_t next_instant(struct play *self, int64_t *ret_now, struct problem *problem)
{
    int64_t now = clk_now(&self->run->world.clk);
    int64_t desk = STEP_NEVER;
    rc_t rc = desk_evening(self, &desk, problem);
    int64_t act = self->turn < self->turns.count ? self->turns.rows[self->turn].at_us : STEP_NEVER;
    int64_t next = act < self->wake ? act : self->wake;
    next = desk < next ? desk : next;
    *ret_now = next < now ? now : next;
    return rc;
}

/* Jump from instant to instant until the range ends. */
static rc_t play_instants(struct play *self, int64_t end_us, struct problem *problem)
{
    int64_t now = 0;
    rc_t rc = world_settle(&self->run->world, &self->wake, problem);
    while (rc == RC_OK) {
        rc = next_instant(self, &now, problem);
        if (rc != RC_OK || now > end_us)
            break;
        world_set(&self->run->world, now);
        self->run->instants++;
        rc = enter_due(self, now, problem);
        if (rc == RC_OK)
            rc = work(self, now, problem);
        if (rc == RC_OK)
            rc = world_settle(&self->run->world, &self->wake, problem);
    }
    return rc;
}

/* Of several contracts with invented systems the last may be smaller than what the story speaks of: the
 * first was judged for all. */
static rc_t check_fit(const struct simulate_run *run, const json_t *story, const json_t *systems, struct problem *problem)
{
    int64_t asked = run->ask->systems;
    int64_t whole = asked < STORY_SYSTEMS_MAX ? asked : STORY_SYSTEMS_MAX;
    if (asked > 0 && (int64_t)json_array_size(systems) < whole)
        return RC_OK;
    return scenario_fit(story, systems, problem);
}

/* Systems come from the registry, so that chance and story see the serial numbers it gave. The story is judged before
 * chance adds to it. */
static rc_t expand(struct simulate_run *run, json_t *story, const char *code, struct actions *ret_actions,
                   struct problem *problem)
{
    json_t *page = NULL;
    rc_t rc = world_ask(&run->world, "mlps.registry", "system.list",
                        json_pack("{s:s, s:i}", "contract", code, "limit", 1000), &page, problem);
    const struct scenario_ask ask = { json_object_get(page, "items"), run->shelf.calendar, run->ask->to };
    if (rc == RC_OK)
        rc = check_fit(run, story, ask.systems, problem);
    if (rc == RC_OK)
        rc = story_roll(story, ask.systems, run->ask->seed, run->ask->from, run->ask->to, problem);
    if (rc == RC_OK)
        rc = scenario_expand(story, &ask, ret_actions, problem);
    json_decref(page);
    return rc;
}

/* The end is the last microsecond of the last day, in the contracts' zone. */
rc_t contract_play(struct simulate_run *run, json_t *story, const char *code, struct problem *problem)
{
    struct actions actions = { NULL, 0, 0 };
    struct play self = { .run = run, .code = code, .looked = run->ask->from - 1, .due = INT32_MAX };
    rc_t rc = expand(run, story, code, &actions, problem);
    if (rc == RC_OK) {
        turns_make(&actions, &self.turns);
        desk_init(&self.desk, story, run->shelf.calendar, chance_fork(run->ask->seed, STREAM_DESK));
        rc = play_instants(&self, civil_day_start(run->ask->to + 1, ZONE_MINUTES) - 1, problem);
        desk_fini(&self.desk);
        turns_fini(&self.turns);
    }
    actions_fini(&actions);
    return rc;
}
