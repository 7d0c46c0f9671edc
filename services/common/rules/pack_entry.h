/* Entries of a pack as the file has them, noted while reading: what each cites, and what becomes of
 * the clauses it cites. */
#ifndef PACK_ENTRY_H
#define PACK_ENTRY_H

#include "pack_reader.h"

/* Note a map or a section's single value as an entry. A map inside another one is an entry of its
 * own only when it cites a clause. */
void pack_entry_note(struct pack_reader *reader, const struct yaml_node *node);

/* missing, recorded, tracked, computed. */
const char *clause_class_word(enum clause_class class);

#endif
