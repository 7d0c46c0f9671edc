/* Each system's actions are a lane: strictly one after the other, since a phase cannot be approved
 * before it was submitted. Lanes run side by side, PLAYER_IN_FLIGHT at most, so a story of hundreds
 * of systems takes seconds. Keys are hashes of content: a player that was killed asks everything
 * again and gets the first replies. */
#include "player.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "clk.h"
#include "jsonx.h"
#include "memory.h"
#include "stopflag.h"

/* Bytes of the hash in a key (128 bits are enough to be unique), and the wait for one reply. */
enum { HASH_SHOWN = 16, WAIT_MS = 50 };

/* The same request has the same key in every run of the player: keys of objects are sorted in
 * the text that is hashed. */
const char *player_key(const char *op, const json_t *args, char *out)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    char *text = jsonx_text(args);
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)op, strlen(op) + 1);
    crypto_hash_sha256_update(&state, (const unsigned char *)text, strlen(text));
    crypto_hash_sha256_final(&state, hash);
    mem_free(text);
    memcpy(out, "play-", 5);
    sodium_bin2hex(out + 5, PLAYER_KEY - 5, hash, HASH_SHOWN);
    return out;
}

/* One question to a service; `key` NULL for a read. */
struct question {
    const char *service, *op, *key;
    json_t *args; /* stolen */
};

/* Repeats only errors that may pass (rc_may_retry), always under the same key. */
static rc_t ask_until(mdp_client_t *bus, const struct question *question, json_t **ret_result,
                      struct problem *problem)
{
    int64_t end = clk_mono_ms() + PLAYER_BUDGET_MS;
    rc_t rc;
    for (;;) {
        problem_clear(problem);
        rc = mdp_client_ask(bus, question->service, question->op, json_incref(question->args),
                            question->key, ret_result, problem);
        if (rc == RC_OK || !rc_may_retry(rc) || clk_mono_ms() > end || stop_asked())
            break;
        clk_pause_ms(PLAYER_RETRY_MS);
    }
    json_decref(question->args);
    return rc;
}

rc_t player_ask(mdp_client_t *bus, const char *service, const char *op, json_t *args,
                json_t **ret_result, struct problem *problem)
{
    char key[PLAYER_KEY];
    const struct question question = { service, op, player_key(op, args, key), args };
    return ask_until(bus, &question, ret_result, problem);
}

rc_t player_read(mdp_client_t *bus, const char *op, json_t *args, json_t **ret_result,
                 struct problem *problem)
{
    const struct question question = { "mlps.report", op, NULL, args };
    return ask_until(bus, &question, ret_result, problem);
}

/* A lane: a run of actions [at, end), one of them in flight or none. */
struct lane {
    size_t at, end;
    bool waiting;     /* for a reply */
    int64_t retry_ms; /* not before this */
};

/* One play of all actions. Its size is bounded by LANES_MAX, so it is allocated once. */
struct play {
    mdp_client_t *bus;
    const struct actions *actions;
    struct lane lanes[LANES_MAX];
    size_t lane_count;
    size_t in_flight;
    size_t done;
    int64_t progress_ms; /* when something last succeeded */
};

/* The actions come sorted by lane, so a lane is a run of them; LANE_CONTRACT comes first. */
static rc_t make_lanes(struct play *play, struct problem *problem)
{
    const struct actions *all = play->actions;
    for (size_t i = 0; i < all->count; i++) {
        bool starts = i == 0 || all->rows[i].lane != all->rows[i - 1].lane;
        if (starts && play->lane_count == LANES_MAX)
            return problem_set(problem, RC_INVALID, NULL, "a scenario has at most %d systems", LANES_MAX);
        if (starts)
            play->lanes[play->lane_count++] = (struct lane){ .at = i };
        play->lanes[play->lane_count - 1].end = i + 1;
    }
    return RC_OK;
}

/* The tag of the call is the lane: its reply can belong to nothing else, since a lane has one
 * action in flight. */
static rc_t send_one(struct play *play, size_t lane)
{
    struct lane *l = &play->lanes[lane];
    const struct action *a = &play->actions->rows[l->at];
    char key[PLAYER_KEY];
    struct request request = { .op = a->op,
                               .args = a->args,
                               .idempotency_key = player_key(a->op, a->args, key),
                               .deadline_ms = DEADLINE_MS_DEFAULT };
    rc_t rc = mdp_client_send(play->bus, a->service, &request, lane);
    if (rc != RC_OK)
        return rc;
    l->waiting = true;
    play->in_flight++;
    return RC_OK;
}

/* What cannot be sent now (the bus is away) is tried again after a pause; the order within a
 * lane is never broken, since the lane stays where it is. */
static void send_due(struct play *play)
{
    int64_t now = clk_mono_ms();
    for (size_t i = 0; i < play->lane_count && play->in_flight < PLAYER_IN_FLIGHT; i++) {
        struct lane *l = &play->lanes[i];
        if (!l->waiting && l->at < l->end && l->retry_ms <= now && send_one(play, i) != RC_OK)
            l->retry_ms = now + PLAYER_RETRY_MS;
    }
}

/* What a person needs to mend a scenario: the operation, the service's reason, and the arguments
 * that were sent. */
static rc_t name_action(const struct action *a, const struct problem *why, struct problem *problem)
{
    char *args = jsonx_text(a->args);
    rc_t rc = problem_set(problem, why->rc, why->field, "%s was not done: %s; arguments %s", a->op, why->text,
                          args);
    mem_free(args);
    return rc;
}

/* Take one reply, if one comes. */
static rc_t receive(struct play *play, struct problem *problem)
{
    uint64_t tag = 0;
    json_t *result = NULL;
    struct problem why = { .rc = RC_OK };
    rc_t rc = mdp_client_next(play->bus, WAIT_MS, &tag, &result, &why);
    if (rc == RC_TIMEOUT)
        return RC_OK;
    if (rc != RC_OK || tag >= play->lane_count)
        return problem_set(problem, rc == RC_OK ? RC_INTERNAL : rc, NULL, "could not hear the bus");
    struct lane *l = &play->lanes[tag];
    json_decref(result);
    l->waiting = false;
    play->in_flight--;
    if (why.rc == RC_OK) {
        l->at++;
        play->done++;
        play->progress_ms = clk_mono_ms();
    } else if (rc_may_retry(why.rc)) {
        l->retry_ms = clk_mono_ms() + PLAYER_RETRY_MS;
    } else {
        return name_action(&play->actions->rows[l->at], &why, problem);
    }
    return RC_OK;
}

/* Ends when all is done, when an action is refused for good, or when nothing at all has
 * succeeded for a while: kills and restarts of services cost time, but never an action. */
rc_t player_run(mdp_client_t *bus, const struct actions *actions, player_progress_fn *progress,
                void *arg, struct problem *problem)
{
    struct play *play = mem_new(sizeof(*play));
    *play = (struct play){ .bus = bus, .actions = actions, .progress_ms = clk_mono_ms() };
    rc_t rc = make_lanes(play, problem);
    while (rc == RC_OK && play->done < actions->count) {
        send_due(play);
        rc = receive(play, problem);
        if (rc == RC_OK && clk_mono_ms() - play->progress_ms > PLAYER_BUDGET_MS)
            rc = problem_set(problem, RC_TIMEOUT, NULL, "nothing was done for %d seconds: see the logs",
                             PLAYER_BUDGET_MS / 1000);
        if (rc == RC_OK && stop_asked())
            rc = problem_set(problem, RC_UNAVAILABLE, NULL, "stopped");
        if (progress)
            progress(play->done, actions->count, arg);
    }
    mem_free(play);
    return rc;
}
