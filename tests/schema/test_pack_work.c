/* The work that the operation packs state: how many rows of each kind, and lists without a gap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "parse.h"
#include "rules_fixture.h"

static const char *const PACKS[] = { "rsj-2022", "langfang-2025" };

/* ---- rows of a section ---- */

#define ROWS(name, section, count)                                                                 \
    {                                                                                              \
        name, #section, offsetof(struct pack, section), count                                      \
    }

static const struct {
    const char *pack, *section;
    size_t offset, count;
} SECTIONS[] = {
    ROWS("rsj-2022", parties, 4),         ROWS("rsj-2022", terms, 15),
    ROWS("rsj-2022", clocks, 2),          ROWS("rsj-2022", penalties.rows, 3),
    ROWS("rsj-2022", payments, 1),        ROWS("rsj-2022", pro_rata, 3),
    ROWS("rsj-2022", limits, 6),          ROWS("rsj-2022", services, 18),
    ROWS("rsj-2022", recurring, 89),      ROWS("rsj-2022", deliverables, 119),
    ROWS("rsj-2022", posts, 7),           ROWS("rsj-2022", staffing, 6),
    ROWS("rsj-2022", persons, 3),         ROWS("rsj-2022", gates, 16),
    ROWS("rsj-2022", tasks, 67),          ROWS("rsj-2022", records, 20),
    ROWS("rsj-2022", contradictions, 13), ROWS("langfang-2025", services, 20),
    ROWS("langfang-2025", recurring, 25), ROWS("langfang-2025", continuity, 3),
    ROWS("langfang-2025", clocks, 2),     ROWS("langfang-2025", qualifications, 7),
    ROWS("langfang-2025", gates, 7),      ROWS("langfang-2025", deliverables, 9),
    ROWS("langfang-2025", tasks, 47),     ROWS("langfang-2025", records, 6),
};

static void test_sections(void **state)
{
    (void)state;
    pack_t *pack = NULL;
    for (size_t i = 0; i < COUNT_OF(SECTIONS); i++) {
        PACK_ROWS(void) rows;
        if (!pack || strcmp(pack->name, SECTIONS[i].pack) != 0) {
            pack_destroy(&pack);
            pack = fixture_pack(SECTIONS[i].pack);
        }
        memcpy(&rows, (const char *)pack + SECTIONS[i].offset, sizeof(rows));
        if (rows.count != SECTIONS[i].count)
            fail_msg("%s %s: %zu rows, wanted %zu", SECTIONS[i].pack, SECTIONS[i].section,
                     rows.count, SECTIONS[i].count);
    }
    pack_destroy(&pack);
}

/* ---- checklists ---- */

static const struct {
    const char *subsystem;
    size_t items[4]; /* daily, weekly, monthly, special */
} LISTS[] = {
    { "auth", { 13, 4, 3, 2 } },  { "crypt", { 13, 4, 3, 3 } }, { "keymgmt", { 10, 4, 3, 2 } },
    { "verify", { 6, 4, 3, 2 } }, { "audit", { 11, 4, 3, 2 } }, { "cert", { 8, 4, 3, 2 } },
    { "user", { 11, 4, 3, 3 } },  { "perm", { 10, 4, 4, 2 } },
};
static const struct {
    enum slot_period per;
    const char *word;
} PERIODS[] = { { SLOT_DAY, "daily" },
                { SLOT_WEEK, "weekly" },
                { SLOT_MONTH, "monthly" },
                { SLOT_SPECIAL, "special" } };

/* The number of a clause: what follows its hyphen. */
static int64_t number_of(const char *clause)
{
    int64_t number = 0;
    assert_true(parse_i64(strchr(clause, '-') + 1, &number));
    return number;
}

/* Items follow their list's clause without a gap, and their keys count from 01. */
static void check_items(const struct pack_recurring *list, const char *period)
{
    for (size_t i = 0; i < list->checklist.count; i++) {
        const struct checklist_item *item = &list->checklist.rows[i];
        char key[64];
        snprintf(key, sizeof(key), "%s.%s.%02zu", list->subsystem, period, i + 1);
        assert_string_equal(item->key, key);
        assert_int_equal(number_of(item->clause), number_of(list->clause) + (int64_t)i + 1);
    }
}

static const struct pack_recurring *list_of(const pack_t *pack, const char *subsystem,
                                            enum slot_period per)
{
    const struct pack_recurring *found = NULL;
    for (size_t i = 0; i < pack->recurring.count; i++) {
        const struct pack_recurring *row = &pack->recurring.rows[i];
        if (row->work != WORK_CHECKLIST || row->again.per != per ||
            strcmp(row->subsystem, subsystem) != 0)
            continue;
        assert_null(found);
        found = row;
    }
    assert_non_null(found);
    return found;
}

static void test_checklists(void **state)
{
    (void)state;
    pack_t *pack = fixture_pack(PACKS[0]);
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        for (size_t p = 0; p < COUNT_OF(PERIODS); p++) {
            const struct pack_recurring *list = list_of(pack, LISTS[i].subsystem, PERIODS[p].per);
            assert_int_equal(list->checklist.count, LISTS[i].items[p]);
            check_items(list, PERIODS[p].word);
        }
    }
    pack_destroy(&pack);
}

