-- migrate_find_ledger: whether the ledger exists, as 0 or 1.
select (to_regclass('mlps.schema_migration') is not null)::int
