/* Slots in one array with three lists through it; a call costs no allocation once the array has
 * grown. Generations make each ticket unique for four billion uses of a slot.
 *
 * A call is in `unsent`, with the broker (sent, in no list), in `done`, or spare. Its ticket goes
 * out as the client's envelope frame and comes back untouched, so a reply is matched without
 * looking at its body. */
#include "call_table.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* Slots are numbers and not pointers: the array may move when it grows. */
static const struct call_list EMPTY = { CALL_NONE, CALL_NONE };

/* Allocates nothing before the first call. */
void call_table_init(struct call_table *self)
{
    *self = (struct call_table){ .unsent = EMPTY, .done = EMPTY, .spare = EMPTY };
}

/* Open calls end without a callback: who owns them has left. */
void call_table_fini(struct call_table *self)
{
    for (size_t i = 0; i < self->count; i++)
        if (self->slots[i].state != CALL_FREE)
            zmq_msg_close(&self->slots[i].body);
    mem_free(self->slots);
    call_table_init(self);
}

/* At the end: lists are queues. */
static void list_add(struct call_table *self, struct call_list *list, int slot)
{
    self->slots[slot].next = CALL_NONE;
    if (list->last == CALL_NONE)
        list->first = slot;
    else
        self->slots[list->last].next = slot;
    list->last = slot;
}

/* Remove a slot from a list. Nearly always it is the first: replies and sends go in order. */
static bool list_remove(struct call_table *self, struct call_list *list, int slot)
{
    int before = CALL_NONE;
    int at = list->first;
    while (at != CALL_NONE && at != slot) {
        before = at;
        at = self->slots[at].next;
    }
    if (at == CALL_NONE)
        return false;
    int after = self->slots[at].next;
    if (before == CALL_NONE)
        list->first = after;
    else
        self->slots[before].next = after;
    if (list->last == slot)
        list->last = before;
    return true;
}

/* A spare one, or one more at the end of the array, which may move it. */
static int slot_new(struct call_table *self)
{
    int slot = self->spare.first;
    if (slot != CALL_NONE) {
        list_remove(self, &self->spare, slot);
        return slot;
    }
    self->slots = mem_grow(self->slots, &self->cap, self->count + 1, sizeof(*self->slots));
    memset(&self->slots[self->count], 0, sizeof(*self->slots));
    return (int)self->count++;
}

/* Copies body and service. CALL_NONE when the table is full; the ceiling keeps the broker's queue
 * towards us from overflowing. `deadline_ms` is machine time. */
int call_start(struct call_table *self, const char *service, const void *body, size_t len,
               uint64_t tag, int64_t deadline_ms)
{
    if (self->in_flight == MDP_CLIENT_IN_FLIGHT)
        return CALL_NONE;
    int slot = slot_new(self);
    struct call_slot *call = &self->slots[slot];
    if (zmq_msg_init_size(&call->body, len) != 0) {
        perror("could not make a frame"); /* out of memory, as in base/memory.h */
        abort();
    }
    memcpy(zmq_msg_data(&call->body), body, len);
    snprintf(call->service, sizeof(call->service), "%s", service);
    call->state = CALL_UNSENT;
    call->generation++;
    call->tag = tag;
    call->deadline_ms = deadline_ms;
    call->resend_ms = deadline_ms;
    call->sends = 0;
    self->in_flight++;
    list_add(self, &self->unsent, slot);
    return slot;
}

/* The oldest, so that calls go out in the order they were made. */
int call_next_unsent(const struct call_table *self)
{
    return self->unsent.first;
}

/* Counts the attempt; `resend_ms` is machine time, at the deadline for "never". */
void call_sent(struct call_table *self, int slot, int64_t resend_ms)
{
    list_remove(self, &self->unsent, slot);
    self->slots[slot].state = CALL_SENT;
    self->slots[slot].resend_ms = resend_ms;
    self->slots[slot].sends++;
}

/* Behind the others: one that was lost must not hold up those that were never sent. */
void call_again(struct call_table *self, int slot)
{
    assert(self->slots[slot].state == CALL_SENT);
    self->slots[slot].state = CALL_UNSENT;
    list_add(self, &self->unsent, slot);
}

/* Moves the reply's content out of `reply`, which may be NULL. The call waits to be taken; its
 * ticket is void from here on (MDP-19). */
void call_end(struct call_table *self, int slot, rc_t rc, zmq_msg_t *reply)
{
    struct call_slot *call = &self->slots[slot];
    if (call->state == CALL_UNSENT)
        list_remove(self, &self->unsent, slot);
    if (reply)
        zmq_msg_move(&call->body, reply);
    call->state = CALL_DONE;
    call->rc = rc;
    list_add(self, &self->done, slot);
}

/* In the order in which they ended. */
int call_take_done(struct call_table *self)
{
    int slot = self->done.first;
    if (slot != CALL_NONE)
        list_remove(self, &self->done, slot);
    return slot;
}

/* False when the call is not done, or was taken already. */
bool call_take(struct call_table *self, int slot)
{
    return self->slots[slot].state == CALL_DONE && list_remove(self, &self->done, slot);
}

/* The slot goes to the end of the spare ones, so that its generation is not seen again soon. */
void call_free(struct call_table *self, int slot)
{
    struct call_slot *call = &self->slots[slot];
    zmq_msg_close(&call->body);
    call->state = CALL_FREE;
    self->in_flight--;
    list_add(self, &self->spare, slot);
}

/* Slot and generation: what the broker hands back with the reply. */
void call_ticket(const struct call_table *self, int slot, unsigned char ret_ticket[8])
{
    uint32_t parts[2] = { (uint32_t)slot, self->slots[slot].generation };
    memcpy(ret_ticket, parts, sizeof(parts)); /* only we read it again: host order */
}

/* The ticket comes from outside: length, range, generation and state are all checked, so that a
 * late or forged reply finds nothing (MDP-19). */
int call_of_ticket(const struct call_table *self, const unsigned char *ticket, size_t len)
{
    uint32_t parts[2];
    if (len != sizeof(parts))
        return CALL_NONE;
    memcpy(parts, ticket, sizeof(parts));
    if (parts[0] >= self->count || self->slots[parts[0]].generation != parts[1])
        return CALL_NONE;
    enum call_state state = self->slots[parts[0]].state;
    return state == CALL_SENT || state == CALL_UNSENT ? (int)parts[0] : CALL_NONE;
}
