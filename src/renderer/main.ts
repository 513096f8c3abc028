/** Entry of the window: first its language, then everything that has words. */
import { mount } from 'svelte';
import { must } from '../base/assert.ts';
import type { Language } from '../contract/language.ts';
import './tokens.css';
import './base.css';
import { connect } from './transport/connect.ts';
import type { Transport } from './transport/transport.ts';
import { CATALOGUES } from './words/languages.ts';
import { useCatalogue } from './words/say.ts';

const transport = connect();
const language = await chosenLanguage(transport);
if (language !== 'en') useCatalogue((await CATALOGUES[language]()).default);
document.documentElement.lang = language;
// Some words are looked up while their file is loaded, so the window comes after its catalogue.
const { default: App } = await import('./App.svelte');
mount(App, { target: must(document.getElementById('app'), 'index.html has no #app'), props: { transport } });

/** A window that cannot reach the application says so itself, in English. */
async function chosenLanguage(through: Transport): Promise<Language> {
  try {
    return (await through.call('language.chosen', {})).language;
  } catch {
    return 'en';
  }
}
