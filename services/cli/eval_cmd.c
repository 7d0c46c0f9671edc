/* `mlps eval RULE`: the rules without a database. Stateless, one answer per line in the order of
 * the questions; what is wrong with one line is told in its place. */
#include "eval_cmd.h"

#include <string.h>
#include <unistd.h>

#include "bytebuf.h"
#include "eval_stream.h"
#include "rule_shelf.h"

/* Columns before the facts of a rule, and more bytes than any rule has of them. */
enum { INDENT = 4, FACTS_BYTES = 16 << 10 };

/* ---- --list ---- */

/* In the table's order, which is also the order in which a wrong question is refused. */
static json_t *facts_json(const struct rule_row *rule)
{
    json_t *facts = json_array();
    for (const struct fact_row *f = rule->facts; f->name; f++)
        json_array_append_new(facts, json_pack("{s:s, s:s, s:b}", "name", f->name, "type", fact_type_word(f->type),
                                               "required", (int)f->required));
    return facts;
}

/* Every rule of the table with its facts: nothing is written down twice. */
static json_t *rules_json(void)
{
    size_t count;
    json_t *rules = json_array();
    const struct kind *const *all = kinds(&count);
    for (size_t i = 0; i < count; i++)
        for (const struct rule_row *r = all[i]->rules; r && r->name; r++)
            json_array_append_new(rules, json_pack("{s:s, s:s, s:b, s:o}", "rule", r->name, "kind", all[i]->name,
                                                   "proof", (int)r->proves, "facts", facts_json(r)));
    return rules;
}

/* "pack* clause* facts readings": a star marks what is required. */
static rc_t facts_text(const json_t *facts, struct bytebuf *text)
{
    size_t i;
    const json_t *fact;
    rc_t rc = RC_OK;
    json_array_foreach(facts, i, fact)
    {
        if (rc == RC_OK)
            rc = bytebuf_fmt(text, "%s%s%s:%s", i ? " " : "", json_string_value(json_object_get(fact, "name")),
                             json_is_true(json_object_get(fact, "required")) ? "*" : "",
                             json_string_value(json_object_get(fact, "type")));
    }
    return rc;
}

/* The name of a rule, its facts below. */
static void print_rule(const struct context *context, const json_t *rule)
{
    struct bytebuf text;
    bytebuf_init(&text, FACTS_BYTES);
    fprintf(context->out, "%s\n%*s", json_string_value(json_object_get(rule, "rule")), INDENT, "");
    if (facts_text(json_object_get(rule, "facts"), &text) == RC_OK)
        table_fill(context->out, bytebuf_str(&text), (size_t)context->columns - INDENT, INDENT);
    bytebuf_fini(&text);
}

/* Needs no pack and no calendar: the list is of the language, not of a contract. */
static int list_rules(const struct context *context)
{
    size_t i;
    const json_t *rule;
    json_t *rules = rules_json();
    if (context->json) {
        json_dumpf(rules, context->out, JSON_INDENT(2));
        fputc('\n', context->out);
    } else {
        fprintf(context->out, "%s\n", tr(context->lang, "规则与输入字段（* 必填）", "rules and their fields (* required)"));
        json_array_foreach(rules, i, rule) print_rule(context, rule);
    }
    json_decref(rules);
    return EXIT_DONE;
}

/* ---- answering ---- */

/* Standard input and output are used as they are, so that `mlps eval` fits into a pipe. A pack file
 * is read before the first question: a damaged one refuses all, and not every line. */
static rc_t answer_all(struct context *context, struct rule_shelf *shelf, struct eval_totals *totals)
{
    struct eval_env env = rule_shelf_env(shelf);
    struct eval_stream stream = { &env, context->options->rest[0], !option_given(context->options, "no-proof"),
                                  STDIN_FILENO, STDOUT_FILENO };
    const char *file = option_text(context->options, "pack");
    rc_t rc = file ? rule_shelf_put(shelf, file, &context->problem) : RC_OK;
    return rc == RC_OK ? eval_stream_run(&stream, totals, &context->problem) : rc;
}

/* A wrong line does not end the stream, it only makes the exit code 2: a caller with a million
 * lines gets an answer to each of the others. */
int cmd_eval(struct context *context, const struct command *command)
{
    struct rule_shelf shelf;
    struct eval_totals totals = { 0 };
    json_t *args = NULL;
    if (option_given(context->options, "list"))
        return list_rules(context);
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    if (rc == RC_OK && !kinds_rule(context->options->rest[0]))
        rc = problem_set(&context->problem, RC_INVALID, "rule", "there is no rule \"%s\": see `mlps eval --list`",
                         context->options->rest[0]);
    if (rc != RC_OK)
        return context_fail(context);
    rc = rule_shelf_init(&shelf, &context->problem);
    if (rc == RC_OK)
        rc = answer_all(context, &shelf, &totals);
    rule_shelf_fini(&shelf);
    if (rc != RC_OK)
        return context_fail(context);
    return totals.bad > 0 ? EXIT_BAD_INPUT : EXIT_DONE;
}
