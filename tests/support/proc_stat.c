#include "proc_stat.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static FILE *open_proc(pid_t pid, const char *file)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
    return fopen(path, "r");
}

int64_t proc_rss_kb(pid_t pid)
{
    char line[256];
    long long kb = -1;
    FILE *in = open_proc(pid, "status");
    while (in && fgets(line, sizeof(line), in))
        if (sscanf(line, "VmRSS: %lld kB", &kb) == 1)
            break;
    if (in)
        fclose(in);
    return kb;
}

int64_t proc_cpu_ms(pid_t pid)
{
    char text[1024] = "";
    unsigned long long user = 0;
    unsigned long long system = 0;
    FILE *in = open_proc(pid, "stat");
    if (!in)
        return -1;
    size_t len = fread(text, 1, sizeof(text) - 1, in);
    fclose(in);
    text[len] = '\0';
    const char *after = strrchr(text, ')'); /* the name may hold anything */
    if (!after || sscanf(after, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
                         &system) != 2)
        return -1;
    return (int64_t)((user + system) * 1000 / (unsigned long long)sysconf(_SC_CLK_TCK));
}

int proc_fd_count(pid_t pid)
{
    char path[64];
    int count = 0;
    snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
    DIR *dir = opendir(path);
    if (!dir)
        return -1;
    while (readdir(dir))
        count++;
    closedir(dir);
    return count - 2; /* . and .. */
}
