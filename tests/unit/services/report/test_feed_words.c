/* What a feed says, in both languages; its words against the constraints of the tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "constraint_words.h"
#include "feed_words.h"
#include "proof.h"

/* A state that no row knows would be shown as if it said nothing. */
static void test_every_state_has_a_row(void **state)
{
    static const struct {
        enum feed_kind kind;
        const char *constraint;
    } TABLES[] = {
        { FEED_DEADLINE, "deadline_state" },
        { FEED_PHASE, "phase_state" },
        { FEED_TASK, "task_state" },
    };
    struct temp_db tdb;
    (void)state;
    temp_db_open(&tdb);
    for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
        const char *words[32];
        struct state_table table = { .thing = "row", .states = words };
        for (const struct feed_state *at = feed_states(TABLES[i].kind); at->word; at++)
            words[table.state_count++] = at->word;
        check_constraint_words(&tdb, TABLES[i].constraint, &table);
    }
    temp_db_close(&tdb);
}

static const struct {
    const char *name;
    enum feed_kind kind;
    const char *state;
    bool provisional;
    enum feed_status want;
} STATUS[] = {
    { "an open deadline", FEED_DEADLINE, "open", false, FEED_CONFIRMED },
    { "one that leans on an unpublished year", FEED_DEADLINE, "open", true, FEED_TENTATIVE },
    { "a paused one has no day", FEED_DEADLINE, "paused", false, FEED_CANCELLED },
    { "and is not tentative either", FEED_DEADLINE, "paused", true, FEED_CANCELLED },
    { "a void one", FEED_DEADLINE, "void", false, FEED_CANCELLED },
    { "a late one happened", FEED_DEADLINE, "late", false, FEED_CONFIRMED },
    { "a phase to come", FEED_PHASE, "planned", false, FEED_TENTATIVE },
    { "a phase under way", FEED_PHASE, "active", false, FEED_CONFIRMED },
    { "a suspended phase has begun", FEED_PHASE, "suspended", false, FEED_TENTATIVE },
    { "a skipped phase", FEED_PHASE, "skipped", false, FEED_CANCELLED },
    { "a task", FEED_TASK, "planned", false, FEED_CONFIRMED },
    { "a skipped task", FEED_TASK, "skipped", false, FEED_CANCELLED },
    { "a special period", FEED_PERIOD, "", false, FEED_CONFIRMED },
    { "a word nobody knows", FEED_TASK, "lost", false, FEED_CONFIRMED },
};

static void test_status(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(STATUS); i++) {
        const struct feed_event event = { .kind = STATUS[i].kind,
                                          .state = STATUS[i].state,
                                          .provisional = STATUS[i].provisional };
        if (feed_status_of(&event) != STATUS[i].want)
            fail_msg("%s", STATUS[i].name);
    }
}

static const struct {
    enum feed_kind kind;
    const char *state, *system, *title;
    const char *zh, *en;
} SUMMARIES[] = {
    { FEED_DEADLINE, "open", NULL, "首付款", "截止：首付款", "Due: 首付款" },
    { FEED_DEADLINE, "breached", "门户", "整改", "截止：门户 整改（已逾期）",
      "Due: 门户 整改 (overdue)" },
    { FEED_PHASE, "active", "门户", "差距分析", "阶段：门户 差距分析", "Phase: 门户 差距分析" },
    { FEED_PHASE, "planned", "门户", "差距分析", "阶段：门户 差距分析（预计）",
      "Phase: 门户 差距分析 (forecast)" },
    { FEED_TASK, "done", "U01", "巡检", "任务：U01 巡检（已完成）", "Task: U01 巡检 (done)" },
    { FEED_DEADLINE, "paused", NULL, "A", "截止：A（暂停）", "Due: A (paused)" },
    { FEED_DEADLINE, "met", NULL, "A", "截止：A（按期完成）", "Due: A (met)" },
    { FEED_DEADLINE, "late", NULL, "A", "截止：A（逾期完成）", "Due: A (done late)" },
    { FEED_DEADLINE, "void", NULL, "A", "截止：A（作废）", "Due: A (void)" },
    { FEED_PHASE, "submitted", NULL, "A", "阶段：A（已提交）", "Phase: A (submitted)" },
    { FEED_PHASE, "returned", NULL, "A", "阶段：A（已退回）", "Phase: A (returned)" },
    { FEED_PHASE, "suspended", NULL, "A", "阶段：A（暂停）", "Phase: A (suspended)" },
    { FEED_PHASE, "done", NULL, "A", "阶段：A（已完成）", "Phase: A (done)" },
    { FEED_PHASE, "skipped", NULL, "A", "阶段：A（免做）", "Phase: A (skipped)" },
    { FEED_TASK, "planned", NULL, "A", "任务：A", "Task: A" },
    { FEED_TASK, "missed", NULL, "A", "任务：A（未完成）", "Task: A (missed)" },
    { FEED_TASK, "skipped", NULL, "A", "任务：A（免做）", "Task: A (skipped)" },
    { FEED_PERIOD, "", NULL, "春节", "特殊时期：春节", "Special period: 春节" },
};

