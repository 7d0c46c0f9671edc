/* One line per event on standard error: `time level process event key="value" ...`. Values are
 * escaped, so nobody outside can forge a line. Only main.c and the dispatchers log. */
#ifndef LOGLINE_H
#define LOGLINE_H

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

/* Name the process and set the least level that is written (from MLPS_LOG: debug, info, warn, error).
 * Call once from main(), before any thread. `process` must outlive all logging. */
void log_setup(const char *process);
/* Write one line: pairs of (const char *key, const char *value), ended by NULL. Thread-safe; one
 * write(2) per line, cut at 2,000 bytes. */
void log_line(enum log_level level, const char *event, ...) __attribute__((sentinel));

#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__, (char *)0)
#define log_info(...) log_line(LOG_LEVEL_INFO, __VA_ARGS__, (char *)0)
#define log_warn(...) log_line(LOG_LEVEL_WARN, __VA_ARGS__, (char *)0)
#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__, (char *)0)

#endif
