/* A forecast as a person reads it, in a narrow terminal, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "forecast_cmd.h"
#include "textw.h"

#define ITEM(clause, title, serial)                                                                \
    "{\"clause\":\"" clause "\",\"title\":\"" title "\",\"serial\":" serial "}"

/* A reply with one of everything. */
static const char FORECAST[] =
    "{\"title\":\"一分中心 2026 年等保测评项目\",\"as_of\":\"2026-06-15T09:00:00+08:00\","
    "\"until\":\"2026-07-28\",\"working_days\":30,\"event_seq\":916,\"seed\":1,\"runs\":200,"
    "\"capacity\":3,\"collision_total\":17,\"collisions\":["
    "{\"rule\":\"team_load\",\"day\":\"2026-06-18\",\"team_name\":\"市场监管局（含药监局）团队\","
    "\"person\":null,\"holiday\":null,\"count\":4,\"cost_fen\":14361224,\"provisional\":false,"
    "\"items\":[" ITEM("MH-042", "安全整改", "17") "," ITEM("MH-044", "整改复核", "20") "," ITEM(
        "MH-042", "安全整改",
        "18") "," ITEM("YF-084", "执行进度汇总报告",
                       "null") "]},"
                               "{\"rule\":\"special_period\",\"day\":\"2026-06-21\",\"team_name\":"
                               "null,\"person\":null,"
                               "\"holiday\":\"端午节\",\"count\":1,\"cost_fen\":0,\"provisional\":"
                               "true,"
                               "\"items\":[" ITEM(
                                   "YF-067", "等级保护备案证明",
                                   "6") ",{\"clause\":\"YF-067\",\"title\":\"等级保护备案证明\","
                                        "\"unit\":\"U03\"}]}],"
                                        "\"load\":{\"owners\":[{\"owner\":\"person\",\"team_name\":"
                                        "\"x\",\"person\":\"方知行\","
                                        "\"peak_day\":{\"from\":\"2026-07-02\",\"open\":61,"
                                        "\"phases\":11,\"findings\":28,"
                                        "\"deliverables\":22,\"tasks\":0},\"peak_week\":{\"from\":"
                                        "\"2026-06-29\",\"due\":27}}]},"
                                        "\"exposure\":{\"proposed_fen\":43083672,\"added_fen\":"
                                        "14361224,\"total_fen\":57444896,"
                                        "\"open\":3,\"deadlines\":["
                                        "{\"due\":\"2026-07-01\",\"clause\":\"MH-022\",\"title\":"
                                        "\"只看可能\",\"serial\":1,"
                                        "\"penalty_clause\":null,\"counted\":0,\"threshold\":0,"
                                        "\"cost_fen\":0,\"missed_runs\":1},"
                                        "{\"due\":\"2026-07-02\",\"clause\":\"MH-022\",\"title\":"
                                        "\"中间件补丁未更新\",\"serial\":17,"
                                        "\"penalty_clause\":\"YF-207\",\"counted\":3,\"threshold\":"
                                        "3,\"cost_fen\":14361224,"
                                        "\"missed_runs\":77},"
                                        "{\"due\":\"2026-07-03\",\"clause\":\"MH-022\",\"title\":"
                                        "\"从不违约\",\"serial\":2,"
                                        "\"penalty_clause\":null,\"counted\":0,\"threshold\":0,"
                                        "\"cost_fen\":0,\"missed_runs\":0}]},"
                                        "\"bands\":{\"end\":{\"plan\":\"2026-08-24\",\"p10\":"
                                        "\"2026-09-05\",\"p50\":\"2026-09-14\","
                                        "\"p90\":\"2026-09-23\"},\"breaches\":{\"plan\":9,\"p10\":"
                                        "38,\"p50\":45,\"p90\":51},"
                                        "\"penalties_fen\":{\"plan\":43083672,\"p10\":43083672,"
                                        "\"p50\":43083672,\"p90\":57444896},"
                                        "\"settlement_fen\":null,"
                                        "\"invented\":{\"incidents\":{\"plan\":0,\"p10\":1,"
                                        "\"p50\":2,\"p90\":5}},"
                                        "\"teams\":[{\"name\":\"财政局团队\",\"end\":{\"plan\":"
                                        "\"2026-07-21\",\"p10\":\"2026-07-22\","
                                        "\"p50\":\"2026-08-12\",\"p90\":\"2026-08-21\"}},{\"name\":"
                                        "\"完工的团队\",\"end\":null}],"
                                        "\"systems\":[{\"serial\":2,\"name\":\"准点系统\",\"end\":"
                                        "null,\"late_runs\":0},"
                                        "{\"serial\":3,\"name\":\"常迟系统\",\"end\":{\"plan\":"
                                        "\"2026-07-01\",\"p50\":\"2026-07-05\","
                                        "\"p90\":\"2026-07-09\"},\"late_runs\":199}]},"
                                        "\"chance\":{\"rates\":[{\"rate\":\"incidents\","
                                        "\"value\":34,\"basis\":\"history\",\"count\":10,"
                                        "\"of\":106},{\"rate\":\"recheck_fails\",\"value\":"
                                        "10,\"basis\":\"default\",\"count\":1,\"of\":3},"
                                        "{\"rate\":\"storms\",\"value\":2,\"basis\":"
                                        "\"given\",\"count\":0,\"of\":0}]},"
                                        "\"history\":[{\"kind\":\"phase\",\"clause\":\"MH-042\","
                                        "\"basis\":\"clause\",\"count\":10,"
                                        "\"on_time\":7,\"least_days\":-5,\"median_days\":-2,\"most_"
                                        "days\":31},"
                                        "{\"kind\":\"weather\",\"clause\":null,\"basis\":\"prior\","
                                        "\"count\":10,\"on_time\":7,"
                                        "\"least_days\":0,\"median_days\":0,\"most_days\":7}]}";

