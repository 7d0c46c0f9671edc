#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "http_listen.h"

static const struct {
    const char *address;
    const char *host; /* NULL: refused */
    const char *port;
} ADDRESSES[] = {
    { "127.0.0.1:8080", "127.0.0.1", "8080" },
    { "localhost:0", "localhost", "0" },
    { "[::1]:80", "::1", "80" },
    { "a-b.example:65535", "a-b.example", "65535" },
    { "", NULL, NULL },
    { "127.0.0.1", NULL, NULL },
    { ":8080", NULL, NULL },
    { "127.0.0.1:", NULL, NULL },
    { "127.0.0.1:65536", NULL, NULL },
    { "127.0.0.1:80x", NULL, NULL },
    { "::1:80", NULL, NULL },
    { "[::1]", NULL, NULL },
    { "http://localhost:80", NULL, NULL },
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ADDRESSES); i++) {
        struct problem problem = { .rc = RC_OK };
        char host[256];
        char port[8];
        rc_t rc = http_listen_split(ADDRESSES[i].address, host, sizeof(host), port, sizeof(port),
                                    &problem);
        if ((rc == RC_OK) != (ADDRESSES[i].host != NULL))
            fail_msg("\"%s\": %s", ADDRESSES[i].address, rc_word(rc));
        if (rc == RC_OK) {
            assert_string_equal(host, ADDRESSES[i].host);
            assert_string_equal(port, ADDRESSES[i].port);
        } else {
            assert_string_equal(problem.field, "listen");
        }
    }
}

static int connect_to(const char *bound)
{
    struct sockaddr_in to = { .sin_family = AF_INET };
    int port = 0;
    assert_int_equal(sscanf(bound, "127.0.0.1:%d", &port), 1);
    to.sin_port = htons((uint16_t)port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    return fd;
}

/* Port 0 tells the port it got; a second listener of it is refused with the reason. */
static void test_listens(void **state)
{
    static const uint8_t LOOPBACK[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1 };
    struct problem problem = { .rc = RC_OK };
    struct http_peer peer;
    char bound[HTTP_ADDRESS_MAX];
    char other[HTTP_ADDRESS_MAX];
    int fd;
    int second;
    int conn;
    (void)state;
    assert_int_equal(http_listen("127.0.0.1:0", bound, &fd, &problem), RC_OK);
    assert_int_equal(http_accept(fd, &conn, &peer), ACCEPT_NONE);
    int client = connect_to(bound);
    struct pollfd ready = { .fd = fd, .events = POLLIN };
    assert_int_equal(poll(&ready, 1, 5000), 1);
    assert_int_equal(http_accept(fd, &conn, &peer), ACCEPT_ONE);
    assert_memory_equal(peer.bytes, LOOPBACK, 16);
    assert_true(fcntl(conn, F_GETFL) & O_NONBLOCK);
    assert_true(fcntl(conn, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(http_listen(bound, other, &second, &problem), RC_UNAVAILABLE);
    assert_non_null(strstr(problem.text, bound));
    close(conn);
    close(client);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_listens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
