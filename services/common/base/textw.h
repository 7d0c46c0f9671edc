/* UTF-8 text: validity, cutting at a character, and the width a terminal or a cell gives it. */
#ifndef TEXTW_H
#define TEXTW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether `len` bytes are valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). */
bool text_is_utf8(const char *text, size_t len);
/* Remove an incomplete character at the end of `text`, as snprintf may leave. */
void text_trim_partial(char *text);
/* Next code point of valid UTF-8 at *at_p, which moves past it; 0 at the end; U+FFFD for a bad
 * byte. */
uint32_t text_next(const char **at_p);
/* Columns in a monospaced terminal: CJK and full-width characters count two, combining ones none.
 */
size_t text_width(const char *text);
/* Number of characters (code points). */
size_t text_chars(const char *text);
/* `text`, or `otherwise` where it is NULL. Borrowed. */
const char *text_or(const char *text, const char *otherwise);
/* Whether the text has a control character other than TAB and line feed. */
bool text_has_control(const char *text);

#endif
