/* A document is due as its term is. Where a term asks for nothing but one document, the two share a
 * deadline: two rows about one duty would warn twice and count twice. */
#include "schedule_documents.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "scheduler_store.h"

/* The fact that a submitted document is, as packs name it. */
static const char SUBMITTED[] = "submitted";

/* Known from the contract alone, so that its rows can be made before anything happens. Those
 * per case and on request belong to the operation that records the case or the request; those
 * that come again go with their slots. */
static bool is_planned(const struct pack_deliverable *deliverable)
{
    return pack_deliverable_instances(deliverable, 1) > 0;
}

/* Only what the pack plans by itself; other documents come with what asks for them. */
json_t *schedule_documents_planned(const struct pack *pack)
{
    json_t *list = json_array();
    for (size_t i = 0; i < pack->deliverables.count; i++) {
        const struct pack_deliverable *row = &pack->deliverables.rows[i];
        if (!is_planned(row))
            continue;
        json_t *item =
            json_pack("{s:s, s:s, s:s?, s:b}", "clause", row->clause, "title", row->title, "form",
                      row->form, "per_system", row->per == PER_SYSTEM);
        if (row->phase > 0)
            json_object_set_new(item, "phase", json_integer(row->phase));
        json_array_append_new(list, item);
    }
    return list;
}

