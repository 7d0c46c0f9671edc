/* Any JSON object as the arguments of an operation that has a field of every kind: each is read
 * within its bounds or the refusal names the field. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MOST = 20, INT_LEAST = -5, INT_MOST = 5, LIST_MOST = 3 };

struct every_kind {
    const char *text, *code;
    struct document document;
    int64_t number, instant;
    bool flag;
    int32_t date;
    const json_t *object, *list;
    struct page page;
};

#define AT(member) offsetof(struct every_kind, member)
static const struct arg_row ROWS[] = {
    { "text", ARG_TEXT, JSON_OPTIONAL, 0, TEXT_MOST, AT(text) },
    { "code", ARG_CODE, JSON_OPTIONAL, 0, TEXT_MOST, AT(code) },
    { "document", ARG_DOCUMENT, JSON_OPTIONAL, 0, TEXT_MOST, AT(document) },
    { "number", ARG_INT, JSON_OPTIONAL, INT_LEAST, INT_MOST, AT(number) },
    { "flag", ARG_BOOL, JSON_OPTIONAL, 0, 0, AT(flag) },
    { "date", ARG_DATE, JSON_OPTIONAL, 0, 0, AT(date) },
    { "instant", ARG_INSTANT, JSON_OPTIONAL, 0, 0, AT(instant) },
    { "object", ARG_OBJECT, JSON_OPTIONAL, 0, 0, AT(object) },
    { "list", ARG_LIST, JSON_OPTIONAL, 0, LIST_MOST, AT(list) },
    { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, PAGE_KEYS_MAX, AT(page) },
};

static void check(const struct every_kind *got)
{
    if (got->code &&
        strspn(got->code, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(got->code))
        abort();
    if (got->number < INT_LEAST || got->number > INT_MOST)
        abort();
    if (got->document.bytes && got->document.len > TEXT_MOST)
        abort();
    if (got->object && !json_is_object(got->object))
        abort();
    if (got->list && (!json_is_array(got->list) || json_array_size(got->list) > LIST_MOST))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem problem = { .rc = RC_OK };
    struct every_kind got = { .number = 0 };
    json_t *args = NULL;
    if (jsonx_parse_object((const char *)data, size, &args, &problem) != RC_OK)
        return 0;
    rc_t rc = args_read(args, ROWS, sizeof(ROWS) / sizeof(ROWS[0]), &got, &problem);
    if (rc == RC_OK)
        check(&got);
    else if (problem.rc != rc || problem.text[0] == '\0')
        abort();
    json_decref(args);
    return 0;
}
