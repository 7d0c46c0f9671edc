/* Recurring work over HTTP: the list with each of its filters, one task done and one passed on, by
 * those who may and nobody else, and what is refused, with the field that is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "bus_ground.h"
#include "gateway_ground.h"
#include "memory.h"

#define CODE  "yifen-2026"
#define TASKS "/api/v1/tasks"
#define LI    "%E6%9D%8E%E5%B7%A5" /* 李工 */
#define WANG  "%E7%8E%8B%E5%B7%A5" /* 王工 */

enum { TOKEN = 80, IDS_TEXT = 64, LINE_TEXT = 200, FIELDS_TEXT = 500 };

struct ground {
    struct bus_ground bus;
    struct gateway_ground gateway;
    char owner[TOKEN]; /* the token of the token file */
};

/* Today is 2026-06-15. Of the days 1 is overdue, 2 of today, 3 of next week, 4 was missed and 5
 * taken away; of the week 6 is nobody's and 7 is 李工's; 8 and 9 wait for the tests that change. */
static const char ROWS[] =
    "insert into schedule (contract_id, calendar_id, clause, title, work, period, places, times,"
    " items, catch_up, window_days, next_from) select k.id, k.calendar_id, v.clause, '巡检', "
    "'checklist',"
    " v.period, '[{\"unit\":\"\"}]', 1, 5, 'skip', 0, '2026-07-01' from contract k, (values"
    " ('R-1', 'daily'), ('R-2', 'weekly')) v (clause, period) order by v.clause;"
    "insert into task (schedule_id, contract_id, unit, turn, slot_from, slot_to, due_on, items,"
    " state, person_id) select s.id, s.contract_id, v.unit, 1, v.first::date, v.last::date,"
    " v.last::date, 5, v.state, p.id from (values"
    " (1, 'R-1', '', '2026-06-14', '2026-06-14', 'planned', ''),"
    " (2, 'R-1', '', '2026-06-15', '2026-06-15', 'planned', ''),"
    " (3, 'R-1', '', '2026-06-22', '2026-06-22', 'planned', ''),"
    " (4, 'R-1', '', '2026-06-10', '2026-06-10', 'missed', ''),"
    " (5, 'R-1', '', '2026-06-09', '2026-06-09', 'skipped', ''),"
    " (6, 'R-2', 'U01', '2026-06-15', '2026-06-21', 'planned', ''),"
    " (7, 'R-2', 'U02', '2026-06-15', '2026-06-21', 'planned', '李工'),"
    " (8, 'R-1', '', '2026-05-04', '2026-05-04', 'planned', ''),"
    " (9, 'R-1', '', '2026-05-05', '2026-05-05', 'planned', ''))"
    " v (n, clause, unit, first, last, state, person) join schedule s on s.clause = v.clause"
    " left join person p on p.name = v.person order by v.n";

static const struct {
    const char *name, *role;
} PEOPLE[] = {
    { "李工", "engineer" }, { "王工", "manager" }, { "孙主任", "customer" }, { "周总", "leader" }
};

static int open_ground(void **state)
{
    static const char *const NAMES[] = {
        "registry", "lifecycle", "delivery", "sla", "report", NULL
    };
    struct ground *g = mem_new(sizeof(*g));
    bus_open(&g->bus, NAMES);
    bus_load(&g->bus);
    json_decref(bus_ask(&g->bus, "mlps.registry", "contract.open", "open", bus_open_args(CODE)));
    for (size_t i = 0; i < COUNT_OF(PEOPLE); i++)
        json_decref(bus_ask(&g->bus, "mlps.registry", "person.add", PEOPLE[i].role,
                            json_pack("{s:s,s:s,s:s}", "contract", CODE, "name", PEOPLE[i].name,
                                      "role", PEOPLE[i].role)));
    gateway_start(&g->gateway, &g->bus.broker.bus, NULL);
    snprintf(g->owner, sizeof(g->owner), "%s", g->gateway.token);
    *state = g;
    return 0;
}

static int close_ground(void **state)
{
    struct ground *g = *state;
    int code = gateway_stop(&g->gateway);
    bus_close(&g->bus);
    mem_free(g);
    return code;
}

