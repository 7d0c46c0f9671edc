/* The one list of refusals the gateway itself gives. A row is the stable `code` of the problem
 * details (RFC 9457), the HTTP status and the title in both languages. Refusals by a service carry
 * the words of base/rc.h instead, so the two lists share no code with different meanings. */
#ifndef HTTP_FAULT_H
#define HTTP_FAULT_H

#include "lang.h"

/*    enumerator                  code                           HTTP  Chinese, English */
#define HTTP_FAULT_LIST(X)                                                                         \
    X(FAULT_NONE, "ok", 200, "成功", "OK")                                                         \
    X(FAULT_MALFORMED, "malformed_request", 400, "请求格式错误", "Malformed request")              \
    X(FAULT_FRAMING, "invalid_framing", 400, "请求长度标记错误", "Invalid message framing")        \
    X(FAULT_HEADER, "invalid_header", 400, "请求头错误", "Invalid header field")                   \
    X(FAULT_TARGET, "invalid_target", 400, "请求路径错误", "Invalid request target")               \
    X(FAULT_HOST, "invalid_host", 400, "Host 请求头错误", "Invalid Host header")                   \
    X(FAULT_PARAMETER, "invalid_parameter", 400, "参数错误", "Invalid parameter")                  \
    X(FAULT_BODY, "invalid_body", 400, "请求正文错误", "Invalid request body")                     \
    X(FAULT_KEY_REQUIRED, "idempotency_key_required", 400, "缺少幂等键",                           \
      "Idempotency-Key is required")                                                               \
    X(FAULT_UNAUTHENTICATED, "unauthenticated", 401, "未认证", "Authentication required")          \
    X(FAULT_NOT_OWNER, "owner_only", 403, "仅限所有者", "For the owner only")                      \
    X(FAULT_NOT_ALLOWED, "not_allowed", 403, "无权访问", "Not allowed")                            \
    X(FAULT_NO_PATH, "not_found", 404, "不存在", "Not found")                                      \
    X(FAULT_METHOD, "method_not_allowed", 405, "方法不允许", "Method not allowed")                 \
    X(FAULT_SLOW, "request_timeout", 408, "请求超时", "Request timed out")                         \
    X(FAULT_NOT_READY, "export_not_ready", 409, "导出尚未完成", "Export is not ready")             \
    X(FAULT_LENGTH, "length_required", 411, "缺少请求长度", "Content-Length is required")          \
    X(FAULT_BODY_SIZE, "body_too_large", 413, "请求正文过大", "Request body is too large")         \
    X(FAULT_TARGET_SIZE, "target_too_long", 414, "请求路径过长", "Request target is too long")     \
    X(FAULT_MEDIA_TYPE, "unsupported_media_type", 415, "不支持的内容类型",                         \
      "Unsupported content type")                                                                  \
    X(FAULT_EXPECTATION, "expectation_failed", 417, "不支持的 Expect", "Expectation failed")       \
    X(FAULT_HOST_UNKNOWN, "host_not_allowed", 421, "未允许的主机名", "Host is not allowed")        \
    X(FAULT_MATCH_REQUIRED, "if_match_required", 428, "缺少 If-Match", "If-Match is required")     \
    X(FAULT_HEADERS_SIZE, "headers_too_large", 431, "请求头过大", "Header fields are too large")   \
    X(FAULT_INTERNAL, "internal", 500, "内部错误", "Internal error")                               \
    X(FAULT_CODING, "transfer_coding_unsupported", 501, "不支持的传输编码",                        \
      "Transfer coding is not supported")                                                          \
    X(FAULT_METHOD_UNKNOWN, "method_unknown", 501, "未知方法", "Unknown method")                   \
    X(FAULT_OVERLOADED, "overloaded", 503, "服务繁忙", "Server is busy")                           \
    X(FAULT_VERSION, "version_unsupported", 505, "不支持的 HTTP 版本",                             \
      "HTTP version is not supported")

enum http_fault {
#define HTTP_FAULT_ENUM(name, code, status, zh, en) name,
    HTTP_FAULT_LIST(HTTP_FAULT_ENUM)
#undef HTTP_FAULT_ENUM
        FAULT__COUNT
};

/* Why a request is refused. Texts are static or live as long as the request. */
struct http_refusal {
    enum http_fault fault;
    const char *field;  /* header or parameter that is wrong, or NULL */
    const char *detail; /* what was expected, or NULL */
};

/* Stable code, status and title of a row; those of FAULT_INTERNAL for a value outside the list. */
const char *http_fault_code(enum http_fault fault);
/* HTTP status of a row, 400 to 599; 500 for a value outside the list. */
int http_fault_status(enum http_fault fault);
/* Short title for a person in `lang`. Static, never NULL; that of FAULT_INTERNAL for a value
 * outside the list. */
const char *http_fault_title(enum http_fault fault, enum lang lang);

#endif
