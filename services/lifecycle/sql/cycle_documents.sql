-- cycle_documents: the titles filed in all phases of cycle $1, each once, as a JSON list.
select coalesce(json_agg(distinct title), '[]'::json)
  from phase f
 cross join lateral jsonb_array_elements_text(f.documents) as title
 where f.cycle_id = $1::bigint;