/* Each test begins as the owner, on the nine tasks as they were. */
static int begin(void **state)
{
    struct ground *g = *state;
    db_exec(&g->bus.tdb, "delete from task; delete from schedule; alter table task alter column id"
                         " restart");
    db_exec(&g->bus.tdb, ROWS);
    gateway_speak_with(&g->gateway, g->owner);
    return 0;
}

/* ---- requests ---- */

/* What a request says beside its body; "" sends no such line. */
struct heads {
    const char *match, *key, *type;
};

static int send(struct ground *g, const char *path, const struct heads *heads, const char *body)
{
    char line[LINE_TEXT], fields[FIELDS_TEXT], match[LINE_TEXT] = "", key[LINE_TEXT] = "";
    snprintf(line, sizeof(line), "POST " TASKS "%s", path);
    if (*heads->match)
        snprintf(match, sizeof(match), "If-Match: %s\r\n", heads->match);
    if (*heads->key)
        snprintf(key, sizeof(key), "Idempotency-Key: %s\r\n", heads->key);
    snprintf(fields, sizeof(fields), "Content-Type: %s\r\n%s%sContent-Length: %zu\r\n", heads->type,
             match, key, strlen(body));
    gateway_reconnect(&g->gateway);
    assert_true(http_client_send(&g->gateway.client, gateway_request(&g->gateway, line, fields)));
    return http_client_ask(&g->gateway.client, body);
}

/* To a version ("" none), under a key of its own. */
static int act(struct ground *g, const char *path, const char *match, const char *body)
{
    static int keys;
    char key[32];
    snprintf(key, sizeof(key), "t-%d", ++keys);
    return send(g, path, &(struct heads){ match, key, "application/json" }, body);
}

static bool answered(const struct ground *g, const char *text)
{
    return strstr(g->gateway.client.body, text) != NULL;
}

/* Fail unless it was answered so and names the field ("" none is named). */
static void expect(const struct ground *g, const char *what, int status, const char *field)
{
    char named[LINE_TEXT];
    snprintf(named, sizeof(named), "\"field\":\"%s\"", field);
    if (g->gateway.client.status != status || (*field && !answered(g, named)))
        fail_msg("%s: %d %s", what, g->gateway.client.status, g->gateway.client.body);
}

/* ---- the list ---- */

/* Ids of a page in its order; its cursor into `next` of LINE_TEXT bytes (NULL: not wanted). */
static void list(struct ground *g, const char *query, char ids[IDS_TEXT], char *next)
{
    char path[LINE_TEXT];
    size_t i;
    const json_t *item;
    snprintf(path, sizeof(path), TASKS "?contract=" CODE "%s", query);
    json_t *page = gateway_json(&g->gateway, path);
    ids[0] = '\0';
    json_array_foreach(json_object_get(page, "items"), i, item)
        snprintf(ids + strlen(ids), IDS_TEXT - strlen(ids), "%s%d", i ? " " : "",
                 (int)json_integer_value(json_object_get(item, "id")));
    const char *cursor = json_string_value(json_object_get(page, "next"));
    if (next)
        snprintf(next, LINE_TEXT, "%s", cursor ? cursor : "");
    json_decref(page);
}

static void test_filters(void **state)
{
    static const struct {
        const char *query, *ids;
    } LISTS[] = {
        { "", "8 9 5 4 1 2 6 7 3" },
        { "&state=planned", "8 9 1 2 6 7 3" },
        { "&state=missed", "4" },
        { "&state=skipped", "5" },
        { "&state=done", "" },
        { "&clause=R-2", "6 7" },
        { "&clause=R-9", "" },
        { "&person=" LI, "8 9 5 4 1 2 6 7 3" }, /* theirs, and nobody's */
        { "&person=" WANG, "8 9 5 4 1 2 6 3" },
        { "&on=2026-06-15", "2 6 7" },
        { "&on=2026-06-21", "6 7" }, /* the last day of the slot counts */
        { "&on=2026-06-23", "" },
        { "&until=2026-06-14", "8 9 5 4 1" },
        { "&until=2026-05-03", "" },
        { "&state=planned&until=2026-06-15", "8 9 1 2" },
        { "&clause=R-2&person=" WANG "&on=2026-06-16&state=planned", "6" },
    };
    struct ground *g = *state;
    char ids[IDS_TEXT];
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        list(g, LISTS[i].query, ids, NULL);
        if (strcmp(ids, LISTS[i].ids) != 0)
            fail_msg("%s: %s", LISTS[i].query, ids);
    }
    list(g, "&until=2026-06-15&state=planned&on=2026-06-14", ids, NULL);
    assert_true(answered(g, "\"overdue\":true"));
}

