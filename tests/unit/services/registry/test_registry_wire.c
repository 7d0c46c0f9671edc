#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ceilings.h"
#include "memory.h"
#include "pack.h"
#include "registry_wire.h"
#include "wire_check.h"

#define READER(what)                                                                               \
    static rc_t read_##what(const json_t *args, void *ret, struct problem *problem)                \
    {                                                                                              \
        return registry_read_##what(args, ret, problem);                                           \
    }
READER(calendar_load)
READER(pack_load)
READER(pack_show)
READER(contract_open)
READER(contract_get)
READER(person_add)
READER(person_list)
READER(system_list)
READER(system_get)
READER(system_rename)
READER(list)

#define LONG_81 "a2345678901234567890123456789012345678901234567890123456789012345678901234567890x"

static const struct wire_row CALENDAR_LOAD[] = {
    { "{'version':'1','csv':'x'}", "code", RC_INVALID },
    { "{'code':'','version':'1','csv':'x'}", "code", RC_INVALID },
    { "{'code':7,'version':'1','csv':'x'}", "code", RC_INVALID },
    { "{'code':'cn','csv':'x'}", "version", RC_INVALID },
    { "{'code':'cn','version':'" LONG_81 "','csv':'x'}", "version", RC_INVALID },
    { "{'code':'cn','version':'1'}", "csv", RC_INVALID },
    { "{'code':'cn','version':'1','csv':''}", "csv", RC_INVALID },
    { "{'code':'cn','version':'1','csv':[]}", "csv", RC_INVALID },
    { "{'code':'cn','version':'1','csv':'x','more':1}", "more", RC_INVALID },
};
static const struct wire_row PACK_LOAD[] = {
    { "{}", "yaml", RC_INVALID },
    { "{'yaml':''}", "yaml", RC_INVALID },
    { "{'yaml':{}}", "yaml", RC_INVALID },
    { "{'yaml':'x','file':''}", "file", RC_INVALID },
    { "{'yaml':'x','file':'a\\u0007b'}", "file", RC_INVALID },
    { "{'yaml':'x','name':'y'}", "name", RC_INVALID },
};
static const struct wire_row PACK_SHOW[] = {
    { "{}", "name", RC_INVALID },
    { "{'name':'" LONG_81 "'}", "name", RC_INVALID },
    { "{'name':'p','version':0}", "version", RC_INVALID },
    { "{'name':'p','version':2147483648}", "version", RC_INVALID },
    { "{'name':'p','version':'1'}", "version", RC_INVALID },
    { "{'name':'p','pack':'p'}", "pack", RC_INVALID },
};
static const struct wire_row CONTRACT_OPEN[] = {
    { "{'signed':'2026-03-16'}", "pack", RC_INVALID },
    { "{'pack':'P','signed':'2026-03-16'}", "pack", RC_INVALID },
    { "{'pack':'p'}", "signed", RC_INVALID },
    { "{'pack':'p','signed':'2026-02-29'}", "signed", RC_INVALID },
    { "{'pack':'p','signed':20260316}", "signed", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','code':'-p'}", "code", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','code':'" LONG_81 "'}", "code", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','service_from':'2026-02-30'}", "service_from",
      RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','service_to':1}", "service_to", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','total_fen':-1}", "total_fen", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','total_fen':1.5}", "total_fen", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','total_fen':100000000000001}", "total_fen", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','readings':[]}", "readings", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':{}}", "people", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':[7]}", "people[0]", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':[{'role':'engineer'}]}", "people[0].name",
      RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':[{'name':'a'}]}", "people[0].role", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':[{'name':'a','role':'boss'}]}", "people[0].role",
      RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':[{'name':'a','role':'leader'},"
      "{'name':'b','role':'leader','email':'b'}]}",
      "people[1].email", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':[{'name':'a','role':'leader','team':'T'}]}",
      "people[0].team", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':[{'name':'a','role':'leader','age':5}]}",
      "people[0].age", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','people':[{'name':'a','role':'leader'},"
      "{'name':'a','role':'manager'},{'name':'a','role':'leader'}]}",
      "people[2].name", RC_INVALID },
    { "{'pack':'p','signed':'2026-03-16','state':'closed'}", "state", RC_INVALID },
};
static const struct wire_row CONTRACT_GET[] = {
    { "{}", "code", RC_INVALID },
    { "{'code':'a b'}", "code", RC_INVALID },
    { "{'contract':'a'}", "contract", RC_INVALID },
};
static const struct wire_row PERSON_ADD[] = {
    { "{'name':'a','role':'leader'}", "contract", RC_INVALID },
    { "{'contract':'C','name':'a','role':'leader'}", "contract", RC_INVALID },
    { "{'contract':'c','role':'leader'}", "name", RC_INVALID },
    { "{'contract':'c','name':'a'}", "role", RC_INVALID },
    { "{'contract':'c','name':'a','role':'Leader'}", "role", RC_INVALID },
    { "{'contract':'c','name':'a','role':'leader','team':'a_b'}", "team", RC_INVALID },
    { "{'contract':'c','name':'a','role':'leader','email':'@b'}", "email", RC_INVALID },
    { "{'contract':'c','name':'a','role':'leader','email':'a@'}", "email", RC_INVALID },
    { "{'contract':'c','name':'a','role':'leader','email':'a@b@c'}", "email", RC_INVALID },
    { "{'contract':'c','name':'a','role':'leader','email':'a b@c'}", "email", RC_INVALID },
    { "{'contract':'c','name':'a','role':'leader','phone':'1'}", "phone", RC_INVALID },
};
static const struct wire_row PERSON_LIST[] = {
    { "{}", "contract", RC_INVALID },
    { "{'contract':'c','limit':0}", "limit", RC_INVALID },
    { "{'contract':'c','cursor':'1.2'}", "cursor", RC_INVALID },
    { "{'contract':'c','team':'t'}", "team", RC_INVALID },
};
static const struct wire_row SYSTEM_LIST[] = {
    { "{'contract':''}", "contract", RC_INVALID },
    { "{'team':'T'}", "team", RC_INVALID },
    { "{'grade':0}", "grade", RC_INVALID },
    { "{'grade':6}", "grade", RC_INVALID },
    { "{'phase':0}", "phase", RC_INVALID },
    { "{'phase':21}", "phase", RC_INVALID },
    { "{'q':''}", "q", RC_INVALID },
    { "{'cursor':'7'}", "cursor", RC_INVALID },
    { "{'limit':1001}", "limit", RC_INVALID },
    { "{'serial':1}", "serial", RC_INVALID },
};
static const struct wire_row SYSTEM_RENAME[] = {
    { "{'name':'n'}", "system", RC_INVALID },
    { "{'system':1}", "name", RC_INVALID },
    { "{'system':1,'name':''}", "name", RC_INVALID },
    { "{'system':1,'name':'n','version':0}", "version", RC_INVALID },
    { "{'system':1,'name':'n','grade':3}", "grade", RC_INVALID },
};
static const struct wire_row SYSTEM_GET[] = {
    { "{}", "system", RC_INVALID },
    { "{'system':0}", "system", RC_INVALID },
    { "{'system':'1'}", "system", RC_INVALID },
    { "{'contract':'c'}", "system", RC_INVALID },
    { "{'serial':1}", "system", RC_INVALID },
    { "{'system':1,'serial':1}", "system", RC_INVALID },
    { "{'system':1,'contract':'c','serial':1}", "system", RC_INVALID },
    { "{'contract':'c','serial':100001}", "serial", RC_INVALID },
    { "{'system':1,'id':1}", "id", RC_INVALID },
};
static const struct wire_row LIST[] = {
    { "{'cursor':'x'}", "cursor", RC_INVALID },
    { "{'contract':'c'}", "contract", RC_INVALID },
};

