/* The exports folder: finished workbooks under their final names, and a place of its own per
 * running process for what is not finished. A file is in the folder whole or not at all, whenever a
 * process is killed (JOB-14). */
#ifndef EXPORT_FILES_H
#define EXPORT_FILES_H

#include <stdint.h>

#include "problem.h"

typedef struct export_files export_files_t;

enum { EXPORT_PATH_MAX = 1024, EXPORT_NAME_MAX = 160 };

/* Open `data`/exports, making what is missing (0750), and a private work folder below it that is
 * locked while this process lives. Work folders of processes that are gone are removed with all
 * they left. RC_INVALID for a folder that cannot be made or written. Caller closes *ret_files. */
MUST_CHECK rc_t export_files_open(const char *data, export_files_t **ret_files,
                                  struct problem *problem);
/* Remove the work folder, unlock, free, and set *self_p to NULL. Safe on NULL. */
void export_files_close(export_files_t **self_p);
/* Folder for temporary files. Borrowed. */
const char *export_files_work(const export_files_t *self);
/* Path of the file being written, in the work folder. Borrowed. */
const char *export_files_draft(const export_files_t *self);
/* Put the draft into the exports folder as `name`, replacing one of that name: file synced,
 * renamed, folder synced. RC_UNAVAILABLE when the disk refuses; the draft is then gone or unseen.
 */
MUST_CHECK rc_t export_files_publish(export_files_t *self, const char *name,
                                     struct problem *problem);

/* What a file's name says. */
struct export_name {
    const char *contract; /* code */
    const char *kind;
    int32_t as_of; /* business day */
    int64_t id;    /* of the export */
};
/* <contract>-<kind>-<day>-<id>.xlsx, [a-z0-9._-] only, cut to fit; `out` has EXPORT_NAME_MAX bytes;
 * returns it. Depends on nothing else, so a repeated job writes the same name. */
const char *export_file_name(const struct export_name *name, char *out);

#endif
