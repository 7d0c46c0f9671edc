/* Making and reading the keys of a bus. A folder is made once by whoever starts the system and
 * read by each process. */
#include "bus.h"

#include "keyfile.h"

/* Into a copy first: on failure *self keeps what it had, and `curve` is never true without all
 * three keys. */
rc_t bus_conf_keys(struct bus_conf *self, const char *folder, const char *name,
                   struct problem *problem)
{
    struct bus_conf got = *self;
    rc_t rc = keyfile_read_public(folder, "broker", got.server_key, problem);
    if (rc == RC_OK)
        rc = keyfile_read_pair(folder, name, got.public_key, got.secret_key, problem);
    if (rc != RC_OK)
        return rc;
    got.curve = true;
    *self = got;
    return RC_OK;
}
