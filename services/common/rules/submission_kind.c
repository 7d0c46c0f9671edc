/* Kind "submission": rule deliverable.check. */
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "jsonx.h"
#include "memory.h"
#include "rule_io.h"
#include "schedule_select.h"
#include "submission.h"

enum { MAX_LISTED = 5000, MAX_DOCUMENTS = 10000 };

static const char BETWEEN[] = "：";

/* `submitted` and `signed` name documents by title or by what they are of; `systems` are those to
 * ask documents of, in place of the pack's. */
static const struct fact_row CHECK_FACTS[] = { { "pack", FACT_TEXT, true },
                                               { "select", FACT_MAP, false },
                                               { "systems", FACT_LIST, false },
                                               { "submitted", FACT_LIST, false },
                                               { "signed", FACT_LIST, false },
                                               { "readings", FACT_MAP, false },
                                               FACTS_END };

/* Everything a question brings, and the documents it asks about. */
struct question {
    const pack_t *pack;
    struct schedule_selection selection;
    struct text_list systems, submitted, signed_off;
    bool systems_given;
    struct arena *texts; /* labels */
    struct required_document *documents;
    size_t count, cap;
    size_t named_titles; /* selected titles that are required of each system or service */
};

/* Labels are in the arena, so it goes last; safe after any failure of take_question. */
static void question_fini(struct question *self)
{
    schedule_selection_fini(&self->selection);
    text_list_fini(&self->systems);
    text_list_fini(&self->submitted);
    text_list_fini(&self->signed_off);
    mem_free(self->documents);
    arena_destroy(&self->texts);
}

/* A list of texts that are not empty. */
static rc_t take_list(const json_t *input, const char *key, struct text_list *ret,
                      struct problem *problem)
{
    const json_t *list = json_object_get(input, key);
    if (json_array_size(list) > MAX_LISTED)
        return problem_set(problem, RC_INVALID, key, "\"%s\" has at most %d entries", key,
                           MAX_LISTED);
    text_list_read(list, ret);
    for (size_t i = 0; i < ret->count; i++) {
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "%s[%zu]", key, i);
        if (!ret->rows[i] || *ret->rows[i] == '\0')
            return problem_set(problem, RC_INVALID, field, "\"%s\" must be a list of texts", key);
    }
    return RC_OK;
}

/* The names that the question gives, else the systems of the pack's list. */
static void default_systems(const json_t *input, struct question *q)
{
    q->systems_given = jsonx_is_list(json_object_get(input, "systems"));
    if (q->systems_given)
        return;
    text_list_fini(&q->systems);
    q->systems.rows = mem_array(q->pack->systems.count, sizeof(*q->systems.rows));
    for (size_t i = 0; i < q->pack->systems.count; i++)
        q->systems.rows[q->systems.count++] = q->pack->systems.rows[i].name;
}

/* ---- the documents ---- */

/* Whether a document is required once of each name. One per system is required once where neither
 * the question nor the pack names several systems. */
static bool has_names(const struct question *q, const struct pack_deliverable *d)
{
    return d->per == PER_SERVICE ||
           (d->per == PER_SYSTEM && (q->systems_given || q->systems.count > 1));
}

/* How many names these are. */
static size_t names_of(const struct question *q, const struct pack_deliverable *d)
{
    return d->per == PER_SYSTEM ? q->systems.count : q->pack->services.count;
}

/* Services are named by their code, systems by their name: what the document itself uses in its
 * lists. */
static const char *name_at(const struct question *q, const struct pack_deliverable *d, size_t index)
{
    return d->per == PER_SYSTEM ? q->systems.rows[index] : q->pack->services.rows[index].code;
}

/* Title and name together, where the name alone would stand for several documents. The separator is
 * a full-width colon, as the documents have it; labels live as long as the question. */
static const char *label_of(struct question *q, const char *title, const char *name)
{
    if (q->named_titles < 2)
        return name;
    size_t size = strlen(title) + strlen(name) + sizeof(BETWEEN);
    char *label = arena_array(q->texts, size, 1);
    snprintf(label, size, "%s%s%s", title, BETWEEN, name);
    return label;
}

/* One document; a label that is there already is the same document (K28). */
static rc_t add_one(struct question *q, struct required_document document, struct problem *problem)
{
    for (size_t i = 0; i < q->count; i++)
        if (strcmp(q->documents[i].label, document.label) == 0)
            return RC_OK;
    if (q->count == MAX_DOCUMENTS)
        return problem_set(problem, RC_INVALID, "select", "at most %d documents are looked at",
                           MAX_DOCUMENTS);
    q->documents = mem_grow(q->documents, &q->cap, q->count + 1, sizeof(*q->documents));
    q->documents[q->count++] = document;
    return RC_OK;
}

/* A title once, of the contract or of the pack's one system. */
static rc_t add_single(struct question *q, const struct pack_deliverable *d, const char *title,
                       struct problem *problem)
{
    const char *of = d->per == PER_SYSTEM && q->systems.count == 1 ? q->systems.rows[0] : NULL;
    return add_one(q, (struct required_document){ title, of, title, true }, problem);
}

/* A title once of each name. */
static rc_t add_each(struct question *q, const struct pack_deliverable *d, const char *title,
                     struct problem *problem)
{
    size_t names = names_of(q, d);
    rc_t rc = RC_OK;
    for (size_t i = 0; i < names && rc == RC_OK; i++) {
        const char *name = name_at(q, d, i);
        rc = add_one(
            q, (struct required_document){ title, name, label_of(q, title, name), names == 1 },
            problem);
    }
    return rc;
}

