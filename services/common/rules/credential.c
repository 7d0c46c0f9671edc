/* Certificates are compared by name, exactly, and by grade only in the order of their own issuer:
 * the first grade is the highest with one issuer and the lowest with another. */
#include "credential.h"

#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "jsonx.h"
#include "memory.h"

/* ---- what is held ---- */

/* Texts belong to the JSON they came from, which must outlive the lists. */
void credentials_fini(struct credentials *self)
{
    mem_free(self->certificates);
    mem_free(self->proofs);
    *self = (struct credentials){ .certificate_count = 0 };
}

/* A name alone, or {name, grade}. Texts stay borrowed from the JSON; an empty name would match
 * nothing and is refused. */
static rc_t read_certificate(const json_t *json, struct held_certificate *ret,
                             struct problem *problem)
{
    static const char *const KNOWN[] = { "name", "grade", NULL };
    if (jsonx_is_text(json)) {
        ret->name = json_string_value(json);
        return json_string_length(json) > 0
                   ? RC_OK
                   : problem_set(problem, RC_INVALID, "name", "\"name\" must not be empty");
    }
    if (!jsonx_is_object(json))
        return problem_set(problem, RC_INVALID, "name",
                           "a certificate must be a name or an object with name and grade");
    rc_t rc = jsonx_only(json, KNOWN, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "name", JSON_REQUIRED, MAX_NAME_FIELD, &ret->name, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "grade", JSON_OPTIONAL, MAX_NAME_FIELD, &ret->grade, problem);
    return rc;
}

/* A list of at most CREDENTIALS_MAX; null and nothing are an empty one. The number is written also
 * on refusal; the list itself is never kept. */
static rc_t open_list(const json_t *list, const char *field, size_t *ret_count,
                      struct problem *problem)
{
    *ret_count = json_array_size(list);
    if (jsonx_is_absent(list) || (jsonx_is_list(list) && *ret_count <= CREDENTIALS_MAX))
        return RC_OK;
    return problem_set(problem, RC_INVALID, field, "\"%s\" must be a list of at most %d", field,
                       CREDENTIALS_MAX);
}

/* The number grows with each row taken, so after a refusal the list holds only what was read. */
static rc_t read_certificates(const json_t *list, struct credentials *ret, struct problem *problem)
{
    size_t count;
    rc_t rc = open_list(list, "certificates", &count, problem);
    if (rc != RC_OK)
        return rc;
    ret->certificates = mem_array(count, sizeof(*ret->certificates));
    for (size_t i = 0; i < count; i++) {
        struct problem why = { .rc = RC_OK };
        char field[PROBLEM_FIELD_MAX];
        rc = read_certificate(json_array_get(list, i), &ret->certificates[i], &why);
        snprintf(field, sizeof(field), "certificates[%zu]", i);
        if (rc != RC_OK)
            return problem_set(problem, rc, field, "%s", why.text);
        ret->certificate_count++;
    }
    return RC_OK;
}

/* A proof is a title and nothing else: it has no grade and no other names. */
static rc_t read_proofs(const json_t *list, struct credentials *ret, struct problem *problem)
{
    size_t count;
    rc_t rc = open_list(list, "evidence", &count, problem);
    if (rc != RC_OK)
        return rc;
    ret->proofs = mem_array(count, sizeof(*ret->proofs));
    for (size_t i = 0; i < count; i++) {
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "evidence[%zu]", i);
        ret->proofs[i] = json_string_value(json_array_get(list, i));
        if (!ret->proofs[i] || *ret->proofs[i] == '\0')
            return problem_set(problem, RC_INVALID, field, "a proof must be a text");
        ret->proof_count++;
    }
    return RC_OK;
}

/* What was read before a refusal stays in *ret, so that one credentials_fini frees it. */
rc_t credentials_read(const json_t *certificates, const json_t *evidence, struct credentials *ret,
                      struct problem *problem)
{
    rc_t rc = read_certificates(certificates, ret, problem);
    return rc == RC_OK ? read_proofs(evidence, ret, problem) : rc;
}

