-- pack_find: row, version, hash and time of loading of pack $1 in version $2, or in its newest when $2 is 0.
select p.id, p.version, p.sha256, mlps.instant_text(p.loaded_at, 'Asia/Shanghai')
  from mlps.pack p
 where p.name = $1::text and ($2::bigint = 0 or p.version = $2::bigint)
 order by p.version desc limit 1;
