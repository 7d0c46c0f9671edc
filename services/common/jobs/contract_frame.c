#include "contract_frame.h"

#include "civil.h"
#include "contract_frame_store.h"

/* Pack and calendar are lent by the rulebook, which keeps the latest ones; only the readings
 * are the contract's own. */
static rc_t load_rules(rulebook_t *book, pg_t *db, struct contract_frame *frame,
                       struct problem *problem)
{
    rc_t rc = rulebook_pack(book, db, frame->pack_id, &frame->pack, problem);
    if (rc == RC_OK)
        rc = rulebook_calendar(book, db, frame->calendar_id, &frame->calendar.calendar, problem);
    if (rc != RC_OK)
        return rc;
    frame->calendar.makeup_works = frame->pack->makeup_works;
    return readings_from_json(frame->pack, frame->readings_json, &frame->readings_buffer,
                              &frame->readings, problem);
}

/* The contract's row and the rules it runs under, read in the same transaction, so that both
 * belong together. */
rc_t contract_frame_load(rulebook_t *book, pg_t *db, int64_t id, struct contract_frame *ret_frame,
                         struct problem *problem)
{
    *ret_frame = (struct contract_frame){ .id = id };
    rc_t rc = contract_frame_read(db, ret_frame, problem);
    if (rc == RC_OK)
        rc = load_rules(book, db, ret_frame, problem);
    if (rc != RC_OK)
        contract_frame_fini(ret_frame);
    return rc;
}

/* Pack and calendar are the rulebook's. Safe on a frame of zeros. */
void contract_frame_fini(struct contract_frame *self)
{
    json_decref(self->readings_json);
    self->readings_json = NULL;
}
