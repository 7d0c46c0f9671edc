/* Words for codes. A table shows what a state means to a reader; JSON keeps the code, which
 * programs compare. A new state of any table needs a row here, else it is shown as its code. */
#include "code_words.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"

/* A code of the database's constraints. One that several tables use has one word that is right in
 * all of them. */
struct code_word {
    const char *code, *zh, *en;
};

/* In the order of strcmp, for the search. clang-format would break the columns. */
/* clang-format off */
static const struct code_word WORDS[] = {
    { "accepted",    "已接受",   "accepted" },
    { "active",      "进行中",   "active" },
    { "app",         "应用内",   "app" },
    { "appealed",    "申诉中",   "appealed" },
    { "assessment",  "测评",     "assessment" },
    { "backup",      "备份",     "backup" },
    { "breached",    "已逾期",   "overdue" },
    { "calendar",    "日历变更", "calendar" },
    { "cancelled",   "已取消",   "cancelled" },
    { "certificate", "证书",     "certificate" },
    { "checklist",   "巡检",     "checklist" },
    { "closed",      "已关闭",   "closed" },
    { "confirmed",   "已确认",   "confirmed" },
    { "consultation", "咨询",    "consultation" },
    { "contract",    "合同",     "contract" },
    { "customer",    "采购人",   "customer" },
    { "daily",       "每日",     "daily" },
    { "data",        "数据",     "data" },
    { "dingtalk",    "钉钉",     "dingtalk" },
    { "document",    "文档",     "document" },
    { "done",        "已完成",   "done" },
    { "engineer",    "工程师",   "engineer" },
    { "expiry",      "到期前",   "expiry" },
    { "facts",       "事实变更", "facts" },
    { "failed",      "失败",     "failed" },
    { "fault",       "故障",     "fault" },
    { "feishu",      "飞书",     "feishu" },
    { "filing",      "备案",     "filing" },
    { "fixed",       "已整改",   "fixed" },
    { "forecast",    "预计",     "forecast" },
    { "high",        "高",       "high" },
    { "late",        "逾期完成", "done late" },
    { "leader",      "负责人",   "leader" },
    { "low",         "低",       "low" },
    { "mail",        "邮件",     "mail" },
    { "manager",     "项目经理", "manager" },
    { "medium",      "中",       "medium" },
    { "met",         "按期完成", "met" },
    { "missed",      "未完成",   "missed" },
    { "monthly",     "每月",     "monthly" },
    { "network",     "网络",     "network" },
    { "notified",    "已告知",   "notified" },
    { "objected",    "有异议",   "objected" },
    { "once",        "一次",     "once" },
    { "open",        "进行中",   "open" },
    { "paused",      "暂停",     "paused" },
    { "person",      "人员",     "person" },
    { "planned",     "计划中",   "planned" },
    { "proposed",    "拟处罚",   "proposed" },
    { "quarterly",   "每季",     "quarterly" },
    { "reopen",      "重新打开", "reopen" },
    { "required",    "待提交",   "required" },
    { "resolved",    "已解决",   "resolved" },
    { "resume",      "恢复",     "resume" },
    { "returned",    "已退回",   "returned" },
    { "reversed",    "已冲销",   "reversed" },
    { "revive",      "重新生效", "revive" },
    { "routine",     "例行",     "routine" },
    { "sending",     "发送中",   "sending" },
    { "sent",        "已发出",   "sent" },
    { "service",     "服务",     "service" },
    { "signed",      "已签收",   "signed" },
    { "skip",        "跳过",     "skip" },
    { "skipped",     "免做",     "skipped" },
    { "special",     "重保",     "special" },
    { "start",       "开始",     "start" },
    { "submitted",   "已提交",   "submitted" },
    { "superseded",  "已取代",   "superseded" },
    { "suspended",   "暂停",     "suspended" },
    { "team",        "团队",     "team" },
    { "verified",    "已复核",   "verified" },
    { "void",        "作废",     "void" },
    { "waived",      "已免除",   "waived" },
    { "webhook",     "回调",     "webhook" },
    { "wecom",       "企业微信", "WeCom" },
    { "weekly",      "每周",     "weekly" },
    { "window",      "限期内补", "window" },
    { "yearly",      "每年",     "yearly" },
};
/* clang-format on */

/* For bsearch: the key is the code itself. */
static int compare_code(const void *code, const void *word)
{
    return strcmp(code, ((const struct code_word *)word)->code);
}

/* An unknown code is shown as it came: a newer service may know more states than this program. */
const char *code_word(const char *code, enum lang lang)
{
    const struct code_word *word =
        bsearch(code, WORDS, COUNT_OF(WORDS), sizeof(WORDS[0]), compare_code);
    return word ? tr(lang, word->zh, word->en) : code;
}
