-- contract_insert: a contract; its row, or no row when the code is taken.
insert into mlps.contract (code, pack_id, calendar_id, title, customer, total_fen, signed_on, service_from,
                           service_to, zone, readings)
values ($1::text, $2::bigint, $3::bigint, $4::text, $5::text, $6::bigint, $7::date, $8::date, $9::date, $10::text,
        coalesce($11::jsonb, '{}'::jsonb))
on conflict (code) do nothing
returning id;