static void check_summary(const struct feed_event *event, enum lang lang, const char *want)
{
    struct bytebuf out;
    bytebuf_init(&out, FEED_SUMMARY_BYTES);
    assert_int_equal(feed_summary(event, lang, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), want);
    bytebuf_fini(&out);
    bytebuf_init(&out, strlen(want) - 1);
    assert_int_equal(feed_summary(event, lang, &out), RC_TOO_LARGE);
    bytebuf_fini(&out);
}

static void test_summaries(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SUMMARIES); i++) {
        const struct feed_event event = { .kind = SUMMARIES[i].kind,
                                          .state = SUMMARIES[i].state,
                                          .system = SUMMARIES[i].system,
                                          .title = SUMMARIES[i].title };
        check_summary(&event, LANG_ZH, SUMMARIES[i].zh);
        check_summary(&event, LANG_EN, SUMMARIES[i].en);
    }
}

static struct feed_head head_in(enum lang lang)
{
    return (struct feed_head){ .contract = "c",
                               .title = "合同甲",
                               .zone = "Asia/Shanghai",
                               .zone_minutes = 480,
                               .lang = lang };
}

static void check_about(const struct feed_event *event, enum lang lang, const char *want)
{
    struct feed_head head = head_in(lang);
    struct bytebuf out;
    bytebuf_init(&out, FEED_ABOUT_BYTES);
    assert_int_equal(feed_about(&head, event, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), want);
    bytebuf_fini(&out);
}

/* All that is known, and how the day was counted, without the days one by one. */
static void test_about_a_deadline(void **state)
{
    proof_t *reasons = proof_new(480);
    (void)state;
    proof_clause(reasons, "X-1", "整改");
    proof_day(reasons, WHY_FIRST_DAY_EXCLUDED, 20605);
    proof_day(reasons, WHY_DAY_WEEKEND, 20610);
    proof_day(reasons, WHY_DUE, 20619);
    json_t *proof = proof_json(reasons);
    proof_destroy(&reasons);
    const struct feed_event event = { .kind = FEED_DEADLINE,
                                      .from = 20619,
                                      .to = 20619,
                                      .at = INT64_MIN,
                                      .state = "open",
                                      .provisional = true,
                                      .title = "整改",
                                      .clause = "X-1",
                                      .system = "门户",
                                      .team = "一队",
                                      .party = "vendor",
                                      .proof = proof };
    check_about(&event, LANG_ZH,
                "合同：合同甲\n系统：门户\n团队：一队\n条款：X-1\n责任方：乙方\n时间：2026-06-15\n"
                "暂定：该年日历尚未公布，日期可能变动\n依据：\n1. 依据条款 X-1：整改\n"
                "2. 起算当日 2026-06-01 不计入\n3. 到期日 2026-06-15\n");
    check_about(
        &event, LANG_EN,
        "Contract: 合同甲\nSystem: 门户\nTeam: 一队\nClause: X-1\nOwed by: vendor\n"
        "When: 2026-06-15\nProvisional: the calendar of that year is not published yet: the "
        "day may move\nWhy:\n1. Clause X-1 rules: 整改\n2. The day of the event, 2026-06-01, "
        "is not counted\n3. Due on 2026-06-15\n");
    json_decref(proof);
}

/* A limit of hours shows its minute in the contract's zone, a stretch both its ends. */
static void test_about_times(void **state)
{
    struct feed_event event = { .kind = FEED_PHASE,
                                .from = 20605,
                                .to = 20619,
                                .at = INT64_MIN,
                                .state = "active",
                                .title = "t",
                                .party = "customer",
                                .person = "甲" };
    (void)state;
    check_about(&event, LANG_ZH,
                "合同：合同甲\n责任方：甲方\n负责人：甲\n时间：2026-06-01 – 2026-06-15\n");
    event.at = INT64_C(1781487059999999); /* 09:30:59.999999 */
    check_about(&event, LANG_EN,
                "Contract: 合同甲\nOwed by: customer\nWhose: 甲\nWhen: 2026-06-15 09:30\n");
}

/* A proof in a form that nobody reads any more takes nothing away from the rest. */
static void test_unreadable_proof(void **state)
{
    json_t *proof = json_pack("[{s:i}]", "step", 1);
    const struct feed_event event = {
        .kind = FEED_DEADLINE, .at = INT64_MIN, .state = "open", .title = "t", .proof = proof
    };
    (void)state;
    check_about(&event, LANG_EN, "Contract: 合同甲\nWhen: 1970-01-01\n");
    json_decref(proof);
}

static void test_names(void **state)
{
    struct feed_head head = head_in(LANG_ZH);
    struct bytebuf out;
    (void)state;
    bytebuf_init(&out, 100);
    assert_int_equal(feed_name(&head, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), "合同甲");
    head.owner = "一队";
    bytebuf_reset(&out);
    assert_int_equal(feed_name(&head, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), "合同甲 · 一队");
    bytebuf_fini(&out);
    for (int kind = 0; kind < FEED_KIND__COUNT; kind++) {
        assert_non_null(feed_kind_word((enum feed_kind)kind));
        assert_string_not_equal(feed_kind_name((enum feed_kind)kind, LANG_ZH),
                                feed_kind_name((enum feed_kind)kind, LANG_EN));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_state_has_a_row),
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_summaries),
        cmocka_unit_test(test_about_a_deadline),
        cmocka_unit_test(test_about_times),
        cmocka_unit_test(test_unreadable_proof),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
