/* What `mlps simulate` and the process that it starts have to agree on. */
#ifndef SIMULATE_LIMITS_H
#define SIMULATE_LIMITS_H

enum {
    STORY_SYSTEMS_MAX = 500, /* of one contract; a larger portfolio is several contracts */
    LANES_MOST = 6,          /* databases side by side; the sessions of so many fit into the private server */
};

/* Database of lane 2, 3 ..., each a copy of the first one's, made before the play. */
#define LANE_DATABASE "lane_%d"

#endif
