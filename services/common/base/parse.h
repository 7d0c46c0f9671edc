/* Numbers from text: all of the text or nothing, no locale, no overflow. */
#ifndef PARSE_H
#define PARSE_H

#include <stdbool.h>
#include <stdint.h>

/* Decimal whole number with optional '-'. */
bool parse_i64(const char *text, int64_t *ret_value);
/* Decimal whole number from 0. */
bool parse_u32(const char *text, uint32_t *ret_value);
/* Decimal number with at most `places` fraction digits, as a whole number of 10^-places:
 * parse_scaled("7180612.00", 2) = 718061200. For money (2), percentages and scores. */
bool parse_scaled(const char *text, int places, int64_t *ret_value);

#endif
