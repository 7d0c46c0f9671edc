/* What an error of the server means to a caller, by SQLSTATE and never by its text.
 *
 * Only three things follow from an error: the result a caller gets, whether the transaction may be
 * tried again as a whole, and whether the connection is of no more use. A new state is a row; the
 * texts of the server are shown, never compared. */
#include <string.h>

#include "attr.h"
#include "pg_private.h"

enum { SQLSTATE_LEN = 5 };
#define READ_ONLY "25006"

/* Bits, since some errors call for both. */
enum consequence {
    STAYS = 0,
    AGAIN = 1 << 0, /* the whole transaction may be repeated on this connection */
    LOST = 1 << 1,  /* the connection must be replaced */
};

/* The longest prefix that fits wins; the first row fits all. */
static const struct {
    const char *prefix;
    rc_t rc;
    unsigned then;
} STATES[] = {
    { "", RC_INTERNAL, STAYS },
    { "08", RC_UNAVAILABLE, LOST },
    { "0A000", RC_BUSY, AGAIN | LOST }, /* a migration changed what a prepared statement gives */
    { "22", RC_INVALID, STAYS },
    { "23", RC_REFUSED, STAYS },
    { "23503", RC_NOT_FOUND, STAYS },
    { "23505", RC_CONFLICT, STAYS },
    { "23P01", RC_CONFLICT, STAYS },
    { READ_ONLY, RC_UNAVAILABLE, LOST }, /* read-only: a standby, or a primary that stepped down */
    { "25P03", RC_UNAVAILABLE, LOST },   /* idle too long inside a transaction */
    { "26000", RC_BUSY, AGAIN | LOST },  /* prepared statements gone, by a pooler */
    { "40001", RC_BUSY, AGAIN },
    { "40P01", RC_BUSY, AGAIN },
    { "42501", RC_DENIED, STAYS },
    { "53", RC_UNAVAILABLE, STAYS }, /* disk full, out of memory, too many connections */
    { "55P03", RC_BUSY, STAYS },     /* lock_timeout */
    { "57014", RC_TIMEOUT, STAYS },  /* statement_timeout, or cancelled */
    { "57P", RC_UNAVAILABLE, LOST }, /* shutdown, crash of another backend, starting up */
    { "MP001", RC_INTERNAL, STAYS }, /* a row that is never changed */
    { "MP002", RC_REFUSED, STAYS },
    { "MP003", RC_STALE, STAYS },
    { "P0001", RC_REFUSED, STAYS },
    { "P0002", RC_NOT_FOUND, STAYS },
};

/* The longest prefix wins, so a class of states may have a rule and one of its members another. Row
 * 0 is for states that nobody listed. */
static size_t row_of(const char *state)
{
    size_t best = 0;
    for (size_t i = 1; i < COUNT_OF(STATES); i++) {
        size_t len = strlen(STATES[i].prefix);
        if (strncmp(state, STATES[i].prefix, len) == 0 && len > strlen(STATES[best].prefix))
            best = i;
    }
    return best;
}

/* What the server refused is told by its own words; whether it may be tried again is noted on the
 * connection for the transaction to decide. Without a state the connection itself is gone. */
rc_t pg_failed(pg_t *self, const char *name, const PGresult *rows, struct problem *problem)
{
    const char *state = rows ? PQresultErrorField(rows, PG_DIAG_SQLSTATE) : NULL;
    const char *text = rows ? PQresultErrorField(rows, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (PQstatus(self->conn) == CONNECTION_BAD || !state || strlen(state) != SQLSTATE_LEN) {
        self->lost = true;
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not run %s: %s", name,
                           text ? text : "the connection to the database was lost");
    }
    /* A write in a transaction of a read-only route is our mistake and no standby. */
    if (self->read_only && strcmp(state, READ_ONLY) == 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not run %s: %s", name,
                           text ? text : state);
    size_t row = row_of(state);
    self->again = self->again || (STATES[row].then & AGAIN) != 0;
    self->lost = self->lost || (STATES[row].then & LOST) != 0;
    return problem_set(problem, STATES[row].rc, NULL, "could not run %s: %s", name,
                       text ? text : state);
}
