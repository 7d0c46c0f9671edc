/* Rows come as texts and go to the library at once; only widths and sums stay. A sheet that is full
 * is finished and another begun, with the same columns, going on with widths and sums. What the
 * library takes it keeps in a temporary file of the sheet, which part_seal measures. */
#include "sheet_writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cell_text.h"
#include "cell_value.h"
#include "memory.h"
#include "sheet_page.h"
#include "textw.h"

/* Bytes of a first cell that are compared; longer ones that begin alike would share their paper. */
enum { KEY_MAX = 64 };

struct sheet_writer {
    const struct sheet_frame *frame;
    struct sheet_layout layout;
    struct part *part;  /* the sheet being written */
    uint32_t row;       /* next row of it */
    uint32_t first_row; /* its first data row */
    int part_number;    /* 1 for the first sheet */
    int64_t rows;       /* data rows of all parts */
    char key[KEY_MAX];  /* first cell of the row before: rows that share it share their paper */
    bool stripe;
    int64_t sums[SHEET_COLUMNS_MAX];  /* of columns with COLUMN_SUM, over all parts */
    size_t widths[SHEET_COLUMNS_MAX]; /* widest cell so far, at most the column's `most` */
    struct cell_reader reader;
    struct bytebuf clean; /* scratch of cell_text_clean */
};

/* A name with a wrong character, or a second one of the same, is refused by the library. */
rc_t parts_add(struct parts *self, lxw_workbook *book, const struct sheet_def *def,
               const char *name, struct part **ret_part, struct problem *problem)
{
    if (self->count == PARTS_MAX)
        return problem_set(problem, RC_TOO_LARGE, NULL,
                           "could not add sheet \"%s\": a workbook holds at most %d", name,
                           PARTS_MAX);
    struct part *part = &self->rows[self->count];
    *part = (struct part){ .def = def };
    snprintf(part->name, sizeof(part->name), "%s", name);
    text_trim_partial(part->name);
    part->sheet = workbook_add_worksheet(book, part->name);
    if (!part->sheet)
        return problem_set(problem, RC_UNAVAILABLE, NULL,
                           "could not add sheet \"%s\": no temporary file or a wrong name", name);
    self->count++;
    *ret_part = part;
    return RC_OK;
}

/* The last row is still in the library's memory: it is written out here, so that the count of bytes
 * is that of the whole sheet. No row may be written to the sheet afterwards. */
rc_t part_seal(struct part *self, struct problem *problem)
{
    /* the library drops write errors, so they are looked for in its temporary file */
    lxw_worksheet_write_single_row(self->sheet);
    FILE *file = self->sheet->optimize_tmpfile;
    bool whole = fflush(file) == 0 && !ferror(file);
    long bytes = ftell(file);
    if (!whole || bytes < 0)
        return problem_set(problem, RC_UNAVAILABLE, NULL,
                           "could not write sheet \"%s\": the disk of the exports folder is full",
                           self->name);
    self->bytes = bytes;
    return RC_OK;
}

/* Excel wants distinct names: the second sheet of a table is "NAME (2)". */
static rc_t begin_part(sheet_writer_t *self, struct problem *problem)
{
    const struct sheet_frame *frame = self->frame;
    const char *title = tr(frame->lang, self->layout.def->zh, self->layout.def->en);
    char name[PART_NAME_MAX];

    self->part_number++;
    if (self->part_number == 1)
        snprintf(name, sizeof(name), "%s", title);
    else
        snprintf(name, sizeof(name), "%s (%d)", title, self->part_number);
    rc_t rc = parts_add(frame->parts, frame->book, self->layout.def, name, &self->part, problem);
    if (rc != RC_OK)
        return rc;
    self->first_row = self->row = sheet_page_head(frame, &self->layout, self->part->sheet);
    return RC_OK;
}

/* Widths start from the headings, once for all parts. */
rc_t sheet_writer_open(const struct sheet_frame *frame, const struct sheet_def *def,
                       sheet_writer_t **ret_writer, struct problem *problem)
{
    sheet_writer_t *self = mem_new(sizeof(*self));
    self->frame = frame;
    cell_reader_init(&self->reader, frame->lang, frame->zone_minutes);
    bytebuf_init(&self->clean, CELL_BYTES_MAX);
    rc_t rc = sheet_layout_init(&self->layout, def, frame->lang, frame->phases, frame->phase_count,
                                problem);
    if (rc == RC_OK)
        rc = begin_part(self, problem);
    if (rc != RC_OK) {
        sheet_writer_destroy(&self);
        return rc;
    }
    sheet_page_widths(frame, &self->layout, self->widths);
    *ret_writer = self;
    return RC_OK;
}

/* Safe on a writer that failed half way: what it had begun stays with the book, which is dropped.
 */
void sheet_writer_destroy(sheet_writer_t **self_p)
{
    if (!*self_p)
        return;
    cell_reader_fini(&(*self_p)->reader);
    bytebuf_fini(&(*self_p)->clean);
    mem_free(*self_p);
    *self_p = NULL;
}

/* Where the next cell goes. */
struct slot {
    lxw_col_t col;
    lxw_format *format;
};

/* Widen the column for a text; returns the lines it takes in it. A text shorter in bytes than the
 * widest seen needs no look. */
static size_t fit_text(sheet_writer_t *self, size_t col, const char *text)
{
    size_t most = self->layout.columns[col].def->most;
    /* Bytes are never fewer than half-width columns, so this never misses a wider text. */
    if (strlen(text) <= self->widths[col] && !strchr(text, '\n'))
        return 1;
    struct cell_box box = cell_text_measure(text, most);
    if (box.width > self->widths[col])
        self->widths[col] = box.width < most ? box.width : most;
    return box.lines;
}

