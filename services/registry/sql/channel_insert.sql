-- channel_insert: a robot or webhook of contract $1: channel $2, name $3, endpoint $4 (null: the provider's), references of its token $5 and
-- signing secret $6, audience $7 (JSON list of roles, null: everybody), at most $8 messages a minute. Its row.
insert into mlps.reminder_channel (contract_id, channel, name, endpoint, token_ref, secret_ref, audience, per_minute)
values ($1::bigint, $2::text, $3::text, $4::text, $5::text, $6::text,
        (select array_agg(role) from jsonb_array_elements_text($7::jsonb) as role), $8::integer)
returning id;
