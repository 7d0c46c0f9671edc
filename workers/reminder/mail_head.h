/* The header lines of a mail (RFC 5322, RFC 2047), as text. Pure. */
#ifndef MAIL_HEAD_H
#define MAIL_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "bytebuf.h"

enum {
    MAIL_ADDRESS_MAX = 254, /* RFC 5321 4.5.3.1.3, without the brackets */
    MAIL_WORD_BYTES = 39, /* of text in an encoded word: a line stays below the 76 of RFC 2047 2 */
};

/* Whether `address` may stand between the angle brackets of MAIL FROM and RCPT TO: one @, printable
 * ASCII without brackets, quotes, blanks or anything else that could end the command early.
 * Narrower than RFC 5321. */
bool mail_address_ok(const char *address);
/* Append "Name: text". Text that is not plain ASCII becomes encoded words of whole characters,
 * folded so that no line is longer than 76. Control characters become blanks: a title cannot add a
 * header. */
MUST_CHECK rc_t mail_head_text(const char *name, const char *text, struct bytebuf *out);
/* Append "Date: Mon, 15 Jun 2026 09:00:00 +0800". */
MUST_CHECK rc_t mail_head_date(int64_t at_us, int zone_minutes, struct bytebuf *out);

#endif
