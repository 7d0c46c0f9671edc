#include "http_fault.h"

#include "attr.h"

/* By enum http_fault; made of the list in the header, so no row can be missing. */
static const struct {
    const char *code;
    int status;
    const char *zh;
    const char *en;
} FAULTS[] = {
#define HTTP_FAULT_ROW(name, code, status, zh, en) { code, status, zh, en },
    HTTP_FAULT_LIST(HTTP_FAULT_ROW)
#undef HTTP_FAULT_ROW
};

static const struct {
    const char *zh;
    const char *en;
} RC_TITLES[RC__COUNT] = {
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

/* A value outside the list is a mistake of ours: it reads as an internal error and never past the
 * table. */
static enum http_fault known(enum http_fault fault)
{
    return (unsigned)fault < FAULT__COUNT ? fault : FAULT_INTERNAL;
}

/* Part of the API: clients may branch on it, so a row's code never changes. */
const char *http_fault_code(enum http_fault fault)
{
    return FAULTS[known(fault)].code;
}

int http_fault_status(enum http_fault fault)
{
    return FAULTS[known(fault)].status;
}

const char *http_fault_title(enum http_fault fault, enum lang lang)
{
    return tr(lang, FAULTS[known(fault)].zh, FAULTS[known(fault)].en);
}

/* Every rc_t has a row; a unit outside the list reads as RC_INTERNAL. */
const char *http_rc_title(rc_t rc, enum lang lang)
{
    rc_t row = (unsigned)rc < RC__COUNT ? rc : RC_INTERNAL;
    return tr(lang, RC_TITLES[row].zh, RC_TITLES[row].en);
}
