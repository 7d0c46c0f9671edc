/* The private PostgreSQL: found, made once, handed to the supervisor as a command line. All that
 * survives here is a folder; whatever was killed half way is either not renamed yet (and made
 * again) or whole. Who may connect is rewritten at every start. */
#include "cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bytebuf.h"
#include "clk.h"
#include "parse.h"
#include "spawn.h"
#include "tree.h"

/* initdb is tried again because a kill storm may hit it (FI-01); the pid file and the access files
 * are bounded because the folder is the user's. */
enum {
    /* The oldest major that the schema is tested on; an older server is refused and not tried. */
    LEAST_MAJOR = 15,
    INITDB_TRIES = 4,
    PID_FILE_MAX = 4096,
    SETTINGS_MAX = 8192,
    LEFTOVER_WAIT_MS = 10000, /* for a server whose `mlps up` was killed */
    LEFTOVER_POLL_MS = 20,
    CLIENT_WORDS = 8, /* of a client program, behind where and who */
};

/* Appended to initdb's postgresql.conf: small, durable, reachable by socket only. */
static const char SETTINGS[] = "listen_addresses = ''\n"
                               "unix_socket_permissions = 0700\n"
                               "max_connections = 80\n"
                               "shared_buffers = 32MB\n"
                               "max_wal_size = 256MB\n"
                               "timezone = 'UTC'\n"
                               "log_timezone = 'UTC'\n"
                               "log_min_messages = warning\n"
                               "jit = off\n"
                               "max_parallel_workers_per_gather = 0\n"
                               "password_encryption = 'scram-sha-256'\n";

/* What durability costs is left out where the data dies with the command: no syncs, the least of a write-ahead log, room for
 * a long run between two checkpoints, and no watching of what nobody looks at. Commits stay "on" for the processes, which
 * refuse less; without fsync that is a write into the page cache. Every statement is planned once per connection, when
 * the tables are still empty: a plan for a value then seems better than it is, and so does reading the whole table. */
const char *const CLUSTER_FLEETING[] = {
    "fsync=off",          "full_page_writes=off",     "wal_level=minimal",        "max_wal_senders=0",
    "max_wal_size=2GB",   "checkpoint_timeout=1h",    "bgwriter_lru_maxpages=0",  "shared_buffers=128MB",
    "wal_buffers=16MB",   "update_process_title=off", "plan_cache_mode=force_generic_plan",
    "autovacuum_naptime=5s", "enable_seqscan=off", "enable_bitmapscan=off", NULL,
};

/* Executable by us: a folder that only root may search is as good as none. */
static bool has_program(const char *bin, const char *name)
{
    char path[PATH_TEXT + 16];
    snprintf(path, sizeof(path), "%s/%s", bin, name);
    return access(path, X_OK) == 0;
}

/* Both programs must lie in one folder: initdb of one version makes a cluster that another's
 * server refuses. */
static bool usable_bin(struct cluster *self, const char *bin)
{
    if (strlen(bin) >= PATH_TEXT || !has_program(bin, "initdb") || !has_program(bin, "postgres"))
        return false;
    snprintf(self->bin, sizeof(self->bin), "%s", bin);
    return true;
}

/* Debian's folders, newest major first. */
static bool find_debian(struct cluster *self)
{
    glob_t found;
    bool done = false;
    int64_t best = LEAST_MAJOR - 1;
    if (glob("/usr/lib/postgresql/*/bin", 0, NULL, &found) != 0)
        return false;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char major[8] = "";
        int64_t number;
        sscanf(found.gl_pathv[i], "/usr/lib/postgresql/%7[0-9]", major);
        if (parse_i64(major, &number) && number > best && usable_bin(self, found.gl_pathv[i])) {
            best = number;
            done = true;
        }
    }
    globfree(&found);
    return done;
}

/* Other distributions put the server on PATH. Its version is not asked here: a session on a
 * server older than 15 is refused when it connects, with the reason. */
static bool find_in_path(struct cluster *self)
{
    const char *path = getenv("PATH");
    char folder[PATH_TEXT];
    while (path && *path) {
        size_t len = strcspn(path, ":");
        snprintf(folder, sizeof(folder), "%.*s", (int)(len < PATH_TEXT ? len : 0), path);
        if (usable_bin(self, folder))
            return true;
        path += len + (path[len] == ':');
    }
    return false;
}

/* Nothing is made or started here; *self is whole on success only. MLPS_PG_BIN is an order and not
 * a hint: when it is wrong, no other server is taken in its place. */
rc_t cluster_find(struct cluster *self, const struct layout *layout, enum up_care care, struct problem *problem)
{
    const char *given = getenv("MLPS_PG_BIN");
    *self = (struct cluster){ .layout = layout, .care = care };
    bool found = given && *given ? usable_bin(self, given) : find_debian(self) || find_in_path(self);
    if (!found)
        return problem_set(problem, RC_NOT_FOUND, given ? "MLPS_PG_BIN" : NULL,
                           "could not find initdb and postgres, version %d or newer: install "
                           "postgresql-15, or name a running server with --dsn",
                           LEAST_MAJOR);
    snprintf(self->program, sizeof(self->program), "%s/postgres", self->bin);
    snprintf(self->dsn, sizeof(self->dsn), "host=%s port=5432 dbname=%s", layout->run,
             care == UP_DURABLE ? "mlps" : "postgres");
    if (care != UP_DURABLE)
        cluster_seed_find(&self->seed, layout, self->program, SETTINGS);
    return RC_OK;
}

