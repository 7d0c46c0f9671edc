#include "arrange.h"

#include <inttypes.h>
#include <stdio.h>

enum { SQL_MAX = 1024 };

void arrange_contract(const struct temp_db *tdb, struct arranged *ret)
{
    char sql[SQL_MAX];
    ret->pack = db_number(tdb, "insert into pack (name, version, sha256, body) values "
                               "('p', 1, repeat('a', 64), 'body') returning id");
    ret->calendar = db_number(
        tdb, "insert into calendar_version (code, version) values ('cn', '1') returning id");
    snprintf(
        sql, sizeof(sql),
        "insert into contract (code, pack_id, calendar_id, title, customer, total_fen, signed_on, "
        "service_from, service_to, zone) values ('c', %" PRId64 ", %" PRId64
        ", 'title', 'customer', 718061200, '2026-03-16', '2026-03-16', '2026-12-31', "
        "'Asia/Shanghai') returning id",
        ret->pack, ret->calendar);
    ret->contract = db_number(tdb, sql);
    snprintf(sql, sizeof(sql),
             "insert into team (contract_id, code, name, position) values (%" PRId64
             ", 't', 'team', 1) returning id",
             ret->contract);
    ret->team = db_number(tdb, sql);
    snprintf(sql, sizeof(sql),
             "insert into system (contract_id, team_id, serial, name, grade) values (%" PRId64
             ", %" PRId64 ", 1, 'system one', 3) returning id",
             ret->contract, ret->team);
    ret->system = db_number(tdb, sql);
    snprintf(sql, sizeof(sql), "insert into contract_work (contract_id) values (%" PRId64 ")",
             ret->contract);
    db_exec(tdb, sql);
}

int64_t arrange_person(const struct temp_db *tdb, const struct arranged *of, const char *name,
                       const char *role, const char *email)
{
    char sql[SQL_MAX];
    const char *quote = email ? "'" : "";
    snprintf(sql, sizeof(sql),
             "insert into person (contract_id, team_id, name, role, email) values (%" PRId64
             ", %" PRId64 ", '%s', '%s', %s%s%s) returning id",
             of->contract, of->team, name, role, quote, email ? email : "null", quote);
    return db_number(tdb, sql);
}
