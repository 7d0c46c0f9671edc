/* Sections `posts`, `staffing` and `persons`: how many people, and what each must have or be. */
#include "staffing_read.h"

#include <string.h>

#include "credential_read.h"

enum { MAX_YEARS = 60 };

#define FIELD(type, key, member, read, need)                                                       \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

/* ---- posts ---- */

/* {clause: …, row: 1, role: …, headcount: 4, onsite_min: 1} */
static const struct field POST_FIELDS[] = {
    FIELD(pack_post, "clause", clause, read_text, FIELD_REQUIRED),
    FIELD(pack_post, "row", row, read_count, FIELD_REQUIRED),
    FIELD(pack_post, "role", role, read_text, FIELD_REQUIRED),
    FIELD(pack_post, "headcount", headcount, read_count, FIELD_REQUIRED),
    FIELD(pack_post, "onsite_min", onsite_min, read_count, FIELD_OPTIONAL),
    FIELD(pack_post, "also", also, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape POST = ROW_SHAPE("post", POST_FIELDS, struct pack_post);

/* In the order of the document's table, whose row numbers people quote; the check holds them
 * to it. */
rc_t read_posts(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &POST, out);
}

/* ---- numbers of people ---- */

/* at_least and exactly give the least number, at_most and exactly the greatest; each once. */
static rc_t read_least(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_staffing *row = out;
    if (row->stated)
        return reader_refuse(reader, &node->key_at, "a number of people is stated twice");
    row->stated = true;
    return read_count(reader, node, &row->least);
}

/* Twice is refused whichever two keys say it: at_most and exactly would leave open which one
 * counts. */
static rc_t read_most(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_staffing *row = out;
    if (row->capped)
        return reader_refuse(reader, &node->key_at, "a number of people is stated twice");
    row->capped = true;
    return read_count(reader, node, &row->most);
}

/* Both ends at once, so neither at_least nor at_most may stand beside it. */
static rc_t read_exactly(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    rc_t rc = read_least(reader, node, out);
    return rc == RC_OK ? read_most(reader, node, out) : rc;
}

/* {clause: …, title: …, service: B, onsite: true, at_least: 2, at_most: 3, added_to: CLAUSE,
 *  when: {fact: true}} */
static const struct field STAFFING_FIELDS[] = {
    FIELD(pack_staffing, "clause", clause, read_text, FIELD_REQUIRED),
    FIELD(pack_staffing, "title", title, read_text, FIELD_REQUIRED),
    FIELD(pack_staffing, "role", roles, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_staffing, "roles", roles, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_staffing, "service", services, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_staffing, "services", services, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_staffing, "except", except, read_texts, FIELD_OPTIONAL),
    FIELD(pack_staffing, "onsite", onsite, read_bool, FIELD_OPTIONAL),
    FIELD(pack_staffing, "each", each, read_bool, FIELD_OPTIONAL),
    { "at_least", read_least, 0, FIELD_OPTIONAL },
    { "at_most", read_most, 0, FIELD_OPTIONAL },
    { "exactly", read_exactly, 0, FIELD_OPTIONAL },
    FIELD(pack_staffing, "added_to", added_to, read_text, FIELD_OPTIONAL),
    FIELD(pack_staffing, "when", when, read_condition, FIELD_OPTIONAL),
    FIELD(pack_staffing, "contradicts", contradicts, read_texts, FIELD_OPTIONAL),
    FIELD(pack_staffing, "asked", asked, read_bool, FIELD_OPTIONAL),
    FIELD(pack_staffing, "also", also, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape STAFFING =
    ROW_SHAPE("staffing row", STAFFING_FIELDS, struct pack_staffing);

/* A clause may say its number again in other words; such rows state `asked` or `contradicts`. */
rc_t read_staffing(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &STAFFING, out);
}

/* ---- what a person must have or be ---- */

/* ">= 5" or "> 5", in whole years. */
static rc_t read_years(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_person *row = out;
    struct comparison c;
    rc_t rc = read_comparison(reader, node, &c);
    if (rc != RC_OK)
        return rc;
    if ((c.op != OP_GE && c.op != OP_GT) || c.percent || c.number % DECIMAL_ONE != 0 ||
        c.number < DECIMAL_ONE || c.number > MAX_YEARS * DECIMAL_ONE)
        return reader_refuse(reader, &node->at, "\"years\" must be whole years such as \">= 5\"");
    row->years = c.number / DECIMAL_ONE;
    row->over = c.op == OP_GT;
    return RC_OK;
}

/* Whoever replaces another: the only word is same_qualification. */
static rc_t read_replaces(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "same_qualification", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"replaces\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(bool){ true }, sizeof(bool));
    return rc;
}

/* {clause: …, title: …, roles: […], certificates: {all: […]}, years: ">= 5", education: 硕士} */
static const struct field PERSON_FIELDS[] = {
    FIELD(pack_person, "clause", clause, read_text, FIELD_REQUIRED),
    FIELD(pack_person, "title", title, read_text, FIELD_OPTIONAL),
    FIELD(pack_person, "role", roles, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_person, "roles", roles, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_person, "service", services, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_person, "services", services, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_person, "certificates", certificates, read_certificates, FIELD_OPTIONAL),
    FIELD(pack_person, "certificate", certificates, read_certificates, FIELD_OPTIONAL),
    FIELD(pack_person, "certified", certified, read_bool, FIELD_OPTIONAL),
    FIELD(pack_person, "evidence", evidence, read_proofs, FIELD_OPTIONAL),
    { "years", read_years, 0, FIELD_OPTIONAL },
    FIELD(pack_person, "education", education, read_text, FIELD_OPTIONAL),
    FIELD(pack_person, "job_title", job_title, read_texts, FIELD_OPTIONAL),
    FIELD(pack_person, "manufacturer_staff", manufacturer_staff, read_bool, FIELD_OPTIONAL),
    FIELD(pack_person, "replaces", replaces, read_replaces, FIELD_OPTIONAL),
    FIELD(pack_person, "approved", approved, read_bool, FIELD_OPTIONAL),
    FIELD(pack_person, "count", count, read_count, FIELD_OPTIONAL),
    FIELD(pack_person, "also", also, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape PERSON = ROW_SHAPE("person row", PERSON_FIELDS, struct pack_person);

/* What each person must have; how many people there must be is said in `staffing`. */
rc_t read_persons(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &PERSON, out);
}

/* ---- checking ---- */

/* Whether a clause stands in section `staffing`. */
static const struct pack_staffing *staffing_of(const struct pack *pack, const char *clause)
{
    for (size_t i = 0; i < pack->staffing.count; i++)
        if (strcmp(pack->staffing.rows[i].clause, clause) == 0)
            return &pack->staffing.rows[i];
    return NULL;
}

/* People on site are some of the post's people and never more. Numbering from 1 lets a question
 * name a post by its row. */
static rc_t check_post(struct pack_reader *reader, const struct pack *pack, size_t index)
{
    const struct pack_post *post = &pack->posts.rows[index];
    if (post->row != (int64_t)index + 1)
        return reader_refuse(reader, &post->at, "row must be %zu: posts are numbered from 1",
                             index + 1);
    if (post->headcount == 0 || post->onsite_min > post->headcount)
        return reader_refuse(reader, &post->at,
                             "a post needs people, and not more on site than there are");
    return RC_OK;
}

/* Rows that a number comes on top of, or that say another number, stand in the same section. */
static rc_t check_references(struct pack_reader *reader, const struct pack *pack,
                             const struct pack_staffing *row)
{
    const struct pack_staffing *base = row->added_to ? staffing_of(pack, row->added_to) : NULL;
    if (row->added_to && (!base || base->added_to))
        return reader_refuse(reader, &row->at,
                             "\"added_to\" must name a staffing row that stands alone: %s",
                             row->added_to);
    for (size_t i = 0; i < row->contradicts.count; i++)
        if (!staffing_of(pack, row->contradicts.rows[i]))
            return reader_refuse(reader, &row->at, "there is no staffing row of clause %s",
                                 row->contradicts.rows[i]);
    return RC_OK;
}

/* A row with only a greatest number is allowed: its least is 0, so it can set the flag but never be
 * short. */
static rc_t check_staffing(struct pack_reader *reader, const struct pack *pack,
                           const struct pack_staffing *row)
{
    if (!row->stated && !row->capped)
        return reader_refuse(reader, &row->at, "a staffing row needs at_least, exactly or at_most");
    if (row->capped && row->most < row->least)
        return reader_refuse(reader, &row->at, "at_most is less than at_least");
    if (row->each && row->roles.count == 0)
        return reader_refuse(reader, &row->at, "\"each\" needs roles");
    return check_references(reader, pack, row);
}

/* Some demand must be there; an education needs its order. */
static rc_t check_person(struct pack_reader *reader, const struct pack *pack,
                         const struct pack_person *row)
{
    const struct pack_scale *scale = pack_scale(pack, SCALE_EDUCATION);
    size_t demands = row->certificates.list.count + row->evidence.list.count +
                     row->job_title.count + (row->years > 0) + (row->education != NULL) +
                     row->certified + row->manufacturer_staff + row->replaces;
    if (demands == 0)
        return reader_refuse(reader, &row->at, "a person row must ask for something");
    if (row->approved && !row->replaces)
        return reader_refuse(reader, &row->at, "\"approved\" needs \"replaces\"");
    if (row->education && (!scale || scale_rank(scale, row->education) < 0))
        return reader_refuse(reader, &row->at, "the scale of \"%s\" has no word \"%s\"",
                             SCALE_EDUCATION, row->education);
    return RC_OK;
}

/* Posts first, for roles are their keys; then numbers, which refer to each other, and persons,
 * which refer to scales of the frame. */
rc_t staffing_check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->posts.count && rc == RC_OK; i++)
        rc = check_post(reader, pack, i);
    if (rc == RC_OK)
        rc = reader_unique(reader, &POST, &pack->posts, offsetof(struct pack_post, role));
    for (size_t i = 0; i < pack->staffing.count && rc == RC_OK; i++)
        rc = check_staffing(reader, pack, &pack->staffing.rows[i]);
    for (size_t i = 0; i < pack->persons.count && rc == RC_OK; i++)
        rc = check_person(reader, pack, &pack->persons.rows[i]);
    return rc;
}
