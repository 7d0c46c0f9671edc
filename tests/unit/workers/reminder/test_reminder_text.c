#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "civil.h"
#include "ledger.h"
#include "memory.h"
#include "proof.h"
#include "reminder_text.h"
#include "textw.h"

static struct reminder_notice notice_at(const char *now)
{
    return (struct reminder_notice){
        .contract = "2026 年等保测评",
        .title = "安全建设整改",
        .clause = "MH-054",
        .person = "王工",
        .rule = "warn_3",
        .system = "门户网站",
        .due_on = test_day("2026-06-15"),
        .due_at = test_instant("2026-06-16 00:00") - 1,
        .zone_minutes = LEDGER_ZONE,
        .plan_at = test_instant(now),
        .now_us = test_instant(now),
    };
}

static const struct {
    const char *name, *now;
    enum lang lang;
    const char *title, *says; /* `says` stands in the body */
} DAYS[] = {
    { "days are left", "2026-06-10 09:00", LANG_ZH,
      "[到期提醒] 门户网站 安全建设整改 还有 5 天（2026-06-15）", "现状：还有 5 天。" },
    { "the last minute of the day before", "2026-06-14 23:59:59", LANG_ZH,
      "[到期提醒] 门户网站 安全建设整改 还有 1 天（2026-06-15）", "现状：还有 1 天。" },
    { "today", "2026-06-15 00:00", LANG_ZH, "[今日到期] 门户网站 安全建设整改（2026-06-15）",
      "现状：今天到期。" },
    { "today, until its end", "2026-06-15 23:59:59", LANG_EN,
      "[Due today] 门户网站 安全建设整改 (2026-06-15)", "Now: due today." },
    { "one day over", "2026-06-16 00:00", LANG_ZH,
      "[已逾期] 门户网站 安全建设整改 逾期 1 天（2026-06-15）", "现状：已逾期 1 天。" },
    { "across the year's end", "2027-01-02 09:00", LANG_EN,
      "[Overdue] 门户网站 安全建设整改: 201 day(s) over (2026-06-15)", "Now: 201 day(s) overdue." },
};

/* Make a text and free it; title and body are compared in between. */
static void check(const char *name, const struct reminder_notice *notice, enum lang lang,
                  const char *title, const char *says)
{
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(reminder_text_make(notice, lang, &text, &problem), RC_OK);
    if (title && strcmp(bytebuf_str(&text.title), title) != 0)
        fail_msg("%s: %s", name, bytebuf_str(&text.title));
    if (says && !strstr(bytebuf_str(&text.body), says))
        fail_msg("%s: %s", name, bytebuf_str(&text.body));
    reminder_text_fini(&text);
}

static void test_days(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        struct reminder_notice notice = notice_at(DAYS[i].now);
        check(DAYS[i].name, &notice, DAYS[i].lang, DAYS[i].title, DAYS[i].says);
    }
}

static const struct {
    const char *name, *now;
    enum lang lang;
    const char *title;
} CLOCKS[] = {
    { "minutes", "2026-06-15 13:35", LANG_ZH, "[时限提醒] 门户网站 到场 还有 25 分钟" },
    { "rounded up", "2026-06-15 13:59:30", LANG_ZH, "[时限提醒] 门户网站 到场 还有 1 分钟" },
    { "whole hours", "2026-06-15 12:00", LANG_EN, "[Time limit] 门户网站 到场: 2 h left" },
    { "at the limit nothing is over yet", "2026-06-15 14:00", LANG_ZH,
      "[时限提醒] 门户网站 到场 还有 0 分钟" },
    { "days, hours and minutes", "2026-06-17 17:05", LANG_ZH,
      "[已超时] 门户网站 到场 超时 2 天 3 小时 5 分钟" },
};

static void test_clocks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CLOCKS); i++) {
        struct reminder_notice notice = notice_at(CLOCKS[i].now);
        notice.kind = NOTICE_INSTANT;
        notice.title = "到场";
        notice.due_at = test_instant("2026-06-15 14:00");
        check(CLOCKS[i].name, &notice, CLOCKS[i].lang, CLOCKS[i].title, "2026-06-15 14:00");
    }
}

static void test_late_says_so(void **state)
{
    (void)state;
    struct reminder_notice notice = notice_at("2026-06-10 10:00");
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    notice.plan_at = test_instant("2026-06-10 09:00");
    assert_int_equal(reminder_text_make(&notice, LANG_ZH, &text, &problem), RC_OK);
    assert_false(text.late); /* one hour is in time */
    assert_null(strstr(bytebuf_str(&text.body), "迟发"));
    reminder_text_fini(&text);
    notice.now_us += 1;
    assert_int_equal(reminder_text_make(&notice, LANG_ZH, &text, &problem), RC_OK);
    assert_true(text.late);
    assert_non_null(strstr(bytebuf_str(&text.body), "本提醒迟发：原定 2026-06-10 09:00 发出。"));
    reminder_text_fini(&text);
}

