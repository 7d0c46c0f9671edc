-- cycle_standing: what the gates of cycle $1 ask: its last score in hundredths (null: none), its high-risk
-- findings that are open or whose risk was accepted (a borne risk is a risk), the number of assessments of kind $2.
select (select a.score_bp from assessment a where a.cycle_id = $1::bigint order by a.id desc limit 1),
       (select count(*) from finding f where f.cycle_id = $1 and f.risk = 'high' and f.state in ('open', 'accepted')),
       (select count(*) from assessment a where a.cycle_id = $1 and a.kind = $2::text);
