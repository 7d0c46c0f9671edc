/* Commands that are one request to a service: nothing but rows. The operations are those of
 * services/README.md.
 *
 * A command is a row of REMOTE_COMMANDS: its words, its help, its arguments, the operation, which
 * list of the reply to show and by which columns. A new operation that people need is a row and,
 * where none fits, a table of arguments and one of columns; help, JSON form and paging come from
 * the row. Columns are those a person acts on; everything else is in --json. */
#include "commands.h"

#define CONTRACT { "contract", "contract", ARG_TEXT, false, NULL, "合同代码", "contract code" }
#define CONTRACT_NEEDED { "contract", "contract", ARG_TEXT, true, NULL, "合同代码", "contract code" }
#define SERIAL { "serial", "serial", ARG_NUMBER, false, NULL, "系统序号", "serial number of the system" }
#define NUMBER { "phase", "number", ARG_NUMBER, false, NULL, "阶段序号 1 至 7", "phase number 1 to 7" }
#define ON { "on", "on", ARG_DATE, true, NULL, "日期", "date" }
#define NOTE { "note", "note", ARG_TEXT, false, NULL, "说明", "note" }
#define NOTE_NEEDED { "note", "note", ARG_TEXT, true, NULL, "说明", "note" }
#define STATE { "state", "state", ARG_TEXT, false, NULL, "状态", "state" }
#define END { NULL, NULL, ARG_FLAG, false, NULL, NULL, NULL }

