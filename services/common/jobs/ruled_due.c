#include "ruled_due.h"

/* Those that the proof names, not all that are declared: a ruling answers for what it leaned
 * on. */
static json_t *readings_used(const proof_t *proof)
{
    json_t *readings = json_object();
    for (size_t i = 0; i < proof_size(proof); i++) {
        const struct proof_step *step = proof_step_at(proof, i);
        if (step->source == FROM_READING)
            json_object_set_new(readings, step->ref, json_string(step->name));
    }
    return readings;
}

/* Everything but the ladder, which days and instants climb differently. */
static void make(const struct contract_frame *frame, const proof_t *proof,
                 struct ruled_due *ret_due)
{
    ret_due->proof = proof_json(proof);
    ret_due->readings = readings_used(proof);
    ret_due->due = (struct due){
        .proof = ret_due->proof,
        .readings = ret_due->readings,
        .pack_id = frame->pack_id,
        .calendar_id = frame->calendar_id,
        .ladder = &ret_due->ladder,
    };
}

static struct ladder_ask ask_ladder(const struct contract_frame *frame, bool customer_owes)
{
    return (struct ladder_ask){
        .reminders = &frame->pack->reminders,
        .calendar = &frame->calendar,
        .zone_minutes = frame->zone_minutes,
        .customer_owes = customer_owes,
    };
}

/* The ladder is worked out here and stored with the ruling: a later change of the pack's
 * reminders does not move steps that are planned. */
void ruled_due_make(const struct contract_frame *frame, struct reckoned_day day,
                    const proof_t *proof, bool customer_owes, struct ruled_due *ret_due)
{
    struct ladder_ask ask = ask_ladder(frame, customer_owes);
    make(frame, proof, ret_due);
    ret_due->due.edge = due_edge_of_day(day.day, frame->zone_minutes);
    ret_due->due.provisional = day.provisional;
    ladder_of_day(&ask, &ret_due->due.edge, &ret_due->ladder);
}

void ruled_due_make_instant(const struct contract_frame *frame, struct ruled_instant limit,
                            const proof_t *proof, struct ruled_due *ret_due)
{
    struct ladder_ask ask = ask_ladder(frame, limit.customer_owes);
    make(frame, proof, ret_due);
    ret_due->due.edge = due_edge_of_instant(limit.by, limit.strict, frame->zone_minutes);
    ret_due->due.provisional = limit.provisional;
    ladder_of_instant(&ask, &ret_due->due.edge, &ret_due->ladder);
}

/* Both pointers become NULL, so that a second call does no harm. */
void ruled_due_fini(struct ruled_due *self)
{
    json_decref(self->proof);
    json_decref(self->readings);
    self->proof = NULL;
    self->readings = NULL;
}