/* Owned by the caller. */
static char *print(const char *json, int columns, enum lang lang)
{
    char *printed = NULL;
    size_t size = 0;
    json_t *forecast = json_loads(json, 0, NULL);
    assert_non_null(forecast);
    struct context context = { .lang = lang, .columns = columns };
    context.out = open_memstream(&printed, &size);
    forecast_print(&context, forecast);
    fclose(context.out);
    json_decref(forecast);
    return printed;
}

static void check_lines(const char *printed, const char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strstr(printed, lines[i]))
            fail_msg("no \"%s\" in:\n%s", lines[i], printed);
}

/* What collides, when, whose, by which clause and what it could cost. */
static void test_chinese(void **state)
{
    static const char *const LINES[] = {
        "截至 2026-06-15T09:00:00+08:00，看到 2026-07-28（30 个工作日）\n",
        "事件序号 916，种子 1，推演 200 次，每人每日可办 3 项\n",
        ("2026-06-18  团队过载  市场监管局（含药监局）团队  4 项\n"
         "            全部违约加扣 143,612.24 元：MH-042 安全整改 17 18; MH-044 整改复核\n"
         "            20; YF-084 执行进度汇总报告;\n"),
        ("2026-06-21  节日交付 端午节  （合同）  1 项（日期暂定）\n"
         "            全部违约加扣 0.00 元：YF-067 等级保护备案证明 6 U03;\n"),
        "……另有 15 项，见 --json\n",
        "方知行  2026-07-02    61    11    28      22     0  2026-06-29        27\n",
        "已拟 430,836.72 元；在期 3 项若全部违约，再加 143,612.24 元，合计 574,448.96 元\n",
        "MH-022  中间件补丁…     17  （合同）  YF-207  3/3   143,612.24   39%\n",
        "全部阶段完成  2026-08-24  2026-09-05  2026-09-14  2026-09-23\n",
        "违约期限数             9          38          45          51\n",
        "拟扣款（元）  430,836.72  430,836.72  430,836.72  574,448.96\n",
        "   3  常迟系统  2026-07-01  2026-07-05  2026-07-09        100%\n",
        "新发事件               0           1           2           5\n",
        "新发事件（每 365 天）    34        10   106  本合同历史\n",
        "整改复核不通过（%）      10         1     3  历史不足，取缺省值\n",
        "storms                    2         0     0  命令给定\n",
        "阶段     MH-042    10     7          -5    -2    31  该条款的历史\n",
        "weather            10     7           0     0     7  历史不足，以先验补足\n",
    };
    static const char *const ABSENT[] = { "结算", "完工的团队", "准点系统", "从不违约", "0/0" };
    char *printed = print(FORECAST, 80, LANG_ZH);
    (void)state;
    check_lines(printed, LINES, COUNT_OF(LINES));
    for (size_t i = 0; i < COUNT_OF(ABSENT); i++)
        if (strstr(printed, ABSENT[i]))
            fail_msg("\"%s\" is shown", ABSENT[i]);
    free(printed);
}

