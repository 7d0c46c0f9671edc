-- schedule_document_link: deliverable $1 is due by deadline $2.
update deliverable set deadline_id = $2::bigint, version = version + 1
 where id = $1::bigint and deadline_id is distinct from $2::bigint;
