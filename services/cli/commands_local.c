/* Commands that do more than one request.
 *
 * A row of arguments: name, field of the request (NULL: not sent), kind, whether it is needed,
 * default, help in both languages. An argument without a field is this program's own and never
 * reaches a service. */
#include "commands.h"
#include "bench.h"
#include "calendar_cmd.h"
#include "catalogue_cmd.h"
#include "demo.h"
#include "eval_cmd.h"
#include "explain.h"
#include "export_cmd.h"
#include "forecast_cmd.h"
#include "keys_cmd.h"
#include "pack_cmd.h"
#include "pack_diff_cmd.h"
#include "pack_report.h"
#include "run_broker.h"
#include "simulate_cmd.h"
#include "up.h"

#define END { NULL, NULL, ARG_FLAG, false, NULL, NULL, NULL }
#define DSN { "dsn", NULL, ARG_TEXT, false, NULL, "数据库连接串（代替内置数据库）", "database to use instead of a private one" }
#define LISTEN { "listen", NULL, ARG_TEXT, false, NULL, "网关监听 HOST:PORT", "where the gateway listens, HOST:PORT" }
#define NOW { "now", NULL, ARG_TEXT, false, NULL, "固定的业务时刻，RFC 3339", "fixed business time, RFC 3339" }

/* Listening and clock are chosen once, at the start: children get them by option and environment,
 * and keep them over restarts. */
static const struct arg ARGS_UP[] = { DSN, LISTEN, NOW, END };
/* --exit is for scripts: the demo then ends by itself, with the summary as its last word. */
static const struct arg ARGS_DEMO[] = {
    DSN, LISTEN, NOW,
    { "out", NULL, ARG_TEXT, false, "mlps-out", "工作簿存放目录", "folder for the workbooks" },
    { "exit", NULL, ARG_FLAG, false, NULL, "完成后停止", "stop when done" },
    { "timings", NULL, ARG_FLAG, false, NULL, "显示各步用时", "show where the time goes" }, END
};
/* Not for people: the demo's supervisor starts this command. */
static const struct arg ARGS_PLAY[] = {
    NOW, { "summary", NULL, ARG_TEXT, false, NULL, "结果文件：只等待结果并导出", "file for the results: only wait for them and export" },
    { "timings", NULL, ARG_FLAG, false, NULL, "显示各步用时", "show where the time goes" }, END
};
/* Without --dsn the private cluster is started for the migration alone, then stopped. */
static const struct arg ARGS_MIGRATE[] = { DSN, END };
/* The folder alone: which keys there are is KEY_NAMES' affair. */
static const struct arg ARGS_KEYS[] = {
    { "DIR", NULL, ARG_POSITION, true, NULL, "密钥目录", "key folder" }, END
};
/* For help only: the broker's own program reads the words. */
static const struct arg ARGS_BROKER[] = {
    { "bind", NULL, ARG_TEXT, true, NULL, "端点", "endpoint" },
    { "insecure", NULL, ARG_FLAG, false, NULL, "不加密（仅供测试）", "no encryption, for tests only" }, END
};
/* A path has a slash or a suffix; a bare name is looked for among those that ship first. */
static const struct arg ARGS_PACK_FILE[] = {
    { "FILE", NULL, ARG_POSITION, true, NULL, "合同包文件或内置名称", "pack file, or the name of one that ships" }, END
};
/* The contract makes sums and dates exact; without it they are computed on assumptions, which the
 * answer marks. */
