/* The broker's rules from any bytes: the input is a script of messages from a few peers, with time
 * passing in between. No script may crash it, make it send to a peer that was told to go, or leave
 * its books unbalanced.
 *
 * A script: each message is one byte with the peer (low 4 bits) and the time that passes (high 4
 * bits, times 250 ms), then frames, each a length byte (up to 31; 31 means: the client address of
 * the last request sent) and its bytes, ended by 255. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "broker.h"

enum {
    PEERS = 16,
    UNREACHABLE = PEERS - 1, /* can send, but not be sent to */
    REVOKED = PEERS - 2,     /* its key is not accepted any more */
    SCRIPT_END = 255,
    ADDRESS = 31,
    STEP_MS = 250,
    BAN_MS = 60000,
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

struct play {
    const uint8_t *at, *end;
    unsigned char address[64]; /* of the last REQUEST sent to anybody */
    size_t address_len;
    int64_t now;
    bool gone[PEERS];    /* was told DISCONNECT */
    int64_t told[PEERS]; /* when: for a minute at least it must not hear anything */
};

static void check(bool good)
{
    if (!good)
        abort();
}

/* What the broker sends: well-formed, to somebody who may still be talked to. */
static rc_t look(void *arg, struct frames *message)
{
    struct play *self = arg;
    check(message->count >= 3 && message->count <= FRAMES_MAX);
    unsigned char peer = *(unsigned char *)zmq_msg_data(&message->at[0]);
    size_t header = frame_is(&message->at[1], "", 0) ? 2 : 1;
    check(peer < PEERS);
    bool to_worker =
        frame_is(&message->at[header], "MDPW01", 6) || frame_is(&message->at[header], "MDPW02", 6);
    if (to_worker) {
        unsigned char command = *(unsigned char *)zmq_msg_data(&message->at[header + 1]);
        bool v1 = frame_is(&message->at[header], "MDPW01", 6);
        check(!self->gone[peer] || self->now - self->told[peer] >= BAN_MS);
        self->told[peer] = self->now;
        self->gone[peer] = command == (v1 ? 5 : 6) && peer != UNREACHABLE;
        if (command == 2) {
            self->address_len = zmq_msg_size(&message->at[header + 2]);
            memcpy(self->address, zmq_msg_data(&message->at[header + 2]), self->address_len);
        }
    }
    frames_clear(message);
    return peer == UNREACHABLE ? RC_NOT_FOUND : RC_OK;
}

/* Next frame of the script into `in`; false at the end of the message. */
static bool add_frame(struct play *self, struct frames *in)
{
    if (self->at == self->end || *self->at == SCRIPT_END || in->count == FRAMES_MAX) {
        self->at += self->at < self->end;
        return false;
    }
    size_t len = *self->at++ % 32;
    if (len == ADDRESS) {
        frames_add(in, self->address, self->address_len);
        return true;
    }
    size_t left = (size_t)(self->end - self->at);
    len = len < left ? len : left;
    frames_add(in, self->at, len);
    self->at += len;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct play play = { .at = bytes, .end = bytes + len };
    struct broker_conf conf = broker_conf_default();
    struct caller caller = { .name = "cli", .key = "key" };
    conf.tolerate_empty = len % 2 == 1;
    conf.max_pending = 8;
    conf.max_pending_bytes = 200000;
    broker_t *broker = broker_new(&conf, look, &play);
    while (play.at < play.end) {
        struct frames in;
        unsigned char head = *play.at++;
        unsigned char peer = head % PEERS;
        frames_init(&in);
        frames_add(&in, &peer, 1);
        while (add_frame(&play, &in))
            continue;
        play.now += (head / PEERS) * STEP_MS;
        broker_tick(broker, play.now);
        broker_take(broker, &in, peer == REVOKED ? NULL : &caller, play.now);
        frames_clear(&in);
    }
    /* Everything that is held comes to an end: by a worker's deadline, the second try, the queue's
     * time. */
    for (int i = 0; i < 4; i++)
        broker_tick(broker, play.now += 1000000);
    check(broker_held(broker) == 0);
    broker_destroy(&broker);
    return 0;
}