/* Two at a time come to the whole list, none twice. */
static void test_pages(void **state)
{
    struct ground *g = *state;
    char all[IDS_TEXT] = "", ids[IDS_TEXT], query[LINE_TEXT] = "&limit=2", next[LINE_TEXT];
    int pages = 0;
    do {
        list(g, query, ids, next);
        snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", pages ? " " : "", ids);
        snprintf(query, sizeof(query), "&limit=2&cursor=%.100s", next);
        pages++;
    } while (*next);
    assert_string_equal(all, "8 9 5 4 1 2 6 7 3");
    assert_int_equal(pages, 5);
}

static void test_lists_refused(void **state)
{
    static const struct {
        const char *query;
        int status;
        const char *field;
    } LISTS[] = {
        { "", 400, "contract" },
        { "?contract=" CODE "&state=lost", 400, "state" },
        { "?contract=" CODE "&on=tomorrow", 400, "on" },
        { "?contract=" CODE "&until=2026-02-30", 400, "until" },
        { "?contract=" CODE "&limit=0", 400, "limit" },
        { "?contract=" CODE "&limit=many", 400, "limit" },
        { "?contract=" CODE "&cursor=here", 400, "cursor" },
        { "?contract=" CODE "&colour=red", 400, "colour" },
        { "?contract=" CODE "&state=planned&state=done", 400, "state" },
    };
    struct ground *g = *state;
    char path[LINE_TEXT];
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        snprintf(path, sizeof(path), TASKS "%s", LISTS[i].query);
        gateway_reconnect(&g->gateway);
        gateway_get(&g->gateway, path);
        expect(g, path, LISTS[i].status, LISTS[i].field);
    }
}

/* ---- done ---- */

static const char *tag(struct ground *g)
{
    static char etag[LINE_TEXT];
    return http_client_field(&g->gateway.client, "ETag", etag, sizeof(etag));
}

/* The answer is the row as it is then, and says whether it was late. */
static void test_complete(void **state)
{
    static const struct {
        const char *path, *body, *says;
    } DONE[] = {
        { "/2/complete", "{\"on\":\"2026-06-15\",\"by\":\"张工\",\"note\":\"正常\"}",
          "\"done_by\":\"张工\"" },
        { "/1/complete", "{\"on\":\"2026-06-15\",\"items_done\":4}", "\"items_done\":4" },
        { "/8/complete", "{\"on\":\"2026-05-05\"}", "\"late\":true" },
        { "/9/complete", "{\"on\":\"2026-05-05\"}", "\"late\":false" },
        { "/4/complete", "{\"on\":\"2026-06-11\"}", "\"late\":true" }, /* missed, and yet done */
        { "/7/complete", "{\"on\":\"2026-06-15\",\"items_done\":0}", "\"items_done\":0" },
    };
    struct ground *g = *state;
    for (size_t i = 0; i < COUNT_OF(DONE); i++) {
        act(g, DONE[i].path, "", DONE[i].body);
        expect(g, DONE[i].path, 428, "");
        act(g, DONE[i].path, "\"v7\"", DONE[i].body);
        expect(g, DONE[i].path, 412, "");
        act(g, DONE[i].path, "\"v1\"", DONE[i].body);
        expect(g, DONE[i].path, 200, "");
        if (!answered(g, DONE[i].says) || !answered(g, "\"state\":\"done\""))
            fail_msg("%s: %s", DONE[i].path, g->gateway.client.body);
        assert_int_equal(strncmp(tag(g), "\"v2.", 4), 0);
        act(g, DONE[i].path, "\"v2\"", DONE[i].body);
        expect(g, "done again", 409, "task");
    }
    assert_int_equal(bus_count(&g->bus, "event where kind = 'task.completed'"), COUNT_OF(DONE));
}

/* Asked twice under one key it is done once, and answered alike; another request under the key is
 * refused, and one without a key. */
