/* √ done or in time, ● under way, ○ not begun, ◆ attention, ▲ late, ‖ paused, × does not count, —
 * does not apply: the cover of a workbook explains them in these words. */
#include "state_words.h"

#include <string.h>

#include "code_words.h"

/* One word a line: code, tone, sign, Chinese, English. A list holds what a constraint or a
 * statement gives; a code that is missing is shown as it is. */
/* clang-format off */
const struct word WORDS_PHASE_STATE[] = {
    { "planned",   TONE_MUTED,  "○", "未开始", "planned"   },
    { "active",    TONE_NORMAL, "●", "进行中", "under way" },
    { "over",      TONE_LATE,   "▲", "超期",   "over"      },
    { "submitted", TONE_NORMAL, "●", NULL,     NULL        },
    { "returned",  TONE_WARN,   "◆", "退回",   "returned"  },
    { "suspended", TONE_WARN,   "‖", NULL,     NULL        },
    { "done",      TONE_GOOD,   "√", "按期",   "in time"   },
    { "done_late", TONE_LATE,   "▲", "迟",     "late"      },
    { "skipped",   TONE_MUTED,  "—", NULL,     NULL        },
    { 0 },
};

const struct word WORDS_CYCLE_STATE[] = {
    { "none",      TONE_MUTED,  "○", "未启动", "not started" },
    { "open",      TONE_NORMAL, "●", "测评中", "under way"   },
    { "over",      TONE_LATE,   "▲", "超期",   "over"        },
    { "done",      TONE_GOOD,   "√", NULL,     NULL          },
    { "cancelled", TONE_MUTED,  "—", NULL,     NULL          },
    { 0 },
};

const struct word WORDS_DELIVERABLE[] = {
    { "required",  TONE_NORMAL, "○", NULL,     NULL       },
    { "overdue",   TONE_LATE,   "▲", "逾期",   "overdue"  },
    { "submitted", TONE_NORMAL, "●", NULL,     NULL       },
    { "objected",  TONE_WARN,   "◆", NULL,     NULL       },
    { "accepted",  TONE_GOOD,   "√", "已验收", "accepted" },
    { "signed",    TONE_GOOD,   "√", NULL,     NULL       },
    { 0 },
};

const struct word WORDS_DEADLINE[] = {
    { "open",          TONE_NORMAL, "●", "未到期",   "open"    },
    { "paused",        TONE_WARN,   "‖", NULL,       NULL      },
    { "breached",      TONE_LATE,   "▲", "逾期",     "overdue" },
    { "breached_now",  TONE_LATE,   "▲", "已超时",   "overdue" },
    { "met",           TONE_GOOD,   "√", "按期",     "met"     },
    { "late",          TONE_LATE,   "▲", "迟",       "late"    },
    { "late_same_day", TONE_LATE,   "▲", "超时完成", "late"    },
    { "void",          TONE_MUTED,  "—", NULL,       NULL      },
    { 0 },
};

const struct word WORDS_DEADLINE_KIND[] = {
    { "phase",       TONE_NORMAL, "", "阶段",     "phase"       },
    { "finding",     TONE_NORMAL, "", "问题整改", "finding"     },
    { "term",        TONE_NORMAL, "", "合同期限", "term"        },
    { "deliverable", TONE_NORMAL, "", "交付物",   "deliverable" },
    { "sla",         TONE_NORMAL, "", "服务时限", "SLA"         },
    { "task",        TONE_NORMAL, "", "周期任务", "task"        },
    { 0 },
};

const struct word WORDS_PARTY[] = {
    { "vendor",   TONE_NORMAL, "", "乙方", "vendor"   },
    { "customer", TONE_NORMAL, "", "甲方", "customer" },
    { 0 },
};

const struct word WORDS_GRADE[] = {
    { "1", TONE_NORMAL, "", "第一级", "level 1" },
    { "2", TONE_NORMAL, "", "第二级", "level 2" },
    { "3", TONE_NORMAL, "", "第三级", "level 3" },
    { "4", TONE_NORMAL, "", "第四级", "level 4" },
    { "5", TONE_NORMAL, "", "第五级", "level 5" },
    { 0 },
};

