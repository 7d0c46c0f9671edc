#include "parse.h"

#include <stddef.h>

static bool add_digit(int64_t *value, char c)
{
    return c >= '0' && c <= '9' && !__builtin_mul_overflow(*value, (int64_t)10, value) &&
           !__builtin_add_overflow(*value, (int64_t)(c - '0'), value);
}

bool parse_scaled(const char *text, int places, int64_t *ret_value)
{
    int64_t value = 0;
    bool negative = text != NULL && *text == '-';
    if (text == NULL)
        return false;
    const char *s = text + negative;
    if (*s < '0' || *s > '9')
        return false;
    for (; *s && *s != '.'; s++)
        if (!add_digit(&value, *s))
            return false;
    if (*s == '.' && (places == 0 || s[1] == '\0'))
        return false;
    s += *s == '.';
    for (int i = 0; i < places; i++) {
        if (!add_digit(&value, *s ? *s : '0'))
            return false;
        s += *s != '\0';
    }
    if (*s != '\0')
        return false;
    *ret_value = negative ? -value : value;
    return true;
}

bool parse_i64(const char *text, int64_t *ret_value)
{
    return parse_scaled(text, 0, ret_value);
}

bool parse_u32(const char *text, uint32_t *ret_value)
{
    int64_t value;
    if (!parse_i64(text, &value) || value < 0 || value > UINT32_MAX)
        return false;
    *ret_value = (uint32_t)value;
    return true;
}
