/* The grammar of a story as tables: a shape for each value, fields for each map. A new field is a
 * row; unknown ones are refused with file, line and column, because a mistyped field would silently
 * play another story. */
#include "scenario_check.h"

#include <inttypes.h>
#include <string.h>

#include "attr.h"
#include "ceilings.h"
#include "civil.h"
#include "parse.h"
#include "textw.h"

/* Ceilings of what a story may say; days are of one phase or delay, phases as packs number them, a pace has the days of
 * the procedure's seven. Codes of incidents and cases as incident_code_len and penalty_case_code_len. */
enum {
    DAYS_MOST = 3660,
    PHASE_MOST = 20,
    PACE_PHASES = 7,
    SERIAL_MOST = 100000,
    COUNT_MOST = 10000,
    PERCENT = 100,
    INCIDENT_CODE_MOST = 40,
    CASE_CODE_MOST = 80,
};

/* What a node may be. A map of NAMED has keys of the writer's choice, each value of the same shape. */
enum kind { TEXT, DATE, INSTANT, WHEN /* date or instant */, WHOLE, FLAG, DECIMAL, WORD, ANY, LIST, FIELDS, NAMED };

struct shape {
    enum kind kind;
    int64_t least, most;         /* of WHOLE; `most` also of TEXT, in characters, 0: any */
    const char *const *words;    /* of WORD, NULL-ended */
    const struct shape *of;      /* of LIST, NAMED */
    const struct field *fields;  /* of FIELDS, ended by a NULL key */
};

struct field {
    const char *key;
    bool needed;
    const struct shape *shape;
};

/* ---- the language ---- */

static const char *const ROLES[] = { "manager", "leader", "customer", "engineer", NULL };
static const char *const GRADE_WORDS[] = { "I", "II", "III", "IV", NULL };
static const char *const RISKS[] = { "high", "medium", "low", NULL };
static const char *const PERIODS[] = { "once", "daily", "weekly", "monthly", "quarterly", "yearly", "special", NULL };

/* Shapes that several fields share, named as messages speak of them. Bounds: SOME_FEN as
 * contract.total_fen, LATE_DAYS a year, a serial as system_serial_range. */
static const struct shape A_TEXT = { .kind = TEXT };
static const struct shape A_TITLE = { .kind = TEXT, .most = MAX_NAME_FIELD };
static const struct shape AN_INCIDENT = { .kind = TEXT, .most = INCIDENT_CODE_MOST };
static const struct shape A_CASE = { .kind = TEXT, .most = CASE_CODE_MOST };
static const struct shape A_DATE = { .kind = DATE };
static const struct shape AN_INSTANT = { .kind = INSTANT };
static const struct shape A_DAY = { .kind = WHEN };
static const struct shape A_FLAG = { .kind = FLAG };
static const struct shape A_SCORE = { .kind = DECIMAL };
static const struct shape ANYTHING = { .kind = ANY };
static const struct shape A_ROLE = { .kind = WORD, .words = ROLES };
static const struct shape A_GRADE = { .kind = WORD, .words = GRADE_WORDS };
static const struct shape A_RISK = { .kind = WORD, .words = RISKS };
static const struct shape A_PERIOD = { .kind = WORD, .words = PERIODS };
static const struct shape DAYS = { .kind = WHOLE, .least = 0, .most = DAYS_MOST };
static const struct shape A_PHASE = { .kind = WHOLE, .least = 1, .most = PHASE_MOST };
static const struct shape A_SERIAL = { .kind = WHOLE, .least = 1, .most = SERIAL_MOST };
static const struct shape A_COUNT = { .kind = WHOLE, .least = 0, .most = COUNT_MOST };
static const struct shape LATE_DAYS = { .kind = WHOLE, .least = 0, .most = 365 };
static const struct shape PER_CENT = { .kind = WHOLE, .least = 0, .most = PERCENT };
static const struct shape SOME_FEN = { .kind = WHOLE, .least = 0, .most = 100000000000000 };
static const struct shape TEXTS = { .kind = LIST, .of = &A_TEXT };
static const struct shape SERIALS = { .kind = LIST, .of = &A_SERIAL };
static const struct shape PERIOD_LIST = { .kind = LIST, .of = &A_PERIOD };
static const struct shape DAY_LIST = { .kind = LIST, .of = &DAYS };

