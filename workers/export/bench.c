/* `mlps-export --bench`: rows a second by our writer and by the bare library, in turn and in
 * children, then the peak memory of each with a million rows. The ratio is the figure that holds on
 * any machine. */
#include "bench.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_book.h"
#include "clk.h"
#include "memory.h"

/* More rounds than that say nothing new; a path of the temporary folder. */
enum { ROUNDS_MAX = 9, PATH_MAX_TEXT = 512 };

/* /var/tmp and not /tmp: that is memory on many machines, and the sheets' temporary files would
 * count as such. */
const struct option_row BENCH_OPTIONS[] = {
    { "bench", NULL, NULL, true, "测量导出速度与内存", "measure speed and memory of exports" },
    { "count", NULL, "100000", false, "每轮行数", "rows of each round" },
    { "rounds", NULL, "3", false, "轮数（两种写法交替）", "rounds, both writers in turn" },
    { "memory-rows", NULL, "1000000", false, "测内存时的行数", "rows when memory is measured" },
    { "dir", NULL, "/var/tmp", false, "临时文件目录", "folder for the files" },
    { "json", NULL, NULL, true, "输出 JSON（默认）", "print JSON (it always does)" },
    { NULL, NULL, NULL, false, NULL, NULL },
};

/* One run; the folder is made for it and removed. */
struct bench {
    int64_t rows, rounds, memory_rows;
    char dir[PATH_MAX_TEXT];
    char path[PATH_MAX_TEXT + 32];
};

/* What one child reports: the seconds it took, its peak memory, the file's size. */
struct measure {
    double seconds;
    int64_t peak_kb; /* VmHWM */
    int64_t bytes;
    bool good;
};

/* Run one writer in a child, so that its peak is its own. A child that dies leaves a short pipe,
 * which is a measure that is no good; nothing of it is printed. */
static struct measure measure(const struct bench *bench, bench_writer_fn *writer, int64_t rows)
{
    struct measure result = { .good = false };
    int ends[2];
    if (pipe(ends) != 0)
        return result;
    pid_t pid = fork();
    /* The child: what it measures goes through the pipe, its files stay in the folder of the run.
     */
    if (pid == 0) {
        struct problem problem = { .rc = RC_OK };
        struct rusage usage;
        struct stat st;
        int64_t from = clk_mono_us();
        result.good = writer(bench->dir, bench->path, rows, &problem) == RC_OK;
        result.seconds = (double)(clk_mono_us() - from) / 1e6;
        if (!result.good)
            fprintf(stderr, "mlps-export: %s\n", problem.text);
        if (getrusage(RUSAGE_SELF, &usage) == 0)
            result.peak_kb = usage.ru_maxrss;
        if (stat(bench->path, &st) == 0)
            result.bytes = st.st_size;
        _exit(write(ends[1], &result, sizeof(result)) == (ssize_t)sizeof(result) ? 0 : 1);
    }
    (void)close(ends[1]);
    if (pid < 0 || read(ends[0], &result, sizeof(result)) != (ssize_t)sizeof(result))
        result.good = false;
    (void)close(ends[0]);
    if (pid > 0)
        (void)waitpid(pid, NULL, 0);
    (void)unlink(bench->path);
    return result;
}

/* For qsort, without a difference that could be no number. */
static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of an odd or even count: the upper one of the two in the middle. */
static double median(double *values, int64_t count)
{
    qsort(values, (size_t)count, sizeof(*values), by_value);
    return values[count / 2];
}

/* Both writers in turn, so that a change of the machine's mood hits both. */
static bool run_rounds(const struct bench *bench, json_t *out)
{
    double ours[ROUNDS_MAX], bare[ROUNDS_MAX];
    for (int64_t i = 0; i < bench->rounds; i++) {
        struct measure a = measure(bench, bench_write_ours, bench->rows);
        struct measure b = measure(bench, bench_write_bare, bench->rows);
        if (!a.good || !b.good)
            return false;
        ours[i] = (double)bench->rows / a.seconds;
        bare[i] = (double)bench->rows / b.seconds;
    }
    double our_rate = median(ours, bench->rounds), bare_rate = median(bare, bench->rounds);
    json_object_set_new(out, "figure", json_real(our_rate));
    json_object_set_new(out, "unit", json_string("rows/s"));
    json_object_set_new(out, "bare_library", json_real(bare_rate));
    json_object_set_new(out, "ratio", json_real(our_rate / bare_rate));
    return true;
}

