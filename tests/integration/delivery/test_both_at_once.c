/* Two reviewers at once on one document: one decision stands. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "delivery_routes.h"
#include "portfolio.h"
#include "registry_handlers.h"
#include "required.h"

enum { ROUNDS = 10 };

struct reviewer {
    struct bench bench;
    pthread_barrier_t *start;
    const char *op;
    int64_t document;
    int round;
    rc_t rc;
};

static void *review(void *arg)
{
    struct reviewer *self = arg;
    struct problem problem = { .rc = RC_OK };
    json_t *result = NULL;
    char key[60];
    snprintf(key, sizeof(key), "%s-%d", self->op, self->round);
    pthread_barrier_wait(self->start);
    self->rc = bench_ask(
        &self->bench, "", key, self->op,
        json_pack("{s:I, s:s}", "deliverable", (json_int_t)self->document, "on", "2026-06-02"),
        &result, &problem);
    json_decref(result);
    return NULL;
}

static void test_accept_or_object(void **state)
{
    (void)state;
    struct bench registry;
    struct reviewer reviewers[2] = { { .op = "deliverable.accept" },
                                     { .op = "deliverable.object" } };
    bench_open(&registry, &REGISTRY, PORTFOLIO_NOW);
    portfolio_open(&registry);
    for (int i = 0; i < 2; i++)
        bench_join(&reviewers[i].bench, &DELIVERY_SERVICE, &registry);
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[2];
        pthread_barrier_t start;
        char title[40];
        snprintf(title, sizeof(title), "document %d", round);
        int64_t id = require_document(&registry, "A-1", title, 1, NULL);
        json_decref(bench_ok(&reviewers[0].bench, "deliverable.submit", "{s:I, s:s}", "deliverable",
                             (json_int_t)id, "on", "2026-06-01"));
        pthread_barrier_init(&start, NULL, 2);
        for (int i = 0; i < 2; i++) {
            reviewers[i].start = &start;
            reviewers[i].document = id;
            reviewers[i].round = round;
            assert_int_equal(pthread_create(&threads[i], NULL, review, &reviewers[i]), 0);
        }
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        pthread_barrier_destroy(&start);
        if ((reviewers[0].rc == RC_OK) == (reviewers[1].rc == RC_OK) ||
            (reviewers[0].rc != RC_CONFLICT && reviewers[1].rc != RC_CONFLICT))
            fail_msg("round %d: %s, %s", round, rc_word(reviewers[0].rc), rc_word(reviewers[1].rc));
    }
    for (int i = 0; i < 2; i++)
        bench_close(&reviewers[i].bench);
    bench_close(&registry);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_accept_or_object) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