#define END { NULL, false, NULL }
/* A list of rows, and the fields that each has. */
#define ROWS_OF(name, ...)                                                                                             \
    static const struct field name##_FIELDS[] = { __VA_ARGS__, END };                                                  \
    static const struct shape name##_ROW = { .kind = FIELDS, .fields = name##_FIELDS };                                \
    static const struct shape name = { .kind = LIST, .of = &name##_ROW }
/* One map with these fields. */
#define MAP_OF(name, ...)                                                                                              \
    static const struct field name##_FIELDS[] = { __VA_ARGS__, END };                                                  \
    static const struct shape name = { .kind = FIELDS, .fields = name##_FIELDS }

/* clang-format off */
MAP_OF(CONTRACT, { "code", true, &A_TEXT }, { "pack", true, &A_TEXT }, { "signed", true, &A_DATE }, { "service_from", false, &A_DATE },
       { "service_to", false, &A_DATE }, { "total_fen", false, &SOME_FEN }, { "readings", false, &ANYTHING });
ROWS_OF(PEOPLE, { "name", true, &A_TEXT }, { "role", true, &A_ROLE }, { "team", false, &A_TEXT }, { "email", false, &A_TEXT });
ROWS_OF(FACTS, { "on", true, &A_DAY }, { "name", true, &A_TEXT }, { "clause", false, &A_TEXT }, { "serial", false, &A_SERIAL });
ROWS_OF(FINDINGS, { "code", true, &A_TEXT }, { "risk", true, &A_RISK }, { "control_point", true, &A_TEXT }, { "title", true, &A_TITLE },
        { "fixed", false, &DAYS });
MAP_OF(SUSPENDED, { "from", true, &A_DATE }, { "to", true, &A_DATE }, { "note", true, &A_TEXT });
ROWS_OF(SYSTEMS, { "teams", false, &TEXTS }, { "serials", false, &SERIALS }, { "start", false, &A_DATE }, { "pace", false, &A_TEXT },
        { "score", false, &A_SCORE }, { "recheck", false, &A_SCORE }, { "recheck_fails", false, &A_SCORE },
        { "findings", false, &A_TEXT }, { "suspended", false, &SUSPENDED });
ROWS_OF(DELIVERABLES, { "clause", true, &A_TEXT }, { "phase", true, &A_PHASE }, { "submitted", true, &DAYS }, { "signed", false, &DAYS },
        { "by", false, &A_TEXT }, { "signer", false, &A_TEXT }, { "except", false, &SERIALS });
ROWS_OF(CONTRACT_DELIVERABLES, { "clause", true, &A_TEXT }, { "on", true, &A_DATE }, { "signed", false, &A_DATE },
        { "by", false, &A_TEXT }, { "signer", false, &A_TEXT });
ROWS_OF(REGRADED, { "at", true, &AN_INSTANT }, { "by", true, &A_TEXT }, { "note", true, &A_TEXT }, { "grade", false, &A_GRADE },
        { "level", false, &A_TEXT }, { "facts", false, &ANYTHING });
ROWS_OF(INCIDENTS, { "code", true, &AN_INCIDENT }, { "serial", false, &A_SERIAL }, { "family", true, &A_TEXT }, { "level", false, &A_TEXT },
        { "grade", false, &A_GRADE }, { "title", true, &A_TITLE }, { "occurred", true, &AN_INSTANT }, { "facts", false, &ANYTHING },
        { "responded", false, &AN_INSTANT }, { "onsite_requested", false, &AN_INSTANT }, { "arrived", false, &AN_INSTANT },
        { "resolved", false, &AN_INSTANT }, { "regraded", false, &REGRADED }, { "closed", false, &AN_INSTANT });
ROWS_OF(CASES, { "code", true, &A_CASE }, { "type", true, &A_TEXT }, { "on", true, &A_DATE }, { "serial", false, &A_SERIAL },
        { "title", true, &A_TITLE }, { "attributes", false, &ANYTHING }, { "incident", false, &A_TEXT });
ROWS_OF(TASKS, { "clauses", false, &TEXTS }, { "periods", false, &PERIOD_LIST }, { "late", false, &DAYS }, { "by", false, &A_TEXT },
        { "skip", false, &A_FLAG });
ROWS_OF(LEAVE, { "person", true, &A_TEXT }, { "from", true, &A_DATE }, { "to", true, &A_DATE }, { "deputy", false, &A_TEXT });
MAP_OF(CHANCE, { "late", false, &PER_CENT }, { "days", false, &LATE_DAYS }, { "incidents", false, &A_COUNT }, { "findings", false, &PER_CENT },
       { "tasks", false, &PER_CENT }, { "task_days", false, &LATE_DAYS });
/* clang-format on */
static const struct shape DOCUMENTS = { .kind = NAMED, .of = &TEXTS };
static const struct shape PACES = { .kind = NAMED, .of = &DAY_LIST };
static const struct shape FINDING_SETS = { .kind = NAMED, .of = &FINDINGS };

MAP_OF(STORY, { "scenario", false, &A_TEXT }, { "packs", false, &TEXTS }, { "contract", true, &CONTRACT },
       { "people", false, &PEOPLE }, { "facts", false, &FACTS }, { "documents", false, &DOCUMENTS },
       { "paces", false, &PACES }, { "findings", false, &FINDING_SETS }, { "systems", false, &SYSTEMS },
       { "deliverables", false, &DELIVERABLES }, { "contract_deliverables", false, &CONTRACT_DELIVERABLES },
       { "incidents", false, &INCIDENTS }, { "cases", false, &CASES }, { "tasks", false, &TASKS },
       { "leave", false, &LEAVE }, { "chance", false, &CHANCE });

/* ---- one scalar ---- */

static bool is_date(const struct yaml_node *node)
{
    int32_t day;
    return civil_parse_date(node->text, &day);
}

/* With its offset: a time without one would be of the machine's zone. */
static bool is_instant(const struct yaml_node *node)
{
    int64_t us;
    return civil_parse_instant(node->text, &us);
}

/* Facts are of a day or of an instant, as their clauses count. */
static bool is_when(const struct yaml_node *node)
{
    return is_date(node) || is_instant(node);
}

/* An empty value is a forgotten one. */
static bool is_text(const struct yaml_node *node)
{
    return *node->text != '\0';
}

/* Written out, since yes and on are texts in one YAML and truths in another. */
static bool is_flag(const struct yaml_node *node)
{
    return !node->quoted && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0);
}

/* Digits, a point, two digits: as the services take scores. */
static bool is_decimal(const struct yaml_node *node)
{
    size_t whole = strspn(node->text, "0123456789");
    const char *rest = node->text + whole;
    return whole > 0 && whole < 4 && *rest == '.' && strspn(rest + 1, "0123456789") == 2 && rest[3] == '\0';
}

/* By enum kind, for what has no table of its own. */
static const struct {
    bool (*holds)(const struct yaml_node *);
    const char *expected;
} SCALARS[] = {
    [TEXT] = { is_text, "a text" },
    [DATE] = { is_date, "a date YYYY-MM-DD" },
    [INSTANT] = { is_instant, "an instant such as 2026-05-27T14:05:00+08:00" },
    [WHEN] = { is_when, "a date YYYY-MM-DD or an instant with its offset" },
    [FLAG] = { is_flag, "true or false" },
    [DECIMAL] = { is_decimal, "a number with two decimals such as 86.50" },
};

/* What stands in quotes is text, whatever it looks like. */
static rc_t check_whole(const struct shape *shape, const struct yaml_node *node, const char *field,
                        struct problem *problem)
{
    int64_t value;
    if (node->quoted || !parse_i64(node->text, &value) || value < shape->least || value > shape->most)
        return yaml_refuse(problem, &node->at, "\"%s\" must be a whole number from %" PRId64 " to %" PRId64
                           ", not \"%s\"", field, shape->least, shape->most, node->text);
    return RC_OK;
}

/* The message names all words, so that nobody has to look them up. */
static rc_t check_word(const struct shape *shape, const struct yaml_node *node, const char *field,
                       struct problem *problem)
{
    char known[120] = "";
    for (size_t i = 0; shape->words[i]; i++) {
        size_t at = strlen(known);
        if (strcmp(shape->words[i], node->text) == 0)
            return RC_OK;
        snprintf(known + at, sizeof(known) - at, "%s%s", i ? ", " : "", shape->words[i]);
    }
    return yaml_refuse(problem, &node->at, "\"%s\" must be one of %s, not \"%s\"", field, known, node->text);
}

/* In characters, as the services count: here with the place, there only in the middle of a play. */
static rc_t check_length(const struct shape *shape, const struct yaml_node *node, const char *field,
                         struct problem *problem)
{
    if (shape->most == 0 || text_chars(node->text) <= (size_t)shape->most)
        return RC_OK;
    return yaml_refuse(problem, &node->at, "\"%s\" must have at most %" PRId64 " characters, not %zu", field, shape->most,
                       text_chars(node->text));
}

/* Kind before value: a list in place of a date is told as such. */
static rc_t check_scalar(const struct shape *shape, const struct yaml_node *node, const char *field,
                         struct problem *problem)
{
    if (node->kind != YAML_TEXT)
        return yaml_refuse(problem, &node->at, "\"%s\" must be a single value, not a list or map", field);
    if (shape->kind == WHOLE)
        return check_whole(shape, node, field, problem);
    if (shape->kind == WORD)
        return check_word(shape, node, field, problem);
    if (!SCALARS[shape->kind].holds(node))
        return yaml_refuse(problem, &node->at, "\"%s\" must be %s, not \"%s\"", field, SCALARS[shape->kind].expected,
                           node->text);
    return shape->kind == TEXT ? check_length(shape, node, field, problem) : RC_OK;
}

/* ---- lists and maps ---- */

static rc_t check_node(const struct shape *shape, const struct yaml_node *node, const char *field,
                       struct problem *problem);

/* Every member by the same shape; `named` for a map whose keys are the writer's. */
static rc_t check_members(const struct shape *shape, const struct yaml_node *node, const char *field,
                          struct problem *problem)
{
    bool named = shape->kind == NAMED;
    if (node->kind != (named ? YAML_MAP : YAML_LIST))
        return yaml_refuse(problem, &node->at, "\"%s\" must be a %s", field, named ? "map" : "list");
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = node->first; rc == RC_OK && n; n = n->next)
        rc = check_node(shape->of, n, named ? n->key : field, problem);
    return rc;
}

