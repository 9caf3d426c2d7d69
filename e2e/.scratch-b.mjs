import { start } from './lib/product.mjs';
import { launch, open, desktop, tablet, phone } from './lib/browser.mjs';
import { enterAs, answer } from './lib/clinic.mjs';
import { writeFileSync } from 'node:fs';
const p = await start('demo','--today','2026-03-02');
const b = await launch();
const o=await open(b,tablet,{hasTouch:true}); const page=o.page; await enterAs(page,p.base,'nurse');
const S=async(n,full=false)=>{await page.screenshot({path:`/tmp/sim/n-${n}.png`,fullPage:full}); };
const say=async(n)=>{const t=(await page.locator('main').innerText()).split('\n').filter(Boolean).slice(0,45).join('\n'); writeFileSync(`/tmp/sim/n-${n}.txt`,t);console.log('=====',n,page.url().replace(p.base,''),'scrollY',await page.evaluate(()=>scrollY),'focus',await page.evaluate(()=>document.activeElement?.id||document.activeElement?.tagName));};
let taps=0; const tap=async(l)=>{taps++; await l.tap();}
// patient 1 Celeste : session today, 35 typo, >confirm, double tap
await tap(page.getByRole('row',{name:/Celeste/}).getByRole('link',{name:/six infusions/})); await page.waitForURL(/courses/); await S('1'); await say('celeste open');
await tap(page.getByRole('link',{name:/Enter a check-in/})); await page.waitForURL(/instrument/); await page.waitForTimeout(300); await S('2'); await say('checkin open');
for (const [i,v] of [2,2,2,2,2,2,2,2,0].entries()){ await tap(page.locator(`#check-in-item_${i+1}`).locator('label',{has:page.locator(`input[value="${v}"]`)})); }
await S('2b');
await tap(page.getByRole('button',{name:'Save the check-in'})); await page.waitForURL(/done=check-in/).catch(()=>{}); await page.waitForTimeout(800); await S('3'); await say('after phq');
console.log('taps for PHQ',taps); taps=0;
// GAD-7
const g=page.getByRole('link',{name:/GAD-7/}); console.log('gad links',await g.count(), await page.getByText('Enter a check-in').count());
await page.goto(page.url().split('?')[0]+'?instrument=GAD7#check-in'); await page.waitForTimeout(300); await S('4');await say('gad open');
for (const [i,v] of [2,2,2,2,2,1,1].entries()){ await tap(page.locator(`#check-in-item_${i+1}`).locator('label',{has:page.locator(`input[value="${v}"]`)})); }
await tap(page.getByRole('button',{name:'Save the check-in'})); await page.waitForTimeout(1200); await S('5'); await say('after gad');
// give: typo 35
await tap(page.getByRole('link',{name:'Give a session'})); await page.waitForTimeout(300); await S('6');
await page.locator('#give-dose_mg_per_kg').fill('35'); await page.locator('#give-weight_kg').fill('57.4');
await tap(page.getByRole('button',{name:/^Record session/})); await page.waitForTimeout(800); await S('7'); await say('typo 35');
await page.locator('#give-dose_mg_per_kg').fill('1.2'); await tap(page.getByRole('button',{name:/^Record session/})); await page.waitForTimeout(800); await S('8'); await say('1.2');
await page.screenshot({path:'/tmp/sim/n-8f.png',fullPage:true});
const box=page.locator('input[name=confirm]'); console.log('confirm boxes',await box.count());
if(await box.count()){ await tap(box);
const btn=page.getByRole('button',{name:/^Record session/}); const bb=await btn.boundingBox(); await btn.scrollIntoViewIfNeeded(); const b2=await btn.boundingBox(); await page.mouse.dblclick(b2.x+20,b2.y+10); await page.waitForTimeout(1500); await S('9'); await say('double tap');}
await page.screenshot({path:'/tmp/sim/n-9f.png',fullPage:true}); writeFileSync('/tmp/sim/n-9f.txt',await page.locator('main').innerText());
// above stop
// Amara: give w double tap normal
await page.goto(p.base+'/patients'); await S('list'); await page.getByRole('row',{name:/Amara/}).getByRole('link',{name:/six infusions/}).tap(); await page.waitForURL(/courses/);
await page.locator('#give-dose_mg_per_kg').fill('1.6'); await page.getByRole('button',{name:/^Record session/}).tap(); await page.waitForTimeout(800); await S('a1'); await say('nurse 1.6');
await page.locator('#give-dose_mg_per_kg').fill('0,5'); await page.getByRole('button',{name:/^Record session/}).tap(); await page.waitForTimeout(1200); await S('a2'); await say('comma');
writeFileSync('/tmp/sim/n-amara5.txt',await page.locator('main').innerText()); await page.screenshot({path:'/tmp/sim/n-amara5.png',fullPage:true});
// Ingrid missed
await page.goto(p.base+'/patients'); await page.getByRole('row',{name:/Ingrid/}).getByRole('link',{name:/six infusions/}).tap(); await page.waitForURL(/courses/);
await page.getByText('The patient did not come').tap(); await page.waitForTimeout(200); await S('i1'); await page.getByRole('button',{name:'Record as missed'}).tap(); await page.waitForTimeout(1200); await S('i2'); await say('missed'); writeFileSync('/tmp/sim/n-ingrid.txt',await page.locator('main').innerText());
console.log('complaints',o.complaints);
// front desk afterwards
const f=await open(b,desktop); await enterAs(f.page,p.base,'front-desk'); writeFileSync('/tmp/sim/fd2.txt',await f.page.locator('main').innerText());
// patient of missing?
await b.close(); await p.stop();
