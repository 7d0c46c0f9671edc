#include "recurrence.h"

int64_t recurrence_parts(const struct pack_recurrence *again)
{
    /* by `per` and `spread`; what is not here does not divide */
    static const int64_t PARTS[SLOT__COUNT][SLOT__COUNT] = {
        [SLOT_YEAR] = { [SLOT_QUARTER] = 4, [SLOT_MONTH] = 12 },
        [SLOT_QUARTER] = { [SLOT_MONTH] = 3 },
    };
    return again->spread == SLOT_ONCE ? 1 : PARTS[again->per][again->spread];
}

enum slot_period recurrence_slot(const struct pack_recurrence *again)
{
    return again->spread == SLOT_ONCE ? again->per : again->spread;
}

int64_t recurrence_times(const struct pack_recurrence *again)
{
    return again->times / recurrence_parts(again);
}