/* NULL for a name that no row of the table has. */
static const struct field *find_field(const struct field *fields, const char *key)
{
    for (; fields->key; fields++)
        if (strcmp(fields->key, key) == 0)
            return fields;
    return NULL;
}

/* What is there is judged before what is missing: a misspelt field shows as itself, not as its
 * absence. */
static rc_t check_fields(const struct shape *shape, const struct yaml_node *node, const char *name,
                         struct problem *problem)
{
    if (node->kind != YAML_MAP)
        return yaml_refuse(problem, &node->at, "\"%s\" must be a map of fields", name);
    for (const struct yaml_node *n = node->first; n; n = n->next) {
        const struct field *field = find_field(shape->fields, n->key);
        if (!field)
            return yaml_refuse(problem, &n->key_at, "\"%s\" has no field \"%s\"", name, n->key);
        rc_t rc = check_node(field->shape, n, n->key, problem);
        if (rc != RC_OK)
            return rc;
    }
    for (const struct field *field = shape->fields; field->key; field++)
        if (field->needed && !yaml_member(node, field->key))
            return yaml_refuse(problem, &node->at, "\"%s\" needs a field \"%s\"", name, field->key);
    return RC_OK;
}

/* The depth is that of the tables above, whatever the file's. */
static rc_t check_node(const struct shape *shape, const struct yaml_node *node, const char *field,
                       struct problem *problem)
{
    if (shape->kind == ANY)
        return RC_OK;
    if (shape->kind == FIELDS)
        return check_fields(shape, node, field, problem);
    return shape->kind == LIST || shape->kind == NAMED ? check_members(shape, node, field, problem)
                                                       : check_scalar(shape, node, field, problem);
}

