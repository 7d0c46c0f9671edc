/* What became of one message that was sent over a network. There are three ends and not two,
 * because "failed" would either tell twice (when it means "perhaps") or never (when it means
 * "surely not"): the ledger tries again after both failures, but counts the uncertain one. */
#ifndef VERDICT_H
#define VERDICT_H

enum verdict {
    VERDICT_SENT,      /* the other side took responsibility */
    VERDICT_REFUSED,   /* it surely did not arrive: no connection, or the other side said no */
    VERDICT_UNCERTAIN, /* the connection or the answer was lost after the text was begun: it may
                          have arrived */
};

#endif
