/* mlps-gateway: options, wiring, the loop, orderly stop. */
#include <event2/event.h>
#include <stdio.h>
#include <string.h>

#include "gateway.h"
#include "logline.h"
#include "stopflag.h"

/* Milliseconds a stop may take, and between two looks; exit codes as everywhere. */
enum { DRAIN_MS = 5000, DRAIN_LOOK_MS = 20, EXIT_USAGE = 2, EXIT_UNREACHABLE = 3 };

/* Lives on run()'s frame as long as the loop runs. */
struct stop {
    struct gateway *gateway;
    struct event_base *base;
    struct event *asked; /* the stop descriptor is readable */
    struct event *look;  /* whether the drain is complete */
    int looks_left;
};

/* Whether all is answered. The time is bounded, and a second signal ends it at once. */
static void on_look(evutil_socket_t fd, short what, void *arg)
{
    struct stop *stop = arg;
    struct timeval tv = { .tv_usec = DRAIN_LOOK_MS * 1000 };
    (void)fd, (void)what;
    if (gateway_idle(stop->gateway) || stop->looks_left-- <= 0 || stop_count() > 1)
        event_base_loopbreak(stop->base);
    else
        evtimer_add(stop->look, &tv);
}

/* The descriptor stays readable for ever, so its event goes; a second signal is seen by
 * counting. The drain begins at once, and the first look is made here, for there may be nothing
 * to wait for. */
static void on_stop(evutil_socket_t fd, short what, void *arg)
{
    struct stop *stop = arg;
    log_info("stopping");
    event_del(stop->asked);
    gateway_drain(stop->gateway);
    stop->looks_left = DRAIN_MS / DRAIN_LOOK_MS;
    on_look(fd, what, stop);
}

/* The ready line is what a supervisor waits for: it is printed only when connections are
 * accepted. */
static void run(struct gateway *gateway, struct event_base *base)
{
    struct stop stop = { .gateway = gateway, .base = base };
    stop.asked = event_new(base, stop_fd(), EV_READ | EV_PERSIST, on_stop, &stop);
    stop.look = evtimer_new(base, on_look, &stop);
    event_add(stop.asked, NULL);
    printf("ready http://%s\n", http_server_address(gateway->server));
    fflush(stdout);
    log_info("listening", "address", http_server_address(gateway->server));
    event_base_dispatch(base);
    event_free(stop.asked);
    event_free(stop.look);
}

/* Told to a person and to the log; the exit code says whether the caller or the world is at
 * fault. */
static int fail(const struct problem *problem)
{
    log_error("start_failed", "field", problem->field, "reason", problem->text);
    fprintf(stderr, "mlps-gateway: %s\n", problem->text);
    return problem->rc == RC_INVALID ? EXIT_USAGE : EXIT_UNREACHABLE;
}

/* Signals are set up before the loop exists; the exit code tells a wrong option (2) from a place
 * that is taken (3), so that a supervisor knows what is worth another try. */
int main(int argc, char **argv)
{
    struct problem problem = { .rc = RC_OK };
    struct gateway_conf conf;
    struct gateway gateway;
    bool done;

    log_setup("gateway");
    stop_setup();
    if (gateway_conf_read(&conf, argc, argv, &done, &problem) != RC_OK)
        return fail(&problem);
    if (done)
        return 0;
    struct event_base *base = event_base_new();
    if (!base) {
        problem_set(&problem, RC_UNAVAILABLE, NULL, "could not make an event loop");
        gateway_conf_fini(&conf);
        return fail(&problem);
    }
    rc_t rc = gateway_init(&gateway, base, &conf, &problem);
    if (rc == RC_OK)
        run(&gateway, base);
    gateway_fini(&gateway);
    event_base_free(base);
    return rc == RC_OK ? 0 : fail(&problem);
}