/* ---- names ---- */

/* A holder has few names (CREDENTIALS_MAX), so a walk will do; the first mention keeps its
 * place. */
void name_list_add(struct name_list *self, const char *name)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->rows[i], name) == 0)
            return;
    self->rows = mem_grow(self->rows, &self->cap, self->count + 1, sizeof(*self->rows));
    self->rows[self->count++] = name;
}

void name_list_fini(struct name_list *self)
{
    mem_free(self->rows);
    *self = (struct name_list){ .count = 0 };
}

/* ---- comparing ---- */

/* Exactly: titles of certificates differ by a character, and guessing would let a lesser one
 * pass. */
static bool goes_by(const struct certificate *wanted, const char *name)
{
    bool same = strcmp(wanted->name, name) == 0;
    for (size_t i = 0; i < wanted->aliases.count; i++)
        same = same || strcmp(wanted->aliases.rows[i], name) == 0;
    return same;
}

/* Place in the issuer's order, least 0; -1 for a grade that is not in it. Which end is the highest
 * differs between issuers; the pack writes each order least first. */
static int place_of(const struct certificate *wanted, const char *grade)
{
    for (size_t i = 0; i < wanted->grades.count; i++)
        if (strcmp(wanted->grades.rows[i], grade) == 0)
            return (int)i;
    return -1;
}

/* Without an order only the very grade will do. A holder who states no grade has none that could be
 * compared, so a wanted grade is missing. */
static bool grade_does(const struct certificate *wanted, const char *grade)
{
    if (!wanted->grade)
        return true;
    if (!grade)
        return false;
    if (wanted->grades.count == 0)
        return strcmp(wanted->grade, grade) == 0;
    return place_of(wanted, grade) >= place_of(wanted, wanted->grade);
}

/* One and the same certificate must have the name and the grade; two that have one each do not add
 * up. */
bool certificate_is_held(const struct certificate *wanted, const struct credentials *held)
{
    for (size_t i = 0; i < held->certificate_count; i++)
        if (goes_by(wanted, held->certificates[i].name) &&
            grade_does(wanted, held->certificates[i].grade))
            return true;
    return false;
}

/* 、 asks for all and 或 for any (C10). Of an any-set without one held, all are missing, because
 * each of them would do. */
bool certificates_are_held(const struct certificate_set *wanted, const struct credentials *held,
                           struct name_list *missing)
{
    size_t found = 0;
    size_t needed = wanted->any && wanted->list.count > 0 ? 1 : wanted->list.count;
    for (size_t i = 0; i < wanted->list.count; i++)
        found += certificate_is_held(&wanted->list.rows[i], held);
    for (size_t i = 0; i < wanted->list.count && found < needed; i++)
        if (!certificate_is_held(&wanted->list.rows[i], held))
            name_list_add(missing, wanted->list.rows[i].name);
    return found >= needed;
}

/* Proofs go by their title, exactly. */
static bool proof_is_held(const char *title, const struct credentials *held)
{
    for (size_t i = 0; i < held->proof_count; i++)
        if (strcmp(held->proofs[i], title) == 0)
            return true;
    return false;
}

/* Read as certificates are (C10), with titles in place of names. */
bool proofs_are_held(const struct proof_set *wanted, const struct credentials *held,
                     struct name_list *missing)
{
    size_t found = 0;
    size_t needed = wanted->any && wanted->list.count > 0 ? 1 : wanted->list.count;
    for (size_t i = 0; i < wanted->list.count; i++)
        found += proof_is_held(wanted->list.rows[i], held);
    for (size_t i = 0; i < wanted->list.count && found < needed; i++)
        if (!proof_is_held(wanted->list.rows[i], held))
            name_list_add(missing, wanted->list.rows[i]);
    return found >= needed;
}
