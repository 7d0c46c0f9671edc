/* Path and query, split and decoded once. A target that two readers could read differently (dots,
 * doubled or encoded slashes, a name given twice) is refused, so that what was judged is what is
 * served. */
#include "http_target.h"

#include <string.h>

#include "http_text.h"
#include "memory.h"
#include "textw.h"

/* pchar of RFC 3986 without '%'; what a query adds, without the '&' and '+' of form encoding. A
 * bare '=' inside a value is no form encoding either, but harmless and common in cursors. */
static const char PATH_EXTRA[] = "-._~!$&'()*+,;=:@";
static const char NAME_EXTRA[] = "-._~!$'()*,;:@/?";
static const char VALUE_EXTRA[] = "-._~!$'()*,;:@/?=";

/* A fault of one parameter names it; one of the whole target does not. */
static bool refuse(struct http_refusal *refusal, const char *field, const char *detail)
{
    enum http_fault fault = field ? FAULT_PARAMETER : FAULT_TARGET;
    *refusal = (struct http_refusal){ fault, field, detail };
    return false;
}

/* Decode "%41" in place; `plus` makes '+' a space (form encoding). False for a byte outside ASCII
 * letters, digits and `extra`, a bad escape, an encoded control character, or text that is not
 * UTF-8. */
static bool decode(char *text, const char *extra, bool plus)
{
    char *out = text;
    for (const char *in = text; *in; in++) {
        char c = *in;
        if (c == '%') {
            int high = http_hex(in[1]);
            int low = high < 0 ? -1 : http_hex(in[2]);
            if (low < 0)
                return false;
            c = (char)(high * 16 + low);
            in += 2;
        } else if (plus && c == '+') {
            c = ' ';
        } else if (!http_is_alnum(c) && !strchr(extra, c)) {
            return false;
        }
        if ((unsigned char)c < 0x20 || c == 0x7f)
            return false;
        *out++ = c;
    }
    *out = '\0';
    return text_is_utf8(text, (size_t)(out - text));
}

/* What a segment must not be once decoded: nothing, a step in a tree, or several segments. */
static bool is_ambiguous(const char *segment)
{
    return *segment == '\0' || strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0 ||
           strpbrk(segment, "/\\");
}

/* Split first, decode after: an encoded slash must not become a separator. */
static bool read_path(struct http_target *self, char *path, struct http_refusal *refusal)
{
    if (*path != '/')
        return refuse(refusal, NULL, "the target must start with \"/\"");
    char *at = path + 1;
    while (at && (*at || at > path + 1)) {
        char *next = strchr(at, '/');
        if (next)
            *next++ = '\0';
        if (self->segment_count == HTTP_SEGMENTS_MAX)
            return refuse(refusal, NULL, "the path has too many segments");
        if (!decode(at, PATH_EXTRA, false) || is_ambiguous(at))
            return refuse(refusal, NULL,
                          "the path has an empty, dotted, badly encoded or forbidden segment");
        self->segments[self->segment_count++] = at;
        at = next;
    }
    return true;
}

/* Split at "&" and the first "=", then decode each side once. */
static bool read_pair(struct http_target *self, char *name, struct http_refusal *refusal)
{
    char *value = strchr(name, '=');
    if (value)
        *value++ = '\0';
    else
        value = name + strlen(name);
    if (!decode(name, NAME_EXTRA, true) || *name == '\0')
        return refuse(refusal, NULL, "the query has a badly encoded or nameless parameter");
    if (!decode(value, VALUE_EXTRA, true))
        return refuse(refusal, name, "the value is badly encoded");
    if (http_target_query(self, name))
        return refuse(refusal, name, "the parameter is repeated");
    if (self->pair_count == HTTP_PAIRS_MAX)
        return refuse(refusal, NULL, "the query has too many parameters");
    self->pairs[self->pair_count++] = (struct http_pair){ name, value };
    return true;
}

/* A trailing "&" is what some clients leave, and harmless. */
static bool read_query(struct http_target *self, char *query, struct http_refusal *refusal)
{
    while (query && *query) {
        char *next = strchr(query, '&');
        if (next)
            *next++ = '\0';
        if (!read_pair(self, query, refusal))
            return false;
        query = next;
    }
    return true;
}

/* One decoding, once (WEB-08): everything behind sees decoded text and nobody decodes again. Free
 * with http_target_fini also after a refusal, whose field may point into the text. */
bool http_target_read(struct http_target *self, const char *target,
                      struct http_refusal *ret_refusal)
{
    *self = (struct http_target){ .text = mem_dup(target) };
    char *query = strchr(self->text, '?');
    if (query)
        *query++ = '\0';
    return read_path(self, self->text, ret_refusal) && read_query(self, query, ret_refusal);
}

/* Safe on a target of zeros; segments and pairs end with the text. */
void http_target_fini(struct http_target *self)
{
    mem_free(self->text);
    *self = (struct http_target){ .text = NULL };
}

/* The only one of that name, since repeated ones were refused. */
const char *http_target_query(const struct http_target *self, const char *name)
{
    for (size_t i = 0; i < self->pair_count; i++)
        if (strcmp(self->pairs[i].name, name) == 0)
            return self->pairs[i].value;
    return NULL;
}
