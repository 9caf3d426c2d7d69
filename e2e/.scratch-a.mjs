import { start } from './lib/product.mjs';
import { launch, open, desktop, tablet, phone } from './lib/browser.mjs';
import { enterAs } from './lib/clinic.mjs';
import { writeFileSync, mkdirSync } from 'node:fs';
mkdirSync('/tmp/sim',{recursive:true});
const p = await start('demo','--today','2026-03-02');
const b = await launch();
const roles=[['nurse',tablet],['prescriber',desktop],['front-desk',desktop],['therapist',desktop],['admin',desktop],['patient',phone]];
for (const [r,v] of roles){ const o=await open(b,v); await enterAs(o.page,p.base,r);
 await o.page.screenshot({path:`/tmp/sim/${r}.png`,fullPage:true}); writeFileSync(`/tmp/sim/${r}.txt`, await o.page.locator('body').innerText());
 await o.context.close(); }
const o=await open(b,desktop); await enterAs(o.page,p.base,'prescriber');
const links=await o.page.$$eval('tbody tr',rs=>rs.map(r=>[r.innerText.replace(/\s+/g,' '),[...r.querySelectorAll('a')].map(a=>a.getAttribute('href'))]));
writeFileSync('/tmp/sim/links.json',JSON.stringify(links,null,1));
const want=/Amara|Celeste|Greta|Farid|Ingrid/; let trial=0;
for (const [t,hs] of links){ const c=hs.find(h=>h.includes('/courses/')); if(!c) continue; 
 const isT=/NIMH|trial|participant/i.test(t); 
 if(isT && ++trial>3) continue;
 const n=t.split(' ')[0]+(isT?trial:'');
 await o.page.goto(p.base+c); await o.page.screenshot({path:`/tmp/sim/c-${n}.png`,fullPage:true}); writeFileSync(`/tmp/sim/c-${n}.txt`, await o.page.locator('main').innerText());
}
await b.close(); await p.stop();