static void test_english(void **state)
{
    static const char *const LINES[] = {
        "as of 2026-06-15T09:00:00+08:00, up to 2026-07-28 (30 working days)\n",
        "2026-06-18  team overloaded  市场监管局（含药监局）团队  4 items\n",
        "2026-06-21  document at holiday 端午节  (contract)  1 items (provisional)\n",
        "proposed 430,836.72 yuan; were all 3 open deadlines missed, 143,612.24 more",
        "all phases done",
        "this clause's history",
        "re-checks that fail (%)",
        "short history: the default",
        "... and 15 more, see --json\n",
    };
    char *printed = print(FORECAST, 110, LANG_EN);
    (void)state;
    check_lines(printed, LINES, COUNT_OF(LINES));
    free(printed);
}

/* What costs comes before what is only likely. */
static void test_the_dearest_first(void **state)
{
    char *printed = print(FORECAST, 100, LANG_ZH);
    (void)state;
    const char *dear = strstr(printed, "中间件补丁未更新");
    const char *likely = strstr(printed, "只看可能");
    assert_true(dear && likely && dear < likely);
    free(printed);
}

/* Tables and filled lines keep to the width; sentences and the names of who has too much may run
 * over it, but nothing is cut in the middle of a clause, a date or a sum. */
static void test_narrow(void **state)
{
    static const char *const WHOLE[] = { "MH-042", "YF-207", "143,612.24", "2026-07-02", "3/3" };
    (void)state;
    for (int columns = 72; columns <= 110; columns++) {
        char *printed = print(FORECAST, columns, LANG_ZH);
        char *save = printed;
        check_lines(printed, WHOLE, COUNT_OF(WHOLE));
        for (char *line; (line = strsep(&save, "\n")) != NULL;)
            if ((*line == ' ' || strncmp(line, "2026-07-0", 9) == 0) &&
                text_width(line) > (size_t)columns)
                fail_msg("%d columns: %s", columns, line);
        free(printed);
    }
}

/* Nothing to tell is said so, part by part. */
static void test_empty(void **state)
{
    static const char EMPTY[] = "{\"title\":\"t\",\"collisions\":[],\"collision_total\":0,"
                                "\"load\":{\"owners\":[]},\"exposure\":{\"deadlines\":[]},"
                                "\"bands\":{\"end\":null,\"teams\":[],\"systems\":[]},"
                                "\"history\":[]}";
    char *printed = print(EMPTY, 80, LANG_ZH);
    int nothing = 0;
    (void)state;
    for (const char *at = printed; (at = strstr(at, "（无）")) != NULL; at++)
        nothing++;
    assert_int_equal(nothing, 7);
    free(printed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chinese),
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_the_dearest_first),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
