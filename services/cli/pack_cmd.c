/* `mlps pack check` and `pack load`: the same reader as the registry's, so that a pack that passes
 * here is not refused there for its language. */
#include "pack_cmd.h"

#include "pack_findings.h"
#include "pack_report.h"
#include "pack_text.h"
#include "sentence.h"
#include "terminal.h"

enum { FINDING_BYTES = 64 << 10 /* most of a line about a pack */ };

/* Counts and not contents: a person sees at once whether a section was lost by a wrong indent.
 * Findings come as the reader made them. */
static json_t *outcome(const pack_t *pack)
{
    return json_pack("{s:s, s:I, s:s, s:I, s:I, s:I, s:I, s:I, s:o}", "pack", pack->name, "version",
                     (json_int_t)pack->version, "title", pack->title, "clauses", (json_int_t)pack->reg.count,
                     "systems", (json_int_t)pack->systems.count, "terms", (json_int_t)pack->terms.count,
                     "deliverables", (json_int_t)pack->deliverables.count, "penalty_rows",
                     (json_int_t)pack->penalties.rows.count, "findings", pack_findings(pack));
}

/* "place: kind: text", as a compiler says it; of a contradiction also what its sides say. */
static rc_t finding_text(const struct context *context, const json_t *row, struct bytebuf *line)
{
    const json_t *says = json_object_get(row, "says");
    const char *reading = json_string_value(json_object_get(row, "reading"));
    char said[SENTENCE_TEXT];
    rc_t rc = bytebuf_fmt(line, "%s: %s: %s", json_string_value(json_object_get(row, "at")),
                          says ? tr(context->lang, "矛盾", "contradiction") : tr(context->lang, "提示", "warning"),
                          sentence_say(json_string_value(json_object_get(row, "text")), context->lang, said));
    for (size_t k = 0; rc == RC_OK && k < json_array_size(says); k++)
        rc = bytebuf_fmt(line, "%s%s", k ? " | " : ": ", json_string_value(json_array_get(says, k)));
    if (rc == RC_OK && reading)
        rc = bytebuf_fmt(line, " (%s %s)", tr(context->lang, "读法", "reading"), reading);
    return rc;
}

/* One line each for an editor, which goes to the place; on a terminal in its width. */
static void print_findings(const struct context *context, const json_t *list)
{
    struct bytebuf line;
    bytebuf_init(&line, FINDING_BYTES);
    for (size_t i = 0; i < json_array_size(list); i++) {
        bytebuf_reset(&line);
        (void)!finding_text(context, json_array_get(list, i), &line); /* longer than any pack says: cut */
        terminal_say(context->out, bytebuf_str(&line));
    }
    bytebuf_fini(&line);
}

/* Zero counts are printed like others; a section that is absent by mistake shows as 0. */
static void print_outcome(const struct context *context, const json_t *json)
{
    static const struct table_column COLUMNS[] = {
        { "pack", "合同包", "pack", CELL_TEXT },     { "version", "版本", "version", CELL_INT },
        { "title", "名称", "title", CELL_TEXT },     { "clauses", "条款", "clauses", CELL_INT },
        { "systems", "系统", "systems", CELL_INT },  { "terms", "期限条款", "terms", CELL_INT },
        { "deliverables", "交付物", "deliverables", CELL_INT },
        { "penalty_rows", "处罚条款", "penalty rows", CELL_INT }, { NULL, NULL, NULL, CELL_TEXT }
    };
    struct table_style style = { context->lang, context->columns };
    table_print_object(context->out, COLUMNS, json, style);
    print_findings(context, json_object_get(json, "findings"));
}

/* Needs no running mlps and no database, so that it fits into an editor or a commit hook. Findings
 * are hints: only a pack that cannot be read fails. */
int cmd_pack_check(struct context *context, const struct command *command)
{
    pack_t *pack = NULL;
    json_t *args = NULL;
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    if (rc == RC_OK)
        rc = pack_text_read(context->options->rest[0], &pack, &context->problem);
    if (rc != RC_OK)
        return context_fail(context);
    json_t *json = outcome(pack);
    if (context->json)
        context_show_json(context, json);
    else
        print_outcome(context, json);
    json_decref(json);
    pack_destroy(&pack);
    return EXIT_DONE;
}

/* The text is sent as it is: only the registry judges it, by the rules of the running service and
 * not by those of this build. */
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
    if (rc == RC_OK)
        context_show_json(context, result);
    json_decref(result);
    pack_text_close(&text);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
