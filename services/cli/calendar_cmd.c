/* `mlps calendar issue`: a calendar link is a password in an address, so it is shown once, by the
 * command that made it, and kept nowhere but as a hash. */
#include "calendar_cmd.h"

#include "memory.h"
#include "state.h"

/* The link last: it is what one copies. */
static const struct table_column COLUMNS[] = {
    { "id", "编号", "id", CELL_INT },
    { "scope", "范围", "scope", CELL_TEXT },
    { "contract", "合同", "contract", CELL_TEXT },
    { "team", "团队", "team", CELL_TEXT },
    { "person", "人员", "person", CELL_TEXT },
    { "url", "订阅链接", "link", CELL_TEXT },
    { NULL, NULL, NULL, CELL_TEXT },
};

/* The service knows the path, the data folder the gateway's address. Without the folder (--bus) the
 * path stands alone: whoever runs the gateway knows its name. */
static void add_url(struct context *context, json_t *feed)
{
    struct problem none = { .rc = RC_OK };
    const char *path = json_string_value(json_object_get(feed, "path"));
    char *base = NULL;
    if (state_text(&context->layout, "url", &base, &none) == RC_OK)
        json_object_set_new(feed, "url", json_sprintf("%s%s", base, path));
    else
        json_object_set_new(feed, "url", json_string(path));
    mem_free(base);
}

/* The warning belongs to people; in JSON the link is a field and the script's author knows. */
static void show(const struct context *context, const json_t *feed)
{
    struct table_style style = { context->lang, context->columns };
    if (context->json) {
        context_show_json(context, feed);
        return;
    }
    table_print_object(context->out, COLUMNS, feed, style);
    fprintf(context->out, "%s\n",
            tr(context->lang, "链接只显示这一次；持有者无需口令即可查看，不用时请撤销。",
               "The link is shown this once. Whoever holds it can read the calendar; revoke it when done."));
}

/* A reply that was sent twice comes without the secret the second time: then nobody has it, and the
 * feed is of no use. */
int cmd_calendar_issue(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    json_t *feed = NULL;
    rc_t rc = command_args(context, command, &args);
    if (rc == RC_OK)
        rc = context_ask(context, "mlps.report", "feed.issue", args, &feed);
    if (rc == RC_OK && !json_object_get(feed, "path"))
        rc = problem_set(&context->problem, RC_UNAVAILABLE, NULL,
                         "the link of feed %lld was lost on its way: revoke it and issue another",
                         (long long)json_integer_value(json_object_get(feed, "id")));
    if (rc == RC_OK) {
        add_url(context, feed);
        show(context, feed);
    }
    json_decref(feed);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
