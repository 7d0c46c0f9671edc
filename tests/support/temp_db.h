/* A fresh database for one test: a copy of a template that was migrated once. The cluster is the
 * one of the ctest run (file named by MLPS_TEST_PG) or, for a program run by hand, one of its own
 * that ends with it. */
#ifndef TEMP_DB_H
#define TEMP_DB_H

#include <stdint.h>

#include "pg.h"

enum { TEMP_DB_NAME = 64, TEMP_DB_DSN = 256 };

struct temp_db {
    char name[TEMP_DB_NAME];
    char dsn[TEMP_DB_DSN]; /* as the cluster's superuser, who owns everything in it */
    void *raw;             /* connection of the db_... functions, search path mlps */
};

/* A migrated database. Every failure in this header ends the test program with a message. */
void temp_db_open(struct temp_db *self);
/* A database without anything in it. */
void temp_db_open_empty(struct temp_db *self);
/* Drop it, cutting whoever is still connected. */
void temp_db_close(struct temp_db *self);
/* A second connection of the db_... functions to the database of `other`, for what two sessions do
 * at once. */
void temp_db_join(struct temp_db *self, const struct temp_db *other);
/* Close what temp_db_join opened; the database stays. */
void temp_db_part(struct temp_db *self);
/* Connection as `role` ("mlps_registry"), NULL: as the superuser. Caller destroys. */
pg_t *temp_db_pg(const struct temp_db *self, const char *role);

/* Run any SQL text, for arranging and checking in tests. */
void db_exec(const struct temp_db *self, const char *sql);
/* The same, first column of the first row as a number; INT64_MIN for no row or null. */
int64_t db_number(const struct temp_db *self, const char *sql);
/* The same as text: "" for no row or null; valid until the next call in this thread. */
const char *db_text(const struct temp_db *self, const char *sql);
/* Wait until every committed event is final (mlps.event_horizon): what the database does by itself, such as collecting statistics,
 * takes transactions too, and holds back whatever was committed after they began. */
void db_settle(const struct temp_db *self);
/* Run SQL that must fail and give its SQLSTATE ("" when it did not fail); valid until the next call
 * in this thread. */
const char *db_refused(const struct temp_db *self, const char *sql);

#endif
