// Tells what the catalogues of the window lack and what they hold for nothing; see docs/howto/translate.md.
// Usage: node scripts/words.ts [--update | --all | --passed-over]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSLATED, complaints, readCatalogue, updateCatalogue } from './words/catalogues.ts';
import { findMessages } from './words/messages.ts';
import { everyMessage, root, sourceFiles } from './words/sources.ts';

const [wish] = process.argv.slice(2);
if (wish === '--update') for (const language of TRANSLATED) updateCatalogue(language);

const messages = everyMessage();
if (wish === '--all') {
  for (const [text, [first, ...others]] of messages) {
    const values = (first?.values ?? []).map((value) => value.replace(/\s+/g, ' ')).join(' | ');
    const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
    console.log(`${JSON.stringify(text)}\t${first?.file ?? ''}:${String(first?.line)}${more}\t${values}`);
  }
} else if (wish === '--passed-over') {
  for (const file of sourceFiles())
    for (const { text, line, place } of findMessages(file, readFileSync(join(root, file), 'utf8'), '').passedOver)
      console.log(`${file}:${String(line)}\t${place}\t${JSON.stringify(text)}`);
} else {
  let lacking = 0;
  for (const language of TRANSLATED) {
    const lines = complaints(messages.keys(), readCatalogue(language));
    for (const line of lines) console.log(`${language} ${line}`);
    lacking += lines.length;
  }
  console.log(`${String(messages.size)} messages, ${String(lacking)} complaints`);
  process.exitCode = lacking === 0 ? 0 : 1;
}
