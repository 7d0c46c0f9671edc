/* UTF-8 by hand and without a locale: decoding that never reads past the NUL, widths for terminals,
 * cutting at characters. Malformed input is walked over byte by byte, so every loop here ends. */
#include "textw.h"

#include <string.h>

#include "attr.h"

/* U+FFFD, which stands for what is no UTF-8. */
enum { REPLACEMENT = 0xFFFD };

/* Bytes of the sequence that starts with `lead`, 0 when no sequence may start so. */
static size_t sequence_len(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Decode one character of at most `len` bytes; returns its bytes, 0 when it is malformed. */
static size_t decode(const char *text, size_t len, uint32_t *ret_cp)
{
    static const uint32_t LEAST[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *s = (const unsigned char *)text;
    size_t n = sequence_len(s[0]);
    if (n == 0 || n > len)
        return 0;
    uint32_t cp = n == 1 ? s[0] : s[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        cp = cp << 6 | (s[i] & 0x3Fu);
    }
    if (cp < LEAST[n] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0;
    *ret_cp = cp;
    return n;
}

/* By RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF. A NUL is a character like
 * any other. */
bool text_is_utf8(const char *text, size_t len)
{
    uint32_t cp;
    while (len) {
        size_t n = decode(text, len, &cp);
        if (n == 0)
            return false;
        text += n;
        len -= n;
    }
    return true;
}

/* Only the last character can be cut in half, so only it is looked at. */
void text_trim_partial(char *text)
{
    size_t len = strlen(text);
    size_t start = len;
    while (start > 0 && len - start < 4 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    start--;
    if ((unsigned char)text[start] >= 0x80 &&
        sequence_len((unsigned char)text[start]) != len - start)
        text[start] = '\0';
}

/* A byte that begins no character gives the replacement character and moves on by one, so that a
 * walk always ends. */
uint32_t text_next(const char **at_p)
{
    const char *at = *at_p;
    if (*at == '\0')
        return 0;
    uint32_t cp;
    size_t n = decode(at, strnlen(at, 4), &cp);
    *at_p = at + (n ? n : 1);
    return n ? cp : REPLACEMENT;
}

/* Columns as terminals show them: the East Asian wide ranges are two, combining marks none. A short
 * table instead of wcwidth(), which depends on the locale. */
static int char_width(uint32_t cp)
{
    static const struct {
        uint32_t from, to;
        int width;
    } RANGES[] = {
        { 0x0300, 0x036F, 0 }, { 0x1100, 0x115F, 2 },   { 0x200B, 0x200F, 0 },
        { 0x2E80, 0x303E, 2 }, { 0x3041, 0xA4CF, 2 },   { 0xAC00, 0xD7A3, 2 },
        { 0xF900, 0xFAFF, 2 }, { 0xFE30, 0xFE4F, 2 },   { 0xFF00, 0xFF60, 2 },
        { 0xFFE0, 0xFFE6, 2 }, { 0x1F300, 0x1FAFF, 2 }, { 0x20000, 0x3FFFD, 2 },
    };
    for (size_t i = 0; i < COUNT_OF(RANGES); i++)
        if (cp >= RANGES[i].from && cp <= RANGES[i].to)
            return RANGES[i].width;
    return 1;
}

/* In columns, not bytes or characters: tables stand straight beside Chinese text. */
size_t text_width(const char *text)
{
    size_t width = 0;
    for (uint32_t cp; (cp = text_next(&text)) != 0;)
        width += (size_t)char_width(cp);
    return width;
}

/* A malformed byte counts as one, so that a limit cannot be passed with them. */
size_t text_chars(const char *text)
{
    size_t n = 0;
    while (text_next(&text) != 0)
        n++;
    return n;
}

/* C1 controls (0x80 to 0x9f) as well: some terminals obey them. */
bool text_has_control(const char *text)
{
    for (uint32_t cp; (cp = text_next(&text)) != 0;)
        if ((cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp <= 0x9F))
            return true;
    return false;
}

/* For messages and columns that must show something. */
const char *text_or(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}