/* Titles of a row: the several that its clause names, or its own. */
static size_t titles_of(const struct pack_deliverable *d)
{
    return d->titles.count > 0 ? d->titles.count : 1;
}

/* One of each title, or of each title one for each name. */
static rc_t add_row(struct question *q, const struct pack_deliverable *d, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < titles_of(d) && rc == RC_OK; i++) {
        const char *title = d->titles.count > 0 ? d->titles.rows[i] : d->title;
        rc = has_names(q, d) ? add_each(q, d, title, problem) : add_single(q, d, title, problem);
    }
    return rc;
}

/* The row that counts the document which this one names too; the row itself where it counts. One
 * step is enough: the pack's check refuses a chain of `same_as`. */
static const struct pack_deliverable *counted(const pack_t *pack, const struct pack_deliverable *d)
{
    size_t i = 0;
    while (d->same_as && (strcmp(pack->deliverables.rows[i].clause, d->same_as) != 0 ||
                          pack->deliverables.rows[i].same_as))
        i++; /* the pack was checked: the row is there */
    return d->same_as ? &pack->deliverables.rows[i] : d;
}

/* What comes only of a case or a request, and what is counted elsewhere, is required only where its
 * clause is asked about. */
static const struct pack_deliverable *selected(const struct question *q,
                                               const struct schedule_ask *ask, size_t index)
{
    const struct pack_deliverable *d = &q->pack->deliverables.rows[index];
    bool by_clause = ask->select.clauses.count > 0;
    bool ahead = d->per != PER_CASE && d->per != PER_REQUEST && !d->same_as;
    return (ahead || by_clause) && schedule_takes_document(ask, d) ? counted(q->pack, d) : NULL;
}

/* Two passes, because whether a name alone tells a document depends on how many titles are asked of
 * each name; labels can be made only after that is known. */
static rc_t add_documents(struct question *q, const struct schedule_ask *ask,
                          struct problem *problem)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < q->pack->deliverables.count; i++) {
        const struct pack_deliverable *d = selected(q, ask, i);
        q->named_titles += d && has_names(q, d) ? titles_of(d) : 0;
    }
    for (size_t i = 0; i < q->pack->deliverables.count && rc == RC_OK; i++) {
        const struct pack_deliverable *d = selected(q, ask, i);
        rc = d ? add_row(q, d, problem) : RC_OK;
    }
    return rc;
}

/* ---- the question ---- */

/* Readings live only as long as documents are collected: nothing kept in *q refers to them. */
static rc_t take_question(const struct eval_env *env, const json_t *input, struct question *q,
                          struct problem *problem)
{
    struct readings_buffer buffer;
    struct readings readings;
    struct schedule_ask ask = { .systems = -1 };
    rc_t rc = io_pack(env, input, &q->pack, problem);
    if (rc == RC_OK)
        rc = io_readings(q->pack, input, &buffer, &readings, problem);
    if (rc == RC_OK)
        rc = schedule_selection_read(q->pack, json_object_get(input, "select"), &q->selection,
                                     problem);
    if (rc == RC_OK)
        rc = take_list(input, "systems", &q->systems, problem);
    if (rc == RC_OK)
        rc = take_list(input, "submitted", &q->submitted, problem);
    if (rc == RC_OK)
        rc = take_list(input, "signed", &q->signed_off, problem);
    if (rc != RC_OK)
        return rc;
    default_systems(input, q);
    ask.use.pack = q->pack;
    ask.use.readings = &readings;
    ask.select = q->selection.select;
    return add_documents(q, &ask, problem);
}

/* Percentages are null where nothing is required (C12). Missing and unsigned are told by label,
 * which is how the lists name them. */
static void write_submission(const struct submission *s, size_t required, json_t *result)
{
    int64_t whole = (int64_t)required;
    json_object_set_new(result, "required", json_integer(whole));
    json_object_set_new(result, "submitted", json_integer(s->submitted));
    json_object_set_new(result, "signed", json_integer(s->signed_off));
    json_object_set_new(result, "submitted_percent", io_percent(s->submitted, whole));
    json_object_set_new(result, "signed_percent", io_percent(s->signed_off, whole));
    io_set_texts(result, "missing", s->missing, s->missing_count);
    io_set_texts(result, "unsigned", s->unsigned_yet, s->unsigned_count);
}

/* No proof is told: which documents are required follows from the clauses that `select` names. */
static rc_t check_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct question q = { .texts = arena_new() };
    struct submission submission;
    (void)proof;
    rc_t rc = take_question(env, input, &q, problem);
    if (rc == RC_OK) {
        struct submission_ask ask = { .documents = q.documents,
                                      .count = q.count,
                                      .submitted = q.submitted.rows,
                                      .signed_off = q.signed_off.rows,
                                      .submitted_count = q.submitted.count,
                                      .signed_count = q.signed_off.count };
        submission_count(&ask, &submission);
        write_submission(&submission, q.count, result);
        submission_fini(&submission);
    }
    question_fini(&q);
    return rc;
}

static const struct rule_row RULES[] = { { "deliverable.check", check_rule, false, CHECK_FACTS },
                                         RULES_END };

const struct kind SUBMISSION_KIND = { .name = "submission", .rules = RULES };
