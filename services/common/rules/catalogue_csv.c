/* The tables as files. What their rows must agree in is checked here once, so that the functions
 * that count need not doubt them. */
#include <string.h>

#include "arena.h"
#include "attr.h"
#include "catalogue.h"
#include "memory.h"
#include "parse.h"

/* ROWS_MAX bounds what a file may ask for in memory; ITEMS_MAX is what the two digits of a code can
 * number. */
enum { ROWS_MAX = 2000, ITEMS_MAX = 99, CODE_LETTERS = 3 };

/* A table being filled. Its rows are one array of the arena, sized by the file's lines before the
 * first of them is read. */
struct reading {
    struct catalogue *self;
    const struct csv_source *source;
    size_t cap; /* rows the table being read has room for */
    void *rows;
    size_t count;
};

/* ---- fields ---- */

/* A field is valid only while its row is read (csv.h), so what stays is copied. */
static const char *keep(const struct reading *r, const char *text)
{
    return arena_text(r->self->arena, text, strlen(text));
}

/* Both bounds are allowed values. *ret may be written even when the answer is no. */
static bool number_of(const char *text, int64_t least, int64_t most, int64_t *ret)
{
    return parse_i64(text, ret) && *ret >= least && *ret <= most;
}

/* In the form `file:line: what`, so that whoever keeps the table finds the row. */
static rc_t refuse(const struct reading *r, const struct csv_row *row, struct problem *problem,
                   const char *what)
{
    return csv_refuse(problem, r->source, row, what);
}

/* Room for one more row of `size` bytes. The table was made large enough before. Rows never move,
 * so pointers to earlier rows stay valid while the table is read. */
static void *room(struct reading *r, size_t size)
{
    return (char *)r->rows + r->count++ * size;
}

/* ---- rows ---- */

/* L3-CES1-17 of level 3 and category CES is 17; 0 for a code of another level or category. The code
 * is made again from the number and compared whole, so there is one place that knows its form. */
static int64_t unit_number(const struct catalogue_point *point, const char *code)
{
    char own[UNIT_TEXT];
    int64_t number;
    const char *digits = strrchr(code, '-');
    struct catalogue_point one = *point;
    if (!digits || strlen(digits + 1) != 2 || !number_of(digits + 1, 1, ITEMS_MAX, &number))
        return 0;
    one.first = number;
    return strcmp(catalogue_unit_code(&one, 0, own), code) == 0 ? number : 0;
}

/* A point's items follow each other, after those of the point before it in its category. Codes may
 * have gaps between points but no overlap, or one code would belong to two points. */
static bool follows(const struct reading *r, const struct catalogue_point *point)
{
    const struct catalogue_point *rows = r->rows;
    for (size_t i = 0; i < r->count; i++)
        if (rows[i].level == point->level && strcmp(rows[i].code, point->code) == 0 &&
            rows[i].last >= point->first)
            return false;
    return point->last - point->first + 1 == point->items;
}

/* Level, category, codes and number of items must agree before anything is copied: counting later
 * trusts `first`, `last` and `items` without looking again. */
static rc_t take_items(void *arg, const struct csv_row *row, struct problem *problem)
{
    struct reading *r = arg;
    struct catalogue_point p = { .category = row->fields[1], .code = row->fields[2] };
    const char *attribute = row->fields[6];
    if (!number_of(row->fields[0], 1, CATALOGUE_LEVELS, &p.level))
        return refuse(r, row, problem, "a level is 1 to 4");
    if (!number_of(row->fields[5], 1, ITEMS_MAX, &p.items))
        return refuse(r, row, problem, "a control point has 1 to 99 items");
    if (strlen(attribute) != 1 || !strchr("SAG", attribute[0]))
        return refuse(r, row, problem, "an attribute is S, A or G");
    p.attribute = attribute[0];
    p.first = unit_number(&p, row->fields[7]);
    p.last = unit_number(&p, row->fields[8]);
    if (strlen(p.code) != CODE_LETTERS || p.first == 0 || p.last == 0 || !follows(r, &p))
        return refuse(r, row, problem,
                      "the codes do not fit the level, category or number of items");
    p.category = keep(r, row->fields[1]);
    p.code = keep(r, row->fields[2]);
    p.section = keep(r, row->fields[3]);
    p.name = keep(r, row->fields[4]);
    *(struct catalogue_point *)room(r, sizeof(p)) = p;
    return RC_OK;
}

/* Items of extensions have no codes, so their number is all there is to check. */
static rc_t take_extension(void *arg, const struct csv_row *row, struct problem *problem)
{
    struct reading *r = arg;
    struct catalogue_extension e;
    if (!number_of(row->fields[0], 1, CATALOGUE_LEVELS, &e.level))
        return refuse(r, row, problem, "a level is 1 to 4");
    if (!number_of(row->fields[4], 1, ITEMS_MAX, &e.items))
        return refuse(r, row, problem, "a control point has 1 to 99 items");
    e.extension = keep(r, row->fields[1]);
    e.category = keep(r, row->fields[2]);
    e.name = keep(r, row->fields[3]);
    *(struct catalogue_extension *)room(r, sizeof(e)) = e;
    return RC_OK;
}