/* Separators and decimals are added by the format, so they are counted here. */
static size_t fit_number(sheet_writer_t *self, size_t col, const struct cell_value *value)
{
    const struct column *def = self->layout.columns[col].def;
    size_t digits = strlen(value->shown);
    size_t width = digits + digits / 3 +
                   (def->type == COL_MONEY || def->type == COL_PERCENT ? 2 : 0) +
                   (value->tone == TONE_LATE ? 3 : 0);
    if (def->type != COL_DATE && def->type != COL_INSTANT && width > self->widths[col])
        self->widths[col] = width; /* a number is never wrapped, so `most` does not hold it */
    return 1;
}

/* A number, a text or an empty cell with its format: never a formula, whatever the text begins with
 * (XLS-01). */
static lxw_error put(sheet_writer_t *self, struct slot slot, const struct cell_value *value,
                     size_t *lines_p)
{
    lxw_worksheet *sheet = self->part->sheet;
    size_t lines = 1;
    lxw_error err;

    if (value->kind == CELL_NUMBER) {
        lines = fit_number(self, slot.col, value);
        err = worksheet_write_number(sheet, self->row, slot.col, value->number, slot.format);
    } else if (value->kind == CELL_TEXT) {
        const char *clean = cell_text_clean(value->text, &self->clean);
        lines = fit_text(self, slot.col, clean);
        err = worksheet_write_string(sheet, self->row, slot.col, clean, slot.format);
    } else {
        err = worksheet_write_blank(sheet, self->row, slot.col, slot.format);
    }
    *lines_p = lines > *lines_p ? lines : *lines_p;
    return err;
}

/* Taken for passing ones, so that the queue tries again: a text too long and a row too many, which
 * the library refuses for good, are kept from it. */
static rc_t library_problem(lxw_error err, struct problem *problem)
{
    return problem_set(problem, RC_UNAVAILABLE, NULL, "could not write a cell: %s",
                       lxw_strerror(err));
}

/* The sum is added exactly before anything is written; it cannot overflow in silence. */
static rc_t write_cell(sheet_writer_t *self, size_t col, const char *text, size_t *lines_p,
                       struct problem *problem)
{
    const struct column *def = self->layout.columns[col].def;
    struct cell_value value;
    rc_t rc = cell_read(&self->reader, def, text, &value, problem);
    if (rc != RC_OK)
        return rc;
    if (value.kind == CELL_NUMBER && (def->flags & COLUMN_SUM) &&
        __builtin_add_overflow(self->sums[col], value.exact, &self->sums[col]))
        return problem_set(problem, RC_TOO_LARGE, def->key, "could not add up column \"%s\"",
                           def->key);
    struct slot slot = {
        (lxw_col_t)col, palette_cell(self->frame->palette,
                                     (struct cell_style){ .look = palette_look(def),
                                                          .tone = value.tone,
                                                          .stripe = self->stripe,
                                                          .bold = (def->flags & COLUMN_BOLD) != 0 })
    };
    lxw_error err = put(self, slot, &value, lines_p);
    return err == LXW_NO_ERROR ? RC_OK : library_problem(err, problem);
}

/* Finish the sheet that is full or the last one; a total stands only in the last. */
static rc_t end_part(sheet_writer_t *self, bool last, struct problem *problem)
{
    struct sheet_extent extent = { .first_row = self->first_row,
                                   .end_row = self->row,
                                   .widths = self->widths,
                                   .sums = last ? self->sums : NULL };
    sheet_page_finish(self->frame, &self->layout, self->part->sheet, &extent);
    return part_seal(self->part, problem);
}

/* The zebra changes with the first column, so that the days of one deadline stand together. */
static void turn_stripe(sheet_writer_t *self, const char *key)
{
    if (self->rows && (!key || strncmp(key, self->key, KEY_MAX - 1) != 0))
        self->stripe = !self->stripe;
    snprintf(self->key, sizeof(self->key), "%s", key ? key : "");
}

/* Continues on a new sheet when this one is full; the row's height follows from its tallest cell.
 */
rc_t sheet_writer_row(sheet_writer_t *self, const char *const *source, struct problem *problem)
{
    const char *cells[SHEET_COLUMNS_MAX];
    json_t *held;
    size_t lines = 1;
    rc_t rc = RC_OK;

    if (self->row + 1 >= self->frame->rows_max) { /* one row is kept for the total */
        rc = end_part(self, false, problem);
        if (rc == RC_OK)
            rc = begin_part(self, problem);
    }
    if (rc == RC_OK)
        rc = sheet_layout_spread(&self->layout, source, cells, &held, problem);
    if (rc != RC_OK)
        return rc;
    turn_stripe(self, cells[0]);
    for (size_t i = 0; i < self->layout.count && rc == RC_OK; i++)
        rc = write_cell(self, i, cells[i], &lines, problem);
    json_decref(held);
    if (rc != RC_OK)
        return rc;
    lxw_error err = worksheet_set_row(self->part->sheet, self->row, sheet_page_height(lines), NULL);
    self->row++;
    self->rows++;
    self->part->rows++;
    return err == LXW_NO_ERROR ? RC_OK : library_problem(err, problem);
}

/* The count of rows is what the cover and the export's row say. A writer that is finished takes no
 * more rows; it is destroyed in any case. */
rc_t sheet_writer_finish(sheet_writer_t *self, int64_t *ret_rows, struct problem *problem)
{
    rc_t rc = end_part(self, true, problem);
    if (rc == RC_OK)
        *ret_rows = self->rows;
    return rc;
}
