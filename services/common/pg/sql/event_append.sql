-- event_append: event of contract $1 (code, or null), kind $2, about row $4 of table $3, with data $5 (null: {}); one
-- row: the event as published.
insert into mlps.event as e (contract, kind, subject_kind, subject_id, data)
values ($1::text, $2::text, $3::text, $4::bigint, coalesce($5::jsonb, '{}'))
returning jsonb_build_object('seq', e.seq, 'at', mlps.instant_text(e.at, 'Asia/Shanghai'), 'kind', e.kind,
                             'contract', e.contract, 'subject_kind', e.subject_kind,
                             'subject_id', e.subject_id, 'actor', e.actor, 'data', e.data)
