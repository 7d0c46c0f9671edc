/* The statements of the tree: every services/.../sql/NAME.sql and workers/.../sql/NAME.sql. */
#ifndef SQL_FILES_H
#define SQL_FILES_H

#include <stddef.h>

struct sql_file {
    char folder[64]; /* below the source folder, e.g. services/common/pg */
    char name[64];   /* without .sql */
    char *text;      /* owned */
};

/* Read them all, sorted by folder and name; the caller frees with sql_files_free. Ends the test
 * program when the tree cannot be read. */
size_t sql_files_read(struct sql_file **ret_files);
/* Free what sql_files_read gave. */
void sql_files_free(struct sql_file *files, size_t count);

#endif
