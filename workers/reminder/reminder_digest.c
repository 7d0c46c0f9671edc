/* Several matters as one text: how many, how many of them overdue, and a line of each. The first
 * sixty by time; a person who is sixty behind needs the number more than the sixty-first line. */
#include "reminder_digest.h"

#include <stdio.h>
#include <string.h>

#include "reminder_words.h"

enum { COUNT_TEXT = 24 };

/* Blanks of the digest's own sentences. */
struct digest_blanks {
    char count[COUNT_TEXT], over[COUNT_TEXT], number[COUNT_TEXT];
    const char *person, *title, *clause;
};

/* As reminder_text.c says, with the digest's blanks. */
static rc_t say(const struct digest_blanks *values, enum reminder_word word, enum lang lang,
                struct bytebuf *out)
{
    const struct reminder_blank blanks[] = {
        { "count", values->count },
        { "over", values->over },
        { "number", values->number },
        { "person", values->person },
        { "title", values->title },
        { "clause", values->clause },
        { NULL, NULL },
    };
    return reminder_word_fill(word, lang, blanks, out);
}

/* A penalty is never over: its due_at lies at the end of time. */
static size_t count_over(const struct reminder_notice *notices, size_t count)
{
    size_t over = 0;
    for (size_t i = 0; i < count; i++)
        over += notices[i].due_at < notices[i].now_us;
    return over;
}

/* A line is the title of the reminder as it would stand alone: it says what, when, and how much
 * time is left or gone. */
static rc_t say_line(const struct reminder_notice *notice, size_t number, enum lang lang,
                     struct reminder_text *ret_text, struct problem *problem)
{
    struct reminder_text single;
    struct digest_blanks values = { .person = "", .clause = notice->clause };
    rc_t rc = reminder_text_make(notice, lang, &single, problem);
    snprintf(values.number, sizeof(values.number), "%zu", number);
    values.title = bytebuf_str(&single.title);
    if (rc == RC_OK)
        rc = say(&values, DIGEST_LINE, lang, &ret_text->body);
    ret_text->late = ret_text->late || single.late;
    reminder_text_fini(&single);
    return rc;
}

/* Late when one of them is: the line itself does not say so, since it is a title. */
rc_t reminder_digest_make(const struct reminder_notice *notices, size_t count, const char *person,
                          enum lang lang, struct reminder_text *ret_text, struct problem *problem)
{
    struct digest_blanks values = { .person = person, .title = "", .clause = "" };
    bytebuf_init(&ret_text->title, REMINDER_TITLE_CHARS * 4);
    bytebuf_init(&ret_text->body, REMINDER_DIGEST_BYTES);
    ret_text->late = false;
    /* First all of them, for subject and head; below only those that have no line. */
    snprintf(values.count, sizeof(values.count), "%zu", count);
    snprintf(values.over, sizeof(values.over), "%zu", count_over(notices, count));
    rc_t rc = say(&values, DIGEST_SUBJECT, lang, &ret_text->title);
    if (rc == RC_OK)
        rc = say(&values, DIGEST_HEAD, lang, &ret_text->body);
    for (size_t i = 0; i < count && i < REMINDER_DIGEST_LINES && rc == RC_OK; i++)
        rc = say_line(&notices[i], i + 1, lang, ret_text, problem);
    snprintf(values.count, sizeof(values.count), "%zu",
             count > REMINDER_DIGEST_LINES ? count - REMINDER_DIGEST_LINES : 0);
    if (rc == RC_OK && count > REMINDER_DIGEST_LINES)
        rc = say(&values, DIGEST_MORE, lang, &ret_text->body);
    if (rc == RC_OK && ret_text->late)
        rc = say(&values, DIGEST_LATE, lang, &ret_text->body);
    return rc == RC_OK ? say(&values, DIGEST_AUTOMATIC, lang, &ret_text->body) : rc;
}
