/* The file is what an administrator keeps by hand from the yearly notices, so every refusal
 * names the line. It is read whole into a new calendar, and the counts are reckoned once at the
 * end. */
#include <string.h>

#include "attr.h"
#include "calendar_impl.h"
#include "ceilings.h"
#include "civil.h"
#include "textw.h"

/* `date,type,name`: no quoting, since no field of a notice needs it. */
static const char HEADER[] = "date,type,name";

/* Longer than any holiday's name needs; it bounds what is copied from a file that is no
 * calendar. */
enum { LINE_MAX_BYTES = 400 };

/* One buffer for all lines; entries point into it until calendar_put has copied the name. */
struct line {
    char text[LINE_MAX_BYTES];
    size_t number; /* from 1 */
};

static const struct {
    const char *word;
    enum day_kind kind;
} KINDS[] = { { "holiday", DAY_HOLIDAY }, { "makeup", DAY_MAKEUP } };

/* The words of the file's second column. */
static bool kind_from_word(const char *word, enum day_kind *ret_kind)
{
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        if (strcmp(KINDS[i].word, word) == 0) {
            *ret_kind = KINDS[i].kind;
            return true;
        }
    }
    return false;
}

/* Copy the next line without its end to `ret`; *at_p moves past it. RC_NOT_FOUND at the end. CRLF
 * is taken as LF. A NUL would end the text before the line does, so it is refused. The number of
 * lines grows also for empty ones, as an editor counts. */
static rc_t next_line(const char **at_p, const char *end, struct line *ret, struct problem *problem)
{
    if (*at_p == end)
        return RC_NOT_FOUND;
    const char *stop = memchr(*at_p, '\n', (size_t)(end - *at_p));
    size_t len = (size_t)((stop ? stop : end) - *at_p);
    const char *from = *at_p;
    *at_p = stop ? stop + 1 : end;
    ret->number++;
    if (len > 0 && from[len - 1] == '\r')
        len--;
    if (len >= sizeof(ret->text) || memchr(from, '\0', len))
        return problem_set(problem, RC_INVALID, NULL,
                           "line %zu of the calendar is too long or binary", ret->number);
    memcpy(ret->text, from, len);
    ret->text[len] = '\0';
    return RC_OK;
}

/* Split one line in place; the entry's name points into the line. Names with a comma are refused
 * rather than cut: there is no quoting to tell them from a fourth field. */
static rc_t read_entry(struct line *line, struct calendar_entry *ret, struct problem *problem)
{
    char *type = strchr(line->text, ',');
    char *name = type ? strchr(type + 1, ',') : NULL;
    if (!name)
        return problem_set(problem, RC_INVALID, NULL, "line %zu of the calendar must be %s",
                           line->number, HEADER);
    *type++ = '\0';
    *name++ = '\0';
    if (!civil_parse_date(line->text, &ret->day))
        return problem_set(problem, RC_INVALID, "date",
                           "line %zu of the calendar must begin with a date YYYY-MM-DD",
                           line->number);
    if (!kind_from_word(type, &ret->kind))
        return problem_set(problem, RC_INVALID, "type",
                           "line %zu of the calendar must say holiday or makeup", line->number);
    if (*name == '\0' || strchr(name, ',') || text_has_control(name))
        return problem_set(problem, RC_INVALID, "name",
                           "line %zu of the calendar must end with the holiday's name",
                           line->number);
    ret->name = name;
    return RC_OK;
}

/* Header, then one entry a line; empty lines are allowed, since editors leave one at the end. What
 * calendar_put refuses (a second entry, a make-up day in the week) is told with the line as well,
 * and its field is kept. */
static rc_t read_lines(calendar_t *cal, const char *bytes, size_t len, struct problem *problem)
{
    const char *at = bytes;
    struct line line = { .number = 0 };
    rc_t rc = next_line(&at, bytes + len, &line, problem);
    if (rc != RC_OK || strcmp(line.text, HEADER) != 0)
        return problem_set(problem, RC_INVALID, NULL, "a calendar must begin with the line %s",
                           HEADER);
    while ((rc = next_line(&at, bytes + len, &line, problem)) == RC_OK) {
        struct calendar_entry entry;
        struct problem why = { .rc = RC_OK };
        if (line.text[0] == '\0')
            continue;
        rc = read_entry(&line, &entry, problem);
        if (rc != RC_OK)
            return rc;
        rc = calendar_put(cal, &entry, &why);
        if (rc != RC_OK)
            return problem_set(problem, RC_INVALID, why.field, "line %zu of the calendar: %s",
                               line.number, why.text);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* All or nothing: a file with one wrong line makes no calendar, so that a year is never half
 * published (a year with a single entry counts as published). */
rc_t calendar_read_csv(const char *code, const char *version, const char *bytes, size_t len,
                       calendar_t **ret_calendar, struct problem *problem)
{
    if (len > MAX_PACK_BYTES || !text_is_utf8(bytes, len))
        return problem_set(problem, RC_INVALID, NULL,
                           "a calendar must be UTF-8 text of at most %d bytes", MAX_PACK_BYTES);
    calendar_t *cal = calendar_new(code, version);
    rc_t rc = read_lines(cal, bytes, len, problem);
    if (rc != RC_OK) {
        calendar_destroy(&cal);
        return rc;
    }
    calendar_index(cal);
    *ret_calendar = cal;
    return RC_OK;
}
