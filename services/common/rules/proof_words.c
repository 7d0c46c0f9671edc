#include "proof_words.h"

#include <string.h>

/* By enum proof_why. A new reason is a new row here and nothing else. */
static const struct proof_words WORDS[WHY__COUNT] = {
    [WHY_RULE] = { "rule", "rule", "依据条款 {ref}：{name}", "Clause {ref} rules: {name}" },
    [WHY_READING] = { "reading", "reading", "条款有多种理解，本合同按“{ref} = {name}”执行",
                      "An open clause is read as {ref} = {name}" },
    [WHY_FACT] = { "fact", "fact", "事实 {ref}：{from}{name}", "Fact {ref}: {from}{name}" },
    [WHY_LATEST_STARTS] = { "start", "latest_starts", "各起算条件中最后成就的是 {ref}：{from}",
                            "The latest of the starting facts is {ref}: {from}" },
    [WHY_FIRST_DAY_EXCLUDED] = { "start", "first_day_excluded", "起算当日 {from} 不计入",
                                 "The day of the event, {from}, is not counted" },
    [WHY_FIRST_DAY_INCLUDED] = { "start", "first_day_included", "起算当日 {from} 计入",
                                 "The day of the event, {from}, is counted" },
    [WHY_DAYS_COUNTED] = { "count", "days_counted", "自 {from} 至 {to} 共 {n} 个自然日",
                           "{n} calendar days from {from} to {to}" },
    [WHY_DAY_COUNTED] = { "day", "working_day", "{from} 工作日，第 {n} 日",
                          "{from}: working day, number {n}" },
    [WHY_DAY_MAKEUP] = { "day", "makeup_day", "{from} {name}调休上班，第 {n} 日",
                         "{from}: make-up working day ({name}), number {n}" },
    [WHY_DAY_WEEKEND] = { "day", "weekend", "{from} 周末，不计", "{from}: weekend, skipped" },
    [WHY_DAY_HOLIDAY] = { "day", "holiday", "{from} {name}放假，不计",
                          "{from}: holiday ({name}), skipped" },
    [WHY_DAY_MAKEUP_RESTS] = { "day", "makeup_rests", "{from} {name}调休日，本合同不作工作日，不计",
                               "{from}: make-up day ({name}) that this contract does not work, "
                               "skipped" },
    [WHY_MONTHS] = { "count", "months", "自 {from} 推 {n} 个月为 {to}",
                     "{n} months from {from} is {to}" },
    [WHY_HALFWAY] = { "count", "halfway", "自 {from} 起共 {n} 日（首尾均计），过半之日为 {to}",
                      "{n} days from {from}, both ends counted; half of them are over on {to}" },
    [WHY_FIXED] = { "count", "fixed", "约定日期 {from}", "The date is fixed: {from}" },
    [WHY_ROLLED] = { "roll", "rolled", "{from} 为休息日，顺延至 {to}",
                     "{from} is a rest day; moved to the next working day, {to}" },
    [WHY_NOT_ROLLED] = { "roll", "not_rolled", "{from} 为休息日，不顺延",
                         "{from} is a rest day and stays" },
    [WHY_PROVISIONAL] = { "calendar", "provisional",
                          "{from} 至 {to} 含放假安排未公布的年度，日期暂定",
                          "{from} to {to} touches a year whose notice is not out; provisional" },
    [WHY_DUE] = { "due", "due", "到期日 {from}", "Due on {from}" },
    [WHY_REMINDER] = { "reminder", "reminder", "到期日及之前最后一个工作日 {from}",
                       "The last working day not after it is {from}" },
    [WHY_OPENS] = { "opens", "opens", "自 {from} 起可以行使", "The right exists from {from} on" },
    [WHY_PAUSED] = { "clock", "paused", "{from} 至 {to} 暂停计时，共 {n} 日",
                     "The clock stood still from {from} to {to}, {n} days" },
    [WHY_RETARGETED] = { "clock", "retargeted", "双方另行约定至 {from}",
                         "A new day was agreed: {from}" },
    [WHY_EXTENDED] = { "clock", "extended", "因暂停顺延 {n} 日：{from} 改为 {to}",
                       "Extended by {n} days for pauses, from {from} to {to}" },
    [WHY_CLOSED] = { "close", "closed", "{ref} 于 {from} 完成，逾期 {n} 日",
                     "{ref} came on {from}, {n} days late" },
    [WHY_CLOCK_LIMIT] = { "limit", "within", "{name}：自 {from} 起 {time:n} 内，即不晚于 {to}",
                          "{name}: within {time:n} of {from}, by {to}" },
    [WHY_CLOCK_UNDER] = { "limit", "under", "{name}：自 {from} 起不足 {time:n}，即早于 {to}",
                          "{name}: in less than {time:n} from {from}, before {to}" },
    [WHY_CLOCK_STARTS_LATER] = { "start", "later_instant", "起算时刻取较晚者 {ref}：{from}",
                                 "The later instant starts it, {ref}: {from}" },
    [WHY_NOT_OWED] = { "limit", "not_owed", "{ref}：条件未成就（{name}），无时限",
                       "{ref} is not owed: {name}" },
    [WHY_VERDICT] = { "verdict", "verdict", "{ref}：{name}，余量 {n} 秒",
                      "{ref}: {name}, margin {n} s" },
    [WHY_MATCHED] = { "match", "matched", "符合 {ref}：{name}", "{ref} applies: {name}" },
    [WHY_OTHERWISE] = { "match", "otherwise", "其余情形均不符合，适用 {ref}：{name}",
                        "No other row holds, so {ref} applies: {name}" },
    [WHY_GRADE] = { "grade", "grade", "定级为 {name} 级", "The grade is {name}" },
    [WHY_OUTSIDE_PERIOD] = { "period", "outside_period", "不在服务周期 {from} 至 {to} 内，不计",
                             "Outside the service period {from} to {to}" },
    [WHY_COUNTER] = { "counter", "counter", "服务周期内第 {n} 次，满 {m} 次扣款",
                      "Case {n} of the period; the deduction opens at {m}" },
    [WHY_BELOW_THRESHOLD] = { "counter", "below_threshold", "第 {n} 次，未满 {m} 次，不扣款",
                              "Case {n}, below {m}: nothing is deducted" },
    [WHY_ONCE_TAKEN] = { "counter", "once_taken", "第 {n} 次；本周期该项已扣款，不重复扣",
                         "Case {n}; this row was charged in the period already" },
    [WHY_NOT_COUNTED] = { "counter", "not_counted", "不属于累计范围，不计次",
                          "The case does not count towards the threshold" },
    [WHY_CONDITION_FAILS] = { "condition", "condition_fails", "未达到 {ref} 的扣款条件",
                              "The condition for a deduction under {ref} does not hold" },
    [WHY_INCIDENT_CHARGED] = { "incident", "incident_charged", "同一事件已按 {ref} 处理，不重复扣",
                               "The incident is charged under {ref} already" },
    [WHY_SHARE] = { "money", "share", "{yuan:m} 元的 {percent:n}", "{percent:n} of {yuan:m} yuan" },
    [WHY_AMOUNT] = { "money", "amount", "{name}{yuan:n} 元", "{name}{yuan:n} yuan" },
    [WHY_CAPPED] = { "money", "capped", "以 {yuan:m} 元的 {percent:n} 为限",
                     "At most {percent:n} of {yuan:m} yuan" },
    [WHY_NO_BREACH] = { "start", "no_breach", "按 {ref}，此前不视为违约",
                        "By {ref} the delay was no breach until then" },
    [WHY_PRO_RATA] = { "money", "pro_rata", "按 {n} 日占全年 {m} 日的比例计算",
                       "In the proportion of {n} days to a year of {m} days" },
    [WHY_HOURS] = { "limit", "hours", "只在服务时段“{name}”内计时",
                    "Time runs only within the window \"{name}\"" },
    [WHY_PHASE] = { "phase", "phase", "第 {n} 阶段 {name}：{from} 至 {to}，限 {m} 日",
                    "Phase {n} {name}: {from} to {to}, limit {m} days" },
    [WHY_PHASE_ACTUAL] = { "phase", "phase_actual",
                           "第 {n} 阶段 {name}：{from} 至 {to}（实际完成）",
                           "Phase {n} {name}: {from} to {to} (as it happened)" },
    [WHY_SLIP] = { "phase", "slip", "比原计划晚 {n} 日", "{n} days after the plan's end" },
    [WHY_OVER_LIMIT] = { "phase", "over_limit", "超过限期 {m} 日共 {n} 日",
                         "{n} days beyond the limit of {m}" },
    [WHY_MISSING] = { "gate", "missing", "尚缺：{name}", "Missing: {name}" },
    [WHY_GATE_OPEN] = { "gate", "open", "条件均已具备", "Nothing is missing" },
    [WHY_RETURNS_TO] = { "gate", "returns_to", "退回第 {n} 阶段", "The work returns to phase {n}" },
    [WHY_CONCLUDED] = { "grade", "concluded", "结论为“{name}”", "The conclusion is {name}" },
    [WHY_COMPARED] = { "compare", "compared", "{name}", "{name}" },
};

const struct proof_words *proof_words(enum proof_why why)
{
    return &WORDS[why];
}

bool proof_why_from_code(const char *code, enum proof_why *ret_why)
{
    for (int i = 0; i < WHY__COUNT; i++) {
        if (strcmp(WORDS[i].why, code) == 0) {
            *ret_why = (enum proof_why)i;
            return true;
        }
    }
    return false;
}
