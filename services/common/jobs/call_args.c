#include "call_args.h"

#include <inttypes.h>

#include "civil.h"
#include "jsonx.h"
#include "service_host.h"

rc_t args_id(const json_t *args, const char *key, bool required, int64_t *ret_id,
             struct problem *problem)
{
    *ret_id = 0;
    return jsonx_int_field(args, key, required ? JSON_REQUIRED : JSON_OPTIONAL, 1, INT64_MAX,
                           ret_id, problem);
}

rc_t args_alone(const json_t *args, const char *key, const char *const others[],
                struct problem *problem)
{
    for (size_t i = 0; others[i]; i++)
        if (json_object_get(args, others[i]) && !json_is_null(json_object_get(args, others[i])))
            return problem_set(problem, RC_INVALID, others[i],
                               "\"%s\" names the row alone, without \"%s\"", key, others[i]);
    return RC_OK;
}

rc_t args_contract(const json_t *args, bool required, const char **ret_code,
                   struct problem *problem)
{
    return jsonx_text_field(args, "contract", required ? JSON_REQUIRED : JSON_OPTIONAL,
                            MAX_CODE_FIELD, ret_code, problem);
}

rc_t args_serial(const json_t *args, bool required, const char **ret_contract, int64_t *ret_serial,
                 struct problem *problem)
{
    *ret_serial = 0;
    rc_t rc = args_contract(args, true, ret_contract, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(args, "serial", required ? JSON_REQUIRED : JSON_OPTIONAL, 1,
                             MAX_SERIAL, ret_serial, problem);
    return rc;
}

rc_t args_system(const json_t *args, struct system_ref *ret_ref, struct problem *problem)
{
    static const char *const BY_SERIAL[] = { "contract", "serial", NULL };
    struct system_ref ref = { 0 };
    rc_t rc = args_id(args, "system", false, &ref.id, problem);
    if (rc == RC_OK && ref.id)
        rc = args_alone(args, "system", BY_SERIAL, problem);
    if (rc == RC_OK && !ref.id)
        rc = args_serial(args, true, &ref.contract, &ref.serial, problem);
    if (rc != RC_OK)
        return rc;
    *ret_ref = ref;
    return RC_OK;
}

rc_t args_version(const json_t *args, int64_t *ret_version, struct problem *problem)
{
    *ret_version = 0;
    return jsonx_int_field(args, "version", JSON_OPTIONAL, 1, INT32_MAX, ret_version, problem);
}

rc_t args_version_check(int64_t wanted, int64_t actual, const char *row, struct problem *problem)
{
    if (wanted == 0 || wanted == actual)
        return RC_OK;
    return problem_set(problem, RC_STALE, "version",
                       "the %s is at version %" PRId64 " by now, not %" PRId64, row, actual,
                       wanted);
}

rc_t args_past_day(const struct call *call, const char *key, int32_t *ret_day)
{
    int32_t day = 0;
    char today[DATE_TEXT];
    rc_t rc = jsonx_date_field(call->args, key, JSON_REQUIRED, &day, call->problem);
    if (rc != RC_OK)
        return rc;
    if (day > call->today)
        return problem_set(call->problem, RC_REFUSED, key, "\"%s\" lies in the future: today is %s",
                           key, civil_format_date(call->today, today));
    *ret_day = day;
    return RC_OK;
}

rc_t args_past_instant(const struct call *call, const char *key, int64_t *ret_us)
{
    int64_t us = 0;
    rc_t rc = jsonx_instant_field(call->args, key, JSON_REQUIRED, &us, call->problem);
    if (rc != RC_OK)
        return rc;
    if (us > call->now_us)
        return problem_set(call->problem, RC_REFUSED, key, "\"%s\" lies in the future", key);
    *ret_us = us;
    return RC_OK;
}

rc_t args_not_before(const char *key, int32_t day, int32_t least, const char *what,
                     struct problem *problem)
{
    char bound[DATE_TEXT];
    if (day >= least)
        return RC_OK;
    return problem_set(problem, RC_REFUSED, key, "\"%s\" lies before %s on %s", key, what,
                       civil_format_date(least, bound));
}
