/* Any bytes as the five tables of a catalogue, split by lines "%%": they read or are refused with
 * file and line. What reads is counted, and every code leads back to its point. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const struct catalogue *cat)
{
    struct catalogue_counts counts;
    struct problem problem = { .rc = RC_OK };
    int64_t items = 0;
    for (int64_t level = 1; level <= CATALOGUE_LEVELS; level++) {
        catalogue_count(cat, level, NULL, &counts);
        items += counts.s + counts.a + counts.g;
        if (catalogue_tailor(cat, level, 1, &counts, &problem) != RC_OK)
            abort();
    }
    for (size_t i = 0; i < cat->points.count; i++) {
        char code[UNIT_TEXT];
        items -= cat->points.rows[i].items;
        if (catalogue_unit(cat, catalogue_unit_code(&cat->points.rows[i], 0, code)) !=
            &cat->points.rows[i])
            abort();
    }
    if (items != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char SPLIT[] = "\n%%\n";
    struct csv_source sources[TABLE__COUNT];
    struct problem problem = { .rc = RC_OK };
    struct catalogue *cat = NULL;
    char *text = mem_dup_n((const char *)data, size);
    char *at = text;
    for (int t = 0; t < TABLE__COUNT; t++) {
        char *end = strstr(at, SPLIT);
        size_t len = end ? (size_t)(end - at) : strlen(at);
        sources[t] = (struct csv_source){ at, len, "f.csv", NULL };
        at = end ? end + sizeof(SPLIT) - 1 : at + len;
    }
    rc_t rc = catalogue_read(sources, &cat, &problem);
    if ((rc == RC_OK) != (cat != NULL) || (rc != RC_OK && strncmp(problem.text, "f.csv", 5) != 0))
        abort();
    if (cat)
        use(cat);
    catalogue_destroy(&cat);
    mem_free(text);
    return 0;
}
