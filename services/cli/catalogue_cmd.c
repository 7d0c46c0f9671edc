/* `mlps catalogue`: GB/T 22239 and the high-risk cases as tables, for people who check a workbook
 * against the standard. Nothing runs and nothing is asked of a service: the tables ship inside the
 * program, and --weights puts a customer's in place of one of them. */
#include "catalogue_cmd.h"

#include <string.h>

#include "catalogue.h"
#include "pack_report.h"
#include "pack_text.h"
#include "schema_catalogue_embed.h"

/* ---- the tables ---- */

/* A table that this build lacks is an empty source, so that the reader refuses it by name in the
 * one place where tables are checked. */
static struct csv_source shipped(enum catalogue_table table)
{
    const char *name = catalogue_table_name(table);
    for (const struct embed *e = schema_catalogue; e->name; e++)
        if (strcmp(e->name, name) == 0)
            return (struct csv_source){ e->text, e->size, e->name, NULL };
    return (struct csv_source){ "", 0, name, NULL };
}

/* The tables that ship; --weights replaces the one of the weights. */
static rc_t read_catalogue(struct context *context, struct catalogue **ret_catalogue)
{
    struct csv_source sources[TABLE__COUNT];
    struct pack_text text = { .len = 0 };
    const char *path = option_text(context->options, "weights");
    rc_t rc = RC_OK;
    for (int t = 0; t < TABLE__COUNT; t++)
        sources[t] = shipped((enum catalogue_table)t);
    if (path)
        rc = pack_text_open(&text, path, &context->problem);
    if (path && rc == RC_OK)
        sources[TABLE_WEIGHTS] = (struct csv_source){ text.bytes, text.len, path, NULL };
    if (rc == RC_OK)
        rc = catalogue_read(sources, ret_catalogue, &context->problem);
    pack_text_close(&text);
    return rc;
}

/* ---- what is asked ---- */

/* What the options say; 0 for a level that was not given. */
struct catalogue_ask {
    int64_t level, s, a;
    const char *category, *scope, *what;
    enum lang lang;
};

/* *ret stays 0, which means "any level", when the option is absent; out of 1 to CATALOGUE_LEVELS is
 * refused before a table is read. */
static rc_t take_level(struct context *context, const json_t *args, const char *key, int64_t *ret)
{
    const json_t *value = json_object_get(args, key);
    if (!value)
        return RC_OK;
    *ret = json_integer_value(value);
    if (*ret < 1 || *ret > CATALOGUE_LEVELS)
        return problem_set(&context->problem, RC_INVALID, key, "--%s must be a level from 1 to %d", key,
                           CATALOGUE_LEVELS);
    return RC_OK;
}

/* The texts are borrowed from `args`, which must outlive *ask. */
static rc_t take_ask(struct context *context, const json_t *args, struct catalogue_ask *ask)
{
    *ask = (struct catalogue_ask){ .lang = context->lang,
                                   .category = json_string_value(json_object_get(args, "category")),
                                   .scope = json_string_value(json_object_get(args, "scope")),
                                   .what = json_string_value(json_object_get(args, "what")) };
    rc_t rc = take_level(context, args, "level", &ask->level);
    if (rc == RC_OK)
        rc = take_level(context, args, "s", &ask->s);
    return rc == RC_OK ? take_level(context, args, "a", &ask->a) : rc;
}

/* ---- showing ---- */

/* Units are listed one by one and not as a range: their weights come from a table of the customer's
 * and may differ within a point. Caller owns the object. */
static json_t *point_json(const struct catalogue *cat, const struct catalogue_point *p)
{
    char first[UNIT_TEXT];
    char last[UNIT_TEXT];
    char attribute[2] = { p->attribute, '\0' };
    json_t *units = json_array();
    for (int64_t n = 0; n < p->items; n++) {
        char code[UNIT_TEXT];
        catalogue_unit_code(p, n, code);
        json_array_append_new(units, json_pack("{s:s, s:s?}", "unit", code, "weight", catalogue_weight(cat, code)));
    }
    return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:o}", "level", (json_int_t)p->level, "category",
                     p->category, "code", p->code, "section", p->section, "name", p->name, "attribute", attribute,
                     "items", (json_int_t)p->items, "first", catalogue_unit_code(p, 0, first), "last",
                     catalogue_unit_code(p, p->items - 1, last), "units", units);
}

/* S, A and G are counts of points by attribute; `items` is of requirements, which is why the
 * columns do not add up to it. */
static json_t *counts_json(const char *name, const struct catalogue_counts *c)
{
    return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I}", "category", name, "points", (json_int_t)c->points, "items",
                     (json_int_t)c->items, "s", (json_int_t)c->s, "a", (json_int_t)c->a, "g", (json_int_t)c->g);
}

/* Print rows as JSON or as a table, and free them; exit code 1 where there is none. */
static int show_rows(const struct context *context, const struct table_column *columns, json_t *rows)
{
    struct table_style style = { context->lang, context->columns };
    int code = json_array_size(rows) > 0 ? EXIT_DONE : EXIT_ANSWER_NO;
    if (context->json)
        context_show_json(context, rows);
    else if (code == EXIT_DONE)
        table_print(context->out, columns, rows, style);
    else
        fprintf(context->out, "%s\n", tr(context->lang, "没有记录", "nothing found"));
    json_decref(rows);
    return code;
}

