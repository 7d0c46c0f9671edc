/* All that is read for a workbook is read in one snapshot: a sheet of systems and a sheet of
 * deadlines agree with each other, and the cover's event sequence says up to where. The rows stream
 * through the writer; nothing of the database is held in memory. */
#include "export_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clk.h"

/* One run inside its snapshot. */
struct running {
    const struct export_run *run;
    pg_t *db;
    const pack_t *pack;
    struct export_result *result;
    int64_t done, total; /* rows of all sheets */
    int64_t told_ms;     /* when progress was told last */
};

/* The time of the last telling is machine time: it only paces the messages. */
static rc_t tell(struct running *self, struct problem *problem)
{
    self->told_ms = clk_mono_ms();
    const struct export_progress now = { .contract = self->result->frame.code,
                                         .done = self->done,
                                         .total = self->total };
    return self->run->progress(self->run->arg, &now, problem);
}

/* The clock is looked at every PROGRESS_ROWS rows only: pacing must cost nothing. */
static rc_t row_written(void *arg, struct problem *problem)
{
    struct running *self = arg;
    self->done++;
    if (self->done % PROGRESS_ROWS != 0 || clk_mono_ms() - self->told_ms < PROGRESS_MS)
        return RC_OK;
    return tell(self, problem);
}

/* The lines of the contract's pack, in its order. By the columns of PROCUREMENT. */
static rc_t write_procurement(struct running *self, sheet_writer_t *out, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < self->pack->procurement.count && rc == RC_OK; i++) {
        const struct pack_line *line = &self->pack->procurement.rows[i];
        char number[24], quantity[24];
        snprintf(number, sizeof(number), "%" PRId64, line->no);
        snprintf(quantity, sizeof(quantity), "%" PRId64, line->quantity);
        const char *const cells[] = { number,   line->name, line->detail,
                                      quantity, line->unit, line->clause };
        rc = sheet_writer_row(out, cells, problem);
        if (rc == RC_OK)
            rc = row_written(self, problem);
    }
    return rc;
}

/* By the sheet's source; a statement's rows stream, the pack's are in memory anyway. */
static rc_t write_rows(void *arg, const struct sheet_def *sheet, sheet_writer_t *out,
                       struct problem *problem)
{
    struct running *self = arg;
    rc_t rc;
    if (sheet->source == SOURCE_PROCUREMENT)
        rc = write_procurement(self, out, problem);
    else
        rc = export_store_rows(self->db, sheet, &self->result->frame, out,
                               &(struct row_watch){ .row = row_written, .arg = self }, problem);
    return rc == RC_OK ? tell(self, problem)
                       : rc; /* closing a large file takes a while after this */
}

/* Before the first row, in the same snapshot: the bar's end and the choice of ZIP64. Begins at 0,
 * for the snapshot may be a second one after a lost connection. */
static rc_t count_rows(struct running *self, const struct book_def *book, struct problem *problem)
{
    rc_t rc = RC_OK;
    self->total = self->done = 0;
    for (size_t i = 0; i < book->sheet_count && rc == RC_OK; i++) {
        int64_t rows = (int64_t)self->pack->procurement.count;
        if (book->sheets[i].source == SOURCE_SQL)
            rc = export_store_total(self->db, book->sheets[i].total,
                                    self->result->frame.contract_id, &rows, problem);
        self->total += rows;
    }
    return rc;
}

/* Phases are the pack's: a sheet with a group repeats its columns for each of them, for the first
 * PHASE_COLUMNS_MAX of a pack with more. The frame lives in the result, so what is lent here
 * outlives the rendering. */
static rc_t render(struct running *self, const struct book_def *book, struct problem *problem)
{
    const struct export_frame *frame = &self->result->frame;
    struct phase_head phases[PHASE_COLUMNS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < self->pack->phases.count && count < PHASE_COLUMNS_MAX; i++, count++)
        phases[count] =
            (struct phase_head){ self->pack->phases.rows[i].no, self->pack->phases.rows[i].name };
    const struct render_ask ask = {
        .book = book,
        .lang = frame->lang,
        .cover = { .contract_title = frame->title,
                   .contract_code = frame->code,
                   .customer = frame->customer,
                   .service_period = frame->service_period,
                   .pack = frame->pack,
                   .calendar = frame->calendar,
                   .requested_by = frame->requested_by,
                   .as_of_us = frame->as_of_us,
                   .zone_minutes = frame->zone_minutes,
                   .event_seq = frame->event_seq },
        .phases = phases,
        .phase_count = count,
        .rows = write_rows,
        .rows_arg = self,
        .closing = self->run->closing,
        .closing_arg = self->run->arg,
        .folder = export_files_work(self->run->files),
        .path = export_files_draft(self->run->files),
        .rows_expected = self->total,
    };
    return export_render(&ask, &self->result->done, problem);
}

/* The whole run inside one snapshot; may be repeated when the connection is lost, and then writes
 * the draft anew from its first byte. An export that is done already ends before anything is
 * written. */
static rc_t in_snapshot(pg_t *db, void *arg, struct problem *problem)
{
    struct running *self = arg;
    struct export_frame *frame = &self->result->frame;

    self->db = db;
    rc_t rc = export_store_frame(db, self->run->id, frame, problem);
    if (rc != RC_OK || frame->done)
        return rc;
    const struct book_def *book = book_find(frame->kind);
    if (!book)
        return problem_set(problem, RC_INVALID, "kind", "there is no workbook \"%s\"", frame->kind);
    rc = rulebook_pack(self->run->book, db, frame->pack_id, &self->pack, problem);
    if (rc == RC_OK)
        rc = count_rows(self, book, problem);
    if (rc == RC_OK)
        rc = tell(self, problem);
    return rc == RC_OK ? render(self, book, problem) : rc;
}

/* The snapshot ends before the file gets its name: publishing may wait for a disk, and an open
 * snapshot holds back vacuum. The name follows from the export's row alone, so a second try
 * replaces the file of a first one that got no further. */
rc_t export_run(const struct export_run *run, struct export_result *ret_result,
                struct problem *problem)
{
    struct export_result result = { .file = "" };
    struct running running = { .run = run, .result = &result };

    rc_t rc = pg_tx(run->reader, PG_SNAPSHOT, in_snapshot, &running, problem);
    if (rc == RC_OK && !result.frame.done) {
        export_file_name(&(struct export_name){ .contract = result.frame.code,
                                                .kind = result.frame.kind,
                                                .as_of = result.frame.today,
                                                .id = result.frame.id },
                         result.file);
        rc = export_files_publish(run->files, result.file, problem);
    }
    if (rc == RC_OK)
        *ret_result = result;
    return rc;
}
