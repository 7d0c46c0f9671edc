/* Who sits where, by what the kernel says. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "seat.h"

static cpu_set_t before;

static int set_up(void **state)
{
    (void)state;
    return sched_getaffinity(0, sizeof(before), &before);
}

static int tear_down(void **state)
{
    (void)state;
    return sched_setaffinity(0, sizeof(before), &before);
}

static int width(pid_t who)
{
    cpu_set_t set;
    assert_int_equal(sched_getaffinity(who, sizeof(set), &set), 0);
    return CPU_COUNT(&set);
}

static bool together(pid_t one, pid_t other)
{
    cpu_set_t a, b;
    assert_int_equal(sched_getaffinity(one, sizeof(a), &a), 0);
    assert_int_equal(sched_getaffinity(other, sizeof(b), &b), 0);
    return CPU_EQUAL(&a, &b);
}

/* A process that waits until it is killed, in place of a session. */
static pid_t session(void)
{
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    assert_true(pid > 0);
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void test_together_and_apart_again(void **state)
{
    struct seat seat;
    pid_t one = session(), late = session();
    (void)state;
    if (CPU_COUNT(&before) < 2)
        skip();
    seat_init(&seat);
    seat_add(&seat, 0); /* no session */
    seat_add(&seat, one);
    seat_turn(&seat);
    assert_int_equal(width(0), CPU_COUNT(&before)); /* the system chooses */
    seat_turn(&seat);
    assert_int_equal(width(0), 1);
    assert_true(together(0, one));
    seat_add(&seat, late);
    for (int i = 2; i <= SEAT_TURNS; i++)
        seat_turn(&seat);
    assert_int_equal(width(0), CPU_COUNT(&before)); /* and chooses anew */
    seat_turn(&seat);
    assert_true(together(0, one));
    assert_true(together(0, late));
    seat_leave(&seat);
    assert_int_equal(width(0), CPU_COUNT(&before));
    end(one);
    end(late);
}

/* A session that is gone, or another user's: nobody is held anywhere. */
static void test_not_ours(void **state)
{
    struct seat seat;
    pid_t gone = session();
    (void)state;
    end(gone);
    seat_init(&seat);
    seat_add(&seat, gone);
    for (int i = 0; i < 3 * SEAT_TURNS; i++)
        seat_turn(&seat);
    assert_int_equal(width(0), CPU_COUNT(&before));
}

static void test_one_processor(void **state)
{
    cpu_set_t one;
    struct seat seat;
    pid_t other = session();
    (void)state;
    CPU_ZERO(&one);
    for (size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++)
        if (CPU_ISSET(i, &before))
            CPU_SET(i, &one);
    assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
    seat_init(&seat);
    seat_add(&seat, other);
    for (int i = 0; i < SEAT_TURNS; i++)
        seat_turn(&seat);
    assert_int_equal(width(other), CPU_COUNT(&before)); /* left where it was */
    end(other);
}

static void test_more_sessions_than_seats(void **state)
{
    struct seat seat;
    (void)state;
    seat_init(&seat);
    for (int i = 0; i < 2 * SEAT_SESSIONS; i++)
        seat_add(&seat, getpid());
    assert_int_equal(seat.count, SEAT_SESSIONS);
}

#define ON_MACHINE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_MACHINE(test_together_and_apart_again),
        ON_MACHINE(test_not_ours),
        ON_MACHINE(test_one_processor),
        ON_MACHINE(test_more_sessions_than_seats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