#define CHECK(read, type, rows) wire_check_refused(read, sizeof(struct type), rows, COUNT_OF(rows))

static void test_wrong_arguments_are_named(void **state)
{
    (void)state;
    CHECK(read_calendar_load, calendar_load, CALENDAR_LOAD);
    CHECK(read_pack_load, pack_load, PACK_LOAD);
    CHECK(read_pack_show, pack_show, PACK_SHOW);
    CHECK(read_contract_open, contract_open, CONTRACT_OPEN);
    CHECK(read_contract_get, contract_get, CONTRACT_GET);
    CHECK(read_person_add, person_add, PERSON_ADD);
    CHECK(read_person_list, person_list, PERSON_LIST);
    CHECK(read_system_list, system_list, SYSTEM_LIST);
    CHECK(read_system_get, system_list, SYSTEM_GET);
    CHECK(read_system_rename, system_rename, SYSTEM_RENAME);
    CHECK(read_list, plain_list, LIST);
}

/* A document one byte above its ceiling, and a list of people one entry above. */
static void test_ceilings(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct pack_load load;
    struct contract_open open;
    char *text = mem_new(MAX_PACK_BYTES + 2);
    memset(text, 'x', MAX_PACK_BYTES + 1);
    text[MAX_PACK_BYTES + 1] = '\0';
    json_t *args = json_pack("{s:s}", "yaml", text);
    assert_int_equal(registry_read_pack_load(args, &load, &problem), RC_TOO_LARGE);
    assert_string_equal(problem.field, "yaml");
    json_object_set_new(args, "yaml", json_stringn(text, MAX_PACK_BYTES));
    problem_clear(&problem);
    assert_int_equal(registry_read_pack_load(args, &load, &problem), RC_OK);
    assert_int_equal(load.yaml.len, MAX_PACK_BYTES);
    json_decref(args);
    mem_free(text);

    args = json_pack("{s:s, s:s, s:[]}", "pack", "p", "signed", "2026-03-16", "people");
    for (int i = 0; i <= MAX_PEOPLE; i++)
        json_array_append_new(json_object_get(args, "people"), json_object());
    assert_int_equal(registry_read_contract_open(args, &open, &problem), RC_TOO_LARGE);
    assert_string_equal(problem.field, "people");
    json_decref(args);
}

