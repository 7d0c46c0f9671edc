/* The rows of a pack about people and proofs: posts, numbers of staff, what a person must have,
 * proofs of the vendor, licences, and the steps of the work. Part of pack.h. */
#ifndef PACK_PEOPLE_H
#define PACK_PEOPLE_H

#include <stdbool.h>

#include "condition.h"
#include "pack_base.h"

/* A row of the document's table of posts: so many people at least, of them some on site. */
struct pack_post {
    struct pack_place at;
    const char *clause, *role;
    int64_t row; /* number in the table */
    int64_t headcount, onsite_min;
    PACK_ROWS(const char *) also; /* further clauses that say the same */
};

/* A number of people. */
struct pack_staffing {
    struct pack_place at;
    const char *clause, *title;
    PACK_ROWS(const char *) roles;    /* any of them; empty: any role */
    PACK_ROWS(const char *) services; /* any of them; empty: any service … */
    PACK_ROWS(const char *) except;   /* … but these */
    bool onsite;                      /* only who is on site */
    bool each;                        /* of each of the roles, not of all together */
    bool stated, capped;              /* some number is stated; `most` is */
    int64_t least, most;
    const char *added_to;                /* clause whose number this one comes on top of, or NULL */
    struct condition when;               /* facts that make it apply */
    PACK_ROWS(const char *) contradicts; /* clauses of this section that say another number */
    bool asked; /* judged only when its clause is asked about (a designation, a restatement) */
    PACK_ROWS(const char *) also;
};

/* A certificate that is asked for. */
struct certificate {
    struct pack_place at;
    const char *name, *grade, *issuer; /* `grade`, `issuer`: NULL when not stated */
    PACK_ROWS(const char *)
    grades;                          /* the issuer's grades, least first: `grade` or above will do;
                                        empty: `grade` itself */
    PACK_ROWS(const char *) aliases; /* other names of the same certificate */
};

/* 、 asks for all of them, 或 for any (C10). */
struct certificate_set {
    bool any;
    PACK_ROWS(struct certificate) list;
};

/* As certificate_set: `any` is 或, else all of them (C10). */
struct proof_set { /* titles of proofs */
    bool any;
    PACK_ROWS(const char *) list;
};

/* What each person of some roles or services must have or be. */
struct pack_person {
    struct pack_place at;
    const char *clause, *title;
    PACK_ROWS(const char *) roles, services; /* any of them; empty: everyone */
    struct certificate_set certificates;
    bool certified; /* a certificate of any name */
    struct proof_set evidence;
    int64_t years;                     /* of experience at least, 0: not stated */
    bool over;                         /* more than `years` */
    const char *education;             /* this or higher by the scale "education", or NULL */
    PACK_ROWS(const char *) job_title; /* any of them */
    bool manufacturer_staff;
    bool replaces; /* whoever comes for another has all of that one's certificates … */
    bool approved; /* … and is approved */
    int64_t count; /* so many of them must have it, 0: each */
    PACK_ROWS(const char *) also;
};

/* A proof of the vendor, a tool or a bid. */
struct pack_qualification {
    struct pack_place at;
    const char *clause, *title;
    PACK_ROWS(const char *) services; /* what it is needed for, for the reader */
    struct certificate_set certificates;
    struct proof_set evidence;
    int64_t contracts, within_months; /* reference contracts in the time before a day; 0: none */
    int64_t months_before;            /* calendar months before a day's own, 0: none */
    PACK_ROWS(const char *) also;
};

/* Points are whole numbers, as the licences count them. */
struct licence_row {
    struct pack_place at;
    const char *clause, *client, *class; /* `clause`: its own, or that of its licence */
    int64_t points;
    PACK_ROWS(const char *) aliases; /* other names of the client */
};

struct licence_part { /* part of a licence, never added to it again */
    struct pack_place at;
    const char *clause, *name;
    int64_t points;
};

/* Licence points of one network. */
struct pack_licence {
    struct pack_place at;
    const char *clause, *network, *service;
    PACK_ROWS(struct licence_row) rows;
    PACK_ROWS(struct licence_part) parts; /* of the one row; they add up to its points */
};

/* A step of a service, as the document's indicators list it. */
struct pack_step {
    struct pack_place at;
    const char *clause, *service, *step;
    bool important;                /* marked as important */
    PACK_ROWS(const char *) items; /* what it covers or yields */
};

#endif
