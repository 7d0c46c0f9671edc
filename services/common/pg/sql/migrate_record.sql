-- migrate_record: version $1, named $2, with checksum $3, breaking $4, was applied.
insert into mlps.schema_migration (version, name, sha256, breaking)
values ($1::integer, $2::text, $3::text, $4::boolean)
