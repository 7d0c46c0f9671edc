/* Every size that the outside can make us use, side by side. A new ceiling is argued here. */
#ifndef CEILINGS_H
#define CEILINGS_H

enum {
    MAX_FRAME_BYTES = 4 << 20,        /* one ZeroMQ frame: ZMQ_MAXMSGSIZE of every socket */
    MAX_REQUEST_BYTES = 4 << 20,      /* one bus request (a pack of 400 KB fits ten times) */
    MAX_REPLY_BYTES = 4 << 20,        /* one bus reply; lists page long before this */
    MAX_EVENT_BYTES = 64 << 10,       /* one frame on the event bus: an event is a hint */
    MAX_SERVICE_NAME = 64,            /* bytes of a service name on the bus */
    MAX_OP_NAME = 64,                 /* bytes of an operation name */
    MAX_IDEMPOTENCY_KEY = 128,        /* bytes of a caller's key */
    MAX_ACCOUNT_NAME = 120,           /* characters of an account, as every actor column has it */
    MAX_JSON_DEPTH = 32,              /* nesting of a JSON document from outside */
    MAX_TEXT_FIELD = 4000,            /* characters of a free-text field */
    MAX_NAME_FIELD = 300,             /* characters of a title or a name */
    MAX_CLOCK_TITLE = MAX_NAME_FIELD - 4, /* of a clock: its deadlines add "（响应）" to it */
    MAX_CLAUSE_FIELD = 40,            /* characters of a clause's number, as every column has it */
    MAX_LIST_LIMIT = 1000,            /* rows of one page of a list */
    DEFAULT_LIST_LIMIT = 200,
    MAX_PACK_BYTES = 2 << 20,         /* one contract pack */
    MAX_PACK_DEPTH = 16,              /* nesting of a pack */
    MAX_PACK_NODES = 200000,          /* scalars, lists and maps of a pack */
    MAX_PENDING_PER_SERVICE = 20000,  /* requests the broker holds for one service */
    MAX_PENDING_BYTES = 256 << 20,    /* requests the broker holds in all */
    MAX_BROKER_PEERS = 4096,          /* worker connections the broker keeps */
    MAX_BROKER_SERVICES = 1024,       /* service names the broker knows at one time */
    MAX_BROKER_KEYS = 1024,           /* public keys the broker accepts */
    MAX_CLI_LINE = 1 << 20,           /* one JSON line on standard input */
};

#endif