/* ---- names that rows use of each other ---- */

/* First member of a list or map that may be left out. */
static const struct yaml_node *first_of(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *list = yaml_member(map, key);
    return list ? list->first : NULL;
}

static bool names_key(const struct yaml_node *map, const char *name)
{
    return yaml_member(map, name) != NULL;
}

/* People are rows; every row has a name by now. */
static bool names_person(const struct yaml_node *people, const char *name)
{
    for (const struct yaml_node *n = people->first; n; n = n->next)
        if (strcmp(yaml_member(n, "name")->text, name) == 0)
            return true;
    return false;
}

/* Field `field` of the rows of `list` (of `inner` in each of them, where it is given) must be a name that `section`
 * has. */
struct use {
    const char *list, *inner, *field, *section;
    bool (*has)(const struct yaml_node *section, const char *name);
};

static const struct use USES[] = {
    { "systems", NULL, "pace", "paces", names_key },
    { "systems", NULL, "findings", "findings", names_key },
    { "tasks", NULL, "by", "people", names_person },
    { "leave", NULL, "person", "people", names_person },
    { "leave", NULL, "deputy", "people", names_person },
    { "incidents", "regraded", "by", "people", names_person },
};

/* A name that is used before its section stands in the file is as good as one after it. */
static rc_t check_name(const struct use *use, const struct yaml_node *root, const struct yaml_node *row,
                       struct problem *problem)
{
    const struct yaml_node *section = yaml_member(root, use->section);
    const struct yaml_node *name = yaml_member(row, use->field);
    if (!name || (section && use->has(section, name->text)))
        return RC_OK;
    return yaml_refuse(problem, &name->at, "\"%s\" must be a name in \"%s\", which has no \"%s\"", use->field,
                       use->section, name->text);
}

