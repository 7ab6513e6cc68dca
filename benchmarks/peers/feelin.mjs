// feelin behind the line protocol of worker.py; run with the folder that has it in node_modules as the working folder.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.cwd() + '/');
const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');

let feelin;
try {
  feelin = await import(pathToFileURL(require.resolve('feelin')));
} catch (error) {
  say({ error: error.message.split('\n')[0] });
  process.exit();
}
say({ ready: 'feelin' });

for await (const line of createInterface({ input: process.stdin })) {
  const { phase, text, context, count } = JSON.parse(line);
  const work = phase === 'parse' ? (each) => feelin.parseExpression(each) : (each) => feelin.evaluate(each, context);
  let value;
  try {
    const began = process.cpuUsage();
    for (let i = 0; i < count; i++) value = work(text);
    const { user, system } = process.cpuUsage(began);
    const us = (user + system) / count;
    say({ value: phase === 'parse' ? null : value?.value ?? value, us });
  } catch (error) {
    say({ error: String(error) });
  }
}
