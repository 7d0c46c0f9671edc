/* 、 and 或 of the documents become all and any; a bare list is all, the stricter reading (C10). */
#include "credential_read.h"

#include <string.h>

#include "attr.h"

#define FIELD(key, member, read, need)                                                             \
    {                                                                                              \
        key, read, offsetof(struct certificate, member), need                                      \
    }

/* {name: …, grade: B, grades: [A, B, C], issuer: …, aliases: […]} */
static const struct field FIELDS[] = {
    FIELD("name", name, read_text, FIELD_REQUIRED),
    FIELD("grade", grade, read_text, FIELD_OPTIONAL),
    FIELD("grades", grades, read_texts, FIELD_OPTIONAL),
    FIELD("issuer", issuer, read_text, FIELD_OPTIONAL),
    FIELD("aliases", aliases, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape CERTIFICATE = ROW_SHAPE("certificate", FIELDS, struct certificate);

/* An order of grades without the grade itself would leave nothing to compare with. A certificate
 * without a grade may still state the order, which then decides nothing. */
static rc_t check_grade(struct pack_reader *reader, const struct certificate *c)
{
    bool found = c->grades.count == 0;
    for (size_t i = 0; c->grade && i < c->grades.count; i++)
        found = found || strcmp(c->grades.rows[i], c->grade) == 0;
    return found ? RC_OK
                 : reader_refuse(reader, &c->at, "\"grades\" of certificate \"%s\" lack its grade",
                                 c->name);
}

/* A text alone is a name without grade and other names. The place is kept either way, for
 * refusals. */
static rc_t read_certificate(struct pack_reader *reader, const struct yaml_node *node,
                             struct certificate *out)
{
    out->at = node->at;
    if (node->kind == YAML_TEXT)
        return read_text(reader, node, &out->name);
    rc_t rc = reader_map(reader, node, &CERTIFICATE, out);
    return rc == RC_OK ? check_grade(reader, out) : rc;
}

/* The list of a set and whether any of it will do: {any: list}, {all: list}, or the list. A map
 * with other members is handed on as it is, for the certificate's own shape to judge. */
static rc_t open_set(struct pack_reader *reader, const struct yaml_node *node, bool *ret_any,
                     const struct yaml_node **ret_list)
{
    const struct yaml_node *any = yaml_member(node, "any");
    const struct yaml_node *all = yaml_member(node, "all");
    bool worded = node->kind == YAML_MAP && node->count == 1 && (any || all);
    *ret_any = any != NULL;
    *ret_list = !worded ? node : any ? any : all;
    if (worded && ((*ret_list)->kind != YAML_LIST || (*ret_list)->count == 0))
        return reader_refuse(reader, &node->at, "\"%s\" must list something under all or any",
                             node->key);
    return RC_OK;
}

/* Two keys may fill the same set. A row starts zeroed, so a set with something in it was stated
 * before, and is refused instead of replaced. */
rc_t read_certificates(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct certificate_set set = { .any = false };
    const struct yaml_node *list;
    rc_t rc = open_set(reader, node, &set.any, &list);
    if (rc != RC_OK)
        return rc;
    set.list.count = list->kind == YAML_LIST ? list->count : 1;
    struct certificate *rows = arena_array(reader->memory.texts, set.list.count, sizeof(*rows));
    set.list.rows = rows;
    if (list->kind != YAML_LIST)
        rc = read_certificate(reader, list, rows);
    for (const struct yaml_node *n = list->first; list->kind == YAML_LIST && n && rc == RC_OK;
         n = n->next)
        rc = read_certificate(reader, n, rows++);
    if (((struct certificate_set *)out)->list.count > 0)
        return reader_refuse(reader, &node->key_at, "certificates are stated twice");
    if (rc == RC_OK)
        memcpy(out, &set, sizeof(set));
    return rc;
}

/* The set is written whole or not at all; texts and list live in the pack's memory. */
rc_t read_proofs(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct proof_set set = { .any = false };
    const struct yaml_node *list;
    rc_t rc = open_set(reader, node, &set.any, &list);
    if (rc == RC_OK)
        rc = read_texts(reader, list, &set.list);
    if (rc == RC_OK)
        memcpy(out, &set, sizeof(set));
    return rc;
}

/* `out` holds what another key of the row put there; a row starts zeroed, so a number above 0 is a
 * second statement. */
rc_t read_texts_once(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    PACK_ROWS(const char *) before;
    memcpy(&before, out, sizeof(before));
    return before.count == 0
               ? read_texts(reader, node, out)
               : reader_refuse(reader, &node->key_at, "\"%s\" is stated twice", node->key);
}
