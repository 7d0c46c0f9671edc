/* Interest on a late payment. It begins on a working day of the delay that the clause counts to,
 * and runs by calendar days to the day before the payment (K10). */
#ifndef INTEREST_H
#define INTEREST_H

#include "calendar.h"
#include "pack.h"
#include "proof.h"

/* What is asked; days are NO_DAY where the fact is not given. */
struct interest_ask {
    const struct pack *pack;
    const struct calendar_use *calendar;
    int64_t delayed_fen;
    int32_t due, paid;
    int32_t funds_available_from; /* the payer had no funds before this day */
    int32_t invoice_received;     /* nothing was payable before this day */
};

struct interest_ruling {
    int32_t start;    /* the day the delay is counted from, itself not counted */
    int32_t opens;    /* first day that bears interest */
    int32_t days;     /* that bear interest, not cut by the cap */
    int64_t fen;      /* rounded once, half up (K9) */
    bool capped;      /* the cap made the sum smaller */
    bool provisional; /* `opens` leaned on a year that is not published */
};

/* Rule on one delayed sum. RC_INVALID naming the field for a negative sum, a pack without the
 * clause ("pack"), or a delay that ends out of range ("due"). `proof` may be NULL. */
MUST_CHECK rc_t interest_rule(const struct interest_ask *ask, proof_t *proof,
                              struct interest_ruling *ret_ruling, struct problem *problem);

#endif