static const struct arg ARGS_PACK_DIFF[] = {
    { "OLD", NULL, ARG_POSITION, true, NULL, "文件、内置名称，或已装入的 名称@版本", "file, name of one that ships, or NAME@VERSION of one that is loaded" },
    { "NEW", NULL, ARG_POSITION, true, NULL, "文件、内置名称，或已装入的 名称@版本", "file, name of one that ships, or NAME@VERSION of one that is loaded" },
    { "contract", NULL, ARG_TEXT, false, NULL, "合同代码：用其总价、签订日、读法和已记录的事实", "contract: use its total, signing, readings and recorded facts" }, END
};
/* Without a file all packs that ship are held against their registers, as the build does. */
static const struct arg ARGS_PACK_COVERAGE[] = {
    { "FILE", NULL, ARG_POSITION, false, NULL, "合同包文件或内置名称；不给则检查全部内置包", "pack file or the name of one that ships; all of these when left out" },
    { "register", NULL, ARG_TEXT, false, NULL, "登记表 CSV（id,kind,line），另提示可计算而仅被记录的条款", "the register as CSV (id,kind,line): also name what could be computed and is only recorded" }, END
};
/* By id alone, or by code together with the contract. */
static const struct arg ARGS_EXPLAIN[] = {
    { "ID", "deadline", ARG_POSITION, true, NULL, "期限编号或代码", "id or code of the deadline" },
    { "contract", "contract", ARG_TEXT, false, NULL, "合同代码（按代码查时）", "contract, when named by code" }, END
};
/* No arguments of the rule: they come line by line on standard input. */
static const struct arg ARGS_EVAL[] = {
    { "RULE", NULL, ARG_POSITION, true, NULL, "规则名称", "name of the rule" },
    { "list", NULL, ARG_FLAG, false, NULL, "列出全部规则及其输入字段", "show all rules and their fields" },
    { "no-proof", NULL, ARG_FLAG, false, NULL, "结果不带依据", "answers without their proof" },
    { "pack", NULL, ARG_TEXT, false, NULL, "另加一个合同包文件", "a pack file to use besides those that ship" }, END
};
/* `output` has no key: it is ours and not the service's. */
static const struct arg ARGS_EXPORT[] = {
    { "KIND", "kind", ARG_POSITION, true, NULL,
      "progress 系统测评进度表、systems 信息系统清单、deliverables 交付物验收清单、procurement 采购需求一览表、deadlines 期限计算说明、penalties 考核与处罚台账",
      "progress, systems, deliverables, procurement, deadlines or penalties" },
    { "contract", "contract", ARG_TEXT, true, NULL, "合同代码", "contract code" },
    { "output", NULL, ARG_TEXT, true, NULL, "输出文件（-o）", "file to write (-o)" }, END
};
/* Defaults are the service's, so that HTTP and the command line cannot differ. */
static const struct arg ARGS_FORECAST[] = {
    { "CONTRACT", "contract", ARG_POSITION, true, NULL, "合同代码", "contract code" },
    { "days", "working_days", ARG_NUMBER, false, NULL, "向前看的工作日数（缺省 30）", "working days ahead (30)" },
    { "runs", "runs", ARG_NUMBER, false, NULL, "推演次数（缺省 200）", "how many runs (200)" },
    { "seed", "seed", ARG_NUMBER, false, NULL, "随机种子（缺省 1）", "seed of chance (1)" },
    { "capacity", "capacity", ARG_NUMBER, false, NULL, "每人每日可办理的事项数（缺省 3）", "things a person can hand over on one day (3)" },
    { "incidents", "incidents", ARG_NUMBER, false, NULL, "每 365 天新发事件数，0 至 1460（缺省取本合同历史，不足 8 件取 4）", "incidents that come up in 365 days, 0 to 1460 (the contract's own rate; below 8 of them: 4)" },
    { "incident-late", "incident_late", ARG_NUMBER, false, NULL, "事件时限超时的百分比（缺省取历史，不足取 10）", "per cent of their limits missed (own rate, else 10)" },
    { "findings", "findings", ARG_NUMBER, false, NULL, "将来测评发现问题的百分比（缺省取历史，不足取 30）", "per cent of assessments to come that find something (own rate, else 30)" },
    { "recheck-fails", "recheck_fails", ARG_NUMBER, false, NULL, "整改复核不通过的百分比（缺省取历史，不足取 10）", "per cent of re-checks that fail (own rate, else 10)" }, END
};
/* Their form is told here; what they mean together mlps-simulate judges, before anything is started for it. */
static const struct arg ARGS_SIMULATE[] = {
    { "pack", NULL, ARG_TEXT, true, NULL, "合同包", "the pack to play" },
    { "from", NULL, ARG_DATE, true, NULL, "起始日（合同签订日）", "first day, on which the contract is signed" },
    { "to", NULL, ARG_DATE, true, NULL, "结束日", "last day" },
    { "scenario", NULL, ARG_TEXT, false, NULL, "剧本文件或内置名称；缺省时一切按限期进行", "scenario file or the name of one that ships; without it all goes by the limits" },
    { "against", NULL, ARG_TEXT, false, NULL, "另一剧本（limits：一切按限期）：只输出两者的不同", "the other scenario (limits: all by the limits): show what differs" },
    { "systems", NULL, ARG_NUMBER, false, NULL, "虚构系统的数量（代替合同所列）", "so many invented systems instead of the contract's" },
    { "seed", NULL, ARG_NUMBER, false, NULL, "随机种子", "seed of chance" },
    { "output", NULL, ARG_TEXT, false, NULL, "结果工作簿（-o）", "the outcome as a workbook (-o)" }, END
};
/* The count's unit differs by benchmark (calls, jobs, lines), and so do its bounds. */
static const struct arg ARGS_BENCH[] = {
    { "NAME", NULL, ARG_POSITION, true, NULL, "deadlines eval export jobs rpc simulate", "deadlines eval export jobs rpc simulate" }, DSN,
    { "count", NULL, ARG_NUMBER, false, NULL, "数量", "how many" }, END
};

