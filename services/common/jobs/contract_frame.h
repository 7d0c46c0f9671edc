/* One contract as the rules see it: its row, its pack, its calendar, its readings. What a worker or
 * a handler needs before it can ask a rule anything. */
#ifndef CONTRACT_FRAME_H
#define CONTRACT_FRAME_H

#include <stdint.h>

#include "calendar.h"
#include "pack.h"
#include "readings.h"
#include "rulebook.h"

enum { CONTRACT_CODE_TEXT = 81 }; /* bytes of contract.code with its NUL */

struct contract_frame {
    int64_t id, pack_id, calendar_id;
    char code[CONTRACT_CODE_TEXT];
    int64_t total_fen;
    int32_t signed_on, service_from, service_to;
    int zone_minutes;
    const pack_t *pack;           /* borrowed from the rulebook */
    struct calendar_use calendar; /* the same; make-up days as the pack says */
    struct readings readings;     /* the contract's overrides */
    /* what `readings` points to */
    json_t *readings_json;
    struct readings_buffer readings_buffer;
};

/* Read contract `id` inside the current transaction. Pack and calendar stay valid as rulebook.h
 * says. RC_NOT_FOUND for no such contract, RC_INVALID for readings its pack does not declare or a
 * zone we do not know. The caller frees with contract_frame_fini after success; *ret_frame must not
 * move meanwhile. */
MUST_CHECK rc_t contract_frame_load(rulebook_t *book, pg_t *db, int64_t id,
                                    struct contract_frame *ret_frame, struct problem *problem);
/* Free what load made. */
void contract_frame_fini(struct contract_frame *self);

#endif