static void test_a_wrong_person_is_counted_from_one(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct contract_open open;
    json_t *args =
        wire_args("{'pack':'p','signed':'2026-03-16','people':[{'name':'a','role':'leader'},"
                  "{'name':'b','role':'leader','email':'b'}]}");
    assert_int_equal(registry_read_contract_open(args, &open, &problem), RC_INVALID);
    assert_string_equal(problem.text, "person 2: \"email\" must be like name@host");
    json_decref(args);
}

static void test_defaults(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct pack_load load;
    struct contract_open open;
    struct system_list list;
    json_t *args = wire_args("{'yaml':'x'}");
    assert_int_equal(registry_read_pack_load(args, &load, &problem), RC_OK);
    assert_string_equal(load.file, "yaml");
    json_decref(args);

    args = wire_args("{'pack':'p-1','signed':'2026-03-16'}");
    assert_int_equal(registry_read_contract_open(args, &open, &problem), RC_OK);
    assert_string_equal(open.code, "p-1");
    assert_int_equal(open.total_fen, -1);
    assert_int_equal(open.service_from, NO_DAY);
    assert_int_equal(open.service_to, NO_DAY);
    assert_null(open.readings);
    assert_null(open.people);
    json_decref(args);

    args = wire_args("{}");
    assert_int_equal(registry_read_system_list(args, &list, &problem), RC_OK);
    assert_null(list.contract);
    assert_null(list.team);
    assert_null(list.q);
    assert_int_equal(list.grade, 0);
    assert_int_equal(list.phase, 0);
    assert_int_equal(list.page.limit, DEFAULT_LIST_LIMIT);
    json_decref(args);
}

static void test_everything_is_read(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct contract_open open;
    struct system_list list;
    json_t *args = wire_args("{'code':'c','pack':'p','signed':'1970-01-03','total_fen':7,"
                             "'service_from':'1970-01-04','service_to':'1970-01-05',"
                             "'readings':{'roll':'true'},'people':[{'name':'甲','role':'manager',"
                             "'team':'t-1','email':'a@b'}]}");
    assert_int_equal(registry_read_contract_open(args, &open, &problem), RC_OK);
    assert_string_equal(open.code, "c");
    assert_string_equal(open.pack, "p");
    assert_int_equal(open.signed_on, 2);
    assert_int_equal(open.total_fen, 7);
    assert_int_equal(open.service_from, 3);
    assert_int_equal(open.service_to, 4);
    assert_int_equal(json_object_size(open.readings), 1);
    assert_int_equal(json_array_size(open.people), 1);
    json_decref(args);

    args = wire_args("{'contract':'c','team':'t','grade':3,'phase':7,'q':'%','cursor':'4.5',"
                     "'limit':6}");
    assert_int_equal(registry_read_system_list(args, &list, &problem), RC_OK);
    assert_string_equal(list.contract, "c");
    assert_string_equal(list.team, "t");
    assert_string_equal(list.q, "%");
    assert_int_equal(list.grade, 3);
    assert_int_equal(list.phase, 7);
    assert_int_equal(list.page.key[0], 4);
    assert_int_equal(list.page.key[1], 5);
    assert_int_equal(list.page.limit, 6);
    json_decref(args);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_arguments_are_named),
        cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_a_wrong_person_is_counted_from_one),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_everything_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