/* A table of its own and not NULL, so that unexpected words are refused here as well. */
static const struct arg ARGS_NONE[] = { END };
/* The contract is required where a list over all of them would be too long to read. */
static const struct arg ARGS_CONTRACT[] = { CONTRACT_NEEDED, END };
static const struct arg ARGS_CONTRACT_STATE[] = { CONTRACT_NEEDED, STATE, END };
/* Without a version the newest. */
static const struct arg ARGS_NAME[] = {
    { "NAME", "name", ARG_POSITION, true, NULL, "合同包", "pack" },
    { "version", "version", ARG_NUMBER, false, NULL, "版本", "version" },
    END
};
/* All are filters of the service; none given lists everything the caller may see. */
static const struct arg ARGS_SYSTEM_LIST[] = {
    CONTRACT,
    { "team", "team", ARG_TEXT, false, NULL, "团队代码", "team code" },
    { "grade", "grade", ARG_NUMBER, false, NULL, "保护等级", "protection level" },
    { "phase", "phase", ARG_NUMBER, false, NULL, "当前阶段", "current phase" },
    { "q", "q", ARG_TEXT, false, NULL, "名称包含", "name contains" },
    END
};
/* By id, or by contract and serial number: the service refuses both and neither. */
static const struct arg ARGS_SYSTEM[] = {
    { "ID", "system", ARG_POSITION, false, NULL, "系统编号", "system id" }, CONTRACT, SERIAL, END
};
/* The first day is given and not taken from the clock: cycles are often entered later. */
static const struct arg ARGS_CYCLE_OPEN[] = {
    CONTRACT_NEEDED, SERIAL, { "start", "start", ARG_DATE, true, NULL, "开始日期", "first day" }, END
};
/* By id only: a system's running cycle is what `system show` tells. */
static const struct arg ARGS_CYCLE[] = {
    { "ID", "cycle", ARG_POSITION, true, NULL, "周期编号", "cycle id" }, END
};
/* By id, or by contract, serial and number of the running cycle. */
static const struct arg ARGS_PHASE[] = {
    { "ID", "phase", ARG_POSITION, false, NULL, "阶段编号", "phase id" }, CONTRACT, SERIAL, NUMBER, END
};
/* The only move with titles: what was filed is what the gates ask for. */
static const struct arg ARGS_PHASE_SUBMIT[] = {
    { "ID", "phase", ARG_POSITION, false, NULL, "阶段编号", "phase id" },
    CONTRACT, SERIAL, NUMBER, ON,
    { "documents", "documents", ARG_LIST, false, NULL, "文档标题，逗号分隔", "document titles, by commas" },
    NOTE, END
};
static const struct arg ARGS_PHASE_ON[] = {
    { "ID", "phase", ARG_POSITION, false, NULL, "阶段编号", "phase id" },
    CONTRACT, SERIAL, NUMBER, ON, NOTE, END
};
/* Where the flow is broken off the reason must be given: it is what a later dispute looks at. */
static const struct arg ARGS_PHASE_NOTE[] = {
    { "ID", "phase", ARG_POSITION, false, NULL, "阶段编号", "phase id" },
    CONTRACT, SERIAL, NUMBER, ON, NOTE_NEEDED, END
};
/* A person of the contract by name; the service checks the role (decision_store.h). */
#define BY { "by", "by", ARG_TEXT, true, NULL, "决定人姓名", "name of who decided" }
static const struct arg ARGS_PHASE_SKIP[] = {
    { "ID", "phase", ARG_POSITION, false, NULL, "阶段编号", "phase id" },
    CONTRACT, SERIAL, NUMBER, ON, BY, NOTE_NEEDED, END
};
/* A decision is named by the finding's id: a code is unique only within a cycle. */
static const struct arg ARGS_FINDING_DECIDE[] = {
    { "ID", "finding", ARG_POSITION, true, NULL, "问题编号", "finding id" }, ON, BY, NOTE_NEEDED, END
};
static const struct arg ARGS_FINDING_LIST[] = { CONTRACT, STATE, END };
static const struct arg ARGS_FINDING[] = {
    { "ID", "finding", ARG_POSITION, true, NULL, "问题编号", "finding id" }, ON, END
};
/* Without --ok the re-check failed, and the finding is open again. */
static const struct arg ARGS_FINDING_VERIFY[] = {
    { "ID", "finding", ARG_POSITION, true, NULL, "问题编号", "finding id" }, ON,
    { "ok", "ok", ARG_FLAG, false, NULL, "复核通过", "the re-check passed" }, END
};
static const struct arg ARGS_DELIVERABLE_LIST[] = { CONTRACT_NEEDED, STATE, END };
/* The day it happened, which may be past; the service refuses days to come. */
static const struct arg ARGS_DELIVERABLE[] = {
    { "ID", "deliverable", ARG_POSITION, true, NULL, "交付物编号", "deliverable id" }, ON,
    { "by", "by", ARG_TEXT, false, NULL, "经办人", "by whom" }, END
};
/* Many filters, because a contract of daily checklists has thousands of tasks a year. */
static const struct arg ARGS_TASK_LIST[] = {
    CONTRACT_NEEDED, STATE,
    { "clause", "clause", ARG_TEXT, false, NULL, "条款", "clause" },
    { "person", "person", ARG_TEXT, false, NULL, "某人的和未指派的", "somebody's, and nobody's" },
    { "on", "on", ARG_DATE, false, NULL, "该日可做的", "whose slot holds this day" },
    { "until", "until", ARG_DATE, false, NULL, "最晚到期日", "due at the latest" }, END
};
/* Without --items all of them were done. */
static const struct arg ARGS_TASK[] = {
    { "ID", "task", ARG_POSITION, true, NULL, "任务编号", "task id" }, ON,
    { "items", "items_done", ARG_NUMBER, false, NULL, "完成的检查项数", "items done" },
    { "by", "by", ARG_TEXT, false, NULL, "经办人", "by whom" },
    { "note", "note", ARG_TEXT, false, NULL, "备注", "note" }, END
};
static const struct arg ARGS_TASK_REASSIGN[] = {
    { "ID", "task", ARG_POSITION, true, NULL, "任务编号", "task id" },
    { "person", "person", ARG_TEXT, false, NULL, "给谁；不写则不指派", "for whom; nobody when not said" }, END
};
/* One schedule: `task schedules` shows the ids. */
static const struct arg ARGS_TASK_POLICY[] = {
    { "ID", "schedule", ARG_POSITION, true, NULL, "计划编号", "schedule id" },
    { "catch-up", "catch_up", ARG_TEXT, true, NULL, "漏排时：skip 不补、once 补一次、window 补近期", "of what was missed: skip, once or window" },
    { "window", "window_days", ARG_NUMBER, false, NULL, "window 补多少天以内的", "days that window looks back" }, END
};
/* A system by its serial number, or a clause and whose certificate it is. */
static const struct arg ARGS_REVIEW[] = {
    CONTRACT_NEEDED,
    { "what", "what", ARG_TEXT, true, NULL, "filed 备案、assessed 测评、expires 证书到期", "filed, assessed or expires" },
    ON, SERIAL,
    { "clause", "clause", ARG_TEXT, false, NULL, "证书所在条款", "clause that asks for the certificate" },
    { "unit", "unit", ARG_TEXT, false, NULL, "证书或“持证人/证书”", "certificate, or holder/certificate" }, END
};
/* An instant and not a day: response limits are in minutes. */
static const struct arg ARGS_INCIDENT[] = {
    { "ID", "incident", ARG_POSITION, true, NULL, "事件编号", "incident id" },
    { "at", "at", ARG_TEXT, true, NULL, "时刻，RFC 3339", "instant, RFC 3339" }, END
};
/* Graded by the contract from the facts; a fault takes its level, which nobody can compute. */
static const struct arg ARGS_INCIDENT_OPEN[] = {
    CONTRACT_NEEDED, SERIAL,
    { "code", "code", ARG_TEXT, true, NULL, "事件代码", "code of the incident" },
    { "title", "title", ARG_TEXT, true, NULL, "标题", "what happened" },
    { "family", "family", ARG_TEXT, true, NULL, "类别：network、data、fault、consultation", "network, data, fault or consultation" },
    { "occurred-at", "occurred_at", ARG_TEXT, true, NULL, "发生时刻，RFC 3339", "when it happened, RFC 3339" },
    { "facts", "facts", ARG_JSON, false, NULL, "定级所依事实（JSON）", "facts it is graded by, JSON" },
    { "level", "level", ARG_TEXT, false, NULL, "故障级别", "level of a fault" },
    { "grade", "grade", ARG_TEXT, false, NULL, "人工定级 I 至 IV", "grade by hand, I to IV" }, END
};
static const struct arg ARGS_INCIDENT_RESOLVE[] = {
    { "ID", "incident", ARG_POSITION, true, NULL, "事件编号", "incident id" },
    { "at", "at", ARG_TEXT, true, NULL, "时刻，RFC 3339", "instant, RFC 3339" },
    { "remote", "remote", ARG_FLAG, false, NULL, "远程解决", "solved from afar" }, END
};
/* One of grade, facts and level at least; the service says so. */
static const struct arg ARGS_INCIDENT_REGRADE[] = {
    { "ID", "incident", ARG_POSITION, true, NULL, "事件编号", "incident id" },
    { "grade", "grade", ARG_TEXT, false, NULL, "人工定级 I 至 IV", "grade by hand, I to IV" },
    { "facts", "facts", ARG_JSON, false, NULL, "定级所依事实（JSON）", "facts it is graded by, JSON" },
    { "level", "level", ARG_TEXT, false, NULL, "故障级别", "level of a fault" },
    BY, NOTE_NEEDED, END
};
static const struct arg ARGS_INCIDENT_GET[] = {
    { "ID", "incident", ARG_POSITION, true, NULL, "事件编号", "incident id" }, END
};
/* `until` is inclusive, as the due days themselves are. */
static const struct arg ARGS_DEADLINE_LIST[] = {
    CONTRACT, STATE,
    { "kind", "kind", ARG_TEXT, false, NULL, "类别", "kind" },
    { "until", "until", ARG_DATE, false, NULL, "截至日期", "last due date" }, END
};
/* What a notice of holidays moved: --reason calendar. */
static const struct arg ARGS_DEADLINE_MOVED[] = {
    CONTRACT,
    { "since", "since", ARG_DATE, false, NULL, "自何日裁定起", "ruled on this day or later" },
    { "calendar", "calendar", ARG_TEXT, false, NULL, "日历版本", "version of the calendar" },
    { "reason", "reason", ARG_TEXT, false, NULL, "原因，如 calendar", "reason, such as calendar" }, END
};
static const struct arg ARGS_PENALTY[] = {
    { "ID", "penalty", ARG_POSITION, true, NULL, "处罚编号", "penalty id" }, END
};
/* The ledger holds every reminder ever planned, sent or not. */
static const struct arg ARGS_REMINDER_LIST[] = {
    CONTRACT, STATE,
    { "person", "person", ARG_TEXT, false, NULL, "提醒谁", "for whom" },
    { "channel", "channel", ARG_TEXT, false, NULL, "渠道：app、mail、wecom、dingtalk、feishu、webhook", "channel: app, mail, wecom, dingtalk, feishu, webhook" },
    { "until", "until", ARG_DATE, false, NULL, "计划发送的最后一天", "last day they were planned for" }, END
};
static const struct arg ARGS_NOTIFICATION_LIST[] = {
    CONTRACT,
    { "person", "person", ARG_TEXT, false, NULL, "发给谁", "for whom" },
    { "penalty", "penalty", ARG_NUMBER, false, NULL, "某条处罚的通知", "notices of this penalty" },
    { "unread", "unread", ARG_FLAG, false, NULL, "只看未读", "only unread ones" }, END
};
/* The name is typed and not taken from the login: a receipt is evidence, so nobody gives it by
 * accident. */