/* Without a team or a person the feed is the whole contract's. */
static const struct arg ARGS_CALENDAR_ISSUE[] = {
    { "contract", "contract", ARG_TEXT, true, NULL, "合同代码", "contract code" },
    { "team", "team", ARG_TEXT, false, NULL, "只含该团队的系统", "only the systems of this team" },
    { "person", "person", ARG_TEXT, false, NULL, "某人的：其团队的系统和本人的任务", "of one person: the team's systems and the person's tasks" }, END
};

#define LEVEL { "level", "level", ARG_NUMBER, false, NULL, "级别 1 至 4", "level 1 to 4" }
#define WEIGHTS { "weights", NULL, ARG_TEXT, false, NULL, "权重 CSV（unit,weight），代替内置的", "weights as CSV (unit,weight) instead of those that ship" }
/* Without a level all of them; a case holds from its level on, or at that level alone. */
static const struct arg ARGS_CATALOGUE_CASES[] = {
    LEVEL, { "scope", "scope", ARG_TEXT, false, NULL, "通用 云计算 移动互联 物联网 工业控制", "scope, by its Chinese name" }, WEIGHTS, END
};
/* A level, or both grades of a system, from which the level follows. */
static const struct arg ARGS_CATALOGUE_COUNTS[] = {
    LEVEL, { "s", "s", ARG_NUMBER, false, NULL, "业务信息安全等级（与 --a 同用）", "grade of information security, with --a" },
    { "a", "a", ARG_NUMBER, false, NULL, "系统服务保证等级", "grade of service assurance" }, WEIGHTS, END
};
/* No filter is needed: the whole standard is some hundreds of points. */
static const struct arg ARGS_CATALOGUE_LIST[] = {
    LEVEL, { "category", "category", ARG_TEXT, false, NULL, "安全类名称或代码", "category by name or code" }, WEIGHTS, END
};
/* A name may stand at several levels, which --level tells apart; a code never does. */
static const struct arg ARGS_CATALOGUE_SHOW[] = {
    { "CODE", "what", ARG_POSITION, true, NULL, "要求项编号或控制点名称", "code of an item or name of a control point" },
    LEVEL, WEIGHTS, END
};

