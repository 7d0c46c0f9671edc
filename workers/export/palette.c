/* Formats are made when a cell first needs them and kept: a workbook uses some of the 180 that are
 * possible, and the file lists each once. Colours are chosen by their grey value too; whatever a
 * colour says is also said by a sign. */
#include "palette.h"

#include "memory.h"

enum {
    COLOR_PAPER = 0xFFFFFF,
    COLOR_STRIPE = 0xF3F7FB,
    COLOR_HEAD = 0xDCE6F2,
    COLOR_LINE = 0xB4C2D3,
    COLOR_TOTAL = 0xE9EEF5,
    COLOR_NOTE = 0x595959,
    COLOR_LINK = 0x1F5FBF,
    BODY_SIZE = 10,
};

/* A face that every Chinese Windows and WPS has; elsewhere the viewer takes its own CJK face. */
static const char FACE[] = "微软雅黑";

/* By enum look. */
static const struct {
    const char *number; /* number format */
    const char *late;   /* the same with a text mark, for TONE_LATE */
    uint8_t align, valign;
    bool wrap;
} LOOKS[LOOK__COUNT] = {
    [LOOK_TEXT] = { "@", "@", LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, true },
    [LOOK_CENTER] = { "@", "@", LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, true },
    [LOOK_SERIAL] = { "0", "\"▲ \"0", LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, false },
    [LOOK_INT] = { "#,##0", "\"▲ \"#,##0", LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, false },
    [LOOK_MONEY] = { "#,##0.00", "\"▲ \"#,##0.00", LXW_ALIGN_RIGHT, LXW_ALIGN_VERTICAL_CENTER,
                     false },
    [LOOK_PERCENT] = { "0.00%", "\"▲ \"0.00%", LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, false },
    [LOOK_SCORE] = { "0.00", "\"▲ \"0.00", LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, false },
    [LOOK_DATE] = { "yyyy-mm-dd", "yyyy-mm-dd", LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER,
                    false },
    [LOOK_INSTANT] = { "yyyy-mm-dd hh:mm", "yyyy-mm-dd hh:mm", LXW_ALIGN_CENTER,
                       LXW_ALIGN_VERTICAL_CENTER, false },
};

/* By enum tone. `fill` 0: the row's own paper. */
static const struct {
    uint32_t ink, fill;
    bool bold;
} TONES[TONE__COUNT] = {
    [TONE_NORMAL] = { 0x1A1A1A, 0, false },      [TONE_GOOD] = { 0x1B6E3C, 0, false },
    [TONE_WARN] = { 0x7A5200, 0xFFF1CC, false }, [TONE_LATE] = { 0xA80000, 0xFBE3E1, true },
    [TONE_MUTED] = { 0x737373, 0, false },
};

/* By enum trim. Sizes in points; `fill` 0: none; `line`: thin borders. */
static const struct {
    double size;
    uint32_t ink, fill;
    uint8_t align;
    bool bold, line, wrap; /* a lined cell is indented too */
    const char *number;
} TRIMS[TRIM__COUNT] = {
    [TRIM_TITLE] = { 16, COLOR_INK, 0, LXW_ALIGN_LEFT, true, false, false, "@" },
    [TRIM_SUBTITLE] = { 9, COLOR_NOTE, 0, LXW_ALIGN_LEFT, false, false, false, "@" },
    [TRIM_BAND] = { 10, 0xFFFFFF, 0x2F5083, LXW_ALIGN_CENTER, true, true, true, "@" },
    [TRIM_HEAD] = { 10, COLOR_INK, COLOR_HEAD, LXW_ALIGN_CENTER, true, true, true, "@" },
    [TRIM_TOTAL] = { 10, COLOR_INK, COLOR_TOTAL, LXW_ALIGN_CENTER, true, true, false, "@" },
    [TRIM_TOTAL_INT] = { 10, COLOR_INK, COLOR_TOTAL, LXW_ALIGN_CENTER, true, true, false, "#,##0" },
    [TRIM_TOTAL_MONEY] = { 10, COLOR_INK, COLOR_TOTAL, LXW_ALIGN_RIGHT, true, true, false,
                           "#,##0.00" },
    [TRIM_COVER_TITLE] = { 26, COLOR_INK, 0, LXW_ALIGN_LEFT, true, false, false, "@" },
    [TRIM_COVER_NAME] = { 13, 0x404040, 0, LXW_ALIGN_LEFT, false, false, true, "@" },
    [TRIM_COVER_RULE] = { 4, COLOR_INK, COLOR_INK, LXW_ALIGN_LEFT, false, false, false, "@" },
    [TRIM_COVER_SECTION] = { 11, COLOR_INK, COLOR_HEAD, LXW_ALIGN_LEFT, true, true, false, "@" },
    [TRIM_COVER_KEY] = { 10, COLOR_NOTE, 0, LXW_ALIGN_LEFT, false, true, false, "@" },
    [TRIM_COVER_VALUE] = { 10, 0x1A1A1A, 0, LXW_ALIGN_LEFT, false, true, true, "@" },
    [TRIM_COVER_LINK] = { 10, COLOR_LINK, 0, LXW_ALIGN_LEFT, false, true, true, "@" },
    [TRIM_COVER_NOTE] = { 9, COLOR_NOTE, 0, LXW_ALIGN_LEFT, false, false, true, "@" },
};

