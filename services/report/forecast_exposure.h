/* What missing deadlines would cost: the pack's penalty rules over the cases that stand and those
 * that would come, with their counters and ceilings. Pure; the same rules the penalty worker asks.
 */
#ifndef FORECAST_EXPOSURE_H
#define FORECAST_EXPOSURE_H

#include "forecast_course.h"

/* Room for one question after another: the cases that stand, then those of what is missed. */
struct forecast_judge {
    const struct forecast *forecast;
    struct penalty_case *cases;
    size_t count, cap;  /* cases of the question being put together; room for them */
    int64_t judged_fen; /* what the rules say of the cases that stand */
    int64_t asked;      /* items played and cases judged so far, for FORECAST_WORK_MAX */
};

/* Judge what stands. RC_INVALID as penalty_assess says. Caller frees with judge_fini after
 * success. */
MUST_CHECK rc_t judge_init(struct forecast_judge *self, const struct forecast *forecast,
                           struct problem *problem);
/* Free the room. Safe on a zeroed struct. */
void judge_fini(struct forecast_judge *self);

/* Note work that is about to be done. RC_TOO_LARGE, naming the field `runs`, when it makes more
 * than FORECAST_WORK_MAX. */
MUST_CHECK rc_t judge_spend(struct forecast_judge *self, size_t work, struct problem *problem);
/* Begin a question: nothing is missed but what stands. */
void judge_begin(struct forecast_judge *self);
/* Item `index` is missed, its due day being `due`: a case on the day after it. What is missed
 * already, has no deadline or is no case by the pack adds nothing. True when it added a case. */
bool judge_miss(struct forecast_judge *self, size_t index, int32_t due);
/* A case of type `type` (NULL: none by the pack) on day `at` that no item makes; `facts` outlive
 * the question. Among those of its day it comes after all that stand or may come of items. */
void judge_case(struct forecast_judge *self, const char *type, int32_t at, const json_t *facts);
/* What the missed ones add to what stands, in fen. RC_TOO_LARGE as judge_spend. */
MUST_CHECK rc_t judge_ask(struct forecast_judge *self, int64_t *ret_added_fen,
                          struct problem *problem);

/* What one missed deadline would be: the pack's row, its number in the count, what it adds. */
struct miss_ruling {
    int64_t added_fen;
    const struct penalty_row *row; /* NULL: no row covers it */
    int64_t counted, threshold;    /* 0: the row counts nothing */
};
/* Item `index` alone missed beside what stands. */
MUST_CHECK rc_t judge_one(struct forecast_judge *self, size_t index, struct miss_ruling *ret_ruling,
                          struct problem *problem);

/* What the contract comes to with these deductions, were the quality good; false when the pack
 * settles nothing. */
bool forecast_settle(const struct contract_frame *frame, int64_t deductions_fen, int64_t *ret_fen);

#endif
