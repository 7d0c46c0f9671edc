/* What became of one message that was sent over a network. */
#ifndef VERDICT_H
#define VERDICT_H

enum verdict {
    VERDICT_SENT,      /* the other side took responsibility */
    VERDICT_REFUSED,   /* it surely did not arrive: no connection, or the other side said no */
    VERDICT_UNCERTAIN, /* the connection or the answer was lost after the text was begun: it may
                          have arrived */
};

#endif
