/* Any bytes as a pack: it reads or is refused with a place, never more. What reads is also planned,
 * ruled on and asked, so that no pack that loads can hurt a rule. Two parts split by a line "%%":
 * the pack and a question, `rule JSON`. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jsonx.h"
#include "kinds.h"
#include "memory.h"
#include "pack.h"
#include "pack_findings.h"
#include "phase.h"
#include "term.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A pack that uses another finds itself. */
static rc_t use_self(void *arg, const char *name, const char **ret_bytes, size_t *ret_len)
{
    const struct pack_source *source = arg;
    (void)name;
    *ret_bytes = source->bytes;
    *ret_len = source->len;
    return RC_OK;
}

static const pack_t *the_pack(void *arg, const char *name)
{
    (void)name;
    return arg;
}

static const calendar_t *no_calendar(void *arg, const char *code)
{
    (void)arg;
    (void)code;
    return NULL;
}

static void rule_all(const pack_t *pack)
{
    struct calendar_use use = { NULL, pack->makeup_works };
    for (size_t i = 0; i < pack->terms.count; i++) {
        const struct pack_term *t = &pack->terms.rows[i];
        struct day_fact facts[STARTS_MAX];
        struct problem problem = { .rc = RC_OK };
        struct term_ruling ruling;
        proof_t *proof = proof_new(pack->zone_minutes);
        struct term_case ask = {
            .pack = pack, .clause = t->clause, .facts = facts, .calendar = &use
        };
        for (; ask.fact_count < t->starts.count; ask.fact_count++)
            facts[ask.fact_count] = (struct day_fact){ t->starts.rows[ask.fact_count], 20000, true,
                                                       civil_day_start(20000, 480) };
        rc_t rc = term_rule(&ask, proof, &ruling, &problem);
        if ((rc == RC_OK) != (problem.rc == RC_OK))
            abort();
        json_decref(proof_json(proof));
        proof_destroy(&proof);
    }
}

static void plan(const pack_t *pack)
{
    struct calendar_use use = { NULL, pack->makeup_works };
    struct phase_plan_ask ask = { .pack = pack, .start = 20000, .calendar = &use };
    struct phase_plan made;
    struct problem problem = { .rc = RC_OK };
    if (phase_plan_make(&ask, NULL, &made, &problem) == RC_OK && made.count != pack->phases.count)
        abort();
}

/* `text` is `rule JSON`, NUL-terminated. */
static void question(const pack_t *pack, char *text)
{
    struct eval_env env = { the_pack, no_calendar, (void *)(uintptr_t)pack };
    struct problem problem = { .rc = RC_OK };
    json_t *input = NULL;
    json_t *result = NULL;
    char *blank = strchr(text, ' ');
    if (!blank)
        return;
    *blank = '\0';
    if (jsonx_parse_object(blank + 1, strlen(blank + 1), &input, &problem) != RC_OK)
        return;
    rc_t rc = kinds_eval(&env, text, input, &result, &problem);
    if ((rc == RC_OK) != (problem.rc == RC_OK) || (result != NULL) != (rc == RC_OK))
        abort();
    json_decref(result);
    json_decref(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char SPLIT[] = "\n%%\n";
    char *text = mem_dup_n((const char *)data, size);
    char *split = strstr(text, SPLIT);
    size_t len = split ? (size_t)(split - text) : size;
    struct pack_source source = { text, len, "f.yaml", use_self, &source };
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    rc_t rc = pack_read(&source, &pack, &problem);
    if ((rc == RC_OK) != (pack != NULL) ||
        (rc != RC_OK && strncmp(problem.text, "f.yaml:", 7) != 0 && !strchr(problem.text, ':')))
        abort();
    if (pack) {
        rule_all(pack);
        json_decref(pack_findings(pack));
        json_decref(pack_coverage(pack));
        plan(pack);
        if (split)
            question(pack, split + sizeof(SPLIT) - 1);
    }
    pack_destroy(&pack);
    mem_free(text);
    return 0;
}
