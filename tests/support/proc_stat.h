/* What /proc says about a process: for tests that watch memory, descriptors and processor time. */
#ifndef PROC_STAT_H
#define PROC_STAT_H

#include <stdint.h>
#include <sys/types.h>

/* A sanitizer's own memory would be measured instead of ours: such checks are then left out. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PROC_RSS_COUNTS = 0 };
#else
enum { PROC_RSS_COUNTS = 1 };
#endif

/* Resident memory in KiB; -1 when the process is gone. */
int64_t proc_rss_kb(pid_t pid);
/* Processor time used so far, user and system, in milliseconds; -1 when it is gone. */
int64_t proc_cpu_ms(pid_t pid);
/* Open descriptors; -1 when it is gone. */
int proc_fd_count(pid_t pid);

#endif
