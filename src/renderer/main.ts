/** Entry of the window. */
import { mount } from 'svelte';
import { must } from '../base/assert.ts';
import App from './App.svelte';
import './tokens.css';
import './base.css';
import { connect } from './transport/connect.ts';

mount(App, { target: must(document.getElementById('app'), 'index.html has no #app'), props: { transport: connect() } });
