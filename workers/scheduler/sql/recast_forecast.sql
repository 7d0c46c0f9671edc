-- recast_forecast: the phases $1 are now expected from the days $2 to the days $3 (numbers since 1970). One that says so
-- already keeps its version.
update phase p
   set forecast_from = w.first, forecast_to = w.last, version = p.version + 1
  from (select id, date '1970-01-01' + f::integer as first, date '1970-01-01' + t::integer as last
          from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as u (id, f, t)) w
 where p.id = w.id and (p.forecast_from, p.forecast_to) is distinct from (w.first, w.last);
