-- pack_text: name, version, hash and text of the pack in row $1, as JSON.
select json_build_object('name', p.name, 'version', p.version, 'sha256', p.sha256, 'yaml', p.body)
  from mlps.pack p where p.id = $1::bigint;
