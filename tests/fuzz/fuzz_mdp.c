/* Any frames as a Majordomo message: one of the kinds comes out, and what it points to is there.
 * The first byte says whether a leading empty frame is tolerated; then frames, each a byte of
 * length and its content, the last one cut where the input ends. */
#include <stdint.h>
#include <stdlib.h>

#include "mdp_message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void split(const uint8_t *data, size_t size, struct frames *in)
{
    while (size > 0 && in->count < FRAMES_MAX) {
        size_t len = data[0] < size ? data[0] : size - 1;
        frames_add(in, data + 1, len);
        data += 1 + len;
        size -= 1 + len;
    }
}

/* A frame the message names is one of those that came, behind the routing id. */
static void need_frame(const struct frames *in, size_t frame)
{
    if (frame == 0 || frame >= in->count)
        abort();
}

static void check(struct frames *in, const struct mdp_message *m)
{
    if ((unsigned)m->kind >= MDP_KIND__COUNT)
        abort();
    if (m->kind == MDP_ASK || m->kind == MDP_READY) {
        need_frame(in, m->service);
        if (m->kind == MDP_ASK && !mdp_service_name_ok(&in->at[m->service]))
            abort();
    }
    if (m->kind == MDP_PARTIAL || m->kind == MDP_REPLY)
        need_frame(in, m->client);
    if (m->kind == MDP_ASK || m->kind == MDP_PARTIAL || m->kind == MDP_REPLY)
        need_frame(in, m->body);
    if (m->kind == MDP_ASK && m->ticket != 0)
        need_frame(in, m->ticket);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct frames in;
    if (size == 0)
        return 0;
    frames_init(&in);
    split(data + 1, size - 1, &in);
    size_t count = in.count;
    struct mdp_message message = mdp_message_read(&in, (data[0] & 1) != 0);
    if (in.count != count)
        abort();
    check(&in, &message);
    frames_clear(&in);
    return 0;
}
