/* `mlps up`: data folder, lock, cluster, keys, then the process table under the supervisor.
 * Children get database, bus, keys and business time by their environment, so that one that is started again finds the same. */
#include "up.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attr.h"
#include "database.h"
#include "keys_cmd.h"
#include "run_broker.h"
#include "state.h"

#define LISTEN_DEFAULT "127.0.0.1:8080"

/* Everything `up` runs besides PostgreSQL, in the order of the README's picture. */
static const struct {
    const char *name;
    int stage;
    enum readiness readiness;
} PROCESSES[] = {
    { "broker", STAGE_BROKER, READY_LINE },          { "registry", STAGE_PROCESSES, READY_AT_ONCE },
    { "lifecycle", STAGE_PROCESSES, READY_AT_ONCE }, { "delivery", STAGE_PROCESSES, READY_AT_ONCE },
    { "sla", STAGE_PROCESSES, READY_AT_ONCE },       { "report", STAGE_PROCESSES, READY_AT_ONCE },
    { "scheduler", STAGE_PROCESSES, READY_AT_ONCE }, { "deadline", STAGE_PROCESSES, READY_AT_ONCE },
    { "penalty", STAGE_PROCESSES, READY_AT_ONCE },   { "reminder", STAGE_PROCESSES, READY_AT_ONCE },
    { "export", STAGE_PROCESSES, READY_AT_ONCE },    { "gateway", STAGE_PROCESSES, READY_LINE },
};

/* The path is kept in `self`, since the supervisor borrows it for every restart; a full table
 * gives "", which then cannot be run and is told. */
const char *up_program(struct up *self, const char *name)
{
    size_t slot = 0;
    while (slot < SUPERVISED_MAX - 1 && self->programs[slot][0] != '\0')
        slot++;
    return own_program(name, self->programs[slot]) ? self->programs[slot] : "";
}

/* Options with a borrowed value behind the ones that are there. */
static void add_arg(struct supervised_spec *spec, const char *name, const char *value)
{
    size_t n = 0;
    while (spec->argv[n])
        n++;
    if (n + 2 >= SUPERVISED_ARGS)
        return;
    spec->argv[n] = (char *)(uintptr_t)name;
    spec->argv[n + 1] = (char *)(uintptr_t)value;
}

/* Asked by its pid file and not by its output: it prints its log there. SIGINT is its fast
 * shutdown, which ends sessions and writes a checkpoint; SIGQUIT spares the checkpoint that nobody
 * will ever read. */
static void add_postgres(struct up *self)
{
    struct cluster *c = &self->cluster;
    struct supervised_spec spec = { .name = "postgres",
                                    .stage = STAGE_DATABASE,
                                    .readiness = READY_ASK,
                                    .ready_arg = c,
                                    .stop_signal = self->care == UP_FLEETING ? SIGQUIT : SIGINT };
    spec.is_ready = cluster_is_ready;
    spec.argv[0] = c->program;
    add_arg(&spec, "-D", self->layout.pg);
    add_arg(&spec, "-k", self->layout.run);
    for (size_t i = 0; self->care != UP_DURABLE && CLUSTER_FLEETING[i]; i++)
        add_arg(&spec, "-c", CLUSTER_FLEETING[i]);
    (void)supervisor_add(&self->supervisor, &spec);
}

/* The few that need more than the environment: who listens where, and with which keys. */
static void add_process(struct up *self, size_t i)
{
    char program[64];
    snprintf(program, sizeof(program), "mlps-%s", PROCESSES[i].name);
    struct supervised_spec spec = { .name = PROCESSES[i].name,
                                    .stage = PROCESSES[i].stage,
                                    .readiness = PROCESSES[i].readiness,
                                    .stop_signal = SIGTERM };
    spec.argv[0] = (char *)(uintptr_t)up_program(self, program);
    if (strcmp(spec.name, "broker") == 0) {
        add_arg(&spec, "--bind", self->bus);
        add_arg(&spec, "--keys", self->layout.keys);
    } else if (strcmp(spec.name, "gateway") == 0) {
        add_arg(&spec, "--listen", self->listen);
        add_arg(&spec, "--token-file", self->layout.token);
        add_arg(&spec, "--exports", self->layout.exports);
    }
    (void)supervisor_add(&self->supervisor, &spec);
}

/* The children read these as their own options' defaults; a DSN may hold a password, which no argument list
 * should show. */
void up_environment(const struct up *self, const char *now)
{
    setenv("MLPS_DSN", self->dsn, 1);
    setenv("MLPS_BUS", self->bus, 1);
    setenv("MLPS_KEYS", self->layout.keys, 1);
    setenv("MLPS_DATA", self->layout.data, 1);
    setenv("GNUTLS_NO_IMPLICIT_INIT", "1", 1); /* comes with libpq by way of LDAP; 0.7 MB a process for nothing */
    if (now)
        setenv("MLPS_NOW", now, 1);
    else
        unsetenv("MLPS_NOW");
}