/* Of a point; its items are a range here, and single in --json. */
static const struct table_column POINT_COLUMNS[] = {
    { "level", "级别", "level", CELL_INT },        { "category", "安全类", "category", CELL_TEXT },
    { "section", "章节", "section", CELL_TEXT },   { "name", "控制点", "control point", CELL_TEXT },
    { "attribute", "S/A/G", "S/A/G", CELL_TEXT },  { "items", "要求项", "items", CELL_INT },
    { "first", "首项编号", "first", CELL_TEXT },   { "last", "末项编号", "last", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT }
};

/* Of one item; the code comes first, since that is what a report cites. */
static const struct table_column ITEM_COLUMNS[] = {
    { "unit", "编号", "code", CELL_TEXT },         { "weight", "权重", "weight", CELL_TEXT },
    { "level", "级别", "level", CELL_INT },        { "category", "安全类", "category", CELL_TEXT },
    { "name", "控制点", "control point", CELL_TEXT }, { "attribute", "S/A/G", "S/A/G", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT }
};

/* ---- the answers ---- */

typedef json_t *catalogue_fn(const struct catalogue *cat, const struct catalogue_ask *ask);

/* Name or code: people copy the one from the standard and the other from a workbook. No category
 * asked for takes all. */
static bool in_category(const struct catalogue_ask *ask, const char *name, const char *code)
{
    return !ask->category || strcmp(ask->category, name) == 0 || strcmp(ask->category, code) == 0;
}

/* In the order of the table, which is that of the standard; a fresh array, empty when nothing
 * fits. */
static json_t *list_rows(const struct catalogue *cat, const struct catalogue_ask *ask)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < cat->points.count; i++) {
        const struct catalogue_point *p = &cat->points.rows[i];
        if ((ask->level == 0 || p->level == ask->level) && in_category(ask, p->category, p->code))
            json_array_append_new(rows, point_json(cat, p));
    }
    return rows;
}

/* A code names one item, and so one point; a name may stand at several levels and in several categories. */
static json_t *show_points(const struct catalogue *cat, const struct catalogue_ask *ask)
{
    json_t *rows = json_array();
    const char *name = catalogue_name(cat, ask->what);
    const struct catalogue_point *of_unit = catalogue_unit(cat, ask->what);
    if (of_unit)
        json_array_append_new(rows, point_json(cat, of_unit));
    for (size_t i = 0; i < cat->points.count; i++) {
        const struct catalogue_point *p = &cat->points.rows[i];
        if ((ask->level == 0 || p->level == ask->level) && strcmp(p->name, name) == 0)
            json_array_append_new(rows, point_json(cat, p));
    }
    return rows;
}

/* The same, one line an item. */
static json_t *show_items(const struct catalogue *cat, const struct catalogue_ask *ask)
{
    json_t *items = json_array();
    json_t *points = show_points(cat, ask);
    for (size_t i = 0; i < json_array_size(points); i++) {
        json_t *point = json_array_get(points, i);
        const json_t *units = json_object_get(point, "units");
        for (size_t n = 0; n < json_array_size(units); n++) {
            json_t *item = json_deep_copy(json_array_get(units, n));
            json_object_update_missing(item, point);
            json_array_append_new(items, item);
        }
    }
    json_decref(points);
    return items;
}

/* A scope may be written by its name or by any alias that the catalogue knows, so both sides are
 * brought to the name before they are compared. */
static json_t *case_rows(const struct catalogue *cat, const struct catalogue_ask *ask)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < cat->cases.count; i++) {
        const struct catalogue_case *c = &cat->cases.rows[i];
        if ((ask->level > 0 && !catalogue_case_at(c, ask->level)) ||
            (ask->scope && strcmp(catalogue_name(cat, ask->scope), catalogue_name(cat, c->scope)) != 0))
            continue;
        json_array_append_new(rows, json_pack("{s:I, s:s, s:s, s:s, s:s, s:I, s:b, s:s}", "no", (json_int_t)c->no,
                                              "scope", c->scope, "code", c->code, "category", c->category, "name",
                                              c->point, "min_level", (json_int_t)c->min_level, "and_above",
                                              c->and_above, "condition", c->condition));
    }
    return rows;
}

/* The ten categories in the order of the standard, with what the level asks for in each. */
static void add_categories(const struct catalogue *cat, int64_t level, json_t *rows)
{
    const char *before = "";
    for (size_t i = 0; i < cat->points.count; i++) {
        const struct catalogue_point *p = &cat->points.rows[i];
        struct catalogue_counts counts;
        if (p->level != level || strcmp(p->category, before) == 0)
            continue;
        before = p->category;
        catalogue_count(cat, level, before, &counts);
        json_array_append_new(rows, counts_json(before, &counts));
    }
}

/* Rows of one extension stand together at each level, as the table's reader checks; so one look
 * back is enough to count each once. They stay outside the total: they apply by kind of system. */
