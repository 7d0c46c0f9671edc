#include "sentence.h"

#include <string.h>

#include "attr.h"
#include "bytebuf.h"
#include "code_words.h"
#include "sentence_rows.h"
#include "textw.h"

const struct sentence *const SENTENCE_TABLES[] = {
    SENTENCES_INPUT, SENTENCES_WORK, SENTENCES_MACHINE, SENTENCES_PACK, SENTENCES_PLAY,
    SENTENCES_TERMS, NULL,
};

/* Parameters of one sentence, and sentences inside sentences: a pack's line inside a refused load
 * inside a scenario. */
enum { PARTS_MAX = 6, DEPTH_MAX = 4 };
enum { CODE_TEXT = 40 }; /* bytes of the longest code, and more */

/* A parameter, as a piece of the text. */
struct part {
    const char *text;
    size_t len;
};

/* By rc_t; also the title of problem details over HTTP. */
static const struct {
    const char *zh, *en;
} TITLES[RC__COUNT] = {
    [RC_OK] = { "成功", "OK" },
    [RC_INVALID] = { "输入错误", "Invalid input" },
    [RC_UNAUTHENTICATED] = { "未认证", "Authentication required" },
    [RC_DENIED] = { "无权限", "Forbidden" },
    [RC_NOT_FOUND] = { "不存在", "Not found" },
    [RC_CONFLICT] = { "冲突", "Conflict" },
    [RC_STALE] = { "数据已被修改", "Precondition failed" },
    [RC_TOO_LARGE] = { "内容过大", "Content is too large" },
    [RC_REFUSED] = { "不符合规则", "Refused by a rule" },
    [RC_BUSY] = { "服务繁忙", "Too many requests" },
    [RC_INTERNAL] = { "内部错误", "Internal error" },
    [RC_UNAVAILABLE] = { "服务不可用", "Service unavailable" },
    [RC_TIMEOUT] = { "服务超时", "Service timed out" },
};

const char *rc_title(rc_t rc, enum lang lang)
{
    rc_t row = (unsigned)rc < RC__COUNT ? rc : RC_INTERNAL;
    return tr(lang, TITLES[row].zh, TITLES[row].en);
}

/* First place of `want` in `text`; NULL when it is not there. Both are counted, not ended. */
static const char *find_piece(struct part text, struct part want)
{
    for (size_t i = 0; i + want.len <= text.len; i++)
        if (memcmp(text.text + i, want.text, want.len) == 0)
            return text.text + i;
    return NULL;
}

/* Whether `text` is made by `pattern`; then its parameters are in `parts`. Each piece between two
 * conversions is taken at its first place and the last one at the end of the text: that finds a
 * match whenever there is one, in a single walk. */
static bool match(const char *pattern, struct part text, struct part parts[PARTS_MAX])
{
    size_t head = strcspn(pattern, "%");
    if (text.len < head || memcmp(text.text, pattern, head) != 0)
        return false;
    text = (struct part){ text.text + head, text.len - head };
    pattern += head;
    for (size_t n = 0; *pattern; n++) {
        struct part piece = { pattern + 1, strcspn(pattern + 1, "%") };
        bool last = piece.text[piece.len] == '\0';
        const char *at =
            last && text.len >= piece.len ? text.text + text.len - piece.len : text.text;
        if (n == PARTS_MAX || text.len < piece.len)
            return false;
        at = find_piece((struct part){ at, (size_t)(text.text + text.len - at) }, piece);
        if (!at)
            return false;
        parts[n] = (struct part){ text.text, (size_t)(at - text.text) };
        text.len -= parts[n].len + piece.len;
        text.text = at + piece.len;
        pattern = piece.text + piece.len;
    }
    return text.len == 0;
}

/* How much of a pattern is its own text: of two that match, the one that says more is meant. */
static size_t weight(const char *pattern)
{
    size_t n = 0;
    for (; *pattern; pattern++)
        n += *pattern != '%';
    return n + 1;
}

/* A sentence that begins with a parameter begins with a name: not with a place in a file, after
 * which another sentence comes. */
static bool begins_with_name(const char *pattern, const struct part *parts)
{
    return *pattern != '%' || !find_piece(parts[0], (struct part){ ": ", 2 });
}

/* The row that made `text`, and its parameters; NULL when no row did. */
static const struct sentence *find_row(struct part text, struct part parts[PARTS_MAX])
{
    const struct sentence *best = NULL;
    for (const struct sentence *const *table = SENTENCE_TABLES; *table; table++)
        for (const struct sentence *row = *table; row->en; row++) {
            struct part found[PARTS_MAX];
            if ((best && weight(row->en) <= weight(best->en)) || !match(row->en, text, found) ||
                !begins_with_name(row->en, found))
                continue;
            best = row;
            memcpy(parts, found, sizeof(found));
        }
    return best;
}

