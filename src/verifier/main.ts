/** One page for whoever receives a report: it checks on their own machine, fetches nothing and sends nothing. */
import { mount } from 'svelte';
import * as z from 'zod';
import '../renderer/tokens.css';
import './page.css';
import Verifier from './Verifier.svelte';

// The page's policy forbids code made from text, which zod would otherwise try.
z.config({ jitless: true });

const target = document.getElementById('app');
if (target !== null) mount(Verifier, { target });
