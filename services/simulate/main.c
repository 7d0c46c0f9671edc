/* The simulation process: `mlps simulate` has it judge the question, makes a private database, and starts it again
 * on that. Exit codes are those of `mlps`, which passes them on to the shell. */
#include <string.h>

#include "ask_check.h"
#include "civil.h"
#include "context.h"
#include "export_cmd.h"
#include "lanes.h"
#include "logline.h"
#include "pack_text.h"
#include "parse.h"
#include "scenario.h"
#include "schema_scenarios_embed.h"
#include "simulate.h"
#include "simulate_book.h"

/* Started by `mlps simulate`; a person may run it by hand on a database that may be thrown away. */
static const struct option_row ROWS[] = {
    { "dsn", "MLPS_DSN", NULL, false, "私有数据库", "the private database" },
    { "owner", NULL, "mlps_super", false, "数据库所有者", "owner of that database" },
    { "pack", NULL, NULL, false, "合同包", "the pack to play" },
    { "from", NULL, NULL, false, "起始日", "first day" },
    { "to", NULL, NULL, false, "结束日", "last day" },
    { "scenario", NULL, NULL, false, "剧本文件或内置名称", "scenario file, or the name of one that ships" },
    { "against", NULL, NULL, false, "另一剧本：比较两者", "the other scenario of a comparison" },
    { "output", NULL, NULL, false, "结果工作簿", "the outcome as a workbook" },
    { "lang", NULL, "zh", false, "工作簿语言：zh 或 en", "language of the workbook: zh or en" },
    { "systems", NULL, "0", false, "系统数量", "how many systems, invented ones" },
    { "seed", NULL, "1", false, "随机种子", "seed of chance" },
    { "lanes", NULL, "1", false, "并行数据库数量", "databases to play on side by side: --dsn's, lane_2, lane_3 ..." },
    { "check", NULL, NULL, true, "只检查问题，不需要数据库", "judge the question only, without a database" },
    { "json", NULL, NULL, true, "以 JSON 报错", "say in JSON what is wrong" },
    { NULL, NULL, NULL, false, NULL, NULL },
};

/* The scenario that everything goes by the pack's limits, which needs no file. */
static const char LIMITS[] = "limits";

/* A scenario that ships, or a file of at most MAX_PACK_BYTES. */
static rc_t read_story(const char *what, json_t **ret_story, struct problem *problem)
{
    if (strcmp(what, LIMITS) == 0)
        return RC_OK;
    struct pack_text text = { .len = 0 };
    for (const struct embed *e = schema_scenarios; e->name; e++)
        if (strncmp(e->name, what, strlen(what)) == 0 && strcmp(e->name + strlen(what), ".yaml") == 0)
            return scenario_read(e->text, e->size, e->name, ret_story, problem);
    rc_t rc = strchr(what, '/') || !pack_text_shipped(what) ? pack_text_open(&text, what, problem)
                                                           : problem_set(problem, RC_INVALID, "scenario",
                                                                         "\"%s\" is a pack, not a scenario", what);
    if (rc == RC_OK)
        rc = scenario_read(text.bytes, text.len, text.name, ret_story, problem);
    pack_text_close(&text);
    return rc;
}

/* Days are dates without a zone here; the simulation's zone is that of the contracts. */
static rc_t take_day(const struct options *options, const char *name, int32_t *ret_day, struct problem *problem)
{
    const char *text = option_text(options, name);
    if (!text || !civil_parse_date(text, ret_day))
        return problem_set(problem, RC_INVALID, name, "--%s must be a date YYYY-MM-DD", name);
    return RC_OK;
}

/* What is asked, as the words of the command line say it. Texts are borrowed from argv. */
struct question {
    struct simulate_ask ask;
    json_t *first, *against; /* the stories; NULL for one that goes by the limits. Owned */
    const char *book;        /* the outcome as a workbook too; NULL: none */
    int64_t lanes;           /* databases to play on side by side */
    enum lang lang;
    bool json, check;
};

/* Both are judged before anything is played: a bad second file must not cost the first one's
 * minutes. */
static rc_t read_stories(const struct options *options, struct question *self, struct problem *problem)
{
    const char *first = option_text(options, "scenario");
    const char *against = option_text(options, "against");
    rc_t rc = first ? read_story(first, &self->first, problem) : RC_OK;
    if (rc == RC_OK && against)
        rc = read_story(against, &self->against, problem);
    self->ask.story = self->first;
    self->ask.against = self->against;
    return rc;
}