static rc_t check_use(const struct yaml_node *root, const struct use *use, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (const struct yaml_node *row = first_of(root, use->list); rc == RC_OK && row; row = row->next) {
        if (!use->inner)
            rc = check_name(use, root, row, problem);
        for (const struct yaml_node *in = use->inner ? first_of(row, use->inner) : NULL; rc == RC_OK && in; in = in->next)
            rc = check_name(use, root, in, problem);
    }
    return rc;
}

/* A span of days whose end lies before its begin would be passed over in silence. */
static rc_t check_span(const struct yaml_node *map, struct problem *problem)
{
    const struct yaml_node *to = yaml_member(map, "to");
    if (to && strcmp(to->text, yaml_member(map, "from")->text) < 0)
        return yaml_refuse(problem, &to->at, "\"to\" must not be before \"from\"");
    return RC_OK;
}

/* Leave and suspensions: everything that lasts from one day to another. */
static rc_t check_spans(const struct yaml_node *root, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = first_of(root, "leave"); rc == RC_OK && n; n = n->next)
        rc = check_span(n, problem);
    for (const struct yaml_node *n = first_of(root, "systems"); rc == RC_OK && n; n = n->next)
        if (yaml_member(n, "suspended"))
            rc = check_span(yaml_member(n, "suspended"), problem);
    return rc;
}

/* ---- paces ---- */

/* Known to be one by now. */
static int64_t number_of(const struct yaml_node *node)
{
    int64_t value = 0;
    (void)parse_i64(node->text, &value);
    return value;
}

/* Days of phase after phase. 0 is the phase that does not end: nothing comes after it, and a system that does not even
 * end its first would be one that never did anything. */
