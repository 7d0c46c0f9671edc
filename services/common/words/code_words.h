/* What a table calls the services' codes: states, roles, risks, kinds of work. JSON output keeps
 * the codes. */
#ifndef CODE_WORDS_H
#define CODE_WORDS_H

#include "lang.h"

/* Word for `code` in that language; the code itself when the list does not know it, so that a newer
 * service's state is still shown. Static or borrowed. */
const char *code_word(const char *code, enum lang lang);

#endif
