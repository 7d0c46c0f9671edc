/* Header lines by hand, since libcurl leaves them to the caller. What a title contains is data: it
 * can neither end its line nor begin another header. */
#include "mail_head.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "textw.h"

/* One encoded word: the base64 of MAIL_WORD_BYTES bytes, with the NUL. */
#define WORD_TEXT sodium_base64_ENCODED_LEN(MAIL_WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)

/* Printable ASCII without what has a meaning in the protocol's commands. */
static bool is_address_char(unsigned char c)
{
    return c > ' ' && c < 0x7f && !strchr("<>()[]\\,;:\"", c);
}

/* Narrower than RFC 5321 on purpose: quoting and comments in an address are where headers get
 * forged. */
bool mail_address_ok(const char *address)
{
    size_t len = strlen(address);
    const char *at = strchr(address, '@');
    if (len > MAIL_ADDRESS_MAX || !at || at == address || at[1] == '\0' || strchr(at + 1, '@'))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!is_address_char((unsigned char)address[i]))
            return false;
    }
    return true;
}

/* Whether a header may carry the text as it is. */
static bool is_plain(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x7f || (unsigned char)*text < ' ')
            return false;
    }
    return true;
}

/* Bytes of the next encoded word: as many whole characters as fit. */
static size_t word_bytes(const char *text)
{
    const char *at = text;
    size_t len = 0;
    while (*at) {
        text_next(&at);
        /* An encoded word must not end inside a character (RFC 2047, 5). */
        if (at - text > MAIL_WORD_BYTES)
            break;
        len = (size_t)(at - text);
    }
    return len;
}

/* Control characters become blanks before the encoding, so that no reader meets a line end in
 * a title. */
static rc_t append_word(const char *text, size_t len, struct bytebuf *out)
{
    unsigned char clean[MAIL_WORD_BYTES];
    char word[WORD_TEXT];
    for (size_t i = 0; i < len; i++)
        clean[i] = (unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : (unsigned char)text[i];
    sodium_bin2base64(word, sizeof(word), clean, len, sodium_base64_VARIANT_ORIGINAL);
    return bytebuf_fmt(out, "=?UTF-8?B?%s?=", word);
}

/* Words are folded at the end of each: white space between two encoded words is not shown (RFC
 * 2047 6.2). */
rc_t mail_head_text(const char *name, const char *text, struct bytebuf *out)
{
    rc_t rc = bytebuf_fmt(out, "%s: ", name);
    if (rc == RC_OK && is_plain(text))
        return bytebuf_text(out, text);
    for (const char *at = text; *at && rc == RC_OK;) {
        size_t len = word_bytes(at);
        rc = append_word(at, len, out);
        at += len;
        if (rc == RC_OK && *at)
            rc = bytebuf_text(out, "\r\n ");
    }
    return rc;
}

/* By our own tables: the C library's names of days follow a locale. */
rc_t mail_head_date(int64_t at_us, int zone_minutes, struct bytebuf *out)
{
    static const char DAYS[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char MONTHS[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int32_t day = civil_day_of(at_us, zone_minutes);
    struct date date = civil_date(day);
    int seconds = (int)((at_us - civil_day_start(day, zone_minutes)) / US_PER_SECOND);
    int offset = abs(zone_minutes);

    return bytebuf_fmt(out, "Date: %s, %d %s %d %02d:%02d:%02d %c%02d%02d",
                       DAYS[civil_weekday(day) - 1], date.day, MONTHS[date.month - 1], date.year,
                       seconds / 3600, seconds / 60 % 60, seconds % 60,
                       zone_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}
