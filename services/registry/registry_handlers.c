/* People and systems. A person belongs to a contract and perhaps to a team; a name may stand there
 * once per role. Systems are made with the contract; here they are read and renamed. */
#include "registry_handlers.h"

#include "registry_store.h"
#include "registry_wire.h"

/* The person of row `id`, made in this transaction, as the call's result: in the form of the
 * list, so that a client needs one reader for both. */
static rc_t reply_person(struct call *call, const char *contract, int64_t id)
{
    const struct person_list one = { .contract = contract, .person = id, .page = PAGE_OF_ONE };
    json_t *list = NULL;
    rc_t rc = registry_store_people(call->db, &one, &list, call->problem);
    if (rc == RC_OK)
        call->result = json_incref(json_array_get(json_object_get(list, "items"), 0));
    json_decref(list);
    return rc;
}

/* The answer is read back from the database, so a repeated request gets what is there and not what
 * was sent. */
rc_t on_person_add(struct call *call)
{
    struct person_add add;
    int64_t id = 0;
    rc_t rc = registry_read_person_add(call->args, &add, call->problem);
    if (rc == RC_OK)
        rc = registry_store_person(call->db, &add, &id, call->problem);
    if (rc == RC_OK)
        rc = call_event(call, add.contract, "person.added", "person", id,
                        json_pack("{s:s, s:s}", "name", add.name, "role", add.role));
    if (rc == RC_OK)
        rc = reply_person(call, add.contract, id);
    return rc;
}

/* An unknown contract is an error; a contract without people is an empty list. */
rc_t on_person_list(struct call *call)
{
    struct person_list list;
    rc_t rc = registry_read_person_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = registry_store_contract_exists(call->db, list.contract, call->problem);
    if (rc == RC_OK)
        rc = registry_store_people(call->db, &list, &call->result, call->problem);
    return rc;
}

/* Only the single system carries its cycles and phases: a page of systems with theirs would be a
 * long reply. Not to find it is an error here, and an empty list in system.list. */
rc_t on_system_get(struct call *call)
{
    struct system_list one;
    rc_t rc = registry_read_system_get(call->args, &one, call->problem);
    if (rc == RC_OK)
        rc = registry_store_system(call->db, &one, &call->result, call->problem);
    return rc;
}

/* The contract is one filter of several and may be absent, so that an unknown one is an empty list
 * and not an error as in person.list. */
rc_t on_system_list(struct call *call)
{
    struct system_list list;
    rc_t rc = registry_read_system_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = registry_store_systems(call->db, &list, &call->result, call->problem);
    return rc;
}

/* Team, grade and number stay the contract's: who is told, what is due and what it costs hang on
 * them. The name hangs on nothing, and is looked up wherever it is shown. */
rc_t on_system_rename(struct call *call)
{
    struct system_rename rename;
    json_t *was = NULL;
    rc_t rc = registry_read_system_rename(call->args, &rename, call->problem);
    if (rc == RC_OK)
        rc = registry_store_rename(call->db, &rename, &was, call->problem);
    if (rc != RC_OK)
        return rc;
    const struct system_list one = { .system = rename.system, .page = PAGE_OF_ONE };
    json_t *data = json_pack("{s:O, s:s, s:O}", "serial", json_object_get(was, "serial"), "name",
                             rename.name, "was", json_object_get(was, "name"));
    rc = call_event(call, json_string_value(json_object_get(was, "contract")), "system.renamed",
                    "system", rename.system, data);
    json_decref(was);
    return rc == RC_OK ? registry_store_system(call->db, &one, &call->result, call->problem) : rc;
}
