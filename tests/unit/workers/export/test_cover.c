#include "cover.h"

#include "attr.h"
#include "frame_fixture.h"

static const struct book_def BOOK = {
    .kind = "t", .zh = "试验", .en = "Test", .filter_zh = "全部系统", .filter_en = "all systems"
};

static struct cover_facts facts(void)
{
    return (struct cover_facts){ .contract_title = "合同甲",
                                 .contract_code = "c",
                                 .customer = "采购人",
                                 .service_period = "2026-01-01 – 2026-12-31",
                                 .pack = "p v2",
                                 .calendar = "cn 3",
                                 .requested_by = "wang",
                                 .as_of_us = INT64_C(1781485200000000),
                                 .zone_minutes = 480,
                                 .event_seq = INT64_C(9007199254740993) };
}

/* A cover before two sheets of 3 and 4 rows. */
static char *cover(struct frame_fixture *fixture, enum lang lang, const struct cover_facts *facts)
{
    struct problem problem = { .rc = RC_OK };
    struct part *part, *sheet;
    fixture->frame.lang = lang;
    assert_int_equal(parts_add(&fixture->parts, fixture->frame.book, NULL, "封面", &part, &problem),
                     RC_OK);
    for (int i = 3; i <= 4; i++) {
        char name[16];
        snprintf(name, sizeof(name), "表 %d", i);
        assert_int_equal(
            parts_add(&fixture->parts, fixture->frame.book, NULL, name, &sheet, &problem), RC_OK);
        sheet->rows = i;
    }
    cover_write(&fixture->frame, &BOOK, facts, part);
    assert_int_equal(part_seal(part, &problem), RC_OK);
    return frame_sheet(fixture, 1);
}

static void test_what_it_says(void **state)
{
    static const char *const SAID[] = { ">试验<",
                                        ">合同甲<",
                                        ">c<",
                                        ">采购人<",
                                        ">2026-01-01 – 2026-12-31<",
                                        ">2026-06-15 09:00:00+08:00<",
                                        ">全部系统<",
                                        ">7<",
                                        ">9007199254740993<",
                                        ">p v2<",
                                        ">cn 3<",
                                        ">wang<",
                                        ">表 3　3 行<",
                                        ">表 4　4 行<",
                                        ">筛选条件<" };
    struct cover_facts said = facts();
    char *xml = cover(*state, LANG_ZH, &said);
    for (size_t i = 0; i < COUNT_OF(SAID); i++)
        has(xml, SAID[i]);
    has(xml, "location=\"'表 3'!A1\"");
    assert_int_equal(count_of(xml, "<f"), 0);
    mem_free(xml);
}

static void test_in_english(void **state)
{
    struct cover_facts said = facts();
    char *xml = cover(*state, LANG_EN, &said);
    has(xml, ">Test<");
    has(xml, ">Read at event<");
    has(xml, ">all systems<");
    has(xml, ">表 4　4 rows<");
    mem_free(xml);
}

static void test_hostile_texts(void **state)
{
    struct cover_facts said = facts();
    said.contract_title = "=1+1\r\x01";
    said.customer = "<b>&\"'";
    char *xml = cover(*state, LANG_ZH, &said);
    has(xml, ">=1+1_x000D__x0001_<");
    has(xml, "&lt;b&gt;&amp;");
    assert_int_equal(count_of(xml, "<f"), 0);
    mem_free(xml);
}

static const struct {
    int64_t us;
    int zone;
    const char *want;
} TIMES[] = {
    { INT64_C(1781485200000000), 480, "2026-06-15 09:00" },
    { INT64_C(1781485200000000), 0, "2026-06-15 01:00" },
    { INT64_C(1781485259999999), 480, "2026-06-15 09:00" },
};

static void test_time(void **state)
{
    char text[64];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TIMES); i++)
        assert_string_equal(cover_time(TIMES[i].us, TIMES[i].zone, text), TIMES[i].want);
}

int main(void)
{
#define FRAME_TEST(f) cmocka_unit_test_setup_teardown(f, frame_open, frame_close)
    const struct CMUnitTest tests[] = {
        FRAME_TEST(test_what_it_says),
        FRAME_TEST(test_in_english),
        FRAME_TEST(test_hostile_texts),
        cmocka_unit_test(test_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
