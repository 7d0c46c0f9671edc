#include "pack_cmd.h"

#include "pack.h"
#include "pack_text.h"

static json_t *outcome(const pack_t *pack)
{
    json_t *warnings = json_array();
    json_t *contradictions = json_array();
    for (size_t i = 0; i < pack->warnings.count; i++)
        json_array_append_new(warnings, json_string(pack->warnings.rows[i].text));
    for (size_t i = 0; i < pack->contradictions.count; i++)
        json_array_append_new(contradictions, json_string(pack->contradictions.rows[i].about));
    return json_pack("{s:s, s:I, s:s, s:I, s:I, s:I, s:I, s:o, s:o}", "pack", pack->name, "version",
                     (json_int_t)pack->version, "title", pack->title, "systems", (json_int_t)pack->systems.count,
                     "terms", (json_int_t)pack->terms.count, "deliverables",
                     (json_int_t)pack->deliverables.count, "penalty_rows",
                     (json_int_t)pack->penalties.rows.count, "warnings", warnings, "contradictions",
                     contradictions);
}

static void print_list(const struct context *context, const char *title, const json_t *list)
{
    size_t i;
    const json_t *text;
    json_array_foreach(list, i, text)
        fprintf(context->out, "%s  %s\n", title, json_string_value(text));
}

static void print_outcome(const struct context *context, const json_t *json)
{
    static const struct table_column COLUMNS[] = {
        { "pack", "合同包", "pack", CELL_TEXT },     { "version", "版本", "version", CELL_INT },
        { "title", "名称", "title", CELL_TEXT },     { "systems", "系统", "systems", CELL_INT },
        { "terms", "期限条款", "terms", CELL_INT },  { "deliverables", "交付物", "deliverables", CELL_INT },
        { "penalty_rows", "处罚条款", "penalty rows", CELL_INT }, { NULL, NULL, NULL, CELL_TEXT }
    };
    struct table_style style = { context->lang, context->columns };
    table_print_object(context->out, COLUMNS, json, style);
    print_list(context, tr(context->lang, "矛盾", "contradiction"), json_object_get(json, "contradictions"));
    print_list(context, tr(context->lang, "提示", "warning"), json_object_get(json, "warnings"));
}

int cmd_pack_check(struct context *context, const struct command *command)
{
    struct pack_text text = { .len = 0 };
    pack_t *pack = NULL;
    json_t *args = NULL;
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    if (rc == RC_OK)
        rc = pack_text_open(&text, context->options->rest[0], &context->problem);
    if (rc == RC_OK) {
        struct pack_source source = { text.bytes, text.len, text.name, pack_text_use, NULL };
        rc = pack_read(&source, &pack, &context->problem);
    }
    if (rc == RC_OK) {
        json_t *json = outcome(pack);
        if (context->json)
            json_dumpf(json, context->out, JSON_INDENT(2) | JSON_SORT_KEYS);
        else
            print_outcome(context, json);
        json_decref(json);
    }
    pack_destroy(&pack);
    pack_text_close(&text);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}

int cmd_pack_load(struct context *context, const struct command *command)
{
    struct pack_text text = { .len = 0 };
    json_t *args = NULL;
    json_t *result = NULL;
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    if (rc == RC_OK)
        rc = pack_text_open(&text, context->options->rest[0], &context->problem);
    if (rc == RC_OK) {
        args = json_pack("{s:s#, s:s}", "yaml", text.bytes, (int)text.len, "file", text.name);
        rc = args ? context_ask(context, "mlps.registry", "pack.load", args, &result)
                  : problem_set(&context->problem, RC_INVALID, text.name, "\"%s\" is not valid UTF-8", text.name);
    }
    if (rc == RC_OK) {
        json_dumpf(result, context->out, JSON_INDENT(2) | JSON_SORT_KEYS);
        fputc('\n', context->out);
    }
    json_decref(result);
    pack_text_close(&text);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
