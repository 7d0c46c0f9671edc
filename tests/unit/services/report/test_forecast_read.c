/* The statements' rows as one forecast: what each becomes, and how many there may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "forecast_fixture.h"

static const char FACTS[] =
    "{'systems':["
    "{'serial':1,'name':'一','team':'a','started':true,'done':false,'phases':["
    "{'id':1,'number':4,'state':'submitted','from':'2026-06-10','due':'2026-06-12','deadline':11,"
    "'code':'S4'},"
    "{'id':2,'number':5,'state':'planned','from':'2026-06-18','due':'2026-07-07','deadline':null,"
    "'code':'S5'},"
    "{'id':3,'number':99,'state':'planned','from':'2026-06-18','due':'2026-07-07','deadline':null,"
    "'code':'S99'}]},"
    "{'serial':7,'name':'七','team':'b','started':true,'done':false,'phases':["
    "{'id':4,'number':5,'state':'suspended','from':'2026-06-10','due':'2026-06-20','deadline':12,"
    "'code':'H5','provisional':true}]},"
    "{'serial':8,'name':'八','team':'b','started':false,'done':false,'phases':[]}],"
    "'deadlines':["
    "{'id':21,'code':'A','kind':'finding','serial':7,'from':'2026-06-01','due':'2026-06-30',"
    "'facts':{'severity':'high'}},"
    "{'id':22,'code':'B','kind':'finding','serial':7,'from':'2026-06-01','due':'2026-06-30',"
    "'facts':{'severity':'low'},'missed':true},"
    "{'id':23,'code':'E','kind':'term','serial':null,'from':'2026-06-01','due':'2026-06-30',"
    "'document':true},"
    "{'id':24,'code':'G','kind':'sla','serial':8,'from':'2026-06-01','due':'2026-06-30'}],"
    "'tasks':[{'id':31,'clause':'C','title':'t1','serial':null,'person':2,'from':'2026-06-16',"
    "'due':'2026-06-16','document':false,'routine':true},"
    "{'id':32,'clause':'C','title':'t2','serial':1,'person':null,'from':'2026-06-16',"
    "'due':'2026-06-17','document':true,'routine':false}],"
    "'cases':[{'code':'D/AA','type':null,'kind':'finding','on':'2026-06-02','incident':null,"
    "'facts':{'severity':'high'}},"
    "{'code':'D/B','type':null,'kind':'finding','on':'2026-06-02','incident':null,"
    "'facts':{'severity':'low'}},"
    "{'code':'X','type':'overrun','kind':null,'on':'2026-06-03','incident':'I1','facts':{}}]}";

static void test_items(void **state)
{
    static const struct {
        const char *name, *subject, *case_type;
        enum forecast_kind kind;
        enum phase_stage stage;
        int64_t id;
        int system, team, person;
        bool clocked, missed, routine, provisional;
    } CASES[] = {
        { "S4", "deadline", NULL, FORECAST_PHASE, STAGE_SUBMITTED, 11, 0, 0, -1, 0, 0, 0, 0 },
        { "S5", "phase", "overrun", FORECAST_PHASE, STAGE_PLANNED, 2, 0, 0, -1, 1, 0, 0, 0 },
        { "H5", "deadline", "overrun", FORECAST_PHASE, STAGE_RUNNING, 12, 1, 1, -1, 1, 0, 0, 1 },
        { "A", "deadline", "overdue", FORECAST_FINDING, STAGE_NONE, 21, 1, 1, -1, 1, 0, 0, 0 },
        { "B", "deadline", NULL, FORECAST_FINDING, STAGE_NONE, 22, 1, 1, -1, 1, 1, 0, 0 },
        { "E", "deadline", NULL, FORECAST_DELIVERABLE, STAGE_NONE, 23, -1, -1, -1, 1, 0, 0, 0 },
        { "G", "deadline", NULL, FORECAST_OTHER, STAGE_NONE, 24, 2, 1, -1, 1, 0, 0, 0 },
        { "t1", "task", NULL, FORECAST_TASK, STAGE_NONE, 31, -1, 1, 3, 0, 0, 1, 0 },
        { "t2", "task", NULL, FORECAST_DELIVERABLE, STAGE_NONE, 32, 0, 0, -1, 0, 0, 0, 0 },
    };
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    assert_int_equal(ground.forecast.item_count,
                     COUNT_OF(CASES)); /* phase 99 is none of the pack's */
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const struct forecast_item *item =
            &ground.forecast.items[ground_item(&ground, CASES[i].name)];
        bool same_case = (item->case_type == NULL) == (CASES[i].case_type == NULL) &&
                         (!item->case_type || strcmp(item->case_type, CASES[i].case_type) == 0);
        if (strcmp(item->subject, CASES[i].subject) != 0 || item->kind != CASES[i].kind ||
            item->stage != CASES[i].stage || item->id != CASES[i].id || !same_case)
            fail_msg("%s: %s %lld, %s", CASES[i].name, item->subject, (long long)item->id,
                     forecast_kind_word(item->kind));
        if (item->system != CASES[i].system || item->team != CASES[i].team ||
            item->person != CASES[i].person || item->clocked != CASES[i].clocked ||
            item->missed != CASES[i].missed || item->routine != CASES[i].routine ||
            item->provisional != CASES[i].provisional)
            fail_msg("%s: whose it is, or what of it", CASES[i].name);
        assert_true((item->spread != NULL) == item->clocked);
    }
    ground_close(&ground);
}

