/* Rows of every sheet: title, line about the contract, bands where there are any, heading, data,
 * totals. In constant memory mode a row cannot be touched again once the next has begun, so
 * everything above the data is written first, while widths and print settings belong to the sheet
 * and may come at its end. */
#include "sheet_page.h"

#include <stdio.h>

#include "cell_text.h"

enum {
    PAPER_A3 = 8,
    PAPER_A4 = 9,
    WIDE_COLUMNS = 24, /* a sheet with more is not readable on A4 */
    ROW_TITLE = 0,
    ROW_SUBTITLE = 1,
    ROW_BAND = 2, /* only in a sheet with bands; the heading follows */
};

/* Points. A line of the body's size needs 15; Excel takes at most 409. */
static const double TITLE_HEIGHT = 30, SUBTITLE_HEIGHT = 20, BAND_HEIGHT = 21, HEAD_LINE = 15,
                    HEAD_PADDING = 14, ROW_LINE = 15, ROW_PADDING = 7, ROW_HIGHEST = 409;

/* The row of the headings: the third, or the fourth below bands. */
static uint32_t head_row(const struct sheet_layout *layout)
{
    return layout->has_bands ? ROW_BAND + 1 : ROW_BAND;
}

/* In the workbook's language. */
static const char *heading(const struct sheet_frame *frame, const struct laid_column *column)
{
    return tr(frame->lang, column->def->zh, column->def->en);
}

/* Bands: each goes from its first column to the one before the next band. */
static void write_bands(const struct sheet_frame *frame, const struct sheet_layout *layout,
                        lxw_worksheet *sheet)
{
    lxw_format *format = palette_trim(frame->palette, TRIM_BAND);
    worksheet_set_row(sheet, ROW_BAND, BAND_HEIGHT, NULL);
    for (size_t from = 0, to; from < layout->count; from = to) {
        const char *band = layout->columns[from].band;
        for (to = from + 1; to < layout->count && layout->columns[to].band[0] == '\0'; to++)
            continue;
        if (to - from > 1)
            worksheet_merge_range(sheet, ROW_BAND, (lxw_col_t)from, ROW_BAND, (lxw_col_t)(to - 1),
                                  band, format);
        else
            worksheet_write_string(sheet, ROW_BAND, (lxw_col_t)from, band, format);
    }
}

/* As high as the heading with the most lines. Written before any data row, so the widths that the
 * data asks for are not known yet: lines are reckoned by the column's `most`. */
static void write_headings(const struct sheet_frame *frame, const struct sheet_layout *layout,
                           lxw_worksheet *sheet)
{
    lxw_format *format = palette_trim(frame->palette, TRIM_HEAD);
    uint32_t row = head_row(layout);
    size_t lines = 1;
    for (size_t i = 0; i < layout->count; i++) {
        const char *text = heading(frame, &layout->columns[i]);
        struct cell_box box = cell_text_measure(text, layout->columns[i].def->most);
        lines = box.lines > lines ? box.lines : lines;
        worksheet_write_string(sheet, row, (lxw_col_t)i, text, format);
    }
    worksheet_set_row(sheet, row, HEAD_PADDING + HEAD_LINE * (double)lines, NULL);
}

/* Title and subtitle are not merged: a merged row keeps people from sorting. */
uint32_t sheet_page_head(const struct sheet_frame *frame, const struct sheet_layout *layout,
                         lxw_worksheet *sheet)
{
    const char *title = tr(frame->lang, layout->def->zh, layout->def->en);
    worksheet_set_row(sheet, ROW_TITLE, TITLE_HEIGHT, NULL);
    worksheet_write_string(sheet, ROW_TITLE, 0, title, palette_trim(frame->palette, TRIM_TITLE));
    worksheet_set_row(sheet, ROW_SUBTITLE, SUBTITLE_HEIGHT, NULL);
    worksheet_write_string(sheet, ROW_SUBTITLE, 0, frame->title,
                           palette_trim(frame->palette, TRIM_SUBTITLE));
    if (layout->has_bands)
        write_bands(frame, layout, sheet);
    write_headings(frame, layout, sheet);
    return head_row(layout) + 1;
}

/* What the data needs is added as it comes; this is where a column starts. */
void sheet_page_widths(const struct sheet_frame *frame, const struct sheet_layout *layout,
                       size_t *ret_widths)
{
    enum { FILTER_BUTTON = 2 /* columns the filter's arrow covers */ };
    for (size_t i = 0; i < layout->count; i++) {
        const struct column *def = layout->columns[i].def;
        size_t head =
            cell_text_measure(heading(frame, &layout->columns[i]), def->most).width + FILTER_BUTTON;
        size_t width = head > def->most ? def->most : head;
        ret_widths[i] = width < def->least ? def->least : width;
    }
}

