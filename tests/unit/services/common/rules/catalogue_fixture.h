/* The tables of schema/catalogue for the tests of the catalogue. */
#ifndef CATALOGUE_FIXTURE_H
#define CATALOGUE_FIXTURE_H

#include "catalogue.h"

/* Read the tables that ship; `replaced` (NULL: none) takes the place of one of them. */
rc_t catalogue_fixture(enum catalogue_table table, const char *replaced,
                       struct catalogue **ret_catalogue, struct problem *problem);

#endif