static const struct arg ARGS_NOTIFICATION_READ[] = {
    { "ID", "notification", ARG_POSITION, true, NULL, "通知编号", "notification id" },
    { "person", "person", ARG_TEXT, true, NULL, "谁读了（须为收件人本人）", "who has read it (the person it is for)" }, END
};
/* A name is given once: events and receipts keep it for good. */
static const struct arg ARGS_ACCOUNT_ADD[] = {
    { "NAME", "name", ARG_POSITION, true, NULL, "账号名", "account name" }, END
};
#define ACCOUNT_ID { "ID", "account", ARG_POSITION, true, NULL, "账号编号", "account id" }
static const struct arg ARGS_ACCOUNT[] = { ACCOUNT_ID, END };
static const struct arg ARGS_ACCOUNT_BIND[] = {
    ACCOUNT_ID, CONTRACT_NEEDED,
    { "person", "person", ARG_TEXT, true, NULL, "此账号是谁", "who it is" },
    { "role", "role", ARG_TEXT, false, NULL, "角色（同名时）", "role, where two have the name" }, END
};
static const struct arg ARGS_ACCOUNT_UNBIND[] = { ACCOUNT_ID, CONTRACT_NEEDED, END };
/* Who, when and why: what a dispute asks for first. */
static const struct arg ARGS_PENALTY_DECIDE[] = {
    { "ID", "penalty", ARG_POSITION, true, NULL, "处罚编号", "penalty id" }, ON, BY, NOTE_NEEDED, END
};
static const struct arg ARGS_PENALTY_CONFIRM[] = {
    { "ID", "penalty", ARG_POSITION, true, NULL, "处罚编号", "penalty id" }, ON, BY, NOTE_NEEDED,
    { "receipt", "receipt", ARG_NUMBER, false, NULL, "已读告知的编号", "the read notification that told the vendor" }, END
};
/* A day or an instant, as the fact is declared in the pack; the service knows which. */
static const struct arg ARGS_FACT[] = {
    CONTRACT_NEEDED,
    { "name", "name", ARG_TEXT, true, NULL, "事实名称", "name of the fact" },
    { "at", "at", ARG_TEXT, true, NULL, "日期或时刻", "date or instant" },
    { "clause", "clause", ARG_TEXT, false, NULL, "条款", "clause" },
    { "serial", "serial", ARG_NUMBER, false, NULL, "系统序号（只属于一个系统时）", "serial of the system that it is of" }, END
};
/* Money in fen, whole numbers: no decimal point can be misread. */
static const struct arg ARGS_CONTRACT_OPEN[] = {
    { "PACK", "pack", ARG_POSITION, true, NULL, "合同包", "pack" },
    { "signed", "signed", ARG_DATE, true, NULL, "签订日期", "day of signature" },
    { "code", "code", ARG_TEXT, false, NULL, "合同代码", "contract code" },
    { "service-from", "service_from", ARG_DATE, false, NULL, "服务期首日（合同包未写明时）", "first day of the service where the pack states none" },
    { "service-to", "service_to", ARG_DATE, false, NULL, "服务期末日（合同包未写明时）", "last day of the service where the pack states none" },
    { "total-fen", "total_fen", ARG_NUMBER, false, NULL, "合同总价（分）", "total in fen" }, END
};

static const struct arg ARGS_CALENDAR_REVOKE[] = {
    { "ID", "feed", ARG_POSITION, true, NULL, "订阅编号", "feed id" }, END
};
/* A secret is typed into a file or a variable of the worker, never on a command line, where the
 * shell's history and the process list would keep it. */
