/* The width of a terminal, and messages in it: on a real pseudo-terminal. */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attr.h"
#include "textw.h"

/* A terminal of that width: what is written to `end` is read from `far`. */
struct terminal {
    FILE *end;
    int far;
};

static struct terminal terminal_open(unsigned short columns)
{
    struct terminal self;
    struct winsize size = { .ws_row = 24, .ws_col = columns };
    int near;
    assert_int_equal(openpty(&self.far, &near, NULL, NULL, &size), 0);
    self.end = fdopen(near, "w");
    return self;
}

static void terminal_close(struct terminal *self)
{
    fclose(self->end);
    close(self->far);
}

static const struct {
    const char *name, *said; /* of COLUMNS; NULL: not set */
    unsigned short wide;     /* of the terminal */
    int want;
} WIDTHS[] = {
    { "the terminal's", NULL, 80, 80 },
    { "COLUMNS goes before it", "60", 80, 60 },
    { "an empty COLUMNS", "", 80, 80 },
    { "no number", "wide", 80, 80 },
    { "none", "0", 80, 80 },
    { "less than none", "-60", 80, 80 },
    { "too narrow for a table", "10", 80, 40 },
    { "narrow terminal", NULL, 12, 40 },
    { "wider than any", "1000000000000", 80, 400 },
    { "a terminal that does not know", NULL, 0, 100 },
};

static void test_widths(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WIDTHS); i++) {
        struct terminal terminal = terminal_open(WIDTHS[i].wide);
        unsetenv("COLUMNS");
        if (WIDTHS[i].said)
            setenv("COLUMNS", WIDTHS[i].said, 1);
        int columns = terminal_columns(terminal.end);
        if (columns != WIDTHS[i].want)
            fail_msg("%s: %d", WIDTHS[i].name, columns);
        terminal_close(&terminal);
    }
    unsetenv("COLUMNS");
}

#define MESSAGE "mlps: 没有完成：没有命令“juggle”：`mlps help` 列出所有命令，每个命令都接受 --json"

/* A line for a log stays one line, whatever its length. */
static void test_a_pipe_gets_one_line(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    (void)state;
    assert_int_equal(terminal_columns(out), 100);
    terminal_say(out, MESSAGE);
    fclose(out);
    assert_string_equal(text, MESSAGE "\n");
    free(text);
}

/* What the terminal shows, up to the message's last word: it arrives in pieces. */
static void read_shown(int far, char *out, size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    while (!strstr(out, "--json\r\n")) {
        ssize_t n = read(far, out + len, size - 1 - len);
        assert_true(n > 0);
        len += (size_t)n;
        out[len] = '\0';
    }
}

/* Lines of at most `columns`, the further ones indented. */
static void check_lines(unsigned short columns)
{
    char got[1000];
    char *rest = NULL;
    size_t lines = 0;
    struct terminal terminal = terminal_open(columns);
    terminal_say(terminal.end, MESSAGE);
    fflush(terminal.end);
    read_shown(terminal.far, got, sizeof(got));
    for (char *line = strtok_r(got, "\r\n", &rest); line; line = strtok_r(NULL, "\r\n", &rest)) {
        assert_in_range(text_width(line), 1, columns);
        assert_int_equal(strspn(line, " "), lines++ ? 6 : 0);
    }
    assert_in_range(lines, 2, 3);
    terminal_close(&terminal);
}

static void test_a_terminal_gets_lines_that_fit(void **state)
{
    (void)state;
    for (unsigned short columns = 40; columns < 80; columns++)
        check_lines(columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_a_pipe_gets_one_line),
        cmocka_unit_test(test_a_terminal_gets_lines_that_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
