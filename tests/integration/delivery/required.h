/* Deliverables as the scheduler makes them: what the tests of this folder share. */
#ifndef REQUIRED_H
#define REQUIRED_H

#include "bench.h"

/* A deliverable of system `serial` (0: of the contract), due at the end of `due` (NULL: never
 * said), in the only contract there is. Gives its id. */
int64_t require_document(const struct bench *bench, const char *clause, const char *title,
                         int serial, const char *due);

/* Registry with the portfolio of portfolio.h at PORTFOLIO_NOW, then `rows` (SQL; NULL: none), and
 * delivery on the same database. Ends with delivery_close. */
void delivery_open(struct bench *registry, struct bench *delivery, const char *rows);
void delivery_close(struct bench *registry, struct bench *delivery);

#endif
