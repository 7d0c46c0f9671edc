-- pack_list: a page of at most $2 packs after row $1, oldest first: {items, next}. Titles stand in the text: the
-- caller adds them.
with page as (
    select p.id, p.name, p.version, p.sha256, p.loaded_at, row_number() over (order by p.id) as n
      from mlps.pack p where p.id > $1::bigint order by p.id limit $2::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'name', name, 'version', version, 'sha256', sha256,
        'loaded_at', mlps.instant_text(loaded_at, 'Asia/Shanghai'))
        order by n) filter (where n <= $2::bigint), '[]'::json),
    'next', case when count(*) > $2::bigint then max(id) filter (where n = $2::bigint)::text end)
  from page;