/* Numbers run without a gap, so that a case lost in copying the guide is noticed. */
static rc_t take_case(void *arg, const struct csv_row *row, struct problem *problem)
{
    struct reading *r = arg;
    struct catalogue_case c;
    int64_t above;
    if (!number_of(row->fields[0], 1, ROWS_MAX, &c.no) || c.no != (int64_t)r->count + 1)
        return refuse(r, row, problem, "cases are numbered from 1");
    if (!number_of(row->fields[5], 1, CATALOGUE_LEVELS, &c.min_level) ||
        !number_of(row->fields[6], 0, 1, &above))
        return refuse(r, row, problem,
                      "a case has a level from 1 to 4, and 1 or 0 for those above");
    c.and_above = above == 1;
    c.scope = keep(r, row->fields[1]);
    c.code = keep(r, row->fields[2]);
    c.category = keep(r, row->fields[3]);
    c.point = keep(r, row->fields[4]);
    c.condition = keep(r, row->fields[7]);
    *(struct catalogue_case *)room(r, sizeof(c)) = c;
    return RC_OK;
}

/* One of two names: neither may be empty, and the first stands once. Keys are the side that is
 * looked up, so only they must be unique. */
static rc_t take_pair(struct reading *r, const struct csv_row *row, struct problem *problem)
{
    const struct catalogue_pair *rows = r->rows;
    if (row->fields[0][0] == '\0' || row->fields[1][0] == '\0')
        return refuse(r, row, problem, "both fields must say something");
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(rows[i].key, row->fields[0]) == 0)
            return refuse(r, row, problem, "stands twice");
    struct catalogue_pair *pair = room(r, sizeof(*pair));
    pair->key = keep(r, row->fields[0]);
    pair->value = keep(r, row->fields[1]);
    return RC_OK;
}

/* Items are read before weights (TABLES), so a code that no point has is refused here. */
static rc_t take_weight(void *arg, const struct csv_row *row, struct problem *problem)
{
    struct reading *r = arg;
    if (!catalogue_unit(r->self, row->fields[0]))
        return refuse(r, row, problem, "there is no item of this code");
    return take_pair(r, row, problem);
}

/* A name of any table may have another name, so only the pair itself is checked. */
static rc_t take_alias(void *arg, const struct csv_row *row, struct problem *problem)
{
    return take_pair(arg, row, problem);
}

/* ---- tables ---- */

/* By enum catalogue_table; items come first, since weights refer to them. */
static const struct {
    const char *name, *header;
    csv_row_fn *take;
    size_t row_size, list; /* `list`: where its PACK_ROWS stands */
} TABLES[TABLE__COUNT] = {
    { "items.csv",
      "level,category,category_code,section,control_point,items,attribute,first_unit,last_unit",
      take_items, sizeof(struct catalogue_point), offsetof(struct catalogue, points) },
    { "extensions.csv", "level,extension,category,control_point,items", take_extension,
      sizeof(struct catalogue_extension), offsetof(struct catalogue, extensions) },
    { "high_risk.csv", "no,scope,case_code,category,control_point,min_level,and_above,condition",
      take_case, sizeof(struct catalogue_case), offsetof(struct catalogue, cases) },
    { "weights.csv", "unit,weight", take_weight, sizeof(struct catalogue_pair),
      offsetof(struct catalogue, weights) },
    { "aliases.csv", "alias,name", take_alias, sizeof(struct catalogue_pair),
      offsetof(struct catalogue, aliases) },
};

/* Name, header, reader and place of a table stand in one row of TABLES. */
const char *catalogue_table_name(enum catalogue_table table)
{
    return TABLES[table].name;
}

/* A row for each line is room enough. The header of `given` is not used: it comes from TABLES,
 * so a caller cannot ask for another one. The table reaches the catalogue only when every row
 * was taken. */
static rc_t read_table(struct catalogue *self, enum catalogue_table table,
                       const struct csv_source *given, struct problem *problem)
{
    struct csv_source source = { given->bytes, given->len, given->name, TABLES[table].header };
    struct reading r = { .self = self, .source = &source, .cap = 1 };
    for (size_t i = 0; i < source.len; i++)
        r.cap += source.bytes[i] == '\n';
    if (r.cap > ROWS_MAX)
        return problem_set(problem, RC_INVALID, source.name, "%s has more than %d lines",
                           source.name, ROWS_MAX);
    r.rows = arena_array(self->arena, r.cap, TABLES[table].row_size);
    rc_t rc = csv_read(&source, TABLES[table].take, &r, problem);
    if (rc == RC_OK)
        memcpy((char *)self + TABLES[table].list, &(PACK_ROWS(void)){ r.rows, r.count },
               sizeof(PACK_ROWS(void)));
    return rc;
}

/* In the order of TABLES, because weights lean on items. What was read before a refusal goes with
 * the arena, and the caller's pointer stays as it was. */
rc_t catalogue_read(const struct csv_source *sources, struct catalogue **ret_catalogue,
                    struct problem *problem)
{
    struct catalogue *self = mem_new(sizeof(*self));
    rc_t rc = RC_OK;
    self->arena = arena_new();
    for (int t = 0; t < TABLE__COUNT && rc == RC_OK; t++)
        rc = read_table(self, (enum catalogue_table)t, &sources[t], problem);
    if (rc == RC_OK)
        *ret_catalogue = self;
    else
        catalogue_destroy(&self);
    return rc;
}
