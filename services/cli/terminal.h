/* The terminal behind a stream: how wide it is, and messages that fit it. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdio.h>

/* Columns to write `stream` in: what the environment's COLUMNS says, else what its terminal says,
 * else 100; from 40 to 400 whatever they say. */
int terminal_columns(FILE *stream);
/* Print one message and end its line. A terminal gets it in lines that fit, further ones indented;
 * a pipe or a file as one line, which a log can be searched by. */
void terminal_say(FILE *stream, const char *text);

#endif
