/* One pass over the first few frames. Positions are checked against the count before a frame is
 * looked at; bodies are never looked at. Both versions share the reading, since they differ in
 * numbers and in one empty frame. */
#include "mdp_message.h"

#include <string.h>

#include "ceilings.h"
#include "mdp.h"

/* Worker commands of each version; the numbers differ (mdp.h). */
/* By dialect and command byte; byte 0 is no command. REQUEST is what a broker sends, so from a
 * worker it is odd (MDP-07). */
static const enum mdp_kind COMMANDS[2][7] = {
    { MDP_BROKEN, MDP_READY, MDP_ODD, MDP_REPLY, MDP_HEARTBEAT, MDP_DISCONNECT, MDP_BROKEN },
    { MDP_BROKEN, MDP_READY, MDP_ODD, MDP_PARTIAL, MDP_REPLY, MDP_HEARTBEAT, MDP_DISCONNECT },
};

/* Printable ASCII without a blank: a name goes into log lines and counters as it is. */
bool mdp_service_name_ok(zmq_msg_t *frame)
{
    const unsigned char *name = zmq_msg_data(frame);
    size_t len = zmq_msg_size(frame);
    for (size_t i = 0; i < len; i++)
        if (name[i] <= ' ' || name[i] >= 0x7F)
            return false;
    return len > 0 && len <= MAX_SERVICE_NAME;
}

/* Frame `at` exists and is exactly this. */
static bool frame_at_is(struct frames *in, size_t at, const char *text, size_t len)
{
    return at < in->count && frame_is(&in->at[at], text, len);
}

/* Headers have six bytes; a longer frame that begins like one is none. */
static bool header_is(struct frames *in, size_t at, const char *header)
{
    return frame_at_is(in, at, header, MDP_HEADER_LEN);
}

/* The command byte at `at`, 0 when there is none. */
static unsigned char command_at(struct frames *in, size_t at)
{
    if (at >= in->count || zmq_msg_size(&in->at[at]) != 1)
        return 0;
    return *(unsigned char *)zmq_msg_data(&in->at[at]);
}

/* A request: a name that can be one, and at least one body frame. */
static struct mdp_message read_ask(struct frames *in, enum mdp_dialect dialect, size_t ticket,
                                   size_t service)
{
    struct mdp_message out = {
        .kind = MDP_BROKEN_ASK,
        .dialect = dialect,
        .ticket = ticket,
        .service = service,
        .body = service + 1,
    };
    if (out.body < in->count && in->count - out.body <= BODY_FRAMES_MAX &&
        mdp_service_name_ok(&in->at[service]))
        out.kind = MDP_ASK;
    return out;
}

/* Frames that must follow the command at `at`. */
static bool rest_is_well_formed(struct frames *in, enum mdp_kind kind, size_t at)
{
    switch (kind) {
    case MDP_READY:
        return in->count == at + 2 && mdp_service_name_ok(&in->at[at + 1]);
    case MDP_PARTIAL:
    case MDP_REPLY:
    case MDP_ODD: /* client address, empty, body (MDP-10) */
        return in->count >= at + 4 && frame_at_is(in, at + 2, "", 0);
    case MDP_HEARTBEAT:
    case MDP_DISCONNECT:
        return in->count == at + 1;
    case MDP_JUNK:
    case MDP_BROKEN_ASK:
    case MDP_BROKEN:
    case MDP_ASK:
    case MDP_KIND__COUNT:
        break;
    }
    return false;
}

/* A command of a worker: its number in the version's table, then the frames it must have. */
static struct mdp_message read_worker(struct frames *in, enum mdp_dialect dialect, size_t at)
{
    unsigned char command = command_at(in, at);
    const enum mdp_kind *row = COMMANDS[dialect != MDP_V1];
    struct mdp_message out = {
        .kind = command < COUNT_OF(COMMANDS[0]) ? row[command] : MDP_BROKEN,
        .dialect = dialect,
        .service = at + 1,
        .client = at + 1,
        .body = at + 3,
    };
    if (!rest_is_well_formed(in, out.kind, at))
        out.kind = MDP_BROKEN;
    return out;
}

/* 0.2: header at `at`, right after the routing id or after the tolerated empty frame. */
static struct mdp_message read_v2(struct frames *in, enum mdp_dialect dialect, size_t at)
{
    if (header_is(in, at, MDP_WORKER_2))
        return read_worker(in, dialect, at + 1);
    if (!header_is(in, at, MDP_CLIENT_2))
        return (struct mdp_message){ .kind = MDP_JUNK };
    if (command_at(in, at + 1) != MDP2_CLIENT_REQUEST)
        return (struct mdp_message){ .kind = MDP_BROKEN_ASK, .dialect = dialect };
    return read_ask(in, dialect, 0, at + 2);
}

/* A client's envelope frame before the empty one: short, and no header of 0.2 itself. */
static bool has_ticket(struct frames *in)
{
    return frame_at_is(in, 2, "", 0) && header_is(in, 3, MDP_CLIENT_1) &&
           zmq_msg_size(&in->at[1]) <= TICKET_MAX && !header_is(in, 1, MDP_CLIENT_2) &&
           !header_is(in, 1, MDP_WORKER_2);
}

/* The two dialects differ by their second frame. A first version without its empty frame is taken
 * where the options ask for it, because some clients send it so. */
struct mdp_message mdp_message_read(struct frames *in, bool tolerate_empty)
{
    if (frame_at_is(in, 1, "", 0)) {
        if (header_is(in, 2, MDP_CLIENT_1))
            return read_ask(in, MDP_V1, 0, 3);
        if (header_is(in, 2, MDP_WORKER_1))
            return read_worker(in, MDP_V1, 3);
        if (tolerate_empty)
            return read_v2(in, MDP_V2_EMPTY, 2);
    } else if (has_ticket(in)) {
        return read_ask(in, MDP_V1, 1, 4);
    }
    return read_v2(in, MDP_V2, 1);
}
