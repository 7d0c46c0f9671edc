#include "process.h"

#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "logline.h"
#include "migrate.h"
#include "stopflag.h"

/* Bytes that keep a dozen processes small, and milliseconds between two looks for the database. */
enum {
    TRIM_BYTES = 64 << 10,   /* free heap top kept back */
    MAPPED_BYTES = 64 << 10, /* blocks from this size on are mapped, and unmapped when freed */
    AWAIT_FIRST_MS = 50,
    AWAIT_MOST_MS = 1000,
};
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { STACK_FACTOR = 8 }; /* instrumented frames are larger */
#else
enum { STACK_FACTOR = 1 };
#endif

/* Before the first thread: later arenas would be made already. A dozen small processes share the
 * machine, so memory counts more than the last allocation per second. */
void process_lean(void)
{
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TRIM_THRESHOLD, TRIM_BYTES);
    mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES);
}

/* Whole pages of the segments that nobody can have written: they are as the file has them. */
static int let_go(struct dl_phdr_info *image, size_t size, void *arg)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    (void)size;
    (void)arg;
    for (size_t i = 0; i < image->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &image->dlpi_phdr[i];
        uintptr_t start = (image->dlpi_addr + part->p_vaddr + page - 1) / page * page;
        uintptr_t end = (image->dlpi_addr + part->p_vaddr + part->p_memsz) / page * page;
        if (part->p_type == PT_LOAD && !(part->p_flags & PF_W) && end > start)
            (void)madvise((void *)start, end - start, MADV_DONTNEED); /* refused: they stay */
    }
    return 0;
}

/* Gives back what starting needed and running does not; pages come back from the file when they are
 * used again. */
void process_settle(void)
{
    malloc_trim(0);
    (void)dl_iterate_phdr(let_go, NULL);
}

/* False with *ret_exit set when there is nothing to run: wrong options, or --help. Signals are set
 * up last, so that a mistyped option can still be interrupted plainly. */
bool process_start(struct process_conf *conf, const char *process, int argc, char **argv,
                   int *ret_exit)
{
    struct problem problem = { .rc = RC_OK };
    bool done = false;
    process_lean();
    log_setup(process);
    rc_t rc = sodium_init() < 0 ? RC_INTERNAL
                                : process_conf_read(conf, process, argc, argv, &done, &problem);
    if (rc != RC_OK) {
        fprintf(stderr, "mlps-%s: %s\n", process, problem.text);
        *ret_exit = EXIT_USAGE;
        return false;
    }
    *ret_exit = EXIT_DONE;
    if (!done)
        stop_setup();
    return !done;
}

/* Role and process name follow the service's name, so that grants and pg_stat_activity show who
 * does what (RLS-01). Connects on first use. */
pg_t *process_pg(const struct process_conf *conf, const char *name)
{
    char role[ROLE_TEXT];
    char process[ROLE_TEXT];
    snprintf(role, sizeof(role), "mlps_%s", name);
    snprintf(process, sizeof(process), "mlps-%s", name);
    return pg_new(&(struct pg_conf){ .dsn = conf->dsn, .role = role, .process = process });
}

/* For a container's health check: it looks at the file's age. The time of the machine, not of
 * business. */
void process_alive(void)
{
    const char *path = getenv("MLPS_ALIVE");
    int fd = path && *path ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644) : -1;
    if (fd < 0)
        return; /* nobody asked, or whoever did sees an old file */
    (void)futimens(fd, NULL);
    close(fd);
}

/* Ends early by a stop or a signal. */
void process_rest(int64_t ms)
{
    struct pollfd stop = { .fd = stop_fd(), .events = POLLIN };
    if (poll(&stop, 1, (int)ms) < 0)
        return; /* interrupted: the caller looks at its conditions again anyway */
}

/* One try; *ret_rc says whether to go on waiting. */
static rc_t look(pg_t *db, char *last, size_t last_size)
{
    struct problem problem = { .rc = RC_OK };
    struct migrate_set set = migrate_shipped();
    rc_t rc = migrate_check(db, &set, &problem);
    if (rc != RC_OK && strcmp(last, problem.text) != 0) {
        log_warn("database_not_ready", "rc", rc_word(rc), "reason", problem.text);
        snprintf(last, last_size, "%s", problem.text);
    }
    return rc;
}

/* Starting order does not matter: a process waits for database and schema, and logs each new reason
 * once. A schema newer or older than the build is not waited for (FI-23). */
bool process_await_database(const struct process_conf *conf, const char *name, int *ret_exit)
{
    char last[PROBLEM_TEXT_MAX] = "";
    int64_t pause = AWAIT_FIRST_MS;
    pg_t *db = process_pg(conf, name);
    rc_t rc = RC_UNAVAILABLE;
    while (!stop_asked()) {
        rc = look(db, last, sizeof(last));
        if (rc != RC_UNAVAILABLE)
            break;
        process_rest(pause);
        pause = pause * 2 < AWAIT_MOST_MS ? pause * 2 : AWAIT_MOST_MS;
    }
    pg_destroy(&db);
    *ret_exit = rc == RC_OK || stop_asked() ? EXIT_DONE : EXIT_UNREACHABLE;
    return rc == RC_OK && !stop_asked();
}

/* A small stack, since there are many processes; no thread at all is fatal (trap 8: a hang would be
 * worse). */
pthread_t process_thread(void *(*fn)(void *), void *arg)
{
    pthread_t thread;
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0 ||
        pthread_attr_setstacksize(&attr, (size_t)THREAD_STACK * STACK_FACTOR) != 0 ||
        pthread_create(&thread, &attr, fn, arg) != 0) {
        log_error("no_thread", "reason", "could not create a thread");
        abort();
    }
    pthread_attr_destroy(&attr);
    return thread;
}