const struct word WORDS_WEEKDAY[] = {
    { "1", TONE_NORMAL, "", "周一", "Mon" },
    { "2", TONE_NORMAL, "", "周二", "Tue" },
    { "3", TONE_NORMAL, "", "周三", "Wed" },
    { "4", TONE_NORMAL, "", "周四", "Thu" },
    { "5", TONE_NORMAL, "", "周五", "Fri" },
    { "6", TONE_MUTED,  "", "周六", "Sat" },
    { "7", TONE_MUTED,  "", "周日", "Sun" },
    { 0 },
};

const struct word WORDS_COUNTED[] = {
    { "counted", TONE_GOOD, "√", "计入", "counted" },
    { "skipped", TONE_WARN, "×", "不计", "skipped" },
    { "due",     TONE_LATE, "▲", "到期", "due"     },
    { 0 },
};

const struct word WORDS_BASIS[] = {
    { "clause",   TONE_NORMAL, "", "条款",     "clause"   },
    { "reading",  TONE_NORMAL, "", "条款理解", "reading"  },
    { "calendar", TONE_NORMAL, "", "日历",     "calendar" },
    { "fact",     TONE_NORMAL, "", "事实",     "fact"     },
    { 0 },
};

/* The kinds of case that penalty rules know (INTERFACE.md). */
const struct word WORDS_CASE_TYPE[] = {
    { "security_event",           TONE_NORMAL, "", "安全事件",       "security event"           },
    { "regulator_notice",         TONE_NORMAL, "", "监管通报",       "regulator's notice"       },
    { "center_notice",            TONE_NORMAL, "", "中心通报",       "centre's notice"          },
    { "user_complaint",           TONE_NORMAL, "", "用户投诉",       "user's complaint"         },
    { "monitoring_finding",       TONE_NORMAL, "", "监测发现问题",   "monitoring finding"       },
    { "inspection",               TONE_NORMAL, "", "安全检查",       "inspection"               },
    { "unauthorised_statement",   TONE_NORMAL, "", "擅自发布信息",   "unauthorised statement"   },
    { "fault",                    TONE_NORMAL, "", NULL,             NULL                       },
    { "vulnerability_unreported", TONE_NORMAL, "", "漏洞未报告",     "vulnerability unreported" },
    { "vulnerability_overdue",    TONE_NORMAL, "", "漏洞逾期未整改", "vulnerability overdue"    },
    { "service_breach",           TONE_NORMAL, "", "服务违约",       "service breach"           },
    { "quarter_failed",           TONE_NORMAL, "", "季度考核不合格", "quarter failed"           },
    { "confidentiality_breach",   TONE_NORMAL, "", "违反保密义务",   "confidentiality breach"   },
    { 0 },
};

const struct word WORDS_PENALTY_STATE[] = {
    { "proposed",  TONE_NORMAL, "●", NULL,       NULL        },
    { "notified",  TONE_NORMAL, "●", NULL,       NULL        },
    { "appealed",  TONE_WARN,   "◆", NULL,       NULL        },
    { "confirmed", TONE_LATE,   "▲", NULL,       NULL        },
    { "waived",    TONE_MUTED,  "—", NULL,       NULL        },
    { "reversed",  TONE_MUTED,  "—", "已撤销",   "reversed"  },
    { "voided",    TONE_MUTED,  "—", "事项作废", "case void" },
    { 0 },
};
/* clang-format on */

/* By length too, since a cell's code may go on with ":n". */
const struct word *word_find(const struct word *words, const char *code, size_t len)
{
    for (; words->code; words++)
        if (strlen(words->code) == len && memcmp(words->code, code, len) == 0)
            return words;
    return NULL;
}

const char *word_text(const struct word *word, enum lang lang)
{
    return word->zh ? tr(lang, word->zh, word->en) : code_word(word->code, lang);
}

rc_t word_say(const struct word *word, const char *days, enum lang lang, struct bytebuf *out)
{
    rc_t rc = bytebuf_fmt(out, "%s%s%s", word->sign, *word->sign ? " " : "", word_text(word, lang));
    if (rc == RC_OK && days)
        rc = bytebuf_fmt(out, " %s %s", days, tr(lang, "天", "d"));
    return rc;
}
