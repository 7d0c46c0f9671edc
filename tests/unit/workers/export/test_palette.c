#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "palette.h"

static int make(void **state)
{
    static char path[] = "/tmp/mlps-palette.xlsx"; /* never closed, so never written */
    lxw_workbook *book = workbook_new(path);
    *state = book;
    return book ? 0 : -1;
}

static int drop(void **state)
{
    lxw_workbook_free(*state);
    return 0;
}

static bool is_text(enum look look)
{
    return look == LOOK_TEXT || look == LOOK_CENTER;
}

static void test_every_text_is_text(void **state)
{
    palette_t *palette = palette_new(*state);
    for (int look = 0; look < LOOK__COUNT; look++)
        for (int tone = 0; tone < TONE__COUNT; tone++) {
            const lxw_format *format = palette_cell(
                palette, (struct cell_style){ .look = (enum look)look, .tone = (enum tone)tone });
            assert_int_equal(strcmp(format->num_format, "@") == 0, is_text((enum look)look));
        }
    palette_destroy(&palette);
    assert_null(palette);
}

static void test_a_late_number_has_a_sign(void **state)
{
    palette_t *palette = palette_new(*state);
    const enum look looks[] = { LOOK_SERIAL, LOOK_INT, LOOK_MONEY, LOOK_PERCENT, LOOK_SCORE };
    for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
        struct cell_style style = { .look = looks[i], .tone = TONE_LATE };
        assert_non_null(strstr(palette_cell(palette, style)->num_format, "▲"));
        style.tone = TONE_NORMAL;
        assert_null(strstr(palette_cell(palette, style)->num_format, "▲"));
    }
    palette_destroy(&palette);
}

static void test_formats_are_shared(void **state)
{
    palette_t *palette = palette_new(*state);
    struct cell_style style = { .look = LOOK_DATE, .tone = TONE_LATE, .stripe = true };
    lxw_format *first = palette_cell(palette, style);
    assert_ptr_equal(palette_cell(palette, style), first);
    style.stripe = false;
    assert_ptr_not_equal(palette_cell(palette, style), first);
    for (int trim = 0; trim < TRIM__COUNT; trim++)
        assert_ptr_equal(palette_trim(palette, (enum trim)trim),
                         palette_trim(palette, (enum trim)trim));
    palette_destroy(&palette);
}

static void test_number_formats(void **state)
{
    static const struct {
        enum column_type type;
        const char *format;
    } FORMATS[] = {
        { COL_MONEY, "#,##0.00" },
        { COL_PERCENT, "0.00%" },
        { COL_DATE, "yyyy-mm-dd" },
        { COL_INT, "#,##0" },
        { COL_INSTANT, "yyyy-mm-dd hh:mm" },
        { COL_ID, "@" },
        { COL_STEP, "@" },
        { COL_WORD, "@" },
        { COL_SCORE, "0.00" },
    };
    palette_t *palette = palette_new(*state);
    for (size_t i = 0; i < sizeof(FORMATS) / sizeof(FORMATS[0]); i++) {
        const struct column column = { .type = FORMATS[i].type };
        struct cell_style style = { .look = palette_look(&column) };
        assert_string_equal(palette_cell(palette, style)->num_format, FORMATS[i].format);
    }
    palette_destroy(&palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_text_is_text),
        cmocka_unit_test(test_a_late_number_has_a_sign),
        cmocka_unit_test(test_formats_are_shared),
        cmocka_unit_test(test_number_formats),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
