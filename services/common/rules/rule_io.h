/* What the JSON side of the rules shares: looking up packs and calendars, and writing results. */
#ifndef RULE_IO_H
#define RULE_IO_H

#include "kinds.h"
#include "readings.h"

/* The pack that input "pack" names. RC_INVALID for an unknown one. */
MUST_CHECK rc_t io_pack(const struct eval_env *env, const json_t *input, const pack_t **ret_pack,
                        struct problem *problem);
/* The pack's calendar as the pack uses it; without a stored calendar the weekday rule. */
struct calendar_use io_calendar(const struct eval_env *env, const pack_t *pack);
/* Overrides of input "readings", checked; `buffer` must live as long as they are used. */
MUST_CHECK rc_t io_readings(const pack_t *pack, const json_t *input, struct readings_buffer *buffer,
                            struct readings *ret_readings, struct problem *problem);
/* Day of a JSON date, or of an instant in the pack's zone; RC_INVALID names `field`. */
MUST_CHECK rc_t io_day(const pack_t *pack, const json_t *value, const char *field, int32_t *ret_day,
                       struct problem *problem);
/* Day of an optional field of the question, NO_DAY where it is left out or null; as io_day. */
MUST_CHECK rc_t io_day_field(const pack_t *pack, const json_t *input, const char *field,
                             int32_t *ret_day, struct problem *problem);
/* The same of a field that the rule's facts declare a date, so that it was checked before. */
int32_t io_fact_day(const pack_t *pack, const json_t *input, const char *field);
/* Check input "readings" for a rule that reads none of them. */
MUST_CHECK rc_t io_readings_checked(const pack_t *pack, const json_t *input,
                                    struct problem *problem);
/* Pass on why a part of the question is wrong: its field becomes `where.FIELD`, or `where` alone
 * for a part as a whole. */
MUST_CHECK rc_t io_inside(struct problem *problem, const char *where, const struct problem *why);
/* Set a date; NO_DAY becomes null. */
void io_set_day(json_t *object, const char *key, int32_t day);
/* Set an instant in a zone; NO_INSTANT becomes null. */
void io_set_instant(json_t *object, const char *key, int64_t us, int zone_minutes);
/* Set a text list. */
void io_set_texts(json_t *object, const char *key, const char *const *texts, size_t count);
/* A number of 10^-6 as decimal text with two places, half up. */
json_t *io_two_places(int64_t decimal);
enum { IO_PATH_MAX = PROBLEM_FIELD_MAX };
/* "parent.field" in `out` (IO_PATH_MAX bytes), or the parent alone where `field` is empty. */
void io_path(char *out, const char *parent, const char *field);

/* Texts of a field of type FACT_TEXTS. They are borrowed, the list is its own. */
struct text_list {
    const char **rows;
    size_t count;
};
/* One text or a list; NULL and null are none. */
void text_list_read(const json_t *json, struct text_list *ret);
/* Free the list; safe on a zeroed one. */
void text_list_fini(struct text_list *self);

/* part / whole as a percentage with two places, half up; null without a whole (C12), and where it
 * leaves 64 bits. Both from 0. */
json_t *io_percent(int64_t part, int64_t whole);

/* working or calendar; RC_INVALID for another word. */
MUST_CHECK rc_t io_basis(const json_t *input, const char *key, enum day_basis *ret_basis,
                         struct problem *problem);

/* The kinds, one per file. */
extern const struct kind CALENDAR_KIND;
extern const struct kind HOURS_KIND;
extern const struct kind TERM_KIND;
extern const struct kind CLOCK_HISTORY_KIND;
extern const struct kind CLOCK_KIND;
extern const struct kind GRADING_KIND;
extern const struct kind PENALTY_KIND;
extern const struct kind MONEY_KIND;
extern const struct kind INTEREST_KIND;
extern const struct kind PRORATA_KIND;
extern const struct kind PHASE_KIND;
extern const struct kind GATE_KIND;
extern const struct kind DOCUMENT_KIND;
extern const struct kind LIMIT_KIND;
extern const struct kind KPI_KIND;
extern const struct kind CONCLUSION_KIND;
extern const struct kind FILING_KIND;
extern const struct kind RECURRING_KIND;
extern const struct kind COVERAGE_KIND;
extern const struct kind RECORD_KIND;
extern const struct kind STAFFING_KIND;
extern const struct kind QUALIFICATION_KIND;
extern const struct kind LICENCE_KIND;
extern const struct kind STEP_KIND;
extern const struct kind SUBMISSION_KIND;
extern const struct kind QUERY_KIND;
extern const struct kind SCHEDULE_KIND;
extern const struct kind FULFIL_KIND;

#define FACTS_END                                                                                  \
    {                                                                                              \
        NULL, FACT_BOOL, false                                                                     \
    }
#define RULES_END                                                                                  \
    {                                                                                              \
        NULL, NULL, false, NULL                                                                    \
    }
#define SECTIONS_END                                                                               \
    {                                                                                              \
        NULL, NULL, 0, FIELD_OPTIONAL                                                              \
    }

#endif
