/** How components reach the state without passing it through every level. */
import { createContext } from 'svelte';
import type { Desk } from './desk.svelte.ts';
import type { Workstation } from './workstation.svelte.ts';

export const [getWorkstation, setWorkstation] = createContext<Workstation>();
export const [getDesk, setDesk] = createContext<Desk>();
