/* mlps-broker: the bus. Exit codes: 0 stopped in order, 2 bad usage or an endpoint that is taken.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "broker_options.h"
#include "logline.h"
#include "server.h"
#include "stopflag.h"

enum { EXIT_USAGE = 2 };

/* As many connections as the machine allows: a broker out of descriptors turns everybody away. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        log_warn("file_limit_kept");
}

/* `ready` goes to standard output for whoever started the broker; everything else is a log line. */
int main(int argc, char **argv)
{
    struct broker_options options;
    struct problem problem = { 0 };
    /* Order: log and signals before libzmq starts threads, descriptors before the first socket. */
    server_t *server = NULL;
    bool done = false;
    log_setup("broker");
    stop_setup();
    rc_t rc = broker_options_read(&options, argc, argv, &done, &problem);
    if (rc == RC_OK && done)
        return 0;
    raise_file_limit();
    if (rc == RC_OK)
        rc = server_open(&options.server, &server, &problem);
    if (rc != RC_OK) {
        log_error("start_failed", "code", rc_word(rc), "field", problem.field, "reason",
                  problem.text);
        return EXIT_USAGE;
    }
    const struct bus_conf *bus = server_bus(server);
    log_info("ready", "requests", bus->requests, "events_in", bus->events_in, "events_out",
             bus->events_out, "security", options.server.keys ? "curve" : "null");
    printf("ready %s\n", bus->requests);
    fflush(stdout);
    server_run(server, stop_fd());
    server_close(&server);
    log_info("stopped");
    return 0;
}
