/* The service-level clocks of an incident: which clauses bind it, what they rule, and the ledger's
 * deadlines made to agree with that. */
#ifndef INCIDENT_CLOCK_H
#define INCIDENT_CLOCK_H

#include "service_host.h"
#include "sla_clock.h"
#include "sla_store.h"

/* Whether a clock of the pack is one for incidents of this family. A pack that states limits by
 * grade states them for faults and security events, and its limits without a grade are those of
 * consultations; a pack that knows no grades means all its limits for everything but consultations.
 * Whether the clock then binds the incident (its grade, its attributes) is the clock's own
 * condition. */
bool clock_serves(const struct pack *pack, const struct pack_clock *clock, const char *family);
/* The facts of an incident as clocks take them. `as_of` is left unknown. */
struct sla_facts incident_facts(const struct incident_row *incident);
/* Rule all its clocks anew and bring its deadlines in line: opened when something is owed, moved
 * when the facts moved it, stopped by a response or an arrival, void when nothing is owed any more.
 */
MUST_CHECK rc_t incident_clocks_apply(struct call *call, const struct contract_frame *rules,
                                      const struct incident_row *incident);
/* Whether some clause wants people on site for this incident by now; only then they can arrive. */
MUST_CHECK rc_t incident_wants_arrival(const struct contract_frame *rules,
                                       const struct incident_row *incident, bool *ret_wants,
                                       struct problem *problem);

#endif
