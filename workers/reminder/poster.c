/* One HTTP request by libcurl, with every convenience turned off that could send it elsewhere or
 * twice: no redirect, no proxy, no kept connection, no second look at the name server (SSRF-01 to
 * SSRF-03 of the house's reliability points). */
#include "poster.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"

/* CONNECT_MS: a host that does not answer is not waited for as long as one that thinks. */
/* A pin is HOST:PORT:ADDRESS; a line of the head holds a signature of 64 digits with room to spare.
 */
enum { CONNECT_MS = 5000, PIN_TEXT = EGRESS_HOST_TEXT + EGRESS_ADDRESS_TEXT + 16, LINE_TEXT = 512 };

/* One handle, used by one thread; `pin` is what egress_check allowed for the request under way. */
struct poster {
    struct poster_conf conf;
    CURL *curl;
    struct egress_pin pin; /* of the request that is under way */
    struct bytebuf answer;
};

/* More than the ceiling ends the transfer: what is needed stands at the beginning. */
static size_t on_answer(char *data, size_t size, size_t count, void *arg)
{
    struct poster *self = arg;
    return bytebuf_add(&self->answer, data, size * count) == RC_OK ? size * count : 0;
}

/* The second wall: whatever address libcurl came to, it is checked where the socket is made. */
static curl_socket_t on_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
    const struct poster *self = arg;
    (void)purpose;
    if (!self->pin.listed && !egress_is_public(&address->addr))
        return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* One handle for all messages: what is set here holds for each of them, what differs is set in
 * `perform`. Signals are off because the process has handlers of its own. */
poster_t *poster_new(const struct poster_conf *conf)
{
    poster_t *self = mem_new(sizeof(*self));
    self->conf = *conf;
    self->curl = curl_easy_init();
    bytebuf_init(&self->answer, POSTER_ANSWER_BYTES);
    CURL *curl = self->curl;
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)conf->timeout_ms);
    if (conf->ca_file)
        curl_easy_setopt(curl, CURLOPT_CAINFO, conf->ca_file);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, self);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, self);
    return self;
}

/* The answer's buffer is ours, not libcurl's. */
void poster_destroy(poster_t **self_p)
{
    if (!*self_p)
        return;
    curl_easy_cleanup((*self_p)->curl);
    bytebuf_fini(&(*self_p)->answer);
    mem_free(*self_p);
    *self_p = NULL;
}

/* Our lines, JSON as the type, and no Expect: a body is small enough to be sent at once. */
static struct curl_slist *head_lines(const struct channel_post *post)
{
    struct curl_slist *lines =
        curl_slist_append(NULL, "Content-Type: application/json; charset=utf-8");
    char line[LINE_TEXT];
    lines = curl_slist_append(lines, "Expect:");
    for (const char *at = bytebuf_str(&post->head); *at;) {
        size_t len = strcspn(at, "\n");
        snprintf(line, sizeof(line), "%.*s", (int)len, at);
        lines = curl_slist_append(lines, line);
        at += len + (at[len] == '\n');
    }
    return lines;
}

/* Perform to the pinned address; *ret_begun: some of the request went out, so it may have
 * arrived. */
static CURLcode perform(poster_t *self, const struct channel_post *post, bool *ret_begun)
{
    char pin[PIN_TEXT];
    long sent = 0;
    struct curl_slist *lines = head_lines(post);
    snprintf(pin, sizeof(pin), "%s:%u:%s", self->pin.host, self->pin.port, self->pin.address);
    struct curl_slist *pins = curl_slist_append(NULL, pin);
    bytebuf_reset(&self->answer);
    curl_easy_setopt(self->curl, CURLOPT_URL, bytebuf_str(&post->url));
    curl_easy_setopt(self->curl, CURLOPT_RESOLVE, pins);
    curl_easy_setopt(self->curl, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(self->curl, CURLOPT_POSTFIELDSIZE, (long)post->body.len);
    curl_easy_setopt(self->curl, CURLOPT_POSTFIELDS, bytebuf_str(&post->body));
    CURLcode code = curl_easy_perform(self->curl);
    curl_easy_getinfo(self->curl, CURLINFO_REQUEST_SIZE, &sent);
    curl_slist_free_all(lines);
    curl_slist_free_all(pins);
    *ret_begun = sent > 0;
    return code;
}

/* An answer that was cut short still has its status; without one only what was sent tells. */
enum verdict poster_send(poster_t *self, const struct channel_row *row,
                         const struct channel_post *post, struct problem *problem)
{
    bool begun = false;
    long status = 0;
    /* Checked for every message and not once for a robot: a name may lead elsewhere by now
     * (SSRF-01). */
    if (egress_check(bytebuf_str(&post->url), &self->conf.rules, &self->pin, problem) != RC_OK)
        return VERDICT_REFUSED;
    CURLcode code = perform(self, post, &begun);
    curl_easy_getinfo(self->curl, CURLINFO_RESPONSE_CODE, &status);
    /* Statuses below 200 are interim: they say nothing about the message. */
    if (code == CURLE_OK || status >= 200)
        return channel_judge(row, status, bytebuf_str(&self->answer), self->answer.len, problem);
    problem_set(problem, RC_UNAVAILABLE, NULL, "could not send to channel \"%s\": %s", row->name,
                curl_easy_strerror(code));
    return begun ? VERDICT_UNCERTAIN : VERDICT_REFUSED;
}
