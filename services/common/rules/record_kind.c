/* Kind "record": sections `register`, `tasks`, `records` and `lists`: what a document says that no
 * rule reckons with, so that no clause is lost. */
#include <string.h>

#include "pack_reader.h"
#include "register.h"
#include "rule_io.h"

enum { MAX_CLAUSES = 9999 };

/* A word of a list into a const char *. */
static rc_t take_word(struct pack_reader *reader, const struct yaml_node *node, const char *what,
                      const char *const words[], void *out)
{
    int index;
    rc_t rc = read_word(reader, node, what, words, &index);
    if (rc == RC_OK)
        memcpy(out, &words[index], sizeof(words[index]));
    return rc;
}

/* What a person has to do about a clause without number and date; the words are shown as they are
 * and decide no rule. */
static rc_t read_form(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "task", "check", "reminder", "approval", NULL };
    return take_word(reader, node, "\"form\"", WORDS, out);
}

/* Why nothing in a clause can be reckoned or tracked; a reader of the clause must agree. */
static rc_t read_why(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "definition",  "identity",     "principle",   "scope",
                                         "description", "unmeasurable", "legal_basis", NULL };
    return take_word(reader, node, "\"why\"", WORDS, out);
}

#define ROW(type, key, member, read, need)                                                         \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

/* {prefix: AB, count: 120}: clauses AB-001 to AB-120 exist */
static const struct field REGISTER_FIELDS[] = {
    ROW(pack_register, "prefix", prefix, read_text, FIELD_REQUIRED),
    ROW(pack_register, "count", count, read_count, FIELD_REQUIRED),
};
static const struct row_shape REGISTER =
    ROW_SHAPE("register", REGISTER_FIELDS, struct pack_register);

/* {clause: …, title: …, form: check, on: handover, service: S01, owed_by: vendor, items: […]} */
static const struct field TASK_FIELDS[] = {
    ROW(pack_task, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(pack_task, "title", title, read_text, FIELD_REQUIRED),
    ROW(pack_task, "form", form, read_form, FIELD_REQUIRED),
    ROW(pack_task, "on", on, read_code, FIELD_OPTIONAL),
    ROW(pack_task, "service", service, read_text, FIELD_OPTIONAL),
    ROW(pack_task, "owed_by", owed_by, read_code, FIELD_OPTIONAL),
    ROW(pack_task, "items", items, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape TASK = ROW_SHAPE("task", TASK_FIELDS, struct pack_task);

/* {clause: …, title: …, why: definition, text: …, data: {…}} */
static const struct field RECORD_FIELDS[] = {
    ROW(pack_record, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(pack_record, "title", title, read_text, FIELD_REQUIRED),
    ROW(pack_record, "why", why, read_why, FIELD_REQUIRED),
    ROW(pack_record, "text", text, read_text, FIELD_OPTIONAL),
    ROW(pack_record, "data", data, read_cells, FIELD_OPTIONAL),
};
static const struct row_shape RECORD = ROW_SHAPE("record", RECORD_FIELDS, struct pack_record);

/* The keys that mean the same in every list; the others are the author's. */
static const struct field LIST_ROW_FIELDS[] = {
    ROW(list_row, "clause", clause, read_text, FIELD_OPTIONAL),
    ROW(list_row, "aliases", aliases, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape LIST_ROW =
    OPEN_SHAPE("list row", LIST_ROW_FIELDS, struct list_row, cells);

/* Open rows: the columns are the author's, so that a document's own tables keep their shape. */
static rc_t read_list_rows(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &LIST_ROW, out);
}

/* {of: network, clause: …, title: …, why: identity, rows: [{name: …}, {name: …, aliases: […]}]} */
static const struct field LIST_FIELDS[] = {
    ROW(pack_list, "clause", clause, read_text, FIELD_OPTIONAL),
    ROW(pack_list, "title", title, read_text, FIELD_OPTIONAL),
    ROW(pack_list, "why", why, read_why, FIELD_OPTIONAL),
    ROW(pack_list, "of", of, read_code, FIELD_REQUIRED),
    ROW(pack_list, "rows", rows, read_list_rows, FIELD_REQUIRED),
};
static const struct row_shape LIST = ROW_SHAPE("list", LIST_FIELDS, struct pack_list);

/* ---- sections ---- */

/* The ceiling keeps a slip of the pen from making a coverage report of a million missing
 * clauses. */
static rc_t read_register(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_register *reg = out;
    rc_t rc = reader_map(reader, node, &REGISTER, reg);
    if (rc == RC_OK && (reg->count < 1 || reg->count > MAX_CLAUSES))
        rc = reader_refuse(reader, &reg->at, "a register has 1 to %d clauses", MAX_CLAUSES);
    return rc;
}

/* What is owed without a number or a date is tracked here, and so shows up as covered. */
static rc_t read_tasks(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &TASK, out);
}

/* Kept in words with a reason, which a reader of the clause must be able to agree with. */
static rc_t read_records(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &RECORD, out);
}

/* Lists of the same `of` continue each other in the order of the file; none of them is
 * merged here. */
static rc_t read_lists(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &LIST, out);
}

static const struct field SECTIONS[] = {
    { "register", read_register, offsetof(struct pack, reg), FIELD_OPTIONAL },
    { "tasks", read_tasks, offsetof(struct pack, tasks), FIELD_OPTIONAL },
    { "records", read_records, offsetof(struct pack, records), FIELD_OPTIONAL },
    { "lists", read_lists, offsetof(struct pack, lists), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- checking ---- */

/* An obligation is owed by somebody the pack knows. */
static rc_t check_task(struct pack_reader *reader, const struct pack *pack,
                       const struct pack_task *task)
{
    if (task->owed_by && pack_party_name(pack, task->owed_by)[0] == '\0')
        return reader_refuse(reader, &task->at, "there is no party \"%s\"", task->owed_by);
    return RC_OK;
}

/* A clause with the register's prefix is one of the register's. */
static rc_t check_clause(struct pack_reader *reader, const struct pack *pack,
                         const struct pack_entry *entry, const char *clause)
{
    int64_t no = clause && pack->reg.count > 0 ? register_number(pack, clause) : 0;
    if (no < 0 || no > pack->reg.count)
        return reader_refuse(reader, &entry->at, "the register has no clause %s", clause);
    return RC_OK;
}

/* Own clause and further ones alike: a wrong id in `also` would hide a clause from the coverage
 * report. */
static rc_t check_entry(struct pack_reader *reader, const struct pack *pack,
                        const struct pack_entry *entry)
{
    rc_t rc = check_clause(reader, pack, entry, entry->clause);
    for (size_t i = 0; i < entry->also.count && rc == RC_OK; i++)
        rc = check_clause(reader, pack, entry, entry->also.rows[i]);
    return rc;
}

/* Entries are looked at while they are still with the reader, whatever section they come from: this
 * is the only check that sees all citations. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->tasks.count && rc == RC_OK; i++)
        rc = check_task(reader, pack, &pack->tasks.rows[i]);
    for (size_t i = 0; i < reader->entry_count && rc == RC_OK; i++)
        rc = check_entry(reader, pack, &reader->entries[i]);
    return rc;
}

const struct kind RECORD_KIND = { .name = "record", .sections = SECTIONS, .check = check };
