/* The pack that questions of the fuzz targets are about. */
#ifndef FIXED_PACK_H
#define FIXED_PACK_H

#include "pack.h"

/* The pack "t", read anew; the caller destroys it. */
pack_t *fixed_pack(void);

#endif
