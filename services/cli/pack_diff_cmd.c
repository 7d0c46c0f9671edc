/* `mlps pack diff`: what changed between two packs, first as entries and then as what people care
 * about: which dates, counts and sums would move. The questions are asked of both packs alike
 * (pack_moves.h); with --contract they are asked of that contract's own facts. */
#include "pack_diff_cmd.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "pack_diff.h"
#include "pack_report.h"
#include "pack_text.h"
#include "parse.h"
#include "rule_shelf.h"

/* ---- the packs ---- */

/* NAME@VERSION is one that is loaded; all else a file or one that ships. */
static rc_t read_loaded(struct context *context, const char *what, const char *at, pack_t **ret_pack)
{
    int64_t version;
    json_t *result = NULL;
    if (!parse_i64(at + 1, &version) || version < 1)
        return problem_set(&context->problem, RC_INVALID, what, "\"%s\" must be NAME@VERSION", what);
    rc_t rc = context_ask(context, "mlps.registry", "pack.text",
                          json_pack("{s:s#, s:I}", "name", what, (int)(at - what), "version", (json_int_t)version),
                          &result);
    if (rc == RC_OK) {
        const char *yaml = json_string_value(json_object_get(result, "yaml"));
        struct pack_source source = { yaml, strlen(yaml), what, pack_text_use, NULL };
        rc = pack_read(&source, ret_pack, &context->problem);
    }
    json_decref(result);
    return rc;
}

/* A slash makes it a path, also when it contains an @; a name that ships cannot contain one. */
static rc_t read_side(struct context *context, const char *what, pack_t **ret_pack)
{
    const char *at = strchr(what, '/') ? NULL : strrchr(what, '@');
    return at ? read_loaded(context, what, at, ret_pack) : pack_text_read(what, ret_pack, &context->problem);
}

/* ---- the contract ---- */

/* What is known of the contract; `*keep_p` holds what the questions borrow. */
static rc_t read_contract(struct context *context, struct pack_moves_ask *ask, json_t **keep_p)
{
    static const struct bus_list FACTS = { "mlps.sla", "fact.list", "items" };
    const char *code = option_text(context->options, "contract");
    json_t *contract = NULL;
    json_t *facts = NULL;
    if (!code)
        return RC_OK;
    rc_t rc = context_ask(context, "mlps.registry", "contract.get", json_pack("{s:s}", "code", code), &contract);
    if (rc == RC_OK)
        rc = context_ask_pages(context, &FACTS, json_pack("{s:s}", "contract", code), &facts);
    if (rc == RC_OK) {
        const char *signed_on = json_string_value(json_object_get(contract, "signed"));
        ask->contract_fen = json_integer_value(json_object_get(contract, "total_fen"));
        ask->readings = json_object_get(contract, "readings");
        ask->facts = json_object_get(facts, "items");
        if (signed_on && !civil_parse_date(signed_on, &ask->signed_day))
            ask->signed_day = NO_DAY;
    }
    *keep_p = json_pack("[o?, o?]", contract, facts);
    return rc;
}

/* ---- showing ---- */

/* A value in one cell: text as it is, all else as JSON. */
static json_t *cell(const json_t *value)
{
    if (!value || json_is_null(value))
        return json_string("-");
    if (json_is_string(value))
        return json_incref((json_t *)(uintptr_t)value);
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    json_t *made = json_string(text);
    free(text);
    return made;
}

/* A field that is absent on one side gets a dash, so that "was not there" and "was empty" look
 * different. */
static void set_cells(json_t *row)
{
    json_object_set_new(row, "old", cell(json_object_get(row, "old")));
    json_object_set_new(row, "new", cell(json_object_get(row, "new")));
}

/* One line a changed field; an entry that came or went is one line of its own. */
static json_t *change_lines(const json_t *changes)
{
    json_t *lines = json_array();
    for (size_t i = 0; i < json_array_size(changes); i++) {
        json_t *change = json_array_get(changes, i);
        const json_t *fields = json_object_get(change, "fields");
        for (size_t k = 0; k < json_array_size(fields); k++) {
            json_t *line = json_copy(json_array_get(fields, k));
            json_object_update_missing(line, change);
            set_cells(line);
            json_array_append_new(lines, line);
        }
        if (!fields)
            json_array_append(lines, change);
    }
    return lines;
}

/* Takes `rows`. A part without rows is left out with its heading. */
static void print_rows(const struct context *context, const struct table_column *columns, json_t *rows,
                       const char *heading)
{
    struct table_style style = { context->lang, context->columns };
    if (json_array_size(rows) > 0) {
        fprintf(context->out, "%s\n", heading);
        table_print(context->out, columns, rows, style);
    }
    json_decref(rows);
}

