/* Rows as people read them. The JSON keeps the services' own words and all of an event's data; a sheet has columns for the
 * fields that most events have, and the rest of the data in one line, so that nothing is left out of the book. */
#include "simulate_words.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"

enum { MORE_SIZE = 2000, WORD_SIZE = 80 };

/* Kinds of event; a new one shows under its own name until it has a line here. */
static const struct {
    const char *kind, *zh, *en;
} EVENTS[] = {
    { "assessment.recorded", "测评结果登记", "assessment recorded" },
    { "calendar.loaded", "日历装入", "calendar loaded" },
    { "case.recorded", "考核事项登记", "case recorded" },
    { "case.voided", "考核事项作废", "case voided" },
    { "contract.opened", "合同开立", "contract opened" },
    { "cycle.done", "测评周期完成", "cycle done" },
    { "cycle.opened", "测评周期开始", "cycle opened" },
    { "deadline.breached", "期限逾期", "deadline breached" },
    { "deadline.opened", "期限起算", "deadline opened" },
    { "deadline.reopened", "期限恢复", "deadline reopened" },
    { "deadline.retargeted", "期限变更", "deadline moved" },
    { "deadline.stopped", "期限完成", "deadline met" },
    { "deadline.voided", "期限作废", "deadline void" },
    { "deliverable.accepted", "交付物验收", "document accepted" },
    { "deliverable.objected", "交付物有异议", "document objected" },
    { "deliverable.signed", "交付物签收", "document signed" },
    { "deliverable.submitted", "交付物提交", "document submitted" },
    { "fact.recorded", "事实登记", "fact recorded" },
    { "finding.fixed", "问题整改", "finding fixed" },
    { "finding.opened", "发现问题", "finding opened" },
    { "finding.verified", "问题验证", "finding verified" },
    { "incident.arrived", "到达现场", "arrived on site" },
    { "incident.closed", "事件关闭", "incident closed" },
    { "incident.onsite_requested", "要求到场", "on site requested" },
    { "incident.opened", "事件发生", "incident opened" },
    { "incident.regraded", "事件重新定级", "incident regraded" },
    { "incident.resolved", "事件解决", "incident resolved" },
    { "incident.responded", "事件响应", "incident answered" },
    { "pack.loaded", "合同包装入", "pack loaded" },
    { "penalty.proposed", "拟处罚", "penalty proposed" },
    { "penalty.reversed", "处罚撤销", "penalty reversed" },
    { "phase.approved", "阶段通过", "phase approved" },
    { "phase.resumed", "阶段恢复", "phase resumed" },
    { "phase.returned", "阶段退回", "phase returned" },
    { "phase.started", "阶段开始", "phase started" },
    { "phase.submitted", "阶段提交", "phase submitted" },
    { "phase.suspended", "阶段暂停", "phase suspended" },
    { "schedule.horizon", "周期任务排期到头", "no further occurrence known" },
    { "schedule.missed", "任务错过", "tasks missed" },
    { "task.completed", "任务完成", "task done" },
};

/* Rules of reminders are a word and a number of days. */
static const struct {
    const char *word, *zh, *zh_after, *en, *en_after;
} RULES[] = {
    { "warn", "提前 ", " 天", "", " d before" },
    { "overdue", "逾期 ", " 天", "", " d overdue" },
};

/* Fields of an event's data that have a column, and the column; the first that is there counts. */
static const struct {
    const char *from, *to;
} FIELDS[] = {
    { "serial", "serial" }, { "clause", "clause" }, { "code", "code" }, { "case", "code" },
    { "title", "title" },   { "due_on", "day" },    { "on", "day" },
};

/* What has no words keeps its own name: a reader can look it up. */
static void set_event(json_t *row, const char *kind, enum lang lang)
{
    for (size_t i = 0; i < COUNT_OF(EVENTS); i++)
        if (strcmp(EVENTS[i].kind, kind) == 0)
            kind = tr(lang, EVENTS[i].zh, EVENTS[i].en);
    json_object_set_new(row, "what", json_string(kind));
}

/* warn_7: the word, then how many days. */
static void set_rule(json_t *row, const char *rule, enum lang lang)
{
    char text[WORD_SIZE];
    const char *tail = strrchr(rule, '_');
    snprintf(text, sizeof(text), "%s", rule);
    for (size_t i = 0; tail && i < COUNT_OF(RULES); i++)
        if (strlen(RULES[i].word) == (size_t)(tail - rule) && strncmp(RULES[i].word, rule, (size_t)(tail - rule)) == 0)
            snprintf(text, sizeof(text), "%s%s%s", tr(lang, RULES[i].zh, RULES[i].en), tail + 1,
                     tr(lang, RULES[i].zh_after, RULES[i].en_after));
    json_object_set_new(row, "what", json_string(text));
}

/* NULL for what goes into the last column with the rest. */
static const char *column_of(const char *field)
{
    for (size_t i = 0; i < COUNT_OF(FIELDS); i++)
        if (strcmp(FIELDS[i].from, field) == 0)
            return FIELDS[i].to;
    return NULL;
}

/* "name: value", cut at a bound; nothing for null and for numbers of rows. */
static void add_more(char *more, const char *key, const json_t *value)
{
    size_t at = strlen(more);
    if (json_is_null(value) || strcmp(key, "id") == 0 || strcmp(key, "contract") == 0)
        return;
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
    snprintf(more + at, MORE_SIZE - at, "%s%s: %s", at ? "  " : "", key,
             json_is_string(value) ? json_string_value(value) : text ? text : "");
    free(text);
}

/* In the order of FIELDS for what has a column, in that of the data for the rest. */
static void spread(json_t *row, const json_t *data)
{
    char more[MORE_SIZE] = "";
    const char *key;
    json_t *value;
    for (size_t i = 0; i < COUNT_OF(FIELDS); i++) {
        value = json_object_get(data, FIELDS[i].from);
        if (value && !json_is_null(value) && !json_object_get(row, FIELDS[i].to))
            json_object_set(row, FIELDS[i].to, value);
    }
    json_object_foreach((json_t *)(uintptr_t)data, key, value)
    {
        if (!column_of(key))
            add_more(more, key, value);
    }
    json_object_set_new(row, "more", json_string(more));
}

/* Rows of other lists have neither rule nor data and stay as they are. */
void simulate_words_row(json_t *row, enum lang lang)
{
    const char *kind = json_string_value(json_object_get(row, "kind"));
    const char *rule = json_string_value(json_object_get(row, "rule"));
    const json_t *data = json_object_get(row, "data");
    if (rule)
        set_rule(row, rule, lang);
    if (!data)
        return;
    set_event(row, kind ? kind : "", lang);
    spread(row, data);
}