static const struct arg ARGS_CHANNEL_ADD[] = {
    CONTRACT_NEEDED,
    { "channel", "channel", ARG_TEXT, true, NULL, "渠道：wecom（企业微信）、dingtalk（钉钉）、feishu（飞书）、webhook", "channel: wecom, dingtalk, feishu, webhook" },
    { "name", "name", ARG_TEXT, true, NULL, "名称", "name" },
    { "endpoint", "endpoint", ARG_TEXT, false, NULL, "地址（https；机器人不写则用平台地址）", "URL (https); a robot's is its provider's when not given" },
    { "token-ref", "token_ref", ARG_TEXT, false, NULL, "令牌所在：file:文件名 或 env:MLPS_CHANNEL_名称", "where the token lies: file:NAME or env:MLPS_CHANNEL_NAME" },
    { "secret-ref", "secret_ref", ARG_TEXT, false, NULL, "签名密钥所在，写法同上", "where the signing secret lies, likewise" },
    { "audience", "audience", ARG_LIST, false, NULL, "只发给这些角色：engineer、manager、customer、leader", "only for these roles: engineer, manager, customer, leader" },
    { "per-minute", "per_minute", ARG_NUMBER, false, NULL, "每分钟最多几条（缺省 20）", "most messages a minute (default 20)" }, END
};
static const struct arg ARGS_CHANNEL[] = {
    { "ID", "channel", ARG_POSITION, true, NULL, "渠道编号", "channel id" }, END
};
static const struct arg ARGS_CHANNEL_LIST[] = { CONTRACT, END };
/* What is not given stays as it is. */
static const struct arg ARGS_POLICY_SET[] = {
    CONTRACT_NEEDED,
    { "quiet-from", "quiet_from", ARG_TEXT, false, NULL, "免打扰开始 时:分（缺省 21:00）", "quiet from HH:MM (default 21:00)" },
    { "quiet-to", "quiet_to", ARG_TEXT, false, NULL, "免打扰结束 时:分（缺省 08:00；与开始相同则不设）", "quiet until HH:MM (default 08:00; equal to the beginning: never)" },
    { "rest-days", "rest_days", ARG_YES_NO, false, NULL, "休息日免打扰：yes、no", "rest days are quiet: yes, no" },
    { "storm-max", "storm_max", ARG_NUMBER, false, NULL, "同类提醒在时窗内的上限，超出则合并", "most messages of a kind in the window; more become one" },
    { "storm-window-s", "storm_window_s", ARG_NUMBER, false, NULL, "时窗（秒）", "the window in seconds" }, END
};
static const struct arg ARGS_HABIT_SET[] = {
    CONTRACT_NEEDED,
    { "person", "person", ARG_TEXT, true, NULL, "谁", "who" },
    { "digest-at", "digest_at", ARG_TEXT, true, NULL, "每日汇总的时间 时:分", "time of the daily digest HH:MM" }, END
};
static const struct arg ARGS_HABIT_CLEAR[] = {
    CONTRACT_NEEDED, { "person", "person", ARG_TEXT, true, NULL, "谁", "who" }, END
};

