-- export_insert: a queued export of kind $2 for contract $1 in language $3; its row.
insert into mlps.export (contract_id, kind, lang) values ($1::bigint, $2::text, $3::text)
returning id;
