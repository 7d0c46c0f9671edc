/* `mlps pack coverage` and `pack schema`: whether every clause of a register is computed, tracked,
 * or recorded with a reason, and the pack language for editors. */
#include "pack_report.h"

#include <string.h>

#include "pack_findings.h"
#include "pack_schema.h"
#include "pack_text.h"
#include "schema_packs_embed.h"

/* ---- coverage ---- */

/* The register's own table beside a report, where --register gives one. */
static rc_t add_kinds(struct context *context, json_t *report)
{
    struct pack_text text;
    const char *path = option_text(context->options, "register");
    if (!path)
        return RC_OK;
    rc_t rc = pack_text_open(&text, path, &context->problem);
    if (rc == RC_OK) {
        struct csv_source source = { text.bytes, text.len, path, REGISTER_HEADER };
        rc = pack_coverage_kinds(report, &source, &context->problem);
    }
    pack_text_close(&text);
    return rc;
}

/* The report is appended also when --register is wrong, since the array owns it then and one decref
 * frees all. */
static rc_t cover_one(struct context *context, const char *what, json_t *reports)
{
    pack_t *pack = NULL;
    rc_t rc = pack_text_read(what, &pack, &context->problem);
    if (rc != RC_OK)
        return rc;
    json_t *report = pack_coverage(pack);
    pack_destroy(&pack);
    rc = add_kinds(context, report);
    json_array_append_new(reports, report);
    return rc;
}

/* Only packs that ship: what is loaded in a database is the registry's affair. The first that
 * cannot be read ends it. */
static rc_t cover_all(struct context *context, json_t *reports)
{
    rc_t rc = RC_OK;
    for (const struct embed *e = schema_packs; e->name && rc == RC_OK; e++) {
        char name[64];
        size_t len = strcspn(e->name, ".");
        if (strcmp(e->name + len, ".yaml") != 0)
            continue;
        snprintf(name, sizeof(name), "%.*s", (int)len, e->name);
        rc = cover_one(context, name, reports);
    }
    return rc;
}

/* Clauses of one class, under the name of their pack. */
static json_t *clauses_of(const json_t *reports, const char *list, const char *class)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < json_array_size(reports); i++) {
        const json_t *clauses = json_object_get(json_array_get(reports, i), list);
        for (size_t k = 0; k < json_array_size(clauses); k++) {
            json_t *clause = json_array_get(clauses, k);
            if (strcmp(json_string_value(json_object_get(clause, "class")), class) == 0)
                json_array_append(rows, clause);
        }
    }
    return rows;
}

/* Takes `rows`. An empty list prints nothing, so that a complete pack ends with its counts. */
static void print_clauses(const struct context *context, json_t *rows, const char *heading)
{
    static const struct table_column COLUMNS[] = { { "clause", "条款", "clause", CELL_TEXT },
                                                   { "kind", "种类", "kind", CELL_TEXT },
                                                   { "why", "原因", "reason", CELL_TEXT },
                                                   { "title", "标题", "title", CELL_TEXT },
                                                   { "at", "位置", "where", CELL_TEXT },
                                                   { NULL, NULL, NULL, CELL_TEXT } };
    struct table_style style = { context->lang, context->columns };
    if (json_array_size(rows) > 0) {
        fprintf(context->out, "\n%s\n", heading);
        table_print(context->out, COLUMNS, rows, style);
    }
    json_decref(rows);
}

/* Missing clauses come last, nearest to the prompt: they are what has to be mended. */
static void print_reports(const struct context *context, const json_t *reports)
{
    static const struct table_column COLUMNS[] = { { "pack", "合同包", "pack", CELL_TEXT },
                                                   { "count", "条款", "clauses", CELL_INT },
                                                   { "computed", "可计算", "computed", CELL_INT },
                                                   { "tracked", "可跟踪", "tracked", CELL_INT },
                                                   { "recorded", "仅记录", "recorded", CELL_INT },
                                                   { "missing", "缺失", "missing", CELL_INT },
                                                   { NULL, NULL, NULL, CELL_TEXT } };
    struct table_style style = { context->lang, context->columns };
    table_print(context->out, COLUMNS, reports, style);
    print_clauses(context, clauses_of(reports, "clauses", "recorded"),
                  tr(context->lang, "仅记录的条款及原因", "recorded, with the reason"));
    print_clauses(context, clauses_of(reports, "warnings", "recorded"),
                  tr(context->lang, "提示：可计算的条款仅被记录", "warning: could be computed, only recorded"));
    print_clauses(context, clauses_of(reports, "clauses", "missing"),
                  tr(context->lang, "没有条目引用的条款", "cited by no entry"));
}

/* Clauses that are only recorded are complete: they are named with a reason. A missing one has
 * none. */
static bool is_complete(const json_t *reports)
{
    for (size_t i = 0; i < json_array_size(reports); i++)
        if (json_integer_value(json_object_get(json_array_get(reports, i), "missing")) > 0)
            return false;
    return true;
}

/* Exit code 1 for a clause that no entry cites, so that a build may hold the packs against their
 * register. */
int cmd_pack_coverage(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    json_t *reports = json_array();
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    if (rc == RC_OK)
        rc = context->options->rest_count > 0 ? cover_one(context, context->options->rest[0], reports)
                                              : cover_all(context, reports);
    int code = rc != RC_OK ? context_fail(context) : is_complete(reports) ? EXIT_DONE : EXIT_ANSWER_NO;
    if (rc == RC_OK && context->json)
        context_show_json(context, reports);
    else if (rc == RC_OK)
        print_reports(context, reports);
    json_decref(reports);
    return code;
}

/* ---- the language ---- */

/* Made from the reader's own tables, so it cannot promise what the reader refuses. */
int cmd_pack_schema(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    if (command_args(context, command, &args) != RC_OK)
        return context_fail(context);
    json_t *schema = pack_schema();
    json_decref(args);
    context_show_json(context, schema);
    json_decref(schema);
    return EXIT_DONE;
}
