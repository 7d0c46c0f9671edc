/* Chinese first, English by switch. Each text stands beside its twin where it is used. */
#ifndef LANG_H
#define LANG_H

#include <stdbool.h>

enum lang { LANG_ZH, LANG_EN };

/* The text of `lang`. */
__attribute__((format_arg(2), format_arg(3))) static inline const char *tr(enum lang lang, const char *zh,
                                                                          const char *en)
{
    return lang == LANG_EN ? en : zh;
}
/* "zh" or "en"; NULL gives Chinese. False for anything else, *ret_lang unchanged. */
bool lang_from_text(const char *text, enum lang *ret_lang);

#endif
