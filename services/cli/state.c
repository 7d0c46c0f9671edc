/* state.json: how other commands find the mlps that runs on a data folder. Written when everything
 * is ready, removed when nothing runs. */
#include "state.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "jsonx.h"
#include "memory.h"

/* Bytes; a larger file was not written by us. */
enum { STATE_MAX = 16384 };

/* Names where the bus is and where the database of a private cluster is reached; 0600, as the
 * keys beside it. */
rc_t state_write(const struct layout *layout, const struct state *state, struct problem *problem)
{
    json_t *json = json_pack("{s:i, s:s, s:s, s:s*}", "pid", (int)getpid(), "url", state->url, "bus",
                             state->bus, "dsn", state->dsn);
    char *text = jsonx_text(json);
    rc_t rc = layout_write(layout, layout->state, text, problem);
    mem_free(text);
    json_decref(json);
    return rc;
}

/* A file that is already gone is as good. Best effort: a stale one points at a bus where nobody
 * answers, which a command tells as unreachable. */
void state_remove(const struct layout *layout)
{
    (void)unlink(layout->state);
}

/* No file is the usual case of "nothing runs here", and says how to start it; a file that cannot
 * be parsed was not written by us. */
static rc_t state_read(const struct layout *layout, json_t **ret_json, struct problem *problem)
{
    char text[STATE_MAX];
    FILE *file = fopen(layout->state, "r");
    if (!file)
        return problem_set(problem, RC_UNAVAILABLE, "data",
                           "nothing runs on data folder \"%s\": start it with `mlps up --data %s`",
                           layout->data, layout->data);
    size_t n = fread(text, 1, sizeof(text), file);
    fclose(file);
    return jsonx_parse_object(text, n, ret_json, problem);
}

/* *ret_text is the caller's to free; it is bounded by PATH_TEXT, for a file in the user's folder
 * may hold anything. */
rc_t state_text(const struct layout *layout, const char *key, char **ret_text,
                struct problem *problem)
{
    json_t *json = NULL;
    const char *text = NULL;
    rc_t rc = state_read(layout, &json, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, key, JSON_REQUIRED, PATH_TEXT, &text, problem);
    if (rc == RC_OK)
        *ret_text = mem_dup(text);
    json_decref(json);
    return rc;
}

/* With --bus the data folder needs no state.json: that is how one administers an installation
 * that systemd runs. */
rc_t state_bus(const struct layout *layout, const struct options *options, struct bus_conf *ret_conf,
               struct problem *problem)
{
    const char *given = option_text(options, "bus");
    const char *keys = option_text(options, "keys");
    char *found = NULL;
    rc_t rc = given ? RC_OK : state_text(layout, "bus", &found, problem);
    if (rc != RC_OK)
        return rc;
    snprintf(ret_conf->requests, sizeof(ret_conf->requests), "%s", given ? given : found);
    mem_free(found);
    rc = bus_conf_derive(ret_conf, problem);
    if (rc == RC_OK)
        rc = bus_conf_keys(ret_conf, keys ? keys : layout->keys, "cli", problem);
    return rc;
}