static void add_extensions(const struct catalogue *cat, int64_t level, json_t *rows)
{
    const char *before = "";
    for (size_t i = 0; i < cat->extensions.count; i++) {
        const struct catalogue_extension *e = &cat->extensions.rows[i];
        if (e->level != level || strcmp(e->extension, before) == 0)
            continue;
        before = e->extension;
        struct catalogue_counts counts = { .items = catalogue_extension_items(cat, before, level) };
        json_array_append_new(rows, json_pack("{s:s, s:I}", "category", before, "items", (json_int_t)counts.items));
    }
}

/* Of one level; or of a system graded S x A y, which has one line. */
static json_t *count_rows(const struct catalogue *cat, const struct catalogue_ask *ask)
{
    json_t *rows = json_array();
    struct catalogue_counts counts;
    struct problem problem = { .rc = RC_OK };
    char name[16];
    if (ask->s > 0 && catalogue_tailor(cat, ask->s, ask->a, &counts, &problem) == RC_OK) {
        snprintf(name, sizeof(name), "S%dA%d", (int)ask->s, (int)ask->a);
        json_array_append_new(rows, counts_json(name, &counts));
        return rows;
    }
    add_categories(cat, ask->level, rows);
    catalogue_count(cat, ask->level, NULL, &counts);
    json_array_append_new(rows, counts_json(tr(ask->lang, "合计", "total"), &counts));
    add_extensions(cat, ask->level, rows);
    return rows;
}

/* ---- the commands ---- */

/* A level, or S and A together. A level beside them must be the higher of the two, which it is. */
static rc_t check_counts(struct context *context, const struct catalogue_ask *ask)
{
    int64_t higher = ask->s > ask->a ? ask->s : ask->a;
    if ((ask->s > 0) != (ask->a > 0))
        return problem_set(&context->problem, RC_INVALID, "s", "--s and --a go together");
    if (ask->level == 0 && ask->s == 0)
        return problem_set(&context->problem, RC_INVALID, "level", "--level, or --s and --a, must be given");
    if (ask->level > 0 && ask->s > 0 && ask->level != higher)
        return problem_set(&context->problem, RC_INVALID, "level", "S%dA%d is level %d, not %d", (int)ask->s,
                           (int)ask->a, (int)higher, (int)ask->level);
    return RC_OK;
}

/* One path for all four commands: input is judged before tables are read, and what is read is
 * freed before anything is printed. `fn` borrows the catalogue and returns an array that
 * show_rows frees. */
static int answer(struct context *context, const struct command *command, const struct table_column *columns,
                  catalogue_fn *fn)
{
    struct catalogue *cat = NULL;
    struct catalogue_ask ask;
    json_t *args = NULL;
    json_t *rows = NULL;
    rc_t rc = command_args(context, command, &args);
    if (rc == RC_OK)
        rc = take_ask(context, args, &ask);
    if (rc == RC_OK && fn == count_rows)
        rc = check_counts(context, &ask);
    if (rc == RC_OK)
        rc = read_catalogue(context, &cat);
    if (rc == RC_OK)
        rows = fn(cat, &ask);
    catalogue_destroy(&cat);
    json_decref(args);
    return rc == RC_OK ? show_rows(context, columns, rows) : context_fail(context);
}

/* Filters only; a level or category that names nothing is an answer (exit code 1), not an error. */
int cmd_catalogue_list(struct context *context, const struct command *command)
{
    return answer(context, command, POINT_COLUMNS, list_rows);
}

/* Items stand in a table of their own below each point. */
int cmd_catalogue_show(struct context *context, const struct command *command)
{
    return answer(context, command, ITEM_COLUMNS, context->json ? show_points : show_items);
}

/* The columns live here since no other command prints counts. */
int cmd_catalogue_counts(struct context *context, const struct command *command)
{
    static const struct table_column COLUMNS[] = {
        { "category", "安全类", "category", CELL_TEXT }, { "points", "控制点", "points", CELL_INT },
        { "items", "要求项", "items", CELL_INT },        { "s", "S", "S", CELL_INT },
        { "a", "A", "A", CELL_INT },                     { "g", "G", "G", CELL_INT },
        { NULL, NULL, NULL, CELL_TEXT }
    };
    return answer(context, command, COLUMNS, count_rows);
}

/* Every case has a condition, which is the widest column and therefore the last: it is the one that
 * gives way on a narrow terminal. */
int cmd_catalogue_cases(struct context *context, const struct command *command)
{
    static const struct table_column COLUMNS[] = {
        { "no", "序号", "no", CELL_INT },               { "scope", "范围", "scope", CELL_TEXT },
        { "code", "编号", "code", CELL_TEXT },          { "category", "安全类", "category", CELL_TEXT },
        { "name", "控制点", "control point", CELL_TEXT }, { "min_level", "起始级别", "from level", CELL_INT },
        { "condition", "条件", "condition", CELL_TEXT }, { NULL, NULL, NULL, CELL_TEXT }
    };
    return answer(context, command, COLUMNS, case_rows);
}
