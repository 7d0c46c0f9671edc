/* The handlers behind the table of operations. Each is a call_fn: reads call->args, works in the
 * call's transaction, sets call->result; says what was wrong in call->problem. `local` is a
 * rulebook. */
#ifndef REGISTRY_HANDLERS_H
#define REGISTRY_HANDLERS_H

#include "service_host.h"

extern const struct service_def REGISTRY;

/* registry_accounts.c */
call_fn on_account_add, on_account_bind, on_account_enter, on_account_list, on_account_revoke,
    on_account_unbind;
/* registry_packs.c */
call_fn on_calendar_list, on_calendar_load, on_pack_list, on_pack_load, on_pack_show, on_pack_text;
/* registry_contracts.c */
call_fn on_contract_get, on_contract_list, on_contract_open;
/* registry_outlets.c */
call_fn on_channel_add, on_channel_disable, on_channel_enable, on_channel_list, on_habit_clear,
    on_habit_list, on_habit_set, on_policy_get, on_policy_set;
/* registry_handlers.c */
call_fn on_person_add, on_person_list, on_system_get, on_system_list, on_system_rename;

#endif
