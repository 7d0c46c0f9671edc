/* A sheet's columns are known when the contract's pack is: the group of the progress matrix stands
 * once per phase. Statements give it as one JSON object per row, so that a statement does not
 * depend on the number of phases. */
#include "sheet_layout.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jsonx.h"
#include "textw.h"

/* A band is cut at BAND_TEXT_MAX bytes, never inside a character. */
static void lay(struct sheet_layout *self, const struct column *def, const char *band)
{
    struct laid_column *column = &self->columns[self->count++];
    column->def = def;
    snprintf(column->band, sizeof(column->band), "%s", band ? band : "");
    text_trim_partial(column->band);
    self->has_bands = self->has_bands || column->band[0] != '\0';
}

/* The same columns once per phase, the band's text above the first of them. The columns' own bands
 * are not asked: within a group the phase is the heading. */
static void lay_group(struct sheet_layout *self, const struct column_group *group)
{
    char band[BAND_TEXT_MAX];
    for (size_t p = 0; p < self->phase_count; p++) {
        snprintf(band, sizeof(band), "%" PRId64 " %s", self->phases[p].number,
                 self->phases[p].name);
        for (size_t i = 0; i < group->count; i++)
            lay(self, &group->columns[i], i == 0 ? band : NULL);
    }
}

/* Ceilings before anything is laid: a hostile pack must not overrun the arrays. */
rc_t sheet_layout_init(struct sheet_layout *self, const struct sheet_def *def, enum lang lang,
                       const struct phase_head *phases, size_t phase_count, struct problem *problem)
{
    const struct column_group *group = &def->group;

    memset(self, 0, sizeof(*self));
    if (phase_count > PHASE_COLUMNS_MAX ||
        def->count + phase_count * group->count > SHEET_COLUMNS_MAX)
        return problem_set(problem, RC_TOO_LARGE, "phases",
                           "could not lay out sheet \"%s\": more than %d phases or %d columns",
                           def->en, PHASE_COLUMNS_MAX, SHEET_COLUMNS_MAX);
    self->def = def;
    self->phases = phases;
    self->phase_count = phase_count;
    for (size_t i = 0; i < def->count; i++) {
        if (group->count && i == group->at)
            lay_group(self, group);
        lay(self, &def->columns[i], tr(lang, def->columns[i].band_zh, def->columns[i].band_en));
    }
    return RC_OK;
}

/* The group is one cell of the source, however many columns it becomes. */
size_t sheet_source_cells(const struct sheet_def *def)
{
    return def->count + (def->group.count ? 1 : 0);
}

/* The cells of one phase, all empty for a phase the row does not have. Found by the phase's number
 * and not by place, since a row names only the phases that its cycle has. */
static void spread_phase(const struct sheet_layout *self, const json_t *row, int64_t number,
                         const char **ret_cells)
{
    char key[24];
    snprintf(key, sizeof(key), "%" PRId64, number);
    const json_t *cells = json_object_get(row, key);
    for (size_t i = 0; i < self->def->group.count; i++)
        ret_cells[i] = json_string_value(json_array_get(cells, i));
}

/* Plain cells are the source's own pointers, a group's are the parsed object's: both live until the
 * row is written. */
rc_t sheet_layout_spread(const struct sheet_layout *self, const char *const *source,
                         const char **ret_cells, json_t **ret_held, struct problem *problem)
{
    const struct column_group *group = &self->def->group;
    size_t out = 0;

    *ret_held = NULL;
    for (size_t i = 0; i < sheet_source_cells(self->def); i++) {
        if (!group->count || i != group->at) {
            ret_cells[out++] = source[i];
            continue;
        }
        const char *text = source[i] ? source[i] : "{}";
        rc_t rc = jsonx_parse_object(text, strlen(text), ret_held, problem);
        if (rc != RC_OK)
            return rc;
        for (size_t p = 0; p < self->phase_count; p++, out += group->count)
            spread_phase(self, *ret_held, self->phases[p].number, &ret_cells[out]);
    }
    return RC_OK;
}
