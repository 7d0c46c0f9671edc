#include "scenario.h"

#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include "clk.h"
#include "raw_peer.h"

enum { PATIENCE_MS = 30000, TEXT_MAX = 1024, SERVICE_MAX = 32 };

struct actor {
    const char *name;
    void *socket;
};

struct play {
    const struct stage *stage;
    struct actor actors[ACTORS];
    char service[SERVICE_MAX];
    struct frames in;
    zmq_msg_t address; /* client address of the last REQUEST received */
};

static void *socket_of(struct play *self, const char *name)
{
    size_t i = 0;
    while (i < ACTORS && self->actors[i].name && strcmp(self->actors[i].name, name) != 0)
        i++;
    struct actor *actor = &self->actors[i];
    if (!actor->name) {
        actor->name = name;
        actor->socket = raw_open(name[0] == 'r' ? ZMQ_REQ : ZMQ_DEALER,
                                 name[0] == 'w' ? self->stage->back : self->stage->front);
    }
    return actor->socket;
}

static void close_actor(struct play *self, const char *name)
{
    for (size_t i = 0; i < ACTORS; i++) {
        if (!self->actors[i].name || strcmp(self->actors[i].name, name) != 0)
            continue;
        raw_close(self->actors[i].socket);
        self->actors[i].name = "closed";
        self->actors[i].socket = NULL;
    }
}

/* The frames of `text`, with $ and @ filled in. */
static void fill(struct play *self, struct frames *out, const char *text)
{
    frames_init(out);
    for (;;) {
        size_t len = strcspn(text, "|");
        if (len == 1 && *text == '$')
            frames_add(out, self->service, strlen(self->service));
        else if (len == 1 && *text == '@')
            frames_share(out, &self->address);
        else
            frames_add(out, text, len);
        if (text[len] == '\0')
            return;
        text += len + 1;
    }
}

static bool send_text(struct play *self, const char *actor, const char *text)
{
    struct frames out;
    void *socket = socket_of(self, actor);
    zmq_pollitem_t item = { socket, 0, ZMQ_POLLOUT, 0 };
    zmq_poll(&item, 1, PATIENCE_MS);
    fill(self, &out, text);
    return frames_send(&out, socket) == RC_OK;
}

static bool is_heartbeat(struct frames *in)
{
    return raw_is(in, "|MDPW01|\4") || raw_is(in, "MDPW02|\5");
}

/* Note the client address when a REQUEST came. */
static void note_address(struct play *self)
{
    size_t at = frame_is(&self->in.at[0], "", 0) ? 1 : 0;
    unsigned char request = 2;
    if (self->in.count > at + 3 && zmq_msg_size(&self->in.at[at]) == 6 &&
        memcmp(zmq_msg_data(&self->in.at[at]), "MDPW", 4) == 0 &&
        frame_is(&self->in.at[at + 1], &request, 1))
        zmq_msg_copy(&self->address, &self->in.at[at + 2]);
}

static bool same(struct frames *a, struct frames *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!frame_is(&a->at[i], zmq_msg_data(&b->at[i]), zmq_msg_size(&b->at[i])))
            return false;
    return true;
}

/* Next message of the actor that is no heartbeat, within `wait_ms`. */
static bool next_message(struct play *self, void *socket, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    do {
        if (!raw_recv(socket, &self->in, end - clk_mono_ms()))
            return false;
    } while (is_heartbeat(&self->in));
    note_address(self);
    return true;
}

static bool recv_text(struct play *self, const char *actor, const char *text)
{
    struct frames want;
    if (!next_message(self, socket_of(self, actor), PATIENCE_MS)) {
        fprintf(stderr, "  %s got nothing\n", actor);
        return false;
    }
    fill(self, &want, text);
    bool good = same(&self->in, &want);
    if (!good)
        fprintf(stderr, "  %s got %s\n", actor, raw_text(&self->in));
    frames_clear(&want);
    return good;
}

static bool is_quiet(struct play *self, const char *actor)
{
    if (!next_message(self, socket_of(self, actor), self->stage->heartbeat_ms * 3 / 2))
        return true;
    fprintf(stderr, "  %s got %s\n", actor, raw_text(&self->in));
    return false;
}

static bool is_silent(struct play *self, const char *actor)
{
    if (!raw_recv(socket_of(self, actor), &self->in, self->stage->heartbeat_ms * 3))
        return true;
    fprintf(stderr, "  %s got %s\n", actor, raw_text(&self->in));
    return false;
}

static bool beats(struct play *self, const char *actor, const char *text)
{
    return raw_recv(socket_of(self, actor), &self->in, PATIENCE_MS) && raw_is(&self->in, text);
}

/* Ask mmi.service until it says `code`. */
static bool wait_mmi(struct play *self, const char *code)
{
    char want[64];
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    snprintf(want, sizeof(want), "|MDPC01|mmi.service|%s", code);
    while (clk_mono_ms() < end) {
        if (!send_text(self, "c-mmi", "|MDPC01|mmi.service|$") ||
            !raw_recv(socket_of(self, "c-mmi"), &self->in, PATIENCE_MS))
            return false;
        if (raw_is(&self->in, want))
            return true;
        clk_pause_ms(5);
    }
    fprintf(stderr, "  mmi.service does not say %s\n", code);
    return false;
}

static bool play_step(struct play *self, const struct step *step)
{
    switch (step->kind) {
    case SEND:
        return send_text(self, step->actor, step->text);
    case RECV:
        return recv_text(self, step->actor, step->text);
    case BEATS:
        return beats(self, step->actor, step->text);
    case QUIET:
        return is_quiet(self, step->actor);
    case SILENT:
        return is_silent(self, step->actor);
    case SERVED:
        return wait_mmi(self, "200");
    case DESERTED:
        return wait_mmi(self, "404");
    case CLOSE:
        close_actor(self, step->actor);
        return true;
    case STEP_END:
        break;
    }
    return false;
}

bool scenario_play(const struct stage *stage, const struct scenario *scenario)
{
    static unsigned number;
    struct play self = { .stage = stage };
    bool good = true;
    frames_init(&self.in);
    zmq_msg_init(&self.address);
    snprintf(self.service, sizeof(self.service), "service-%u", ++number);
    for (size_t i = 0; good && i < STEPS_MAX && scenario->steps[i].kind != STEP_END; i++) {
        good = play_step(&self, &scenario->steps[i]);
        if (!good)
            fprintf(stderr, "%s: step %zu (%s %s)\n", scenario->name, i, scenario->steps[i].actor,
                    scenario->steps[i].text ? scenario->steps[i].text : "");
    }
    frames_clear(&self.in);
    zmq_msg_close(&self.address);
    for (size_t i = 0; i < ACTORS; i++)
        raw_close(self.actors[i].socket);
    return good;
}