/* Peaks of whole children: the bare library's is what the format itself costs. */
static bool run_memory(const struct bench *bench, json_t *out)
{
    struct measure ours = measure(bench, bench_write_ours, bench->memory_rows);
    struct measure bare = measure(bench, bench_write_bare, bench->memory_rows);
    if (!ours.good || !bare.good)
        return false;
    json_object_set_new(out, "memory_rows", json_integer(bench->memory_rows));
    json_object_set_new(out, "peak_mb", json_real((double)ours.peak_kb / 1024));
    json_object_set_new(out, "bare_library_peak_mb", json_real((double)bare.peak_kb / 1024));
    json_object_set_new(out, "file_mb", json_real((double)ours.bytes / (1 << 20)));
    json_object_set_new(out, "memory_rows_per_s",
                        json_real((double)bench->memory_rows / ours.seconds));
    return true;
}

/* A figure without its machine is none. */
static void describe(const struct bench *bench, json_t *out)
{
    struct utsname host;
    char text[256] = "";
    if (uname(&host) == 0)
        snprintf(text, sizeof(text), "%s %s %s, %ld processors", host.sysname, host.release,
                 host.machine, sysconf(_SC_NPROCESSORS_ONLN));
    json_object_set_new(out, "bench", json_string("export"));
    json_object_set_new(out, "columns", json_integer(BENCH_COLUMNS));
    json_object_set_new(out, "rows", json_integer(bench->rows));
    json_object_set_new(out, "rounds", json_integer(bench->rounds));
    json_object_set_new(out, "machine", json_string(text));
}

/* Bounds first, then the folder: bad options leave nothing behind. */
static rc_t read_options(struct bench *bench, int argc, char **argv, struct problem *problem)
{
    struct options options;
    rc_t rc = options_read(&options, BENCH_OPTIONS, argc, argv, problem);
    if (rc == RC_OK)
        rc = option_int(&options, "count", 1, BENCH_ROWS_MAX, &bench->rows, problem);
    if (rc == RC_OK)
        rc = option_int(&options, "rounds", 1, ROUNDS_MAX, &bench->rounds, problem);
    if (rc == RC_OK)
        rc = option_int(&options, "memory-rows", 1, BENCH_ROWS_MAX, &bench->memory_rows, problem);
    if (rc != RC_OK)
        return rc;
    snprintf(bench->dir, sizeof(bench->dir), "%s/mlps-bench-XXXXXX", option_text(&options, "dir"));
    if (!mkdtemp(bench->dir))
        return problem_set(problem, RC_INVALID, "dir", "could not make a folder in \"%s\"",
                           option_text(&options, "dir"));
    snprintf(bench->path, sizeof(bench->path), "%s/bench.xlsx", bench->dir);
    return RC_OK;
}

/* 0 with one JSON object, 2 for bad options, 1 when a workbook could not be written: then nothing
 * is printed that looks like a figure. */
int bench_main(int argc, char **argv)
{
    struct bench bench = { .rows = 0 };
    struct problem problem = { .rc = RC_OK };
    if (read_options(&bench, argc, argv, &problem) != RC_OK) {
        fprintf(stderr, "mlps-export: %s\n", problem.text);
        return 2;
    }
    json_t *out = json_object();
    describe(&bench, out);
    bool good = run_rounds(&bench, out) && run_memory(&bench, out);
    if (good) {
        char *text = json_dumps(out, JSON_COMPACT | JSON_REAL_PRECISION(6));
        puts(text);
        free(text); /* jansson allocates with malloc */
    }
    json_decref(out);
    (void)rmdir(bench.dir);
    return good ? 0 : 1;
}