/* The hash last: it is compared, not read. */
static const struct table_column PACK_COLUMNS[] = {
    { "name", "合同包", "pack", CELL_TEXT }, { "version", "版本", "version", CELL_INT },
    { "title", "名称", "title", CELL_TEXT }, { "loaded_at", "装入", "loaded", CELL_DATE },
    { "sha256", "SHA-256", "SHA-256", CELL_TEXT }, { NULL, NULL, NULL, CELL_TEXT }
};
/* Yuan for people; --json has fen. */
static const struct table_column CONTRACT_COLUMNS[] = {
    { "code", "合同", "contract", CELL_CODE }, { "title", "名称", "title", CELL_TEXT },
    { "customer", "采购人", "customer", CELL_TEXT }, { "signed", "签订", "signed", CELL_DATE },
    { "service_to", "服务期止", "service ends", CELL_DATE }, { "systems", "系统", "systems", CELL_INT },
    { "total_fen", "总价（元）", "total (yuan)", CELL_YUAN }, { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column CHANNEL_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "contract", "合同", "contract", CELL_TEXT },
    { "channel", "渠道", "channel", CELL_WORD }, { "name", "名称", "name", CELL_TEXT },
    { "host", "主机", "host", CELL_TEXT }, { "per_minute", "每分钟", "a minute", CELL_INT },
    { "enabled", "启用", "on", CELL_TEXT }, { "failures", "连续失败", "failures", CELL_INT },
    { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column POLICY_COLUMNS[] = {
    { "quiet_from", "免打扰自", "quiet from", CELL_TEXT }, { "quiet_to", "至", "until", CELL_TEXT },
    { "rest_days", "休息日", "rest days", CELL_TEXT }, { "storm_max", "同类上限", "storm cap", CELL_INT },
    { "storm_window_s", "时窗（秒）", "window (s)", CELL_INT }, { "set", "已设定", "set", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column HABIT_COLUMNS[] = {
    { "person", "姓名", "name", CELL_TEXT }, { "role", "角色", "role", CELL_WORD },
    { "digest_at", "每日汇总", "digest", CELL_TEXT }, { NULL, NULL, NULL, CELL_TEXT }
};
/* What became of it stands beside when it was meant to go. */
static const struct table_column REMINDER_COLUMNS[] = {
    { "planned_at", "计划", "planned", CELL_MINUTE }, { "person", "提醒谁", "person", CELL_TEXT },
    { "channel", "渠道", "channel", CELL_WORD }, { "rule", "规则", "rule", CELL_TEXT },
    { "clause", "条款", "clause", CELL_CODE }, { "title", "事项", "matter", CELL_TEXT },
    { "state", "状态", "state", CELL_WORD }, { "sent_at", "发出", "sent", CELL_MINUTE },
    { "read_at", "阅读", "read", CELL_MINUTE }, { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column NOTIFICATION_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "created_at", "发出", "shown", CELL_MINUTE },
    { "person", "收件人", "person", CELL_TEXT }, { "title", "通知", "notification", CELL_TEXT },
    { "read_at", "阅读", "read", CELL_MINUTE }, { "read_by", "账号", "account", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column PERSON_COLUMNS[] = {
    { "name", "姓名", "name", CELL_TEXT }, { "role", "角色", "role", CELL_WORD },
    { "team", "团队", "team", CELL_TEXT }, { "email", "邮箱", "e-mail", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT }
};
/* The id last: people say the serial number, scripts read --json. */
static const struct table_column SYSTEM_COLUMNS[] = {
    { "serial", "序号", "no", CELL_INT }, { "name", "系统", "system", CELL_TEXT },
    { "team_name", "团队", "team", CELL_TEXT }, { "grade", "等级", "level", CELL_INT },
    { "phase", "阶段", "phase", CELL_INT }, { "phase_name", "阶段名称", "phase name", CELL_TEXT },
    { "round", "轮次", "round", CELL_INT }, { "state", "状态", "state", CELL_WORD },
    { "id", "编号", "id", CELL_INT }, { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column CYCLE_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "serial", "序号", "no", CELL_INT },
    { "name", "系统", "system", CELL_TEXT }, { "number", "周期", "cycle", CELL_INT },
    { "started_on", "开始", "started", CELL_DATE }, { "ended_on", "结束", "ended", CELL_DATE },
    { "state", "状态", "state", CELL_WORD }, { NULL, NULL, NULL, CELL_TEXT }
};
/* Planned, forecast and real end side by side: that is the delay. */
static const struct table_column PHASE_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "serial", "序号", "no", CELL_INT },
    { "number", "阶段", "phase", CELL_INT }, { "name", "名称", "name", CELL_TEXT },
    { "round", "轮次", "round", CELL_INT }, { "state", "状态", "state", CELL_WORD },
    { "planned_to", "计划止", "planned end", CELL_DATE }, { "forecast_to", "预计止", "forecast end", CELL_DATE },
    { "ended_on", "实际止", "ended", CELL_DATE }, { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column FINDING_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "serial", "系统", "no", CELL_INT }, { "code", "问题", "finding", CELL_CODE },
    { "risk", "风险", "risk", CELL_WORD }, { "title", "描述", "title", CELL_TEXT },
    { "control_point", "控制点", "control point", CELL_TEXT }, { "found_on", "发现", "found", CELL_DATE },
    { "due_on", "期限", "due", CELL_DATE }, { "state", "状态", "state", CELL_WORD },
    { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column DELIVERABLE_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "clause", "条款", "clause", CELL_CODE },
    { "title", "交付物", "deliverable", CELL_TEXT }, { "serial", "系统", "no", CELL_INT },
    { "due_on", "期限", "due", CELL_DATE }, { "state", "状态", "state", CELL_WORD },
    { "submitted_on", "提交", "submitted", CELL_DATE }, { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column TASK_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "clause", "条款", "clause", CELL_CODE },
    { "title", "任务", "task", CELL_TEXT }, { "unit", "单位", "unit", CELL_TEXT },
    { "slot_from", "自", "from", CELL_DATE }, { "due_on", "期限", "due", CELL_DATE },
    { "items", "检查项", "items", CELL_INT }, { "state", "状态", "state", CELL_WORD },
    { "person", "负责人", "person", CELL_TEXT }, { "done_on", "完成", "done", CELL_DATE },
    { NULL, NULL, NULL, CELL_TEXT }
};
/* What is planned, and what nobody planned in time. */
static const struct table_column SCHEDULE_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "clause", "条款", "clause", CELL_CODE },
    { "title", "任务", "task", CELL_TEXT }, { "work", "类别", "work", CELL_WORD },
    { "period", "周期", "period", CELL_WORD }, { "catch_up", "漏排时", "catch-up", CELL_WORD },
    { "window_days", "窗口天", "window", CELL_INT }, { "planned", "已排", "planned", CELL_INT },
    { "done", "完成", "done", CELL_INT }, { "overdue", "逾期", "overdue", CELL_INT },
    { "missed", "漏排", "missed", CELL_INT }, { "waits", "缺事实", "waits", CELL_INT },
    { "horizon_on", "此后未知", "unknown from", CELL_DATE }, { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column REVIEW_COLUMNS[] = {
    { "what", "事实", "what", CELL_TEXT }, { "on", "日期", "on", CELL_DATE }, { "serial", "系统", "no", CELL_INT },
    { "clause", "条款", "clause", CELL_CODE }, { "unit", "证书", "certificate", CELL_TEXT }, { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column INCIDENT_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "code", "事件", "incident", CELL_CODE },
    { "title", "标题", "title", CELL_TEXT }, { "family", "类别", "family", CELL_WORD },
    { "grade", "等级", "grade", CELL_TEXT }, { "occurred_at", "发生", "occurred", CELL_MINUTE },
    { "state", "状态", "state", CELL_WORD }, { NULL, NULL, NULL, CELL_TEXT }
};
/* Days over are calendar days; the explanation has the working days. */
static const struct table_column DEADLINE_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "clause", "条款", "clause", CELL_CODE },
    { "title", "事项", "what", CELL_TEXT }, { "system_name", "系统", "system", CELL_TEXT },
    { "due", "期限", "due", CELL_DATE }, { "days_over", "超期天", "days over", CELL_INT },
    { "state", "状态", "state", CELL_WORD }, { NULL, NULL, NULL, CELL_TEXT }
};
/* Both days and the reason: what a reader of the notice wants to check. */
static const struct table_column MOVED_COLUMNS[] = {
    { "code", "期限编号", "code", CELL_CODE }, { "clause", "条款", "clause", CELL_CODE },
    { "title", "事项", "what", CELL_TEXT }, { "system_name", "系统", "system", CELL_TEXT },
    { "was", "原期限", "was due", CELL_DATE }, { "due", "新期限", "is due", CELL_DATE },
    { "reason", "原因", "reason", CELL_WORD }, { "calendar_version", "日历版本", "calendar", CELL_TEXT },
    { "made_at", "裁定", "ruled", CELL_DATE }, { NULL, NULL, NULL, CELL_TEXT }
};
/* "n-th" beside "from": why a case does or does not cost. */
static const struct table_column PENALTY_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "clause", "条款", "clause", CELL_CODE },
    { "title", "事由", "case", CELL_TEXT }, { "on", "日期", "date", CELL_DATE },
    { "counted", "第几次", "n-th", CELL_INT }, { "threshold", "起扣", "from", CELL_INT },
    { "deduct_fen", "拟扣（元）", "deduct (yuan)", CELL_YUAN }, { "state", "状态", "state", CELL_WORD },
    { NULL, NULL, NULL, CELL_TEXT }
};
static const struct table_column PAYMENT_COLUMNS[] = {
    { "clause", "条款", "clause", CELL_CODE }, { "title", "款项", "instalment", CELL_TEXT },
    { "amount_fen", "金额（元）", "amount (yuan)", CELL_YUAN }, { "due_on", "期限", "due", CELL_DATE },
    { "paid_on", "支付", "paid", CELL_DATE }, { NULL, NULL, NULL, CELL_TEXT }
};