static rc_t check_pace(const struct yaml_node *pace, struct problem *problem)
{
    const struct yaml_node *open = NULL;
    int64_t phase = 1;
    if (!pace->first || number_of(pace->first) == 0)
        return yaml_refuse(problem, pace->first ? &pace->first->at : &pace->at,
                           "pace \"%s\" must begin with the days of phase 1, at least 1", pace->key);
    for (const struct yaml_node *n = pace->first; n; n = n->next, phase++) {
        if (phase > PACE_PHASES)
            return yaml_refuse(problem, &n->at, "pace \"%s\" has days for more than %d phases", pace->key, PACE_PHASES);
        if (open && number_of(n) > 0)
            return yaml_refuse(problem, &n->at, "pace \"%s\" has days for phase %" PRId64 " behind a phase that does not end (0)",
                               pace->key, phase);
        open = number_of(n) == 0 ? n : open;
    }
    return RC_OK;
}

static rc_t check_paces(const struct yaml_node *root, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = first_of(root, "paces"); rc == RC_OK && n; n = n->next)
        rc = check_pace(n, problem);
    return rc;
}

/* ---- incidents: what follows what ---- */

/* Known to be one by now. */
static int64_t instant_of(const struct yaml_node *node)
{
    int64_t us = 0;
    (void)civil_parse_instant(node->text, &us);
    return us;
}

/* `later` may be left out; `earlier` is there. */
static rc_t check_order(const struct yaml_node *row, const char *later, const struct yaml_node *earlier,
                        struct problem *problem)
{
    const struct yaml_node *node = yaml_member(row, later);
    if (!node || instant_of(node) >= instant_of(earlier))
        return RC_OK;
    return yaml_refuse(problem, &node->at, "\"%s\" must not be before \"%s\"", later, earlier->key);
}

/* The service grades by what it is told: a row that tells nothing would end the play. */
static rc_t check_regrading(const struct yaml_node *row, const struct yaml_node *incident, struct problem *problem)
{
    const struct yaml_node *closed = yaml_member(incident, "closed");
    if (!yaml_member(row, "grade") && !yaml_member(row, "level") && !yaml_member(row, "facts"))
        return yaml_refuse(problem, &row->at, "\"regraded\" needs a field \"grade\", \"level\" or \"facts\"");
    if (closed && instant_of(yaml_member(row, "at")) > instant_of(closed))
        return yaml_refuse(problem, &yaml_member(row, "at")->at, "\"at\" must not be after \"closed\"");
    return check_order(row, "at", yaml_member(incident, "occurred"), problem);
}

/* Nothing happens to an incident before it occurs, and only a resolved one is closed. */
static rc_t check_incident(const struct yaml_node *incident, struct problem *problem)
{
    static const char *const STEPS[] = { "responded", "onsite_requested", "arrived", "resolved", "closed" };
    const struct yaml_node *closed = yaml_member(incident, "closed");
    const struct yaml_node *resolved = yaml_member(incident, "resolved");
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < COUNT_OF(STEPS); i++)
        rc = check_order(incident, STEPS[i], yaml_member(incident, "occurred"), problem);
    if (rc == RC_OK && closed && !resolved)
        rc = yaml_refuse(problem, &closed->at, "\"closed\" needs a field \"resolved\" beside it");
    if (rc == RC_OK && closed)
        rc = check_order(incident, "closed", resolved, problem);
    for (const struct yaml_node *n = first_of(incident, "regraded"); rc == RC_OK && n; n = n->next)
        rc = check_regrading(n, incident, problem);
    return rc;
}

static rc_t check_incidents(const struct yaml_node *root, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = first_of(root, "incidents"); rc == RC_OK && n; n = n->next)
        rc = check_incident(n, problem);
    return rc;
}

/* Shapes before names: a row that uses a name is known to be one then. */
rc_t scenario_check(const struct yaml_node *root, struct problem *problem)
{
    rc_t rc = check_fields(&STORY, root, "a scenario", problem);
    for (size_t i = 0; rc == RC_OK && i < COUNT_OF(USES); i++)
        rc = check_use(root, &USES[i], problem);
    if (rc == RC_OK)
        rc = check_spans(root, problem);
    if (rc == RC_OK)
        rc = check_paces(root, problem);
    return rc == RC_OK ? check_incidents(root, problem) : rc;
}
