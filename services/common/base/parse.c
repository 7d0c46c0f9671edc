/* Numbers from outside: the whole text or nothing, no blanks, no plus sign, no exponent, no locale;
 * overflow is refused. Decimals become whole numbers of their last place, so money and scores are
 * never doubles. */
#include "parse.h"

#include <stddef.h>

/* Overflow is found by the operation itself; `value` is then of no use and the parse ends. */
static bool add_digit(int64_t *value, char c)
{
    return c >= '0' && c <= '9' && !__builtin_mul_overflow(*value, (int64_t)10, value) &&
           !__builtin_add_overflow(*value, (int64_t)(c - '0'), value);
}

/* Digits up to the point or the end, one at least; *text moves behind them. */
static bool read_whole(const char **text, int64_t *value)
{
    const char *s = *text;
    do
        if (!add_digit(value, *s++))
            return false;
    while (*s && *s != '.');
    *text = s;
    return true;
}

/* What follows: nothing, or a point and 1..places digits. Places that are not there count as 0. */
static bool read_places(const char *s, int places, int64_t *value)
{
    if (*s == '.' && (places == 0 || s[1] == '\0'))
        return false;
    s += *s == '.';
    for (int i = 0; i < places; i++) {
        if (!add_digit(value, *s ? *s : '0'))
            return false;
        s += *s != '\0';
    }
    return *s == '\0';
}

/* The sign is taken off first, so that "-0.50" keeps it although its whole part is 0. */
bool parse_scaled(const char *text, int places, int64_t *ret_value)
{
    int64_t value = 0;
    bool negative = text != NULL && *text == '-';
    if (text == NULL)
        return false;
    text += negative;
    if (!read_whole(&text, &value) || !read_places(text, places, &value))
        return false;
    *ret_value = negative ? -value : value;
    return true;
}

/* The smallest value is refused, since digits are gathered as a positive number; nothing here needs
 * it. */
bool parse_i64(const char *text, int64_t *ret_value)
{
    return parse_scaled(text, 0, ret_value);
}

/* *ret_value is untouched on failure, like that of all parsers here. */
bool parse_u32(const char *text, uint32_t *ret_value)
{
    int64_t value;
    if (!parse_i64(text, &value) || value < 0 || value > UINT32_MAX)
        return false;
    *ret_value = (uint32_t)value;
    return true;
}