/* Revoked ones stay listed: who could read what, and until when. */
static const struct table_column CALENDAR_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "scope", "范围", "scope", CELL_WORD },
    { "team", "团队", "team", CELL_TEXT }, { "person", "人员", "person", CELL_TEXT },
    { "issued_at", "签发", "issued", CELL_DATE }, { "issued_by", "签发人", "by", CELL_TEXT },
    { "revoked_at", "撤销", "revoked", CELL_DATE }, { NULL, NULL, NULL, CELL_TEXT }
};

static const struct table_column ACCOUNT_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "name", "账号", "account", CELL_TEXT }, { "added_at", "建立", "added", CELL_DATE },
    { "revoked_at", "撤销", "revoked", CELL_DATE }, { NULL, NULL, NULL, CELL_TEXT }
};

/* The token stands in the answer to "account add" alone. */
static const struct table_column ACCOUNT_MADE_COLUMNS[] = {
    { "id", "编号", "id", CELL_INT }, { "name", "账号", "account", CELL_TEXT },
    { "token", "令牌（仅显示一次）", "token (shown once)", CELL_TEXT }, { NULL, NULL, NULL, CELL_TEXT }
};

static const struct table_column ACCOUNT_PERSON_COLUMNS[] = {
    { "contract", "合同", "contract", CELL_CODE }, { "person", "人员", "person", CELL_TEXT },
    { "role", "角色", "role", CELL_WORD }, { "bound_at", "对应于", "since", CELL_DATE }, { NULL, NULL, NULL, CELL_TEXT }
};

/* A constant of its own for each row, so that the table stays one table. */
#define REMOTE(service, op, list, columns) (&(const struct remote){ "mlps." service, op, list, columns })