/* Sorted by their words, which a test checks; a longer match wins, so a group's word alone is no
 * command. */
const struct command COMMANDS[] = {
    { "bench", "测量性能，输出一个 JSON 对象", "measure, print one JSON object", ARGS_BENCH, cmd_bench, NULL },
    { "broker", "只运行消息代理", "run the broker alone", ARGS_BROKER, cmd_broker, NULL },
    { "calendar issue", "签发一个日历订阅链接（仅显示一次）", "issue a calendar feed; its link is shown once", ARGS_CALENDAR_ISSUE, cmd_calendar_issue, NULL },
    { "catalogue cases", "列出高风险判定情形", "show the high-risk cases", ARGS_CATALOGUE_CASES, cmd_catalogue_cases, NULL },
    { "catalogue counts", "统计 GB/T 22239 要求项，可按 SxAy 裁剪", "count the items of GB/T 22239, also tailored to SxAy", ARGS_CATALOGUE_COUNTS, cmd_catalogue_counts, NULL },
    { "catalogue list", "列出 GB/T 22239 控制点", "show the control points of GB/T 22239", ARGS_CATALOGUE_LIST, cmd_catalogue_list, NULL },
    { "catalogue show", "显示一个控制点的要求项编号与权重", "show a control point's items with their codes and weights", ARGS_CATALOGUE_SHOW, cmd_catalogue_show, NULL },
    { "deadline explain", "逐日说明一个期限的依据", "explain a due date day by day", ARGS_EXPLAIN, cmd_explain, NULL },
    { "demo", "在固定时刻演示 39 个系统的完整过程", "play the whole story of 39 systems on a fixed clock", ARGS_DEMO, cmd_demo, NULL },
    { "eval", "从标准输入逐行读取 JSON 问题并作答", "answer questions in JSON Lines on standard input", ARGS_EVAL, cmd_eval, NULL },
    { "export", "导出一本工作簿", "write a workbook", ARGS_EXPORT, cmd_export, NULL },
    { "forecast", "预测未来工作日的撞期、负载、处罚敞口和完成区间", "forecast collisions, loads, penalty exposure and ends", ARGS_FORECAST, cmd_forecast, NULL },
    { "init", "创建或升级数据库", "create or upgrade the database", ARGS_MIGRATE, cmd_migrate, NULL },
    { "keys", "生成总线密钥", "make the bus's keys", ARGS_KEYS, cmd_keys, NULL },
    { "migrate", "创建或升级数据库", "create or upgrade the database", ARGS_MIGRATE, cmd_migrate, NULL },
    { "pack check", "检查一个合同包文件", "check a pack file", ARGS_PACK_FILE, cmd_pack_check, NULL },
    { "pack coverage", "逐条核对条款登记表：可计算、可跟踪、仅记录或缺失", "hold each clause of the register against the pack", ARGS_PACK_COVERAGE, cmd_pack_coverage, NULL },
    { "pack diff", "比较两个合同包：变更的条目，以及将变动的日期、数量和金额", "compare two packs: entries, and the dates, counts and sums that would move", ARGS_PACK_DIFF, cmd_pack_diff, NULL },
    { "pack load", "装入一个合同包", "load a pack", ARGS_PACK_FILE, cmd_pack_load, NULL },
    { "pack schema", "输出合同包语言的 JSON Schema", "print the pack language as a JSON Schema", NULL, cmd_pack_schema, NULL },
    { "play", "（由 demo 启动）在运行中的服务上演示", "(started by demo) play the story on running services", ARGS_PLAY, cmd_play, NULL },
    { "simulate", "在私有数据库上推演合同的一段时间", "play a contract's time on a private database", ARGS_SIMULATE, cmd_simulate, NULL },
    { "up", "在前台运行全部进程", "run everything in the foreground", ARGS_UP, cmd_up, NULL },
    { NULL, NULL, NULL, NULL, NULL, NULL },
};
