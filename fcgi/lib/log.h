/*
 * Log lines: key=value on stderr, one write a line, values escaped. Never
 * give it a body, a password, a token or a person's number.
 */
#ifndef LIANGDING_LOG_H
#define LIANGDING_LOG_H

#include <stdint.h>

enum { LOG_BYTES = 2048 };

struct log {
	char text[LOG_BYTES];
	int len;
};

/* Begins a line about event: "at=… event=…". */
void log_begin(struct log *l, const char *event);
void log_word(struct log *l, const char *key, const char *value);
void log_number(struct log *l, const char *key, int64_t value);
/* Writes the line; what did not fit is cut. */
void log_end(struct log *l);

/* A whole line at once: event, and a formatted detail="…". */
void log_note(const char *event, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