/* Works on a copy of the moves: `diff` may still be printed as JSON by the caller. */
static void print_diff(const struct context *context, json_t *diff)
{
    static const struct table_column CHANGES[] = { { "change", "变更", "change", CELL_TEXT },
                                                   { "section", "部分", "section", CELL_TEXT },
                                                   { "clause", "条款", "clause", CELL_TEXT },
                                                   { "name", "名称", "name", CELL_TEXT },
                                                   { "field", "字段", "field", CELL_TEXT },
                                                   { "old", "旧值", "old", CELL_TEXT },
                                                   { "new", "新值", "new", CELL_TEXT },
                                                   { NULL, NULL, NULL, CELL_TEXT } };
    static const struct table_column MOVES[] = { { "rule", "规则", "rule", CELL_TEXT },
                                                 { "clause", "条款", "clause", CELL_TEXT },
                                                 { "serial", "系统序号", "system", CELL_INT },
                                                 { "of", "对象", "of", CELL_TEXT },
                                                 { "field", "结果", "result", CELL_TEXT },
                                                 { "old", "旧值", "old", CELL_TEXT },
                                                 { "new", "新值", "new", CELL_TEXT },
                                                 { "assumed", "假定", "assumed", CELL_TEXT },
                                                 { NULL, NULL, NULL, CELL_TEXT } };
    json_t *moves = json_deep_copy(json_object_get(diff, "moves"));
    for (size_t i = 0; i < json_array_size(moves); i++) {
        json_t *row = json_array_get(moves, i);
        bool assumed = json_is_true(json_object_get(row, "assumed"));
        set_cells(row);
        json_object_set_new(row, "assumed", json_string(assumed ? tr(context->lang, "是", "yes") : ""));
    }
    print_rows(context, CHANGES, change_lines(json_object_get(diff, "changes")),
               tr(context->lang, "条目的变更", "entries that differ"));
    print_rows(context, MOVES, moves, tr(context->lang, "将变动的日期、数量和金额", "dates, counts and sums that would move"));
}

/* ---- the command ---- */

/* `moves` are computed from both packs over the same questions; `changes` only from their entries.
 * One may be empty without the other. */
static json_t *diff_json(const struct pack_moves_ask *ask)
{
    return json_pack("{s:{s:s, s:I}, s:{s:s, s:I}, s:o, s:o}", "old", "pack", ask->before->name, "version",
                     (json_int_t)ask->before->version, "new", "pack", ask->after->name, "version",
                     (json_int_t)ask->after->version, "changes", pack_changes(ask->before, ask->after), "moves",
                     pack_moves(ask));
}

/* Packs are borrowed by the questions until diff_json has returned, so nothing is freed before.
 * *ret_diff holds copies and outlives them. */
static rc_t make_diff(struct context *context, json_t **ret_diff)
{
    pack_t *before = NULL;
    pack_t *after = NULL;
    json_t *keep = NULL;
    struct rule_shelf shelf = { .count = 0 };
    struct pack_moves_ask ask = { .signed_day = NO_DAY };
    rc_t rc = read_side(context, context->options->rest[0], &before);
    if (rc == RC_OK)
        rc = read_side(context, context->options->rest[1], &after);
    if (rc == RC_OK)
        rc = read_contract(context, &ask, &keep);
    if (rc == RC_OK)
        rc = rule_shelf_init(&shelf, &context->problem);
    if (rc == RC_OK) {
        ask.before = before;
        ask.after = after;
        ask.calendar = shelf.calendar;
        *ret_diff = diff_json(&ask);
    }
    rule_shelf_fini(&shelf);
    json_decref(keep);
    pack_destroy(&before);
    pack_destroy(&after);
    return rc;
}

/* Exit code 1 when they differ, as of diff(1), so that a script may test for it. */
int cmd_pack_diff(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    json_t *diff = NULL;
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    if (rc == RC_OK)
        rc = make_diff(context, &diff);
    if (rc != RC_OK)
        return context_fail(context);
    bool same = json_array_size(json_object_get(diff, "changes")) == 0;
    if (context->json)
        context_show_json(context, diff);
    else if (same)
        fprintf(context->out, "%s\n", tr(context->lang, "没有差别", "no difference"));
    else
        print_diff(context, diff);
    json_decref(diff);
    return same ? EXIT_DONE : EXIT_ANSWER_NO;
}
