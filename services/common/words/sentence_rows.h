/* The tables that sentence.c reads. Private to this folder and its tests. */
#ifndef SENTENCE_ROWS_H
#define SENTENCE_ROWS_H

/* `en` is the format of a problem_set() with every conversion written as %, which stands for any
 * text. `zh` takes the n-th of them as %n, or as @n when it is itself a word or a sentence of ours
 * that is to be said in Chinese. */
struct sentence {
    const char *en; /* NULL ends a table */
    const char *zh;
};

extern const struct sentence SENTENCES_INPUT[];   /* options, arguments, JSON, requests over HTTP */
extern const struct sentence SENTENCES_WORK[];    /* what services refuse: rows, states, days */
extern const struct sentence SENTENCES_MACHINE[]; /* bus, database, files, processes, the system */
extern const struct sentence SENTENCES_PACK[];    /* lines of a pack or of a scenario */
extern const struct sentence
    SENTENCES_PLAY[]; /* packs as wholes, scenarios, simulations, workbooks */
extern const struct sentence SENTENCES_TERMS[]; /* single words inside sentences */

/* All of them, ended by NULL. */
extern const struct sentence *const SENTENCE_TABLES[];

#endif