const struct command REMOTE_COMMANDS[] = {
    { "account add", "建立一个账号（令牌仅显示一次）", "add an account; its token is shown once", ARGS_ACCOUNT_ADD, command_remote, REMOTE("registry", "account.add", NULL, ACCOUNT_MADE_COLUMNS) },
    { "account bind", "把账号与合同中的一人对应", "say which person of a contract an account is", ARGS_ACCOUNT_BIND, command_remote, REMOTE("registry", "account.bind", "persons", ACCOUNT_PERSON_COLUMNS) },
    { "account list", "列出账号", "list accounts", ARGS_NONE, command_remote, REMOTE("registry", "account.list", "items", ACCOUNT_COLUMNS) },
    { "account revoke", "撤销一个账号", "revoke an account", ARGS_ACCOUNT, command_remote, REMOTE("registry", "account.revoke", NULL, ACCOUNT_COLUMNS) },
    { "account unbind", "解除账号与人员的对应", "an account is nobody of a contract any more", ARGS_ACCOUNT_UNBIND, command_remote, REMOTE("registry", "account.unbind", "persons", ACCOUNT_PERSON_COLUMNS) },
    { "calendar list", "列出日历订阅", "list calendar feeds", ARGS_CONTRACT, command_remote, REMOTE("report", "feed.list", "items", CALENDAR_COLUMNS) },
    { "calendar revoke", "撤销一个日历订阅", "revoke a calendar feed", ARGS_CALENDAR_REVOKE, command_remote, REMOTE("report", "feed.revoke", NULL, CALENDAR_COLUMNS) },
    { "channel add", "登记一个群机器人或回调（密钥只写所在，不写内容）", "add a chat robot or webhook (secrets by reference)", ARGS_CHANNEL_ADD, command_remote, REMOTE("registry", "channel.add", NULL, CHANNEL_COLUMNS) },
    { "channel disable", "停用一个渠道", "turn a channel off", ARGS_CHANNEL, command_remote, REMOTE("registry", "channel.disable", NULL, CHANNEL_COLUMNS) },
    { "channel enable", "启用一个渠道", "turn a channel on", ARGS_CHANNEL, command_remote, REMOTE("registry", "channel.enable", NULL, CHANNEL_COLUMNS) },
    { "channel list", "列出群机器人与回调", "list chat robots and webhooks", ARGS_CHANNEL_LIST, command_remote, REMOTE("registry", "channel.list", "items", CHANNEL_COLUMNS) },
    { "contract list", "列出合同", "list contracts", ARGS_NONE, command_remote, REMOTE("registry", "contract.list", "items", CONTRACT_COLUMNS) },
    { "contract open", "按合同包签立合同", "open a contract from a pack", ARGS_CONTRACT_OPEN, command_remote, REMOTE("registry", "contract.open", NULL, CONTRACT_COLUMNS) },
    { "cycle list", "列出测评周期", "list cycles", ARGS_CONTRACT, command_remote, REMOTE("lifecycle", "cycle.list", "items", CYCLE_COLUMNS) },
    { "cycle open", "开始一个系统的七阶段周期", "open a system's seven-phase cycle", ARGS_CYCLE_OPEN, command_remote, REMOTE("lifecycle", "cycle.open", "phases", PHASE_COLUMNS) },
    { "cycle show", "显示一个周期的各阶段", "show a cycle's phases", ARGS_CYCLE, command_remote, REMOTE("lifecycle", "cycle.get", "phases", PHASE_COLUMNS) },
    { "deadline list", "列出期限", "list deadlines", ARGS_DEADLINE_LIST, command_remote, REMOTE("report", "deadline.list", "items", DEADLINE_COLUMNS) },
    { "deadline moved", "列出后来的裁定移动过的期限", "list deadlines that a later ruling moved", ARGS_DEADLINE_MOVED, command_remote, REMOTE("report", "deadline.moved", "items", MOVED_COLUMNS) },
    { "deliverable accept", "验收一份交付物", "accept a deliverable", ARGS_DELIVERABLE, command_remote, REMOTE("delivery", "deliverable.accept", NULL, DELIVERABLE_COLUMNS) },
    { "deliverable list", "列出交付物", "list deliverables", ARGS_DELIVERABLE_LIST, command_remote, REMOTE("delivery", "deliverable.list", "items", DELIVERABLE_COLUMNS) },
    { "deliverable sign", "签收一份交付物", "sign a deliverable", ARGS_DELIVERABLE, command_remote, REMOTE("delivery", "deliverable.sign", NULL, DELIVERABLE_COLUMNS) },
    { "deliverable submit", "提交一份交付物", "submit a deliverable", ARGS_DELIVERABLE, command_remote, REMOTE("delivery", "deliverable.submit", NULL, DELIVERABLE_COLUMNS) },
    { "fact record", "记录一个合同事实", "record a fact of the contract", ARGS_FACT, command_remote, REMOTE("sla", "fact.record", NULL, NULL) },
    { "finding accept-risk", "接受一个问题的风险", "bear the risk of a finding", ARGS_FINDING_DECIDE, command_remote, REMOTE("lifecycle", "finding.accept_risk", NULL, FINDING_COLUMNS) },
    { "finding fix", "登记问题已整改", "record that a finding is fixed", ARGS_FINDING, command_remote, REMOTE("lifecycle", "finding.fix", NULL, FINDING_COLUMNS) },
    { "finding list", "列出测评问题", "list findings", ARGS_FINDING_LIST, command_remote, REMOTE("lifecycle", "finding.list", "items", FINDING_COLUMNS) },
    { "finding reopen", "重新打开一个问题", "open a finding again", ARGS_FINDING_DECIDE, command_remote, REMOTE("lifecycle", "finding.reopen", NULL, FINDING_COLUMNS) },
    { "finding verify", "复核一个问题", "verify a finding", ARGS_FINDING_VERIFY, command_remote, REMOTE("lifecycle", "finding.verify", NULL, FINDING_COLUMNS) },
    { "habit clear", "取消一人的每日汇总", "end somebody's daily digest", ARGS_HABIT_CLEAR, command_remote, REMOTE("registry", "habit.clear", "items", HABIT_COLUMNS) },
    { "habit list", "列出每日汇总", "list daily digests", ARGS_CONTRACT, command_remote, REMOTE("registry", "habit.list", "items", HABIT_COLUMNS) },
    { "habit set", "把一人的邮件提醒合为每日一封", "send somebody's reminders as one mail a day", ARGS_HABIT_SET, command_remote, REMOTE("registry", "habit.set", "items", HABIT_COLUMNS) },
    { "incident arrive", "登记到场", "record the arrival on site", ARGS_INCIDENT, command_remote, REMOTE("sla", "incident.arrive", NULL, INCIDENT_COLUMNS) },
    { "incident close", "关闭一个已解决的事件", "close a resolved incident", ARGS_INCIDENT, command_remote, REMOTE("sla", "incident.close", NULL, INCIDENT_COLUMNS) },
    { "incident list", "列出事件", "list incidents", ARGS_CONTRACT, command_remote, REMOTE("sla", "incident.list", "items", INCIDENT_COLUMNS) },
    { "incident open", "登记一个事件", "record an incident", ARGS_INCIDENT_OPEN, command_remote, REMOTE("sla", "incident.open", NULL, INCIDENT_COLUMNS) },
    { "incident regrade", "变更事件等级", "give an incident another grade", ARGS_INCIDENT_REGRADE, command_remote, REMOTE("sla", "incident.regrade", NULL, INCIDENT_COLUMNS) },
    { "incident request-onsite", "登记到场要求", "record the demand for people on site", ARGS_INCIDENT, command_remote, REMOTE("sla", "incident.request_onsite", NULL, INCIDENT_COLUMNS) },
    { "incident resolve", "登记解决", "record the resolution", ARGS_INCIDENT_RESOLVE, command_remote, REMOTE("sla", "incident.resolve", NULL, INCIDENT_COLUMNS) },
    { "incident respond", "登记响应", "record the response", ARGS_INCIDENT, command_remote, REMOTE("sla", "incident.respond", NULL, INCIDENT_COLUMNS) },
    { "incident show", "显示一个事件", "show an incident", ARGS_INCIDENT_GET, command_remote, REMOTE("sla", "incident.get", NULL, NULL) },
    { "notification list", "列出应用内通知及其阅读情况", "list notifications and who read them", ARGS_NOTIFICATION_LIST, command_remote, REMOTE("report", "notification.list", "items", NOTIFICATION_COLUMNS) },
    { "notification read", "登记本人已阅读一条通知（处罚通知以此为送达凭证）", "give the receipt of a notification (proof of a penalty's notice)", ARGS_NOTIFICATION_READ, command_remote, REMOTE("report", "notification.read", NULL, NOTIFICATION_COLUMNS) },
    { "pack list", "列出已装入的合同包", "list loaded packs", ARGS_NONE, command_remote, REMOTE("registry", "pack.list", "items", PACK_COLUMNS) },
    { "pack show", "显示一个合同包的内容", "show what a pack holds", ARGS_NAME, command_remote, REMOTE("registry", "pack.show", NULL, NULL) },
    { "payment list", "列出付款", "list payments", ARGS_CONTRACT, command_remote, REMOTE("sla", "payment.list", "items", PAYMENT_COLUMNS) },
    { "penalty appeal", "对处罚提出申诉", "appeal against a penalty", ARGS_PENALTY_DECIDE, command_remote, REMOTE("sla", "penalty.appeal", NULL, PENALTY_COLUMNS) },
    { "penalty confirm", "确认处罚", "confirm a penalty", ARGS_PENALTY_CONFIRM, command_remote, REMOTE("sla", "penalty.confirm", NULL, PENALTY_COLUMNS) },
    { "penalty list", "列出拟处罚", "list proposed penalties", ARGS_CONTRACT_STATE, command_remote, REMOTE("sla", "penalty.list", "items", PENALTY_COLUMNS) },
    { "penalty notify", "告知拟处罚", "notify the vendor of a penalty", ARGS_PENALTY_DECIDE, command_remote, REMOTE("sla", "penalty.notify", NULL, PENALTY_COLUMNS) },
    { "penalty reverse", "冲销已确认的处罚", "take a confirmed penalty back", ARGS_PENALTY_DECIDE, command_remote, REMOTE("sla", "penalty.reverse", NULL, PENALTY_COLUMNS) },
    { "penalty show", "显示一条处罚及其依据", "show a penalty with its proof", ARGS_PENALTY, command_remote, REMOTE("sla", "penalty.get", NULL, NULL) },
    { "penalty waive", "免予处罚", "waive a penalty", ARGS_PENALTY_DECIDE, command_remote, REMOTE("sla", "penalty.waive", NULL, PENALTY_COLUMNS) },
    { "person list", "列出人员", "list people", ARGS_CONTRACT, command_remote, REMOTE("registry", "person.list", "items", PERSON_COLUMNS) },
    { "phase approve", "批准一个阶段", "approve a phase", ARGS_PHASE_ON, command_remote, REMOTE("lifecycle", "phase.approve", NULL, PHASE_COLUMNS) },
    { "phase list", "列出阶段", "list phases", ARGS_CONTRACT_STATE, command_remote, REMOTE("lifecycle", "phase.list", "items", PHASE_COLUMNS) },
    { "phase resume", "恢复一个阶段", "resume a phase", ARGS_PHASE_NOTE, command_remote, REMOTE("lifecycle", "phase.resume", NULL, PHASE_COLUMNS) },
    { "phase return", "退回一个阶段", "return a phase", ARGS_PHASE_NOTE, command_remote, REMOTE("lifecycle", "phase.return", NULL, PHASE_COLUMNS) },
    { "phase show", "显示一个阶段", "show a phase", ARGS_PHASE, command_remote, REMOTE("lifecycle", "phase.get", NULL, PHASE_COLUMNS) },
    { "phase skip", "跳过一个阶段", "skip a phase", ARGS_PHASE_SKIP, command_remote, REMOTE("lifecycle", "phase.skip", NULL, PHASE_COLUMNS) },
    { "phase submit", "提交一个阶段", "submit a phase", ARGS_PHASE_SUBMIT, command_remote, REMOTE("lifecycle", "phase.submit", NULL, PHASE_COLUMNS) },
    { "phase suspend", "暂停一个阶段", "suspend a phase", ARGS_PHASE_NOTE, command_remote, REMOTE("lifecycle", "phase.suspend", NULL, PHASE_COLUMNS) },
    { "policy set", "设定免打扰时段与合并上限", "set quiet hours and storm cap", ARGS_POLICY_SET, command_remote, REMOTE("registry", "policy.set", NULL, POLICY_COLUMNS) },
    { "policy show", "显示免打扰时段与合并上限", "show quiet hours and storm cap", ARGS_CONTRACT, command_remote, REMOTE("registry", "policy.get", NULL, POLICY_COLUMNS) },
    { "reminder list", "列出提醒台账", "list the reminder ledger", ARGS_REMINDER_LIST, command_remote, REMOTE("report", "reminder.list", "items", REMINDER_COLUMNS) },
    { "review record", "登记备案、测评或证书到期", "record a filing, an assessment, the end of a certificate", ARGS_REVIEW, command_remote, REMOTE("delivery", "review.record", NULL, REVIEW_COLUMNS) },
    { "system list", "列出系统", "list systems", ARGS_SYSTEM_LIST, command_remote, REMOTE("registry", "system.list", "items", SYSTEM_COLUMNS) },
    { "system show", "显示一个系统", "show a system", ARGS_SYSTEM, command_remote, REMOTE("registry", "system.get", NULL, SYSTEM_COLUMNS) },
    { "task complete", "登记一项任务完成", "record that a task was done", ARGS_TASK, command_remote, REMOTE("delivery", "task.complete", NULL, TASK_COLUMNS) },
    { "task list", "列出周期性任务", "list recurring tasks", ARGS_TASK_LIST, command_remote, REMOTE("delivery", "task.list", "items", TASK_COLUMNS) },
    { "task policy", "设置漏排的补做方式", "set what becomes of work that was not planned in time", ARGS_TASK_POLICY, command_remote, REMOTE("delivery", "schedule.policy", NULL, SCHEDULE_COLUMNS) },
    { "task reassign", "改派一项任务", "give a task to somebody", ARGS_TASK_REASSIGN, command_remote, REMOTE("delivery", "task.reassign", NULL, TASK_COLUMNS) },
    { "task schedules", "列出周期计划与漏排数", "list schedules and what was missed", ARGS_CONTRACT, command_remote, REMOTE("delivery", "schedule.list", "items", SCHEDULE_COLUMNS) },
    { NULL, NULL, NULL, NULL, NULL, NULL },
};
