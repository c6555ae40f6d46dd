import { readFileSync, readdirSync } from 'node:fs';
import { forwardedOf } from '#shared/domain/forward/forwarded.ts';
import { FIELDS, LANGUAGES } from '#shared/domain/forward/labels.ts';
import { parseMail } from '#tests/support/parse.ts';
const seen = new Map<string,string>();
for (const w of LANGUAGES) for (const f of FIELDS) for (const l of w[f]?.split('|') ?? []) { const k=l.toLowerCase(); const old=seen.get(k); if (old && old!==f) console.log('CONFLICT', k, old, f, w.language); seen.set(k,f); }
const dir='/work/shared/corpus/reply/';
for (const f of readdirSync(dir).filter(f=>f.endsWith('.txt'))) {
  const t=readFileSync(dir+f,'utf8');
  for (const s of ['Hello', 'Re: Hello', 'FW: hello', undefined]) { const g=forwardedOf(t,s); if (g) console.log(f, s, JSON.stringify(g.original).slice(0,170), '| MSG', JSON.stringify(g.message)?.slice(0,60)); }
}
for (const d of ['parse','autoreply','bounce','complaint']) for (const f of readdirSync('/work/shared/corpus/'+d).filter(f=>f.endsWith('.eml'))) {
  try { const m=await parseMail(readFileSync('/work/shared/corpus/'+d+'/'+f));
  const g=forwardedOf(m.text,m.subject); if (g) console.log('##',d,f, m.subject, JSON.stringify(g).slice(0,400)); } catch(e) { console.log(f, String(e)); }
}
for (const [n,t] of Object.entries({gt:'>'.repeat(1e6), gtl:'>\n'.repeat(5e5), sp:' '.repeat(1e6), nl:'\n'.repeat(1e6), a:'a'.repeat(1e6), from:'From: a\n'.repeat(1e5), fr:'From: '.repeat(2e5), dash:'-'.repeat(1e6), ya:'--- Forwarded message --- From: a '+'To:'.repeat(3e5), lst:'---- Forwarded message ----\nFrom: a@b.c\nTo: '+'a@b.c, '.repeat(1e5), lt:'---- Forwarded message ----\nFrom: '+'<a'.repeat(4e5), q:'---- Forwarded message ----\nFrom: '+'"a, '.repeat(3e5)+'\nTo: '+'b@'.repeat(4e5), wr:'a 1 wrote\n'.repeat(1e5), en:'---- Forwarded message ----\nFrom: a@b.c\nTo: x\n'+'--- a\n'.repeat(1e5), gts:'> '.repeat(5e5), un:'Fra: a@b.c\n\n'.repeat(1e5)})) {
  const b=performance.now(); forwardedOf(t,'FW: x'); const ms=performance.now()-b; if (ms>30) console.log(n, ms|0);
}
