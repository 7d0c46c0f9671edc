/* Texts of people become cells: what XML forbids, what Excel would read as an escape, what is
 * longer than a cell holds. Almost all texts need nothing of this, so a look at the bytes comes
 * first and returns the text itself. */
#include "cell_text.h"

#include <stdio.h>
#include <string.h>

#include "textw.h"

/* U+FFFD stands for what is no character at all. */
enum { ESCAPED_CHARS = 7 /* characters of "_xHHHH_" */, REPLACEMENT = 0xFFFD };

/* Excel takes both cases. */
static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* A literal that Excel would read as an escape: "_xHHHH_". */
static bool looks_escaped(const char *at)
{
    if (at[0] != '_' || at[1] != 'x')
        return false;
    for (int i = 2; i < 6; i++)
        if (!is_hex(at[i]))
            return false;
    return at[6] == '_';
}

/* By XML 1.0; CR is allowed there but read back as LF, so it is escaped as well. What is no UTF-8
 * has come as U+FFFD already. */
static bool is_forbidden(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0xFFFE || c == 0xFFFF;
}

/* Whether the text can be written as it is; the common case, so it looks at bytes only. */
static bool is_clean(const char *text, size_t len)
{
    bool wide = false;
    if (len > CELL_CHARS_MAX)
        return false;
    for (const char *at = text; *at; at++) {
        unsigned char c = (unsigned char)*at;
        if (is_forbidden(c) || (c == '_' && looks_escaped(at)))
            return false;
        wide = wide || c >= 0x80;
    }
    /* EF BF BE and EF BF BF are the two characters that XML forbids above the controls */
    return !wide || (text_is_utf8(text, len) && !strstr(text, "\xEF\xBF\xBE") &&
                     !strstr(text, "\xEF\xBF\xBF"));
}

/* The bytes that stand for one character of the source, and how many UTF-16 units they are. `bytes`
 * points into the source, to a constant or to `made`: a piece must not be copied. */
struct piece {
    const char *bytes;
    size_t len;
    size_t units;
    char made[12];
};

/* The form Excel itself writes and reads back: _xHHHH_ with the character's number. */
static void piece_escape(struct piece *self, uint32_t c)
{
    self->len = (size_t)snprintf(self->made, sizeof(self->made), "_x%04X_", (unsigned)c);
    self->bytes = self->made;
    self->units = ESCAPED_CHARS;
}

/* One character of the source, as it goes out. The underscore of a literal "_x000D_" is escaped
 * itself, else it would come back as a control character. */
static void piece_next(struct piece *self, const char **at_p)
{
    const char *start = *at_p;
    uint32_t c = text_next(at_p);
    self->bytes = start;
    self->len = (size_t)(*at_p - start);
    self->units = c > 0xFFFF ? 2 : 1;
    if (c == '_' && looks_escaped(start)) {
        piece_escape(self, '_');
    } else if (c < 0x20 && is_forbidden(c)) {
        piece_escape(self, c);
    } else if (c == REPLACEMENT || is_forbidden(c)) {
        self->bytes = "\xEF\xBF\xBD";
        self->len = 3;
    }
}

/* End an output that grew too long at its last place that leaves room for the mark. */
static const char *cut_at(struct bytebuf *scratch, size_t at)
{
    scratch->len = at;
    return bytebuf_text(scratch, CELL_CUT_MARK) == RC_OK ? bytebuf_str(scratch) : CELL_CUT_MARK;
}

/* `cut` trails behind by the mark's length: when the text turns out too long, the output ends at
 * the last character that leaves room for the mark, never inside one (XLS-02). */
const char *cell_text_clean(const char *text, struct bytebuf *scratch)
{
    /* Units are those of UTF-16, in which Excel counts: a character beyond the first plane is two.
     */
    const size_t room = CELL_CHARS_MAX - text_chars(CELL_CUT_MARK);
    size_t units = 0, cut = 0; /* UTF-16 units so far; bytes of the output while there was room */

    if (is_clean(text, strlen(text)))
        return text;
    bytebuf_reset(scratch);
    for (const char *at = text; *at;) {
        struct piece piece;
        piece_next(&piece, &at);
        units += piece.units;
        if (units > CELL_CHARS_MAX || bytebuf_add(scratch, piece.bytes, piece.len) != RC_OK)
            return cut_at(scratch, cut);
        if (units <= room)
            cut = scratch->len;
    }
    return bytebuf_str(scratch);
}

/* Unlike text_width, which is for terminals, every character beyond ASCII counts two: the fonts of
 * a Chinese office draw signs such as U+25B2 and quotation marks full width, and too wide is better
 * than cut. */
static size_t byte_width(unsigned char c)
{
    return c < 0x80 ? 1 : c >= 0xC0 ? 2 : 0;
}

/* Lines are reckoned by width alone; Excel breaks Latin text at words, so such a text may take a
 * line more. Works on bytes: of a character in UTF-8 the first byte has its width and the others
 * none, so nothing is decoded. */
struct cell_box cell_text_measure(const char *text, size_t most)
{
    struct cell_box box = { 0, 0 };
    size_t width = 0;

    for (const char *at = text;; at++) {
        if (*at && *at != '\n') {
            width += byte_width((unsigned char)*at);
            continue;
        }
        box.lines += width ? (width + most - 1) / most : 1;
        box.width = width > box.width ? width : box.width;
        width = 0;
        if (!*at)
            return box;
    }
}