/* Without its folder: the same files in another place give the same workbook. */
static const char *name_of(const char *scenario)
{
    const char *slash = scenario ? strrchr(scenario, '/') : NULL;
    return slash ? slash + 1 : scenario ? scenario : LIMITS;
}

static rc_t read_ask(const struct options *options, struct simulate_ask *ask, struct problem *problem)
{
    int64_t seed;
    ask->dsn = option_text(options, "dsn");
    ask->owner = option_text(options, "owner");
    ask->pack = option_text(options, "pack");
    if ((!ask->dsn && !option_given(options, "check")) || !ask->pack)
        return problem_set(problem, RC_INVALID, "pack", "--dsn and --pack are needed");
    rc_t rc = take_day(options, "from", &ask->from, problem);
    if (rc == RC_OK)
        rc = take_day(options, "to", &ask->to, problem);
    if (rc == RC_OK)
        rc = option_int(options, "systems", 0, 100000, &ask->systems, problem);
    if (rc == RC_OK)
        rc = option_int(options, "seed", 0, INT64_MAX, &seed, problem);
    if (rc != RC_OK)
        return rc;
    ask->seed = (uint64_t)seed;
    ask->compare = option_text(options, "against") != NULL;
    ask->story_name = name_of(option_text(options, "scenario"));
    ask->against_name = name_of(option_text(options, "against"));
    return RC_OK;
}

/* Told before anything is played, although only the workbook has a language. */
static rc_t read_lang(const struct options *options, enum lang *ret_lang, struct problem *problem)
{
    if (!lang_from_text(option_text(options, "lang"), ret_lang))
        return problem_set(problem, RC_INVALID, "lang", "--lang must be zh or en");
    return RC_OK;
}

/* Everything is judged before the database is touched. */
static rc_t read_question(const struct options *options, struct question *self, struct problem *problem)
{
    self->book = option_text(options, "output");
    self->check = option_given(options, "check");
    rc_t rc = read_lang(options, &self->lang, problem);
    if (rc == RC_OK)
        rc = read_ask(options, &self->ask, problem);
    if (rc == RC_OK && !pack_text_shipped(self->ask.pack))
        rc = problem_set(problem, RC_INVALID, "pack", "no pack \"%s\" ships", self->ask.pack);
    if (rc == RC_OK)
        rc = read_stories(options, self, problem);
    if (rc == RC_OK)
        rc = option_int(options, "lanes", 1, LANES_MOST, &self->lanes, problem);
    if (rc == RC_OK)
        rc = ask_check(&self->ask, problem);
    return rc == RC_OK && self->book ? output_check(self->book, problem) : rc;
}

/* The outcome goes to standard output and nothing else does: `mlps simulate` reads it as one JSON
 * object. lanes_close is safe on what failed at its first step. */
static rc_t play(const struct question *self, struct problem *problem)
{
    struct lanes lanes;
    struct simulate_run *run = &lanes.all[0].run;
    rc_t rc = lanes_play(&lanes, &self->ask, self->lanes, problem);
    if (rc == RC_OK)
        rc = self->ask.compare ? simulate_compare(run, stdout, problem) : simulate_write(run, stdout, problem);
    if (rc == RC_OK && self->book)
        rc = simulate_book(run, self->book, self->lang, problem);
    lanes_close(&lanes);
    return rc;
}

/* Only an unreachable database is worth a repetition (3); all else is the caller's to mend (2). */
static int say(const struct question *question, const struct problem *problem)
{
    context_tell(problem, question->lang, question->json);
    return problem->rc == RC_UNAVAILABLE ? EXIT_UNREACHABLE : EXIT_BAD_INPUT;
}

int main(int argc, char **argv)
{
    struct problem problem = { .rc = RC_OK };
    struct options options;
    struct question question = { .lang = LANG_ZH };
    log_setup("simulate");
    rc_t rc = options_read(&options, ROWS, argc, argv, &problem);
    question.json = rc == RC_OK && option_given(&options, "json");
    if (rc == RC_OK)
        rc = read_question(&options, &question, &problem);
    if (rc == RC_OK && !question.check)
        rc = play(&question, &problem);
    json_decref(question.first);
    json_decref(question.against);
    return rc == RC_OK ? EXIT_DONE : say(&question, &problem);
}