/* What is full is cut: a sentence that ends early is better than none. */
static void add(struct bytebuf *out, const char *text, size_t len)
{
    size_t room = out->ceiling - out->len;
    if (bytebuf_add(out, text, len < room ? len : room) != RC_OK)
        return; /* cannot be: it fits */
}

static bool say_piece(struct part text, int depth, struct bytebuf *out);

/* What no table knows: a name stays as it is, several words stand in quotation marks, so that no
 * English sentence looks like one of ours. */
static void quote(struct part text, struct bytebuf *out)
{
    bool words = memchr(text.text, ' ', text.len) != NULL;
    add(out, "“", words ? strlen("“") : 0);
    add(out, text.text, text.len);
    add(out, "”", words ? strlen("”") : 0);
}

/* "a, b or c": each of them by its word. */
static void say_list(struct part text, int depth, struct bytebuf *out)
{
    static const struct {
        const char *en, *zh;
    } JOINTS[] = { { ", ", "、" }, { " or ", "或" }, { " and ", "和" } };
    for (size_t i = 0; i < COUNT_OF(JOINTS); i++) {
        size_t len = strlen(JOINTS[i].en);
        const char *at = find_piece(text, (struct part){ JOINTS[i].en, len });
        if (!at)
            continue;
        say_list((struct part){ text.text, (size_t)(at - text.text) }, depth, out);
        add(out, JOINTS[i].zh, strlen(JOINTS[i].zh));
        say_list((struct part){ at + len, (size_t)(text.text + text.len - at) - len }, depth, out);
        return;
    }
    if (!say_piece(text, depth, out))
        quote(text, out);
}

/* Whether a parameter is to stand here; % and @ before anything but a digit are themselves. */
static bool is_mark(const char *zh)
{
    return (*zh == '%' || *zh == '@') && zh[1] >= '1' && zh[1] <= '0' + PARTS_MAX;
}

/* The Chinese form of a row, with its parameters in place. */
static void fill(const char *zh, const struct part *parts, int depth, struct bytebuf *out)
{
    for (; *zh; zh++) {
        if (!is_mark(zh)) {
            add(out, zh, 1);
            continue;
        }
        bool plain = *zh++ == '%';
        const struct part *part = &parts[*zh - '1'];
        if (plain)
            add(out, part->text, part->len);
        else if (!say_piece(*part, depth + 1, out))
            say_list(*part, depth + 1, out);
    }
}

/* A state or role by its word; false when it is none. */
static bool say_code(struct part text, struct bytebuf *out)
{
    char code[CODE_TEXT];
    if (text.len >= sizeof(code))
        return false;
    memcpy(code, text.text, text.len);
    code[text.len] = '\0';
    const char *word = code_word(code, LANG_ZH);
    if (word == code)
        return false;
    add(out, word, strlen(word));
    return true;
}

/* False, and nothing is written, when neither a row nor a code knows the text. A text as a whole is
 * never a code: only what stands inside a sentence. */
static bool say_piece(struct part text, int depth, struct bytebuf *out)
{
    struct part parts[PARTS_MAX];
    const struct sentence *row = depth < DEPTH_MAX ? find_row(text, parts) : NULL;
    if (row)
        fill(row->zh, parts, depth, out);
    return row || (depth > 0 && say_code(text, out));
}

/* Into the caller's array; the buffer only counts on the way. */
static const char *give(struct bytebuf *said, char *out)
{
    memcpy(out, bytebuf_str(said), said->len + 1);
    text_trim_partial(out);
    bytebuf_fini(said);
    return out;
}

const char *sentence_say(const char *text, enum lang lang, char *out)
{
    struct bytebuf said;
    bytebuf_init(&said, SENTENCE_TEXT - 1);
    if (lang == LANG_EN || !say_piece((struct part){ text, strlen(text) }, 0, &said))
        add(&said, text, strlen(text));
    return give(&said, out);
}

const char *problem_say(const struct problem *problem, enum lang lang, char *out)
{
    struct part text = { problem->text, strlen(problem->text) };
    struct bytebuf said;
    bytebuf_init(&said, SENTENCE_TEXT - 1);
    if (lang == LANG_EN) {
        add(&said, text.text, text.len);
    } else if (!say_piece(text, 0, &said)) {
        const char *title = rc_title(problem->rc, lang);
        add(&said, title, strlen(title));
        add(&said, "：", strlen("："));
        quote(text, &said);
    }
    return give(&said, out);
}