/* Run a program of PostgreSQL once to its end as the layout's user; its words go to LOG/initdb.log. RC_UNAVAILABLE
 * when it did not end well. */
static rc_t run_once(const struct layout *layout, char *const *argv, struct problem *problem)
{
    struct spawn spawn = { layout, "initdb", argv, SIGKILL, false };
    char drop[256];
    pid_t pid;
    int out;
    int status = 0;
    rc_t rc = spawn_process(&spawn, &pid, &out, problem);
    if (rc != RC_OK)
        return rc;
    (void)fcntl(out, F_SETFL, 0);
    while (read(out, drop, sizeof(drop)) > 0)
        continue;
    close(out);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? RC_OK : RC_UNAVAILABLE;
}

/* `mode` as for fopen: "a" goes on behind what initdb wrote, "w" replaces the file. The cluster
 * is not running yet, so nobody reads half a file. */
static rc_t append_file(const char *folder, const char *name, const char *mode, const char *text,
                        struct problem *problem)
{
    char path[PATH_TEXT + 32];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, mode);
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not write \"%s\": %s", path,
                           strerror(errno));
    return RC_OK;
}

/* The folder of a half-made cluster goes, so that initdb, killed or robbed of its child, can simply be run again. */
static rc_t run_initdb(const struct layout *layout, const char *temp, char *const *argv,
                       struct problem *problem)
{
    rc_t rc = RC_UNAVAILABLE;
    for (int i = 0; rc == RC_UNAVAILABLE && i < INITDB_TRIES; i++) {
        tree_remove(temp);
        rc = run_once(layout, argv, problem);
    }
    if (rc == RC_UNAVAILABLE)
        return problem_set(problem, RC_INTERNAL, NULL, "could not make the cluster: see %s/initdb.log",
                           layout->log);
    return rc;
}

/* By initdb, in `temp`. */
static rc_t make_anew(struct cluster *self, char *temp, struct problem *problem)
{
    char initdb[PATH_TEXT + 16];
    snprintf(initdb, sizeof(initdb), "%s/initdb", self->bin);
    char dir[] = "-D";
    char enc[] = "--encoding=UTF8";
    char loc[] = "--locale=C.UTF-8";
    char user[] = "--username=" CLUSTER_OWNER;
    char auth[] = "--auth=peer";
    char no_sync[] = "--no-sync";
    char *argv[] = { initdb, dir, temp, enc, loc, user, auth, self->care == UP_DURABLE ? NULL : no_sync, NULL };
    rc_t rc = run_initdb(self->layout, temp, argv, problem);
    return rc == RC_OK ? append_file(temp, "postgresql.conf", "a", SETTINGS, problem) : rc;
}

/* Whatever is wrong with the seed, the cluster can still be made anew. */
static bool copy_seed(const struct cluster *self, const char *temp)
{
    struct problem ignored = { .rc = RC_OK };
    return self->care == UP_FLEETING && cluster_seed_is_there(&self->seed, self->layout) &&
           tree_copy(self->seed.place, temp, &ignored) == RC_OK;
}

/* A cluster is made under another name and renamed as the last step, so that its place holds a
 * whole one or none, whenever we are killed. */
static rc_t make_cluster(struct cluster *self, struct problem *problem)
{
    char temp[PATH_TEXT + 8];
    snprintf(temp, sizeof(temp), "%s.new", self->layout->pg);
    tree_remove(temp);
    rc_t rc = copy_seed(self, temp) ? RC_OK : make_anew(self, temp, problem);
    if (rc == RC_OK && rename(temp, self->layout->pg) != 0)
        rc = problem_set(problem, RC_INTERNAL, NULL, "could not rename \"%s\": %s", temp,
                         strerror(errno));
    return rc;
}

/* Only our own user (and root) may connect, and only as one of our roles: rewritten at every start, so that a
 * new release's role needs no hand work. */
static rc_t write_access(const struct cluster *self, const char *const roles[],
                         struct problem *problem)
{
    struct bytebuf text;
    bytebuf_init(&text, SETTINGS_MAX);
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && roles[i]; i++) {
        rc = bytebuf_fmt(&text, "mlps %s %s\n", self->layout->user, roles[i]);
        if (rc == RC_OK && self->layout->uid != 0)
            rc = bytebuf_fmt(&text, "mlps root %s\n", roles[i]);
    }
    if (rc == RC_OK)
        rc = append_file(self->layout->pg, "pg_ident.conf", "w", bytebuf_str(&text), problem);
    if (rc == RC_OK)
        rc = append_file(self->layout->pg, "pg_hba.conf", "w", "local all all peer map=mlps\n",
                         problem);
    bytebuf_fini(&text);
    return rc;
}

