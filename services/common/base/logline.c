#include "logline.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attr.h"
#include "civil.h"
#include "clk.h"

/* Below PIPE_BUF, so that a line into a pipe is written in one piece. */
enum { LINE_MAX_BYTES = 2000 };

/* By enum log_level; also the words MLPS_LOG takes. */
static const char *const LEVELS[] = { "debug", "info", "warn", "error" };

/* Set once before threads start, read-only afterwards. */
static const char *log_process = "mlps";
static enum log_level log_least = LOG_LEVEL_INFO;

/* Unknown words in MLPS_LOG leave the default: a log must not be what keeps a process from
 * starting. */
void log_setup(const char *process)
{
    const char *want = getenv("MLPS_LOG");
    log_process = process;
    for (size_t i = 0; want && i < COUNT_OF(LEVELS); i++)
        if (strcmp(LEVELS[i], want) == 0)
            log_least = (enum log_level)i;
}

/* Cut at the bound; one byte behind it is kept for the line end. */
static size_t put(char *line, size_t len, const char *text)
{
    size_t n = strlen(text);
    n = len + n < LINE_MAX_BYTES ? n : LINE_MAX_BYTES - len;
    memcpy(line + len, text, n);
    return len + n;
}

/* Values come from outside: quotes and control characters are escaped, so that nobody can forge
 * a line or steer a terminal. */
static size_t put_escaped(char *line, size_t len, const char *value)
{
    char esc[8];
    for (const unsigned char *s = (const unsigned char *)value; *s && len < LINE_MAX_BYTES - 8; s++) {
        if (*s == '"' || *s == '\\')
            snprintf(esc, sizeof(esc), "\\%c", *s);
        else if (*s < 0x20 || *s == 0x7F)
            snprintf(esc, sizeof(esc), "\\x%02x", *s);
        else
            snprintf(esc, sizeof(esc), "%c", *s);
        len = put(line, len, esc);
    }
    return len;
}

/* One write() for the whole line, so that lines of several processes in one file do not mix;
 * what does not fit is cut, never lost with its line end. */
void log_line(enum log_level level, const char *event, ...)
{
    char line[LINE_MAX_BYTES + 1];
    char when[INSTANT_TEXT];
    if (level < log_least)
        return;
    struct clk machine = clk_system();
    civil_format_instant(clk_now(&machine), 0, when);
    int head = snprintf(line, sizeof(line), "%s %s %s %s", when, LEVELS[level], log_process, event);
    size_t len = head < 0 ? 0 : (size_t)head;

    va_list args;
    va_start(args, event);
    for (const char *key; (key = va_arg(args, const char *)) != NULL;) {
        const char *value = va_arg(args, const char *);
        len = put(line, len, " ");
        len = put(line, len, key);
        len = put(line, len, "=\"");
        len = put_escaped(line, len, value ? value : "");
        len = put(line, len, "\"");
    }
    va_end(args);
    line[len++] = '\n';
    if (write(STDERR_FILENO, line, len) < 0)
        return; /* nowhere left to say so */
}