/* Excel refuses more than 409 points: the text then goes on below the visible part. */
double sheet_page_height(size_t lines)
{
    double height = ROW_PADDING + ROW_LINE * (double)lines;
    return height < ROW_HIGHEST ? height : ROW_HIGHEST;
}

/* Excel's unit is a digit of the body's face. */
double sheet_page_column(size_t width)
{
    /* a half-width column of the body face takes 7 pixels, Excel's unit; the rest is the cell's
     * padding */
    return (double)width + 2.0;
}

/* Money keeps its two places in the total. */
static lxw_format *total_format(const struct sheet_frame *frame, const struct column *def)
{
    return palette_trim(frame->palette, def->type == COL_MONEY ? TRIM_TOTAL_MONEY : TRIM_TOTAL_INT);
}

/* A sheet without sums has no last row; one with sums has it even when it has no data. */
static bool has_totals(const struct sheet_layout *layout)
{
    for (size_t i = 0; i < layout->count; i++)
        if (layout->columns[i].def->flags & COLUMN_SUM)
            return true;
    return false;
}

/* Values and no formulas: a workbook holds no cell that computes (XLS-01), and a filter does not
 * change what was true. */
static void write_totals(const struct sheet_frame *frame, const struct sheet_layout *layout,
                         lxw_worksheet *sheet, const struct sheet_extent *extent)
{
    worksheet_set_row(sheet, extent->end_row, sheet_page_height(1) + 2, NULL);
    for (size_t i = 0; i < layout->count; i++) {
        const struct column *def = layout->columns[i].def;
        lxw_col_t col = (lxw_col_t)i;
        double unit = def->type == COL_MONEY ? 100.0 : 1.0;
        if (i == 0)
            worksheet_write_string(sheet, extent->end_row, col, tr(frame->lang, "合计", "Total"),
                                   palette_trim(frame->palette, TRIM_TOTAL));
        else if (def->flags & COLUMN_SUM)
            worksheet_write_number(sheet, extent->end_row, col, (double)extent->sums[i] / unit,
                                   total_format(frame, def));
        else
            worksheet_write_blank(sheet, extent->end_row, col,
                                  palette_trim(frame->palette, TRIM_TOTAL));
    }
}

/* One page wide and as many long as needed; page numbers and the as-of time on each. */
void sheet_page_paper(const struct sheet_frame *frame, const char *title, lxw_worksheet *sheet)
{
    char text[240];
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_margins(sheet, 0.4, 0.4, 0.6, 0.6);
    worksheet_center_horizontally(sheet);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_tab_color(sheet, COLOR_INK);
    /* "&9" is the size; the space keeps a text that begins with a digit from joining it */
    snprintf(text, sizeof(text), "&L&9 %s&R&9 %s", title, frame->code);
    worksheet_set_header(sheet, text);
    snprintf(text, sizeof(text), "&L&9 %s %s&R&9 %s", tr(frame->lang, "数据截至", "As of"),
             frame->as_of, tr(frame->lang, "第 &P 页 / 共 &N 页", "Page &P of &N"));
    worksheet_set_footer(sheet, text);
}

/* The filter ends above the total: a total that could be sorted away would be worse than none. */
void sheet_page_finish(const struct sheet_frame *frame, const struct sheet_layout *layout,
                       lxw_worksheet *sheet, const struct sheet_extent *extent)
{
    uint32_t head = head_row(layout);
    uint32_t last = extent->end_row > extent->first_row ? extent->end_row - 1 : head;
    lxw_col_t last_col = (lxw_col_t)(layout->count - 1);

    worksheet_autofilter(sheet, head, 0, last, last_col);
    if (extent->sums && has_totals(layout)) {
        write_totals(frame, layout, sheet, extent);
        last = extent->end_row;
    }
    for (size_t i = 0; i < layout->count; i++)
        worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i,
                             sheet_page_column(extent->widths[i]), NULL);
    worksheet_freeze_panes(sheet, extent->first_row, layout->def->freeze);
    worksheet_print_area(sheet, 0, 0, last, last_col);
    worksheet_repeat_rows(sheet, ROW_TITLE, head);
    sheet_page_paper(frame, tr(frame->lang, layout->def->zh, layout->def->en), sheet);
    if (layout->count > WIDE_COLUMNS)
        worksheet_set_paper(sheet, PAPER_A3);
}
