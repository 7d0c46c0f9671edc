/* `mlps deadline explain`: why a day is due on that day, as sentences. The proof is data (clause,
 * reading, day, reason) and is turned into words here, in the reader's language. */
#include "explain.h"

#include "bytebuf.h"
#include "jsonx.h"
#include "proof.h"

/* Minutes east of UTC, columns of indent, bytes of one sentence. */
enum { ZONE_MINUTES = 480, INDENT = 6, TEXT_MAX = 1 << 20 };

/* Which versions ruled comes with every explanation: the same facts under another pack give another
 * day. */
static const struct table_column HEAD[] = {
    { "code", "代码", "code", CELL_TEXT },
    { "title", "事项", "what", CELL_TEXT },
    { "system_name", "系统", "system", CELL_TEXT },
    { "clause", "条款", "clause", CELL_TEXT },
    { "due", "期限", "due", CELL_DATE },
    { "state", "状态", "state", CELL_TEXT },
    { "ruling.pack", "合同包", "pack", CELL_TEXT },
    { "ruling.pack_version", "包版本", "pack version", CELL_INT },
    { "ruling.calendar", "日历", "calendar", CELL_TEXT },
    { "ruling.calendar_version", "日历版本", "calendar version", CELL_TEXT },
    { "ruling.version", "裁定版次", "ruling", CELL_INT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* A numbered sentence, its further lines indented. */
static void print_sentence(const struct context *context, size_t number, const char *text)
{
    fprintf(context->out, "%4zu  ", number);
    table_fill(context->out, text, (size_t)context->columns - INDENT, INDENT);
}

/* Sentences are made here, from the proof's facts, in the reader's language; the service sends
 * no prose. */
static rc_t print_proof(struct context *context, const json_t *result)
{
    proof_t *proof = NULL;
    struct bytebuf text;
    bytebuf_init(&text, TEXT_MAX);
    rc_t rc = proof_read(table_at(result, "ruling.proof"), ZONE_MINUTES, &proof, &context->problem);
    for (size_t i = 0; rc == RC_OK && i < proof_size(proof); i++) {
        bytebuf_reset(&text);
        rc = proof_sentence(proof, i, context->lang, &text);
        if (rc == RC_OK)
            print_sentence(context, i + 1, bytebuf_str(&text));
    }
    bytebuf_fini(&text);
    proof_destroy(&proof);
    return rc;
}

/* The word may be a deadline's number or its code; the service takes them under different names. */
int cmd_explain(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    json_t *result = NULL;
    rc_t rc = command_args(context, command, &args);
    if (rc == RC_OK && json_is_string(json_object_get(args, "deadline"))) {
        json_object_set(args, "code", json_object_get(args, "deadline"));
        json_object_del(args, "deadline");
    }
    if (rc == RC_OK)
        rc = context_ask(context, "mlps.report", "deadline.proof", args, &result);
    if (rc == RC_OK && context->json) {
        context_show_json(context, result);
    } else if (rc == RC_OK) {
        struct table_style style = { context->lang, context->columns };
        table_print_object(context->out, HEAD, result, style);
        fputc('\n', context->out);
        rc = print_proof(context, result);
    }
    json_decref(result);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
