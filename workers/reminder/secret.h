/* Secrets by reference: a row of the database names where one lies, never the secret itself. */
#ifndef SECRET_H
#define SECRET_H

#include "problem.h"

enum { SECRET_TEXT = 512 }; /* bytes with the NUL */
/* Only variables of this beginning may be named: a row cannot carry off another secret of ours. */
#define SECRET_ENV_PREFIX "MLPS_CHANNEL_"

/* First line of what `ref` names, "" for a NULL ref: "file:NAME" is a file directly in folder `dir`
 * (NULL: none is readable), "env:NAME" a variable. RC_INVALID for a reference of another form,
 * RC_UNAVAILABLE for one that cannot be read or is empty; the problem names the reference only. */
MUST_CHECK rc_t secret_read(const char *ref, const char *dir, char out[SECRET_TEXT],
                            struct problem *problem);

#endif
