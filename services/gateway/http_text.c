/* What HTTP calls a token, a word, a list and a host. ASCII by definition and therefore without the
 * C library's character classes, which follow the locale. */
#include "http_text.h"

#include <string.h>

/* ASCII only, whatever the locale: names in HTTP are ASCII. */
static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Without <ctype.h>, which depends on the locale and is undefined for negative chars. */
bool http_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ASCII only, for the same reason as http_is_digit. */
bool http_is_alnum(char c)
{
    return http_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* tchar of RFC 9110 5.6.2, one at least. Anything wider lets "Content-Length : 3" through, which
 * servers read differently. */
bool http_is_token(const char *text)
{
    const char *at = text;
    while (*at && (http_is_alnum(*at) || strchr("!#$%&'*+-.^_`|~", *at)))
        at++;
    return at > text && *at == '\0';
}

/* -1 also for NUL, so that "%4" at the end of a text is refused without a look behind it. */
int http_hex(char c)
{
    static const char DIGITS[] = "0123456789abcdef";
    const char *at = c ? strchr(DIGITS, small(c)) : NULL;
    return at ? (int)(at - DIGITS) : -1;
}

/* The colons of a bracketed IPv6 address are no port separator. */
size_t http_host_len(const char *text)
{
    const char *end = *text == '[' ? strchr(text, ']') : NULL;
    return end ? (size_t)(end - text) + 1 : strcspn(text, ":");
}

/* Five digits at most, so that no value overflows; 0 is allowed, for listening on any port. */
static bool is_port(const char *text)
{
    unsigned value = 0;
    size_t len = strlen(text);
    for (size_t i = 0; i < len && i < 5; i++) {
        if (!http_is_digit(text[i]))
            return false;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    return len >= 1 && len <= 5 && value <= 65535;
}

/* Enough to keep a name from meaning anything else; whether it exists is for the resolver.
 * Underscores occur in container names. */
static bool is_name(const char *text, size_t len)
{
    bool bracket = *text == '[';
    for (size_t i = bracket; i < len - bracket; i++) {
        bool ok = bracket ? http_hex(text[i]) >= 0 || text[i] == ':' || text[i] == '.'
                          : http_is_alnum(text[i]) || strchr(".-_", text[i]) != NULL;
        if (!ok)
            return false;
    }
    return bracket ? len > 4 : len <= 255;
}

/* A bracket must close; what follows the name is nothing or a port. */
bool http_is_host(const char *text)
{
    size_t len = http_host_len(text);
    if (len == 0 || (*text == '[' && text[len - 1] != ']') || !is_name(text, len))
        return false;
    return text[len] == '\0' || (text[len] == ':' && is_port(text + len + 1));
}

/* In place, ASCII only. */
void http_lower(char *text)
{
    for (; *text; text++)
        *text = small(*text);
}

/* OWS of RFC 9110 5.6.3; line ends never get this far. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

/* In place; returns a pointer into `text`, which must not be freed. */
char *http_trim(char *text)
{
    while (is_space(*text))
        text++;
    size_t len = strlen(text);
    while (len > 0 && is_space(text[len - 1]))
        len--;
    text[len] = '\0';
    return text;
}

/* Not for secrets: it ends at the first difference. */
static bool same_bytes(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (small(a[i]) != small(b[i]))
            return false;
    return true;
}

/* Not for secrets, as same_bytes says; tokens are compared by hash (token.c). */
bool http_same_word(const char *a, const char *b)
{
    return strlen(a) == strlen(b) && same_bytes(a, b, strlen(a));
}

/* Comma lists of RFC 9110 5.6.1, empty members included; blanks separate too, as in sloppy
 * Connection fields. */
bool http_list_has(const char *list, const char *token)
{
    size_t want = strlen(token);
    while (*list) {
        list += strspn(list, " \t,");
        size_t len = strcspn(list, " \t,");
        if (len == want && same_bytes(list, token, len))
            return true;
        list += len;
    }
    return false;
}