/* Read the server's pid file; 0 when there is none. *ret_ready (may be NULL): its status line says ready. */
static pid_t read_pid_file(const struct cluster *self, bool *ret_ready)
{
    char path[PATH_TEXT + 32];
    char text[PID_FILE_MAX] = "";
    long pid = 0;
    snprintf(path, sizeof(path), "%s/postmaster.pid", self->layout->pg);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    size_t n = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    text[n] = '\0';
    if (sscanf(text, "%ld", &pid) != 1)
        return 0;
    if (ret_ready)
        *ret_ready = strstr(text, "\nready") != NULL;
    return (pid_t)pid;
}

/* Whether `pid` is a server on our folder, and not a stranger that got the number later. */
static bool is_our_server(const struct cluster *self, pid_t pid)
{
    char path[64];
    char link[PATH_TEXT];
    snprintf(path, sizeof(path), "/proc/%ld/cwd", (long)pid);
    ssize_t n = readlink(path, link, sizeof(link) - 1);
    if (n <= 0)
        return false;
    link[n] = '\0';
    return strcmp(link, self->layout->pg) == 0;
}

/* A killed `mlps up` takes its server along (death signal), which may need a moment; one that stays is
 * asked to stop, then made to. */
static rc_t end_leftover(const struct cluster *self, struct problem *problem)
{
    static const int SIGNALS[] = { 0, SIGINT, SIGQUIT, SIGKILL };
    int64_t start = clk_mono_ms();
    size_t step = 0;
    pid_t pid;
    while ((pid = read_pid_file(self, NULL)) > 0 && is_our_server(self, pid)) {
        int64_t waited = clk_mono_ms() - start;
        if (waited > LEFTOVER_WAIT_MS)
            return problem_set(problem, RC_CONFLICT, "data",
                               "a PostgreSQL server (process %ld) still works in \"%s\"", (long)pid,
                               self->layout->pg);
        if (step < 4 && waited > (int64_t)step * 1000)
            kill(pid, SIGNALS[step++]);
        clk_pause_ms(LEFTOVER_POLL_MS);
    }
    return RC_OK;
}

/* A folder that exists is a whole cluster (see make_cluster); what may be wrong with it is only
 * that somebody still works on it. */
rc_t cluster_make(struct cluster *self, const char *const roles[], struct problem *problem)
{
    rc_t rc = RC_OK;
    if (access(self->layout->pg, F_OK) != 0)
        rc = make_cluster(self, problem);
    else
        rc = end_leftover(self, problem);
    if (rc == RC_OK)
        rc = write_access(self, roles, problem);
    return rc;
}

/* The pid in the file must be our child's: after an unclean stop the file of the former server
 * is still there and may say ready. */
bool cluster_is_ready(const void *cluster, pid_t pid)
{
    bool ready = false;
    return read_pid_file(cluster, &ready) == pid && ready;
}

/* A client program of our server ("createdb"), as its owner, with the words `rest` (NULL-ended) behind. */
static rc_t run_client(const struct cluster *self, const char *name, char *const *rest, struct problem *problem)
{
    char program[PATH_TEXT + 16];
    char host[PATH_TEXT + 8];
    char user[] = "--username=" CLUSTER_OWNER;
    char *argv[CLIENT_WORDS + 4] = { program, host, user };
    snprintf(program, sizeof(program), "%s/%s", self->bin, name);
    snprintf(host, sizeof(host), "--host=%s", self->layout->run);
    for (size_t i = 0; i < CLIENT_WORDS && rest[i]; i++)
        argv[3 + i] = rest[i];
    return run_once(self->layout, argv, problem);
}

/* Two thirds of a new cluster are databases that others are copied from, and a fleeting one makes none from them. */
void cluster_shrink(const struct cluster *self)
{
    struct problem problem = { .rc = RC_OK };
    char quiet[] = "--no-psqlrc", where[] = "--dbname=postgres";
    char one[] = "--command=alter database template1 is_template false", drop_one[] = "--command=drop database template1";
    char zero[] = "--command=alter database template0 is_template false", drop_zero[] = "--command=drop database template0";
    char *rest[] = { quiet, where, one, drop_one, zero, drop_zero, NULL };
    if (run_client(self, "psql", rest, &problem) != RC_OK)
        problem_clear(&problem); /* a larger seed serves as well */
}

/* By PostgreSQL's own program: our connections know one database only, and it is not there yet. */
rc_t cluster_make_database(const struct cluster *self, struct problem *problem)
{
    char name[] = "mlps";
    char *rest[] = { name, NULL };
    return run_client(self, "createdb", rest, problem);
}

/* createdb asks from the database that it copies: its own session is the only one that is not in the way. */
rc_t cluster_copy_database(const struct cluster *self, const char *name, struct problem *problem)
{
    char from[] = "--template=postgres";
    char *rest[] = { from, (char *)(uintptr_t)name, NULL };
    rc_t rc = run_client(self, "createdb", rest, problem);
    return rc == RC_OK ? RC_OK
                       : problem_set(problem, rc, NULL, "could not make database \"%s\": see %s/initdb.log", name,
                                     self->layout->log);
}
