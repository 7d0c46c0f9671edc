/* Chinese first, English by switch; there is no third. */
#include "lang.h"

#include <string.h>

/* No text means Chinese, the users' language; an unknown word is refused and not guessed. */
bool lang_from_text(const char *text, enum lang *ret_lang)
{
    if (text && strcmp(text, "zh") != 0 && strcmp(text, "en") != 0)
        return false;
    *ret_lang = text && strcmp(text, "en") == 0 ? LANG_EN : LANG_ZH;
    return true;
}