/* ---- by kind and period ---- */

static const struct {
    const char *pack;
    enum work_kind work;
    enum slot_period per; /* SLOT_ONCE: no number is stated */
    size_t count;
} WORKS[] = {
    { "rsj-2022", WORK_SERVICE, SLOT_DAY, 12 },
    { "rsj-2022", WORK_SERVICE, SLOT_MONTH, 8 },
    { "rsj-2022", WORK_SERVICE, SLOT_QUARTER, 1 },
    { "rsj-2022", WORK_SERVICE, SLOT_YEAR, 4 },
    { "rsj-2022", WORK_SERVICE, SLOT_ONCE, 1 },
    { "rsj-2022", WORK_BACKUP, SLOT_DAY, 8 },
    { "rsj-2022", WORK_BACKUP, SLOT_WEEK, 8 },
    { "rsj-2022", WORK_ROUTINE, SLOT_DAY, 3 },
    { "rsj-2022", WORK_ROUTINE, SLOT_MONTH, 4 },
    { "rsj-2022", WORK_ROUTINE, SLOT_QUARTER, 3 },
    { "rsj-2022", WORK_ROUTINE, SLOT_ONCE, 5 },
    { "langfang-2025", WORK_SERVICE, SLOT_DAY, 2 },
    { "langfang-2025", WORK_SERVICE, SLOT_WEEK, 1 },
    { "langfang-2025", WORK_SERVICE, SLOT_YEAR, 7 },
    { "langfang-2025", WORK_SERVICE, SLOT_ONCE, 15 },
};

static void test_works(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WORKS); i++) {
        pack_t *pack = fixture_pack(WORKS[i].pack);
        size_t count = 0;
        for (size_t r = 0; r < pack->recurring.count; r++)
            count += pack->recurring.rows[r].work == WORKS[i].work &&
                     pack->recurring.rows[r].again.per == WORKS[i].per;
        if (count != WORKS[i].count)
            fail_msg("row %zu: %zu of %s, wanted %zu", i, count, WORKS[i].pack, WORKS[i].count);
        pack_destroy(&pack);
    }
}

/* ---- documents ---- */

static const struct {
    const char *part;
    enum slot_period per; /* SLOT_ONCE: without a period */
    bool of_a_case;
    size_t count;
} DOCUMENTS[] = {
    { "body", SLOT_ONCE, false, 2 },     { "body", SLOT_MONTH, false, 2 },
    { "body", SLOT_QUARTER, false, 1 },  { "body", SLOT_YEAR, false, 1 },
    { "body", SLOT_ONCE, true, 3 },      { "annex2", SLOT_DAY, false, 4 },
    { "annex2", SLOT_MONTH, false, 12 }, { "annex2", SLOT_QUARTER, false, 1 },
    { "annex2", SLOT_YEAR, false, 4 },   { "annex2", SLOT_ONCE, true, 5 },
    { "annex3", SLOT_DAY, false, 8 },    { "annex3", SLOT_WEEK, false, 8 },
    { "annex3", SLOT_MONTH, false, 16 }, { "annex3", SLOT_SPECIAL, false, 8 },
    { "annex3", SLOT_ONCE, true, 35 },
};
enum { NAMED_TWICE = 9 };

static void test_documents(void **state)
{
    (void)state;
    pack_t *pack = fixture_pack(PACKS[0]);
    size_t counted = 0;
    for (size_t i = 0; i < COUNT_OF(DOCUMENTS); i++) {
        size_t count = 0;
        for (size_t r = 0; r < pack->deliverables.count; r++) {
            const struct pack_deliverable *d = &pack->deliverables.rows[r];
            count += !d->same_as && strcmp(d->part, DOCUMENTS[i].part) == 0 &&
                     d->again.per == DOCUMENTS[i].per &&
                     (d->per == PER_CASE) == DOCUMENTS[i].of_a_case;
        }
        if (count != DOCUMENTS[i].count)
            fail_msg("row %zu of %s: %zu, wanted %zu", i, DOCUMENTS[i].part, count,
                     DOCUMENTS[i].count);
        counted += count;
    }
    assert_int_equal(counted + NAMED_TWICE, pack->deliverables.count);
    pack_destroy(&pack);
}

/* Every service has a frequency clause of its own. */
static void test_services_recur(void **state)
{
    (void)state;
    pack_t *pack = fixture_pack(PACKS[1]);
    for (size_t i = 0; i < pack->services.count; i++) {
        const char *code = pack->services.rows[i].code;
        size_t count = 0;
        for (size_t r = 0; r < pack->recurring.count; r++)
            count += strcmp(pack->recurring.rows[r].service, code) == 0;
        if (count == 0)
            fail_msg("service %s does not recur", code);
    }
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sections),       cmocka_unit_test(test_checklists),
        cmocka_unit_test(test_works),          cmocka_unit_test(test_documents),
        cmocka_unit_test(test_services_recur),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
