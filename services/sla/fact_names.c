/* Facts are known by the terms that start with them or are closed by them.
 *
 * A pack declares no list of facts: what may be recorded is what some term waits for. So a name
 * that is mistyped is refused when it is told, instead of standing in the ledger as a fact that
 * nothing ever reads. */
#include "fact_names.h"

#include <string.h>

/* Starting facts of one term with the closing one: far above what a clause names. */
enum { FACTS_OF_TERM_MAX = 16 };

/* Names one term asks for; *ret_count of them, borrowed. */
static void names_of(const struct pack *pack, const struct readings *readings,
                     const struct pack_term *term, const char **ret_names, size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = 0; i < term->starts.count && count + 1 < FACTS_OF_TERM_MAX; i++) {
        const char *name = term->starts.rows[i];
        /* The pack leaves open which event starts the term; the contract's reading names it, and
         * without one this start asks for nothing. */
        if (*name == '$')
            name = reading_value(pack, readings, name + 1);
        if (name)
            ret_names[count++] = name;
    }
    if (term->closed_by)
        ret_names[count++] = term->closed_by;
    *ret_count = count;
}

typedef bool name_fn(const char *name, void *arg);

/* Show `fn` every name until it says true. */
static bool any_name(const struct pack *pack, const struct readings *readings,
                     const struct pack_term *only, name_fn *fn, void *arg)
{
    const char *names[FACTS_OF_TERM_MAX];
    for (size_t i = 0; i < pack->terms.count; i++) {
        const struct pack_term *term = &pack->terms.rows[i];
        size_t count = 0;
        if (only && only != term)
            continue;
        names_of(pack, readings, term, names, &count);
        for (size_t k = 0; k < count; k++)
            if (fn(names[k], arg))
                return true;
    }
    return false;
}

/* A name_fn: stops at the name looked for. */
static bool is_same(const char *name, void *arg)
{
    return strcmp(name, arg) == 0;
}

/* Terms are few, so they are walked anew for every question. */
bool fact_is_wanted(const struct pack *pack, const struct readings *readings,
                    const struct pack_term *term, const char *name)
{
    /* The cast takes const away for the callback's untyped argument; is_same only reads it. */
    return any_name(pack, readings, term, is_same, (char *)(uintptr_t)name);
}

/* Whether the list "a, b" has the word. */
static bool list_has(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = strstr(list, word); at; at = strstr(at + 1, word))
        if ((at == list || at[-1] == ' ') && (at[len] == ',' || at[len] == '\0'))
            return true;
    return false;
}

/* A name_fn: adds each name once, stops when the list is full. */
static bool add_name(const char *name, void *arg)
{
    struct bytebuf *out = arg;
    if (list_has(bytebuf_str(out), name))
        return false;
    return bytebuf_fmt(out, "%s%s", out->len ? ", " : "", name) != RC_OK;
}

/* For the message that refuses a name: it tells what the caller could have meant. */
void fact_names_list(const struct pack *pack, const struct readings *readings,
                     const struct pack_term *term, struct bytebuf *out)
{
    any_name(pack, readings, term, add_name, out);
}
