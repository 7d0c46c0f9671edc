#include "raw_tcp.h"

#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clk.h"
#include "parse.h"

int raw_tcp_open(const char *endpoint)
{
    uint32_t port = 0;
    const char *colon = strrchr(endpoint, ':');
    if (!colon || !parse_u32(colon + 1, &port) || port > UINT16_MAX)
        return -1;
    struct sockaddr_in to = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

void raw_tcp_close(int fd)
{
    if (fd >= 0)
        close(fd);
}

bool raw_tcp_ends(int fd, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    char bytes[512];
    for (;;) {
        struct pollfd item = { .fd = fd, .events = POLLIN };
        int64_t left = end - clk_mono_ms();
        if (left <= 0 || poll(&item, 1, (int)left) <= 0)
            return false;
        if (recv(fd, bytes, sizeof(bytes), 0) <= 0)
            return true;
    }
}