static void test_keys(void **state)
{
    static const char BODY[] = "{\"on\":\"2026-06-15\"}";
    struct ground *g = *state;
    struct heads heads = { "\"v1\"", "once", "application/json" };
    char first[LINE_TEXT * 4];
    int64_t before = bus_count(&g->bus, "event where kind = 'task.completed'");
    assert_int_equal(send(g, "/2/complete", &heads, BODY), 200);
    snprintf(first, sizeof(first), "%s", g->gateway.client.body);
    assert_int_equal(send(g, "/2/complete", &heads, BODY), 200);
    assert_memory_equal(first, g->gateway.client.body, strlen(first));
    assert_int_equal(bus_count(&g->bus, "event where kind = 'task.completed'"), before + 1);
    send(g, "/2/complete", &heads, "{\"on\":\"2026-06-14\"}");
    expect(g, "another body under the key", 409, "");
    send(g, "/6/complete", &heads, BODY);
    expect(g, "another task under the key", 409, "");
    heads.key = "";
    send(g, "/6/complete", &heads, BODY);
    expect(g, "no key", 400, "");
    assert_int_equal(bus_count(&g->bus, "task where state = 'done'"), 1);
}

static void test_complete_refused(void **state)
{
    static const struct {
        const char *path, *body;
        int status;
        const char *field;
    } BODIES[] = {
        { "/2/complete", "{}", 400, "on" },
        { "/2/complete", "{\"on\":\"15.6.2026\"}", 400, "on" },
        { "/2/complete", "{\"on\":20260615}", 400, "on" },
        { "/2/complete", "{\"on\":\"2026-06-16\"}", 422, "on" }, /* of the future */
        { "/2/complete", "{\"on\":\"2026-06-14\"}", 422, "on" }, /* before its slot */
        { "/2/complete", "{\"on\":\"2026-06-15\",\"items_done\":6}", 422, "items_done" },
        { "/2/complete", "{\"on\":\"2026-06-15\",\"items_done\":-1}", 400, "items_done" },
        { "/2/complete", "{\"on\":\"2026-06-15\",\"items_done\":\"5\"}", 400, "items_done" },
        { "/2/complete", "{\"on\":\"2026-06-15\",\"by\":\"\"}", 400, "by" },
        { "/2/complete", "{\"on\":\"2026-06-15\",\"task\":3}", 400, "task" },
        { "/2/complete", "{\"on\":\"2026-06-15\",\"colour\":\"red\"}", 400, "colour" },
        { "/2/complete", "[\"2026-06-15\"]", 400, "" },
        { "/2/complete", "{\"on\":", 400, "" },
        { "/5/complete", "{\"on\":\"2026-06-09\"}", 409, "task" }, /* taken away */
        { "/99/complete", "{\"on\":\"2026-06-15\"}", 404, "task" },
        { "/x/complete", "{\"on\":\"2026-06-15\"}", 400, "id" },
        { "/2/undo", "{\"on\":\"2026-06-15\"}", 404, "" },
    };
    struct ground *g = *state;
    for (size_t i = 0; i < COUNT_OF(BODIES); i++) {
        act(g, BODIES[i].path, "\"v1\"", BODIES[i].body);
        expect(g, BODIES[i].body, BODIES[i].status, BODIES[i].field);
    }
    send(g, "/2/complete", &(struct heads){ "\"v1\"", "plain", "text/plain" },
         "{\"on\":\"2026-06-15\"}");
    expect(g, "text/plain", 415, "");
    assert_int_equal(bus_count(&g->bus, "task where state = 'done'"), 0);
}

/* ---- passed on ---- */

static void test_reassign(void **state)
{
    struct ground *g = *state;
    act(g, "/6/reassign", "", "{\"person\":\"李工\"}");
    expect(g, "without If-Match", 428, "");
    act(g, "/6/reassign", "\"v1\"", "{\"person\":\"李工\"}");
    expect(g, "to an engineer", 200, "");
    assert_true(answered(g, "\"person\":\"李工\""));
    assert_int_equal(strncmp(tag(g), "\"v2.", 4), 0);
    act(g, "/6/reassign", "\"v1\"", "{}");
    expect(g, "by an old view", 412, "");
    act(g, "/6/reassign", "\"v2\"", "{}");
    expect(g, "to whoever is there", 200, "");
    assert_true(answered(g, "\"person\":null"));
    act(g, "/6/reassign", "\"v3\"", "{\"person\":\"赵六\"}");
    expect(g, "to nobody of the contract", 404, "person");
    act(g, "/6/reassign", "\"v3\"", "{\"person\":7}");
    expect(g, "to a number", 400, "person");
    act(g, "/6/reassign", "\"v3\"", "{\"on\":\"2026-06-15\"}");
    expect(g, "with a day", 400, "on");
    act(g, "/5/reassign", "\"v1\"", "{}");
    expect(g, "what was taken away", 409, "task");
    act(g, "/99/reassign", "\"v1\"", "{}");
    expect(g, "no such task", 404, "task");
    assert_int_equal(bus_count(&g->bus, "event where kind = 'task.reassigned'"), 2);
}

