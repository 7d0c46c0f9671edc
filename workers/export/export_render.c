/* One workbook from begin to digest: sheets, cover, close, read back, hash. The library swallows
 * failed writes to its temporary files, so nothing is believed: each sheet's temporary file is
 * measured when it is full (part_seal) and the finished file is compared with that (xlsx_check.c).
 */
#include "export_render.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "civil.h"
#include "memory.h"
#include "xlsx_check.h"

enum {
    ZIP64_ROWS = 2000000, /* from here a sheet's XML may pass 4 GB */
    TITLE_MAX = 1200,     /* bytes: title and customer have 300 characters each at most */
};

/* A workbook being written. On the heap, for it holds the parts of all sheets; the sheets' frame
 * points into it, so it does not move. */
struct render {
    const struct render_ask *ask;
    lxw_workbook *book;
    palette_t *palette;
    struct parts parts;
    struct sheet_frame frame;
    char title[TITLE_MAX];
    char as_of[INSTANT_TEXT];
};

/* Fixed properties: the library would take the machine's clock. */
static void set_properties(struct render *self)
{
    const struct render_ask *ask = self->ask;
    lxw_doc_properties properties = { .created = (time_t)(ask->cover.as_of_us / US_PER_SECOND) };
    char title[TITLE_MAX];
    char author[] = "mlps";
    snprintf(title, sizeof(title), "%s", tr(ask->lang, ask->book->zh, ask->book->en));
    properties.title = title;
    properties.author = author;
    workbook_set_properties(self->book, &properties);
}

/* The texts that sheets show are made once; frames borrow them. Rows beyond `rows_max` go on in
 * another sheet; tests lower it to see that happen. */
static void begin(struct render *self)
{
    const struct render_ask *ask = self->ask;
    const struct cover_facts *cover = &ask->cover;

    cover_time(cover->as_of_us, cover->zone_minutes, self->as_of);
    snprintf(self->title, sizeof(self->title), "%s　%s%s　%s%s", cover->contract_title,
             tr(ask->lang, "采购人：", "Customer: "), cover->customer,
             tr(ask->lang, "数据截至：", "As of: "), self->as_of);
    self->palette = palette_new(self->book);
    self->frame = (struct sheet_frame){
        .book = self->book,
        .palette = self->palette,
        .parts = &self->parts,
        .lang = ask->lang,
        .zone_minutes = cover->zone_minutes,
        .title = self->title,
        .code = cover->contract_code,
        .as_of = self->as_of,
        .phases = ask->phases,
        .phase_count = ask->phase_count,
        .rows_max = ask->rows_max ? ask->rows_max : SHEET_ROWS_MAX,
    };
    set_properties(self);
}

/* The writer ends with its sheet, whatever came of it; its part stays with the workbook. */
static rc_t write_sheet(struct render *self, const struct sheet_def *def, int64_t *rows_p,
                        struct problem *problem)
{
    sheet_writer_t *writer;
    int64_t rows = 0;
    rc_t rc = sheet_writer_open(&self->frame, def, &writer, problem);
    if (rc != RC_OK)
        return rc;
    rc = self->ask->rows(self->ask->rows_arg, def, writer, problem);
    if (rc == RC_OK)
        rc = sheet_writer_finish(writer, &rows, problem);
    sheet_writer_destroy(&writer);
    *rows_p += rows;
    return rc;
}

/* The cover stands first but is written last, when the rows are counted; each sheet has a stream of
 * its own. */
static rc_t write_sheets(struct render *self, int64_t *ret_rows, struct problem *problem)
{
    const struct book_def *book = self->ask->book;
    struct part *cover;
    int64_t rows = 0;
    rc_t rc = parts_add(&self->parts, self->book, NULL, tr(self->ask->lang, "封面", "Cover"),
                        &cover, problem);
    for (size_t i = 0; i < book->sheet_count && rc == RC_OK; i++)
        rc = write_sheet(self, &book->sheets[i], &rows, problem);
    if (rc != RC_OK)
        return rc;
    cover_write(&self->frame, book, &self->ask->cover, cover);
    *ret_rows = rows;
    return part_seal(cover, problem);
}

/* Drop a book that failed. The library's own free leaves the sheets' temporary files open. */
static void abandon(struct render *self)
{
    for (size_t i = 0; i < self->parts.count; i++)
        (void)fclose(self->parts.rows[i].sheet->optimize_tmpfile);
    lxw_workbook_free(self->book);
}

/* Closing is where the library writes most of the file, so its result decides. */
static rc_t finish(struct render *self, rc_t rc, struct problem *problem)
{
    palette_destroy(&self->palette);
    if (rc != RC_OK) {
        abandon(self);
        return rc;
    }
    lxw_error err = workbook_close(self->book);
    if (err != LXW_NO_ERROR)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not write the workbook: %s",
                           lxw_strerror(err));
    return RC_OK;
}

/* Every way out frees the same things; a file that was begun and failed is removed at once. */
rc_t export_render(const struct render_ask *ask, struct render_done *ret_done,
                   struct problem *problem)
{
    struct render *self = mem_new(sizeof(*self));
    struct render_done done = { .rows = 0 };
    char *folder = mem_dup(ask->folder);
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = folder, .use_zip64 = ask->rows_expected >= ZIP64_ROWS
    }; /* plain ZIP where it fits: older readers do not take ZIP64 */
    rc_t rc = RC_OK;

    self->ask = ask;
    self->book = workbook_new_opt(ask->path, &options);
    if (!self->book) {
        rc = problem_set(problem, RC_UNAVAILABLE, NULL, "could not begin the workbook");
        goto done;
    }
    begin(self);
    rc = write_sheets(self, &done.rows, problem);
    if (rc == RC_OK && ask->closing)
        ask->closing(ask->closing_arg);
    rc = finish(self, rc, problem);
    if (rc == RC_OK)
        rc = xlsx_check(ask->path, &self->parts, problem);
    if (rc == RC_OK)
        rc = xlsx_digest(ask->path, done.sha256, &done.bytes, problem);
    if (rc == RC_OK)
        *ret_done = done;
    else
        (void)unlink(ask->path); /* nothing was promised; a sweeper would take it too */
done:
    mem_free(folder);
    mem_free(self);
    return rc;
}
