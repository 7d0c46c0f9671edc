/* The words. A sentence is one row in both languages, so that neither can be forgotten; the unit
 * test holds that both show the same blanks.
 *
 * A blank is a name in braces. Which blanks there are is the caller's (reminder_text.c,
 * reminder_digest.c); a sentence takes those it names, in the order its language wants. A new
 * sentence is a value of the enum and a row here. */
#include "reminder_words.h"

#include <string.h>

/* SUBJECT_* are one line. Chinese brackets and quotes are the full-width ones, but for the mark at
 * the beginning of a subject, by which people sort their mail. */
static const struct {
    const char *zh, *en;
} WORDS[REMINDER_WORD__COUNT] = {
    [SUBJECT_LEFT] = { "[到期提醒] {subject} 还有 {days} 天（{due}）",
                       "[Due soon] {subject}: {days} day(s) left ({due})" },
    [SUBJECT_TODAY] = { "[今日到期] {subject}（{due}）", "[Due today] {subject} ({due})" },
    [SUBJECT_OVER] = { "[已逾期] {subject} 逾期 {days} 天（{due}）",
                       "[Overdue] {subject}: {days} day(s) over ({due})" },
    [SUBJECT_CLOCK_LEFT] = { "[时限提醒] {subject} 还有 {span}",
                             "[Time limit] {subject}: {span} left" },
    [SUBJECT_CLOCK_OVER] = { "[已超时] {subject} 超时 {span}",
                             "[Time limit passed] {subject}: {span} over" },
    [SUBJECT_PENALTY] = { "[处罚通知] {subject} 拟扣减 {yuan} 元（条款 {clause}）",
                          "[Penalty notice] {subject}: {yuan} yuan proposed (clause {clause})" },
    [BODY_GREETING] = { "{person}：\n\n合同：{contract}\n", "{person},\n\nContract: {contract}\n" },
    [BODY_SYSTEM] = { "系统：{system}\n", "System: {system}\n" },
    [BODY_MATTER] = { "事项：{title}（条款 {clause}）\n", "Matter: {title} (clause {clause})\n" },
    [BODY_DUE_DAY] = { "到期日：{due}（当日 24:00 前）\n", "Due: {due} (by the end of the day)\n" },
    [BODY_DUE_INSTANT] = { "时限：{due}\n", "Limit: {due}\n" },
    [BODY_PROVISIONAL] = { "该日为暂定：所涉年份的放假安排尚未公布。\n",
                           "The day is provisional: the holidays of a year it counts are not "
                           "published yet.\n" },
    [BODY_LEFT] = { "现状：还有 {days} 天。\n", "Now: {days} day(s) left.\n" },
    [BODY_TODAY] = { "现状：今天到期。\n", "Now: due today.\n" },
    [BODY_OVER] = { "现状：已逾期 {days} 天。\n", "Now: {days} day(s) overdue.\n" },
    [BODY_CLOCK_LEFT] = { "现状：还有 {span}。\n", "Now: {span} left.\n" },
    [BODY_CLOCK_OVER] = { "现状：已超时 {span}。\n", "Now: {span} over.\n" },
    [BODY_CASE_DAY] = { "发生日：{due}\n", "Happened on: {due}\n" },
    [BODY_DEDUCT] = { "拟扣减：{yuan} 元\n", "Proposed deduction: {yuan} yuan\n" },
    [BODY_MEASURES] = { "措施：{measures}\n", "Measures: {measures}\n" },
    [BODY_WHY] = { "\n到期日的依据：\n", "\nWhy that is the limit:\n" },
    [BODY_WHY_PENALTY] = { "\n处罚的依据：\n", "\nWhy it is so much:\n" },
    [BODY_STEP] = { "- {step}\n", "- {step}\n" },
    [BODY_RECEIPT] = { "\n请在系统中阅读本通知并确认：确认的时刻即为收到通知的凭证。\n",
                       "\nPlease read this notice in the application and say so: that instant is "
                       "the "
                       "proof that it was received.\n" },
    [BODY_LATE] = { "\n本提醒迟发：原定 {planned} 发出。\n",
                    "\nThis reminder is late: it was planned for {planned}.\n" },
    [BODY_AUTOMATIC] = { "\n本提醒由系统自动发出（{rule}），请勿直接回复。\n",
                         "\nSent automatically ({rule}); please do not reply.\n" },
    [DIGEST_SUBJECT] = { "[提醒汇总] 共 {count} 项，其中逾期 {over} 项",
                         "[Digest] {count} matter(s), {over} overdue" },
    [DIGEST_HEAD] = { "{person}：\n\n以下事项需要处理：\n",
                      "{person},\n\nThese matters need attention:\n" },
    [DIGEST_LINE] = { "{number}. {title}（条款 {clause}）\n",
                      "{number}. {title} (clause {clause})\n" },
    [DIGEST_MORE] = { "另有 {count} 项，请在系统中查看。\n",
                      "And {count} more: please look in the application.\n" },
    [DIGEST_LATE] = { "\n其中有迟发的提醒。\n", "\nSome of these are told late.\n" },
    [DIGEST_AUTOMATIC] = { "\n每项的依据见系统中的期限说明。本提醒由系统自动发出，请勿直接回复。\n",
                           "\nWhy each is due that day stands on its page. Sent automatically; "
                           "please do not reply.\n" },
};

/* A missing row would be NULL, which the unit test finds for every word. */
const char *reminder_word(enum reminder_word word, enum lang lang)
{
    return tr(lang, WORDS[word].zh, WORDS[word].en);
}

/* The blank that `text` (behind its opening brace) names, NULL for an unknown one. */
static const struct reminder_blank *blank_at(const struct reminder_blank blanks[], const char *text)
{
    for (; blanks->name; blanks++) {
        size_t len = strlen(blanks->name);
        if (strncmp(text, blanks->name, len) == 0 && text[len] == '}')
            return blanks;
    }
    return NULL;
}

/* One pass: what a value brings along in braces is text, not a blank. */
rc_t reminder_word_fill(enum reminder_word word, enum lang lang,
                        const struct reminder_blank blanks[], struct bytebuf *out)
{
    rc_t rc = RC_OK;
    for (const char *at = reminder_word(word, lang); *at && rc == RC_OK;) {
        const struct reminder_blank *blank = *at == '{' ? blank_at(blanks, at + 1) : NULL;
        if (blank) {
            rc = bytebuf_text(out, blank->value);
            at += strlen(blank->name) + 2;
        } else {
            size_t len = 1 + strcspn(at + 1, "{");
            rc = bytebuf_add(out, at, len);
            at += len;
        }
    }
    return rc;
}