/* ---- who may ---- */

static void account_of(struct ground *g, const char *person, const char *role, char *token)
{
    char key[32], body[LINE_TEXT], path[LINE_TEXT], fields[FIELDS_TEXT];
    snprintf(body, sizeof(body), "{\"name\":\"%s\"}", role);
    snprintf(key, sizeof(key), "account-%s", role);
    gateway_reconnect(&g->gateway);
    assert_int_equal(gateway_post(&g->gateway, "/api/v1/accounts", key, body), 201);
    json_t *account = http_client_json(&g->gateway.client);
    snprintf(token, TOKEN, "%s", json_string_value(json_object_get(account, "token")));
    snprintf(path, sizeof(path), "POST /api/v1/accounts/%d/bind",
             (int)json_integer_value(json_object_get(account, "id")));
    json_decref(account);
    snprintf(body, sizeof(body), "{\"contract\":\"" CODE "\",\"person\":\"%s\"}", person);
    snprintf(fields, sizeof(fields),
             "Content-Type: application/json\r\nIdempotency-Key: bind-%s\r\nIf-Match: \"v1\"\r\n"
             "Content-Length: %zu\r\n",
             role, strlen(body));
    gateway_reconnect(&g->gateway);
    assert_true(http_client_send(&g->gateway.client, gateway_request(&g->gateway, path, fields)));
    assert_int_equal(http_client_ask(&g->gateway.client, body), 200);
}

/* Who does the work says that it is done, who leads it says whose it is; all may see it. */
static void test_who_may(void **state)
{
    static const int LIST = 200, COMPLETE[] = { 200, 200, 403, 403 },
                     REASSIGN[] = { 403, 200, 403, 403 };
    static const char *const ACTS[] = { "/2/complete", "/1/complete", "/3/complete",
                                        "/3/complete" };
    static const char *const MOVES[] = { "/6/reassign", "/6/reassign", "/7/reassign",
                                         "/7/reassign" };
    struct ground *g = *state;
    for (size_t i = 0; i < COUNT_OF(PEOPLE); i++) {
        char token[TOKEN];
        gateway_speak_with(&g->gateway, g->owner);
        account_of(g, PEOPLE[i].name, PEOPLE[i].role, token);
        gateway_speak_with(&g->gateway, token);
        gateway_get(&g->gateway, TASKS "?contract=" CODE);
        expect(g, PEOPLE[i].role, LIST, "");
        act(g, ACTS[i], "\"v1\"", "{\"on\":\"2026-06-15\"}");
        expect(g, PEOPLE[i].role, COMPLETE[i], "");
        act(g, MOVES[i], "\"v1\"", "{}");
        expect(g, PEOPLE[i].role, REASSIGN[i], "");
        gateway_reconnect(&g->gateway);
        gateway_get(&g->gateway, TASKS "?contract=other");
        expect(g, "another contract", 403, "");
    }
    assert_int_equal(bus_count(&g->bus, "task where state = 'done'"), 2);
    gateway_speak_with(&g->gateway, "mlps_0");
    gateway_get(&g->gateway, TASKS "?contract=" CODE);
    expect(g, "nobody", 401, "");
    act(g, "/3/complete", "\"v1\"", "{\"on\":\"2026-06-15\"}");
    expect(g, "nobody", 401, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_filters, begin),
        cmocka_unit_test_setup(test_pages, begin),
        cmocka_unit_test_setup(test_lists_refused, begin),
        cmocka_unit_test_setup(test_complete, begin),
        cmocka_unit_test_setup(test_keys, begin),
        cmocka_unit_test_setup(test_complete_refused, begin),
        cmocka_unit_test_setup(test_reassign, begin),
        cmocka_unit_test_setup(test_who_may, begin),
    };
    return cmocka_run_group_tests(tests, open_ground, close_ground);
}
