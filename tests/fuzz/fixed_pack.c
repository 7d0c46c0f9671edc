/* A pack with an entry of most kinds, as text. It reads, or the target ends. */
#include "fixed_pack.h"

#include <stdlib.h>
#include <string.h>

static const char TEXT[] =
    "pack: t\n"
    "version: 1\n"
    "title: t\n"
    "zone: Asia/Shanghai\n"
    "calendar: {base: cn, makeup_days: true}\n"
    "contract: {clause: K, total: 1000.00, service: {clause: K2, from: 2030-01-01, to: "
    "2030-12-31}}\n"
    "readings:\n"
    "  - {name: roll, value: \"false\", one_of: [\"true\", \"false\"], about: a}\n"
    "  - {name: repeat, value: once, about: a}\n"
    "  - {name: week, value: calendar, one_of: [calendar, rolling], about: a}\n"
    "scales:\n"
    "  - {fact: grade, words: [IV, III, II, I]}\n"
    "units: {prefix: B, count: 5, clause: U}\n"
    "services:\n"
    "  - {code: A1, clause: S1, name: n}\n"
    "  - {code: A2, clause: S2, name: m}\n"
    "systems:\n"
    "  - {no: 1, name: one, grade: 3, clause: Y}\n"
    "  - {no: 2, name: two, grade: 2, clause: Y}\n"
    "terms:\n"
    "  - {clause: T1, title: a, after: [signed, invoiced], within: 10 working days, amount: 60%}\n"
    "  - {clause: T2, title: b, before: service_end, by: 2 months}\n"
    "clocks:\n"
    "  - clause: C1\n"
    "    title: t\n"
    "    when: {grade: I}\n"
    "    remote: {within: 30 min, from: occurred_at}\n"
    "    onsite: {under: 2 h, from: [remote_by, onsite_requested_at], needs: onsite_requested_at, "
    "unless: remote_resolved_in_time}\n"
    "penalties:\n"
    "  clause: P\n"
    "  in_service_period: false\n"
    "  one_row_per_incident: true\n"
    "  least: 1%\n"
    "  most: 30%\n"
    "  rows:\n"
    "    - {no: 1, clause: P1, title: t, case: f, when: {l: [A, B]}, from: 2, repeat: repeat, "
    "deduct: 2%}\n"
    "    - {no: 2, clause: P2, title: t, case: g, grade_of: e, grades: {I: 3%}}\n"
    "payments:\n"
    "  - {clause: M1, title: a, share: 70%}\n"
    "  - {clause: M2, title: b, share: 30%}\n"
    "limits:\n"
    "  - {clause: L1, title: t, value: fen, is: \"<= 20%\"}\n"
    "  - {clause: L2, title: t, value: seconds, is: \"<= 600\"}\n"
    "phases:\n"
    "  - {no: 1, name: a, within: 3 working days, clause: H1}\n"
    "  - {no: 2, name: b, within: 7 days, clause: H2}\n"
    "recurring:\n"
    "  - {clause: R3, title: visit, work: service, service: A1, times: 4, per: year, spread: "
    "quarter, units: 4}\n"
    "  - {clause: R8, title: look, work: checklist, part: p, subsystem: s, every: week, checklist: "
    "[{clause: I1, key: a, text: a}]}\n"
    "  - {clause: R2, title: copy, work: backup, every: day}\n"
    "deliverables:\n"
    "  - {clause: D1, title: plan, part: o, listed: true}\n"
    "  - {clause: D2, title: of systems, per: system}\n"
    "  - {clause: D5, title: month, every: month, part: q, subsystem: s2, bound: minimum}\n";

pack_t *fixed_pack(void)
{
    struct pack_source source = { .bytes = TEXT, .len = sizeof(TEXT) - 1, .file_name = "t.yaml" };
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    if (pack_read(&source, &pack, &problem) != RC_OK)
        abort();
    return pack;
}
