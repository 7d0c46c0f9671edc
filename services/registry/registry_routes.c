/* The table of operations; README.md has the same rows, a test compares them. */
#include "attr.h"
#include "registry_handlers.h"
#include "rulebook.h"

/* What a caller may send, in bytes of the request frame. A pack may have 2 MiB; as JSON text it
 * grows by its escapes. MIDDLE is for contract.open, which may bring MAX_PEOPLE people. */
enum { SMALL = 4 << 10, MIDDLE = 512 << 10, LARGE = 4 << 20 };

/* Services and workers read by calls and never write: what they do to a portfolio is their own
 * tables' business. Writing is for who speaks for a person, or sits at this machine. */
#define READERS (CALLER_ANY)
#define WRITERS (CALLER_GATEWAY | CALLER_CLI)

/* Who calls by which token only the gateway has to know, and nobody else may try tokens. */
static const struct service_route ROUTES[] = {
    { "account.add", WRITERS, SMALL, PG_WRITE, on_account_add,
      "a new account; its token is told once" },
    { "account.bind", WRITERS, SMALL, PG_WRITE, on_account_bind,
      "an account is a person of a contract: what it does there is that person's doing" },
    { "account.enter", CALLER_GATEWAY, SMALL, PG_READ, on_account_enter,
      "the account that a token belongs to" },
    { "account.list", WRITERS, SMALL, PG_READ, on_account_list,
      "accounts and whom they are tied to, revoked ones too" },
    { "account.revoke", WRITERS, SMALL, PG_WRITE, on_account_revoke,
      "an account's token opens nothing from now on" },
    { "account.unbind", WRITERS, SMALL, PG_WRITE, on_account_unbind,
      "an account is nobody of a contract any more" },
    { "calendar.list", READERS, SMALL, PG_READ, on_calendar_list,
      "calendars with their first and last day" },
    { "calendar.load", WRITERS, LARGE, PG_WRITE, on_calendar_load,
      "load a version of a calendar from `date,type,name` lines" },
    { "channel.add", WRITERS, SMALL, PG_WRITE, on_channel_add,
      "a chat robot or webhook of a contract; its endpoint is checked" },
    { "channel.disable", WRITERS, SMALL, PG_WRITE, on_channel_disable,
      "nothing more goes by this channel" },
    { "channel.enable", WRITERS, SMALL, PG_WRITE, on_channel_enable,
      "reminders planned from now on go by this channel again" },
    { "channel.list", READERS, SMALL, PG_READ, on_channel_list,
      "chat robots and webhooks, without what lets somebody in" },
    { "contract.get", READERS, SMALL, PG_READ, on_contract_get, "one contract with its teams" },
    { "contract.list", READERS, SMALL, PG_READ, on_contract_list, "contracts with their teams" },
    { "contract.open", WRITERS, MIDDLE, PG_WRITE, on_contract_open,
      "make a contract with its teams, systems and people from a pack" },
    { "habit.clear", WRITERS, SMALL, PG_WRITE, on_habit_clear,
      "a person gets every mail by itself again" },
    { "habit.list", READERS, SMALL, PG_READ, on_habit_list, "people who get a digest, and when" },
    { "habit.set", WRITERS, SMALL, PG_WRITE, on_habit_set,
      "a person gets the mail of a day as one, at a time of day" },
    { "pack.list", READERS, SMALL, PG_READ, on_pack_list, "packs, every version" },
    { "pack.load", WRITERS, LARGE, PG_WRITE, on_pack_load, "load a pack, all or nothing" },
    { "pack.show", READERS, SMALL, PG_READ, on_pack_show, "what a pack holds, counted" },
    { "pack.text", READERS, SMALL, PG_READ, on_pack_text, "a pack as it was loaded" },
    { "person.add", WRITERS, SMALL, PG_WRITE, on_person_add, "add a person to a contract" },
    { "person.list", READERS, SMALL, PG_READ, on_person_list, "people of a contract" },
    { "policy.get", READERS, SMALL, PG_READ, on_policy_get,
      "quiet hours, rest days and storm cap of a contract" },
    { "policy.set", WRITERS, SMALL, PG_WRITE, on_policy_set,
      "set some of them; the others stay as they are" },
    { "system.get", READERS, SMALL, PG_READ, on_system_get,
      "one system with its cycles and phases" },
    { "system.list", READERS, SMALL, PG_READ, on_system_list,
      "systems with the phase they are in" },
    { "system.rename", WRITERS, SMALL, PG_WRITE, on_system_rename, "a system has another name" },
};

const struct service_def REGISTRY = {
    .name = "registry",
    .routes = ROUTES,
    .route_count = COUNT_OF(ROUTES),
    .local_new = rulebook_local_new,
    .local_destroy = rulebook_local_destroy,
};