/* The last two indices: stripe, bold. */
struct palette {
    lxw_workbook *book;
    lxw_format *cells[LOOK__COUNT][TONE__COUNT][2][2]; /* NULL: not needed yet */
    lxw_format *trims[TRIM__COUNT];
};

/* The book owns what is made here. */
palette_t *palette_new(lxw_workbook *book)
{
    palette_t *self = mem_new(sizeof(*self));
    self->book = book;
    return self;
}

/* Only our lists: formats end with the book. */
void palette_destroy(palette_t **self_p)
{
    mem_free(*self_p);
    *self_p = NULL;
}

/* Each look is made once per workbook: formats live in the file, and Excel has a limit on them. */
static lxw_format *format_base(palette_t *self, double size, uint32_t ink, uint32_t fill)
{
    lxw_format *format = workbook_add_format(self->book);
    format_set_font_name(format, FACE);
    format_set_font_size(format, size);
    format_set_font_color(format, ink);
    if (fill && fill != COLOR_PAPER)
        format_set_bg_color(format, fill);
    return format;
}

/* Thin and grey: the printed page stays readable without the screen's gridlines, which are off. */
static void format_lines(lxw_format *format)
{
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, COLOR_LINE);
}

/* Tone goes over stripe, and a late number carries its mark in the number format: the cell itself
 * stays a number. */
static lxw_format *cell_make(palette_t *self, struct cell_style style)
{
    uint32_t paper = style.stripe ? COLOR_STRIPE : COLOR_PAPER;
    uint32_t fill = TONES[style.tone].fill ? TONES[style.tone].fill : paper;
    lxw_format *format = format_base(self, BODY_SIZE, TONES[style.tone].ink, fill);
    format_lines(format);
    format_set_align(format, LOOKS[style.look].align);
    format_set_align(format, LOOKS[style.look].valign);
    format_set_num_format(format, style.tone == TONE_LATE ? LOOKS[style.look].late
                                                          : LOOKS[style.look].number);
    if (LOOKS[style.look].align != LXW_ALIGN_CENTER)
        format_set_indent(format, 1);
    if (LOOKS[style.look].wrap)
        format_set_text_wrap(format);
    if (style.bold || TONES[style.tone].bold)
        format_set_bold(format);
    return format;
}

/* The same pointer for the same style, as long as the book lives. Cells only refer to formats, so
 * one must not be changed after it was used. */
lxw_format *palette_cell(palette_t *self, struct cell_style style)
{
    lxw_format **slot = &self->cells[style.look][style.tone][style.stripe][style.bold];
    if (!*slot)
        *slot = cell_make(self, style);
    return *slot;
}

/* Numbers of totals keep their format, all other trims are text. */
static lxw_format *trim_make(palette_t *self, enum trim trim)
{
    lxw_format *format = format_base(self, TRIMS[trim].size, TRIMS[trim].ink, TRIMS[trim].fill);
    format_set_align(format, TRIMS[trim].align);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_num_format(format, TRIMS[trim].number);
    if (TRIMS[trim].bold)
        format_set_bold(format);
    if (TRIMS[trim].line)
        format_lines(format);
    if (TRIMS[trim].line && TRIMS[trim].align != LXW_ALIGN_CENTER)
        format_set_indent(format, 1);
    if (TRIMS[trim].wrap)
        format_set_text_wrap(format);
    return format;
}

/* As palette_cell. */
lxw_format *palette_trim(palette_t *self, enum trim trim)
{
    if (!self->trims[trim])
        self->trims[trim] = trim_make(self, trim);
    return self->trims[trim];
}

/* Types that share a look differ in how they are read, not in how they stand. */
enum look palette_look(const struct column *column)
{
    static const enum look BY_TYPE[COL__COUNT] = {
        [COL_TEXT] = LOOK_TEXT,   [COL_ID] = LOOK_CENTER,   [COL_SERIAL] = LOOK_SERIAL,
        [COL_INT] = LOOK_INT,     [COL_MONEY] = LOOK_MONEY, [COL_PERCENT] = LOOK_PERCENT,
        [COL_SCORE] = LOOK_SCORE, [COL_DATE] = LOOK_DATE,   [COL_INSTANT] = LOOK_INSTANT,
        [COL_BOOL] = LOOK_CENTER, [COL_WORD] = LOOK_CENTER, [COL_STEP] = LOOK_TEXT,
        [COL_PROOF] = LOOK_TEXT,
    };
    return BY_TYPE[column->type];
}