/* NULL where the row has none. */
static const char *text_of(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

/* The pack's entry of a stored deliverable; NULL for one that the pack does not plan. */
static const struct pack_deliverable *entry_of(const struct pack *pack, const json_t *document)
{
    for (size_t i = 0; i < pack->deliverables.count; i++) {
        const struct pack_deliverable *row = &pack->deliverables.rows[i];
        if (is_planned(row) && strcmp(row->clause, text_of(document, "clause")) == 0 &&
            strcmp(row->title, text_of(document, "title")) == 0)
            return row;
    }
    return NULL;
}

/* The deliverables of one term. */
struct term_documents {
    size_t count, done;
    int64_t last_us; /* of those done */
};

/* How many of a term's deliverables are in. Documents the pack does not know are nobody's:
 * they keep no term open. */
static struct term_documents documents_of(const struct pack *pack, const json_t *documents,
                                          const char *clause)
{
    struct term_documents sum = { .last_us = NO_INSTANT };
    for (size_t i = 0; i < json_array_size(documents); i++) {
        const json_t *document = json_array_get(documents, i);
        const struct pack_deliverable *entry = entry_of(pack, document);
        const json_t *done_at = json_object_get(document, "done_at");
        if (!entry || !entry->term || strcmp(entry->term, clause) != 0)
            continue;
        sum.count++;
        if (!json_is_integer(done_at))
            continue;
        sum.done++;
        if (json_integer_value(done_at) > sum.last_us)
            sum.last_us = json_integer_value(done_at);
    }
    return sum;
}

/* Only the fact "submitted" is concluded from documents: an acceptance or a payment is an act
 * of its own, whatever has been handed in. */
static bool is_closed_by_documents(const struct pack_term *term)
{
    return term->closed_by && strcmp(term->closed_by, SUBMITTED) == 0;
}

/* A term that asks for several documents is fulfilled by the last of them. */
void schedule_documents_conclude(const struct contract_frame *frame, const json_t *documents,
                                 struct contract_facts *facts)
{
    for (size_t i = 0; i < frame->pack->terms.count; i++) {
        const struct pack_term *term = &frame->pack->terms.rows[i];
        struct term_scope scope = { .clause = term->clause };
        if (!is_closed_by_documents(term) || contract_fact_find(facts, scope, SUBMITTED))
            continue;
        struct term_documents sum = documents_of(frame->pack, documents, term->clause);
        if (sum.count == 0 || sum.done < sum.count)
            continue;
        contract_facts_add(facts, &(struct contract_fact){ .name = SUBMITTED,
                                                           .clause = term->clause,
                                                           .at_us = sum.last_us });
    }
}

/* Number of an entry among those of its clause, from 1; *ret_alone: there is no other. */
static int place_of(const struct pack *pack, const struct pack_deliverable *entry, bool *ret_alone)
{
    int place = 0, count = 0;
    for (size_t i = 0; i < pack->deliverables.count; i++) {
        const struct pack_deliverable *row = &pack->deliverables.rows[i];
        count += strcmp(row->clause, entry->clause) == 0;
        if (row == entry)
            place = count;
    }
    *ret_alone = count == 1;
    return place;
}

/* CLAUSE/D of the contract, CLAUSE/D4 of the system with serial 4; /2 behind it for a clause's
 * second title. */
static void write_code(const struct pack *pack, const struct pack_deliverable *entry,
                       const json_t *document, char out[DEADLINE_CODE_TEXT])
{
    const json_t *serial = json_object_get(document, "serial");
    bool alone;
    int place = place_of(pack, entry, &alone);
    int used = snprintf(out, DEADLINE_CODE_TEXT, "%s/D", entry->clause);
    if (json_is_integer(serial))
        used += snprintf(out + used, DEADLINE_CODE_TEXT - (size_t)used, "%" PRId64,
                         (int64_t)json_integer_value(serial));
    if (!alone)
        snprintf(out + used, DEADLINE_CODE_TEXT - (size_t)used, "/%d", place);
}

/* `terms` has one entry for each of the pack's, but the pack's reader allows a deliverable to
 * name any of them: search. */
static const struct scheduled_term *term_of(const struct pack *pack,
                                            const struct scheduled_term *terms, const char *clause)
{
    for (size_t i = 0; i < pack->terms.count; i++) {
        if (strcmp(terms[i].term->clause, clause) == 0)
            return &terms[i];
    }
    return NULL;
}

/* The deadline of one deliverable that has its own: due as its term is, proved as its term is. */
static rc_t apply_own(const struct scheduling *run, const json_t *document,
                      const struct pack_deliverable *entry, const struct scheduled_term *term,
                      int64_t *ret_id)
{
    const json_t *done_at = json_object_get(document, "done_at");
    struct wanted_deadline wanted = term->wanted; /* the proof is lent */
    wanted.kind = "deliverable";
    wanted.clause = entry->clause;
    wanted.title = entry->title;
    wanted.subject_kind = "deliverable";
    wanted.subject_id = json_integer_value(json_object_get(document, "id"));
    wanted.system_id = json_integer_value(json_object_get(document, "system"));
    wanted.customer_owes = false;
    wanted.closed_by_others = true;
    wanted.closed = json_is_integer(done_at);
    if (wanted.closed)
        wanted.closed_us = json_integer_value(done_at);
    write_code(run->frame->pack, entry, document, wanted.code);
    return schedule_ledger_apply(run, &wanted, ret_id);
}

/* How many documents each entry of the pack has, by its place there: counted once, since every
 * document asks. Freed with mem_free. */
static size_t *count_documents(const struct pack *pack, const json_t *documents)
{
    size_t *counts = mem_array(pack->deliverables.count + 1, sizeof(*counts));
    for (size_t i = 0; i < json_array_size(documents); i++) {
        const struct pack_deliverable *entry = entry_of(pack, json_array_get(documents, i));
        if (entry)
            counts[entry - pack->deliverables.rows]++;
    }
    return counts;
}

/* Whether a term asks for one document only, which then shares its deadline. */
static bool asks_for_one(const struct pack *pack, const size_t *counts, const char *clause)
{
    size_t sum = 0;
    for (size_t i = 0; i < pack->deliverables.count; i++) {
        const char *term = pack->deliverables.rows[i].term;
        sum += term && strcmp(term, clause) == 0 ? counts[i] : 0;
    }
    return sum == 1;
}

/* A deliverable without a term of its own (due with a phase, or never) has no deadline here:
 * the phase's clock is the lifecycle service's. */
static rc_t apply_document(const struct scheduling *run, const size_t *counts,
                           const json_t *document, const struct scheduled_term *terms)
{
    const struct pack *pack = run->frame->pack;
    const struct pack_deliverable *entry = entry_of(pack, document);
    const struct scheduled_term *term =
        entry && entry->term ? term_of(pack, terms, entry->term) : NULL;
    if (!term)
        return RC_OK;
    int64_t id = term->deadline;
    bool shares = is_closed_by_documents(term->term) && asks_for_one(pack, counts, entry->term);
    rc_t rc = shares ? RC_OK : apply_own(run, document, entry, term, &id);
    if (rc != RC_OK || id == 0 || id == json_integer_value(json_object_get(document, "deadline")))
        return rc;
    return scheduler_store_link_document(
        run->step->db, json_integer_value(json_object_get(document, "id")), id, run->step->problem);
}

/* The first document that cannot be ruled on ends the run: nothing of a contract is scheduled by
 * half. */
rc_t schedule_documents_apply(const struct scheduling *run, const json_t *documents,
                              const struct scheduled_term *terms)
{
    size_t *counts = count_documents(run->frame->pack, documents);
    rc_t rc = RC_OK;
    for (size_t i = 0; i < json_array_size(documents) && rc == RC_OK; i++)
        rc = apply_document(run, counts, json_array_get(documents, i), terms);
    mem_free(counts);
    return rc;
}
