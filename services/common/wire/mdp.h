/* Words of the Majordomo protocol: 7/MDP (version 0.1) and 18/MDP (version 0.2). */
#ifndef MDP_H
#define MDP_H

#include <stdint.h>

#define MDP_CLIENT_1 "MDPC01"
#define MDP_WORKER_1 "MDPW01"
#define MDP_CLIENT_2 "MDPC02"
#define MDP_WORKER_2 "MDPW02"

enum { MDP_HEADER_LEN = 6 };

/* Command bytes of 0.1 workers. Clients of 0.1 have none. */
enum mdp1_command {
    MDP1_READY = 1,
    MDP1_REQUEST = 2,
    MDP1_REPLY = 3,
    MDP1_HEARTBEAT = 4,
    MDP1_DISCONNECT = 5,
};

/* Command bytes of 0.2 workers. */
enum mdp2_command {
    MDP2_READY = 1,
    MDP2_REQUEST = 2,
    MDP2_PARTIAL = 3,
    MDP2_FINAL = 4,
    MDP2_HEARTBEAT = 5,
    MDP2_DISCONNECT = 6,
};

/* Command bytes of 0.2 clients. */
enum mdp2_client_command {
    MDP2_CLIENT_REQUEST = 1,
    MDP2_CLIENT_PARTIAL = 2,
    MDP2_CLIENT_FINAL = 3,
};

/* What both sides agree on (MDP-14): one heartbeat an interval, dead after so many silent
 * intervals. */
enum { MDP_HEARTBEAT_MS = 1000, MDP_LIVENESS = 3 };

#endif