/* Phases of the pack bear its clause and name. Systems without phases have none. */
static void test_systems(void **state)
{
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    assert_int_equal(ground.forecast.system_count, 3);
    assert_int_equal(ground.forecast.systems[0].count, 2);
    assert_int_equal(ground.forecast.systems[1].first, 2);
    assert_int_equal(ground.forecast.systems[1].count, 1);
    assert_int_equal(ground.forecast.systems[2].count, 0);
    assert_false(ground.forecast.systems[2].started);
    const struct forecast_item *item = &ground.forecast.items[ground_item(&ground, "S5")];
    assert_string_equal(item->title, "安全整改");
    assert_string_equal(item->clause, "MH-042");
    ground_close(&ground);
}

static void test_owners(void **state)
{
    static const struct {
        const char *name;
        int team, engineers;
    } WANT[] = { { "甲队", 0, 1 }, { "乙队", 1, 2 }, { "甲", 0, 1 },
                 { "乙", 1, 1 },   { "丙", 1, 1 },   { NULL, -1, 3 } };
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    assert_int_equal(ground.forecast.owner_count, COUNT_OF(WANT));
    assert_int_equal(ground.forecast.team_count, 2);
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        const struct forecast_owner *owner = &ground.forecast.owners[i];
        assert_int_equal(owner->team, WANT[i].team);
        assert_int_equal(owner->engineers, WANT[i].engineers);
        assert_true((owner->name == NULL) == (WANT[i].name == NULL));
        if (owner->name)
            assert_string_equal(owner->name, WANT[i].name);
    }
    ground_close(&ground);
}

/* Who has a task but is no engineer does not make the team stronger. */
static void test_who_is_no_engineer(void **state)
{
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-15",
                "{'owners':{'teams':[{'code':'a','name':'甲队'},{'code':'b','name':'乙队'}],"
                "'people':[{'id':5,'name':'丁','team':'a','engineer':false},"
                "{'id':6,'name':'戊','team':null,'engineer':false}]}}");
    assert_int_equal(ground.forecast.owners[0].engineers, 0);
    assert_int_equal(ground.forecast.owners[4].engineers, 0);
    assert_int_equal(ground.forecast.owners[3].team, -1);
    ground_close(&ground);
}

/* Cases of a kind that costs nothing are none; those that stand and those that may come are ranked
 * by their codes, byte by byte: D/A, D/AA, D/H5, D/S5, X. */
static void test_cases(void **state)
{
    struct forecast_ground ground;
    (void)state;
    ground_open(&ground, "2026-06-15", FACTS);
    assert_int_equal(ground.forecast.case_count, 2);
    assert_string_equal(ground.forecast.cases[0].type, "overdue");
    assert_int_equal(ground.forecast.cases[0].at, day_of("2026-06-02"));
    assert_int_equal(ground.forecast.cases[0].id, 2);
    assert_null(ground.forecast.cases[0].incident);
    assert_string_equal(ground.forecast.cases[1].incident, "I1");
    assert_int_equal(ground.forecast.cases[1].id, 5);
    assert_int_equal(ground.forecast.items[ground_item(&ground, "A")].rank, 1);
    assert_int_equal(ground.forecast.items[ground_item(&ground, "H5")].rank, 3);
    assert_int_equal(ground.forecast.items[ground_item(&ground, "S5")].rank, 4);
    ground_close(&ground);
}

/* ---- ceilings ---- */

/* `count` rows of a list; a row as each list wants it. */
static json_t *many(const char *row, size_t count)
{
    json_t *list = json_array();
    json_t *one = json_loads(row, 0, NULL);
    for (size_t i = 0; i < count; i++)
        json_array_append(list, one);
    json_decref(one);
    return list;
}

static rc_t read_many(const char *list, const char *row, size_t count)
{
    struct problem problem = { .rc = RC_OK };
    struct forecast_ground ground;
    struct forecast forecast;
    ground_open(&ground, "2026-06-15", "{}");
    json_t *facts = ground_facts("{}");
    if (strcmp(list, "people") == 0)
        json_object_set_new(json_object_get(facts, "owners"), list, many(row, count));
    else
        json_object_set_new(facts, list, many(row, count));
    rc_t rc = forecast_read(facts, &ground.frame, ground.forecast.today, &forecast, &problem);
    assert_string_equal(problem.field, rc == RC_OK ? "" : "contract");
    forecast_fini(&forecast);
    ground_close(&ground);
    return rc;
}

/* Exactly the ceiling is taken, one more is refused; two teams are there already. */
static void test_ceilings(void **state)
{
    static const char TASK[] = "{\"id\":1,\"clause\":\"C\",\"title\":\"t\",\"from\":1,\"due\":1}";
    static const char SYSTEM[] = "{\"serial\":1,\"name\":\"s\",\"team\":\"a\",\"phases\":[]}";
    static const char CASE[] = "{\"code\":\"X\",\"type\":\"overrun\",\"on\":1,\"facts\":{}}";
    static const char PERSON[] = "{\"id\":1,\"name\":\"p\",\"team\":\"a\",\"engineer\":true}";
    static const struct {
        const char *list, *row;
        size_t most;
    } CASES[] = {
        { "tasks", TASK, FORECAST_ITEMS_MAX },
        { "systems", SYSTEM, FORECAST_SYSTEMS_MAX },
        { "cases", CASE, FORECAST_CASES_MAX },
        { "people", PERSON, FORECAST_OWNERS_MAX - 2 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        rc_t most = read_many(CASES[i].list, CASES[i].row, CASES[i].most);
        rc_t more = read_many(CASES[i].list, CASES[i].row, CASES[i].most + 1);
        if (most != RC_OK || more != RC_TOO_LARGE)
            fail_msg("%s: %s, then %s", CASES[i].list, rc_word(most), rc_word(more));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items),  cmocka_unit_test(test_systems),
        cmocka_unit_test(test_owners), cmocka_unit_test(test_who_is_no_engineer),
        cmocka_unit_test(test_cases),  cmocka_unit_test(test_ceilings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
