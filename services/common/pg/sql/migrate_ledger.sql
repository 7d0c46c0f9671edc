-- migrate_ledger: what was applied: version, name, sha256, breaking; by version.
select version, name, sha256, breaking from mlps.schema_migration order by version