/* A Unix socket in the data folder unless told otherwise: nobody else can even try to connect.
 * Checked now, so that a bad --bus is told before anything starts. */
static rc_t choose_bus(struct up *self, struct problem *problem)
{
    const char *given = option_text(self->context->options, "bus");
    int n = given ? snprintf(self->bus, sizeof(self->bus), "%s", given)
                  : snprintf(self->bus, sizeof(self->bus), "ipc://%s/bus", self->layout.run);
    struct bus_conf check = { .curve = false };
    if (n <= 0 || (size_t)n >= sizeof(self->bus))
        return problem_set(problem, RC_INVALID, "bus", "the endpoint is longer than %zu bytes",
                           sizeof(self->bus) - 1);
    memcpy(check.requests, self->bus, sizeof(check.requests));
    return bus_conf_derive(&check, problem);
}

/* The keys are made by us, perhaps as root, and read by the processes' user. */
static rc_t make_keys(const struct up *self, struct problem *problem)
{
    rc_t rc = bus_keys_make(self->layout.keys, KEY_NAMES, problem);
    if (rc != RC_OK || geteuid() != 0)
        return rc;
    DIR *dir = opendir(self->layout.keys);
    const struct dirent *entry;
    int fd = dir ? dirfd(dir) : -1;
    while (dir && (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.' &&
            fchownat(fd, entry->d_name, self->layout.uid, self->layout.gid, AT_SYMLINK_NOFOLLOW) != 0)
            rc = problem_set(problem, RC_INVALID, "data", "could not give away key \"%s\": %s",
                             entry->d_name, strerror(errno));
    if (dir)
        closedir(dir);
    return rc;
}

/* Whether nobody listens on the default port; only then is it taken without being asked for. */
static bool port_is_free(uint16_t port)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons(port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    bool is_free = bind(fd, (const struct sockaddr *)&at, sizeof(at)) == 0;
    close(fd);
    return is_free;
}

/* 8080 when nobody has it, else any port, which the `ready` line names: a second installation on
 * the machine needs no option. */
static void choose_listen(struct up *self)
{
    const char *given = option_text(self->context->options, "listen");
    const char *fallback = port_is_free(8080) ? LISTEN_DEFAULT : "127.0.0.1:0";
    snprintf(self->listen, sizeof(self->listen), "%s", given ? given : fallback);
}

/* What a person's shell tells libpq and PostgreSQL's programs (PGPORT, PGSERVICE, PGHOSTADDR ...) is meant for another
 * server: ours would listen on that port while everybody asks for it on its own. */
static void forget_other_servers(void)
{
    char name[64];
    size_t i = 0;
    while (environ && environ[i]) {
        size_t len = strcspn(environ[i], "=");
        snprintf(name, sizeof(name), "%.*s", (int)len, environ[i]);
        if (strncmp(name, "PG", 2) != 0 || len >= sizeof(name) || unsetenv(name) != 0)
            i++; /* else its place holds the next one */
    }
}

/* A database from outside is somebody else's to start and stop; without one ours is made and
 * supervised like any other process. */
static rc_t prepare_database(struct up *self, struct problem *problem)
{
    const char *dsn = self->care == UP_DURABLE ? option_text(self->context->options, "dsn") : NULL;
    if (dsn) {
        self->dsn = dsn;
        return RC_OK;
    }
    self->is_private = true;
    forget_other_servers();
    rc_t rc = cluster_find(&self->cluster, &self->layout, self->care, problem);
    if (rc == RC_OK)
        rc = cluster_make(&self->cluster, DATABASE_ROLES, problem);
    self->dsn = self->cluster.dsn;
    return rc;
}

/* Remember where the gateway is, so that it comes back on the same port after a restart. */
static void keep_port(struct up *self)
{
    const struct supervised *gateway = supervisor_find(&self->supervisor, "gateway");
    const char *at = strstr(gateway->where, "://");
    if (at)
        snprintf(self->listen, sizeof(self->listen), "%s", at + 3);
}

/* state.json is written before `ready` is said: who reads the line may run the next command at
 * once. */
static rc_t all_ready(struct up *self, struct problem *problem)
{
    const struct supervised *gateway = supervisor_find(&self->supervisor, "gateway");
    struct state state = { gateway->where, self->bus, self->is_private ? self->dsn : NULL };
    keep_port(self);
    rc_t rc = state_write(&self->layout, &state, problem);
    if (rc != RC_OK)
        return rc;
    self->is_up = true;
    if (self->on_ready)
        return self->on_ready(self, self->on_ready_arg, problem);
    fprintf(self->context->out, "ready %s\n", gateway->where);
    fflush(self->context->out);
    return RC_OK;
}

/* Called anew for a stage whose work failed in a way that may pass, so both steps may be repeated:
 * migrations are recorded in their ledger, state.json is replaced whole. */
rc_t up_on_stage(struct up *self, int stage, const struct supervised *process,
                 struct problem *problem)
{
    if (process)
        return RC_OK; /* back again after a restart */
    if (stage == STAGE_DATABASE)
        return database_upgrade(self->dsn, self->is_private ? &self->cluster : NULL, problem);
    if (stage == STAGE_PROCESSES && !self->is_up)
        return all_ready(self, problem);
    return RC_OK;
}

/* The supervisor's view of up_on_stage. */
static rc_t on_stage(struct supervisor *supervisor, int stage, struct supervised *process, void *arg,
                     struct problem *problem)
{
    (void)supervisor;
    return up_on_stage(arg, stage, process, problem);
}

/* Folders, lock, supervisor, database: what every way of running begins with. */
static rc_t prepare(struct up *self, struct context *context, const char *data, enum up_care care)
{
    struct problem *problem = &context->problem;
    memset(self, 0, sizeof(*self));
    self->context = context;
    self->care = care;
    rc_t rc = layout_find(&self->layout, data, problem);
    if (rc == RC_OK)
        rc = layout_make(&self->layout, problem);
    if (rc == RC_OK)
        rc = layout_lock(&self->layout, problem);
    if (rc == RC_OK)
        rc = supervisor_init(&self->supervisor, &self->layout, problem);
    if (rc == RC_OK)
        rc = prepare_database(self, problem);
    if (rc == RC_OK && self->is_private)
        add_postgres(self);
    self->supervisor.on_ready = on_stage;
    self->supervisor.on_ready_arg = self;
    return rc;
}

/* The private cluster alone, migrated, then stopped. */
static rc_t up_init_database(struct up *self, struct context *context)
{
    rc_t rc = prepare(self, context, option_text(context->options, "data"), UP_DURABLE);
    self->supervisor.until_done = true;
    self->supervisor.until_stage = STAGE_BROKER;
    return rc;
}

/* The keys before the processes: a broker that started without them would refuse everybody. */
rc_t up_init(struct up *self, struct context *context, const char *now)
{
    struct problem *problem = &context->problem;
    rc_t rc = prepare(self, context, option_text(context->options, "data"), UP_DURABLE);
    if (rc == RC_OK)
        rc = choose_bus(self, problem);
    if (rc == RC_OK)
        rc = make_keys(self, problem);
    if (rc != RC_OK)
        return rc;
    choose_listen(self);
    up_environment(self, now);
    for (size_t i = 0; i < COUNT_OF(PROCESSES); i++)
        add_process(self, i);
    return RC_OK;
}

/* The first row of PROCESSES is the broker; the database is there already by prepare(). What is fleeting
 * needs no bus: everything of it runs in one process. */
rc_t up_init_bare(struct up *self, struct context *context, const char *data, enum up_care care)
{
    rc_t rc = prepare(self, context, data, care);
    self->supervisor.until_done = true;
    self->supervisor.until_stage = care == UP_DURABLE ? STAGE_PROCESSES : STAGE_BROKER;
    if (rc != RC_OK || care != UP_DURABLE)
        return rc;
    rc = choose_bus(self, &context->problem);
    if (rc == RC_OK)
        rc = make_keys(self, &context->problem);
    if (rc == RC_OK)
        add_process(self, 0);
    return rc;
}

/* state.json is removed once nothing runs any more; who reads it before finds a bus that does
 * not answer, and says so. */
rc_t up_run(struct up *self)
{
    rc_t rc = supervisor_run(&self->supervisor, &self->context->problem);
    state_remove(&self->layout);
    return rc;
}

/* A private cluster is started for the migration alone and stopped again; one from outside is only
 * connected to. */
int cmd_migrate(struct context *context, const struct command *command)
{
    struct up up;
    const char *dsn = option_text(context->options, "dsn");
    (void)command;
    rc_t rc = RC_OK;
    if (dsn) {
        rc = database_upgrade(dsn, NULL, &context->problem);
    } else {
        rc = up_init_database(&up, context);
        if (rc == RC_OK)
            rc = supervisor_run(&up.supervisor, &context->problem);
    }
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}

/* Returns only after every process has ended, in the order of the stages, whatever the reason. */
int cmd_up(struct context *context, const struct command *command)
{
    struct up up;
    (void)command;
    rc_t rc = up_init(&up, context, option_text(context->options, "now"));
    if (rc == RC_OK)
        rc = up_run(&up);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
