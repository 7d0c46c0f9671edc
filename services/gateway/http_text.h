/* Character classes and small readers of RFC 9110 and RFC 3986, without a locale. */
#ifndef HTTP_TEXT_H
#define HTTP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* '0'..'9'. */
bool http_is_digit(char c);
/* A letter or digit of ASCII. */
bool http_is_alnum(char c);
/* One or more tchar (RFC 9110 5.6.2): a method or a field name. */
bool http_is_token(const char *text);
/* host [":" port] (RFC 9110 7.2): a name of letters, digits, '.', '-' and '_', an IPv4 address, or
 * an IPv6 address in brackets; a port of 1..5 digits up to 65535. User information and all else are
 * refused. */
bool http_is_host(const char *text);
/* Bytes of the host part of a valid Host value: up to the port's colon, brackets included. */
size_t http_host_len(const char *text);
/* Value of a hexadecimal digit; -1 for anything else. */
int http_hex(char c);
/* Make ASCII letters small, in place. */
void http_lower(char *text);
/* Text without spaces and tabs around it; cuts the end in place. */
char *http_trim(char *text);
/* Equal but for the case of ASCII letters. */
bool http_same_word(const char *a, const char *b);
/* Whether a comma-separated list (RFC 9110 5.6.1) has the token, in any case. */
bool http_list_has(const char *list, const char *token);

#endif