static void test_the_whole_body(void **state)
{
    (void)state;
    struct reminder_notice notice = notice_at("2026-06-10 09:00");
    proof_t *proof = proof_new(LEDGER_ZONE);
    proof_clause(proof, "MH-054", "安全建设");
    proof_day(proof, WHY_DAY_WEEKEND, test_day("2026-06-13")); /* single days are left out */
    proof_day(proof, WHY_DUE, test_day("2026-06-15"));
    json_t *json = proof_json(proof);
    notice.proof = json;
    notice.provisional = true;
    check("whole", &notice, LANG_ZH, NULL,
          "王工：\n\n"
          "合同：2026 年等保测评\n"
          "系统：门户网站\n"
          "事项：安全建设整改（条款 MH-054）\n"
          "到期日：2026-06-15（当日 24:00 前）\n"
          "该日为暂定：所涉年份的放假安排尚未公布。\n"
          "现状：还有 5 天。\n\n"
          "到期日的依据：\n"
          "- 依据条款 MH-054：安全建设\n"
          "- 到期日 2026-06-15\n\n"
          "本提醒由系统自动发出（warn_3），请勿直接回复。\n");
    notice.system = NULL;
    check("of the contract", &notice, LANG_ZH, "[到期提醒] 安全建设整改 还有 5 天（2026-06-15）",
          "合同：2026 年等保测评\n事项：安全建设整改");
    json_decref(json);
    proof_destroy(&proof);
}

/* A penalty says what it costs, by which clause, why, and that reading it is evidence. */
static void test_a_penalty(void **state)
{
    (void)state;
    struct reminder_notice notice = notice_at("2026-06-20 09:00");
    proof_t *proof = proof_new(LEDGER_ZONE);
    proof_clause(proof, "MH-101", "考核扣款");
    json_t *json = proof_json(proof);
    notice.kind = NOTICE_PENALTY;
    notice.rule = "notice";
    notice.clause = "MH-101";
    notice.due_at = INT64_MAX;
    notice.deduct_fen = 1234505;
    notice.proof = json;
    check("without measures", &notice, LANG_ZH,
          "[处罚通知] 门户网站 安全建设整改 拟扣减 12345.05 元（条款 MH-101）",
          "事项：安全建设整改（条款 MH-101）\n"
          "发生日：2026-06-15\n"
          "拟扣减：12345.05 元\n\n"
          "处罚的依据：\n- 依据条款 MH-101：考核扣款\n\n"
          "请在系统中阅读本通知并确认：确认的时刻即为收到通知的凭证。\n\n"
          "本提醒由系统自动发出（notice）");
    json_t *measures = json_pack("[s, s]", "限期整改", "约谈企业负责人");
    notice.measures = measures;
    check("with measures", &notice, LANG_EN,
          "[Penalty notice] 门户网站 安全建设整改: 12345.05 yuan proposed (clause MH-101)",
          "Measures: 限期整改、约谈企业负责人\n");
    notice.deduct_fen = -50;
    check("what was confirmed is lowered", &notice, LANG_ZH,
          "[处罚通知] 门户网站 安全建设整改 拟扣减 -0.50 元（条款 MH-101）", "拟扣减：-0.50 元\n");
    json_decref(measures);
    json_decref(json);
    proof_destroy(&proof);
}

/* However many measures a pack names, the title and body keep their ceilings and stay text. */
static void test_measures_are_cut(void **state)
{
    (void)state;
    struct reminder_notice notice = notice_at("2026-06-20 09:00");
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    json_t *measures = json_array();
    for (int i = 0; i < 200; i++)
        json_array_append_new(measures, json_string("限期整改并约谈企业负责人"));
    notice.kind = NOTICE_PENALTY;
    notice.due_at = INT64_MAX;
    notice.measures = measures;
    assert_int_equal(reminder_text_make(&notice, LANG_ZH, &text, &problem), RC_OK);
    assert_true(text_is_utf8(bytebuf_str(&text.body), text.body.len));
    assert_true(text_chars(bytebuf_str(&text.body)) < 600);
    reminder_text_fini(&text);
    json_decref(measures);
}

/* The longest names and proofs that the tables allow still fit the notification's columns. */
static void test_the_longest_text_fits(void **state)
{
    (void)state;
    char name[300 * 3 + 1] = "";
    for (int i = 0; i < 300; i++)
        memcpy(name + 3 * i, "等", 4);
    struct reminder_notice notice = notice_at("2026-06-10 09:00");
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    proof_t *proof = proof_new(LEDGER_ZONE);
    for (int i = 0; i < 50; i++)
        proof_clause(proof, "MH-054", name);
    json_t *json = proof_json(proof);
    notice.contract = notice.title = notice.system = notice.person = name;
    notice.proof = json;
    notice.plan_at = 0;
    assert_int_equal(reminder_text_make(&notice, LANG_EN, &text, &problem), RC_OK);
    assert_true(text_chars(bytebuf_str(&text.title)) <= REMINDER_TITLE_CHARS);
    assert_true(text_chars(bytebuf_str(&text.body)) <= REMINDER_BODY_CHARS);
    assert_true(text_is_utf8(bytebuf_str(&text.title), text.title.len));
    assert_non_null(strstr(bytebuf_str(&text.title), "…"));
    reminder_text_fini(&text);
    json_decref(json);
    proof_destroy(&proof);
}

static void test_a_bad_proof_is_refused(void **state)
{
    (void)state;
    struct reminder_notice notice = notice_at("2026-06-10 09:00");
    struct reminder_text text;
    struct problem problem = { .rc = RC_OK };
    json_t *json = json_pack("[{s:s}]", "why", "no such reason");
    notice.proof = json;
    assert_int_equal(reminder_text_make(&notice, LANG_ZH, &text, &problem), RC_INVALID);
    assert_true(problem.text[0]);
    reminder_text_fini(&text);
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_late_says_so),
        cmocka_unit_test(test_the_whole_body),
        cmocka_unit_test(test_a_penalty),
        cmocka_unit_test(test_measures_are_cut),
        cmocka_unit_test(test_the_longest_text_fits),
        cmocka_unit_test(test_a_bad_proof_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
