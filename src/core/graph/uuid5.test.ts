import { expect, it } from 'vitest';
import { uuid5 } from './uuid5.ts';

// The namespace of domain names and the example of RFC 9562, appendix A.4; the second as Python's uuid.uuid5 has it.
const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

it('is what others compute', () => {
  expect(uuid5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  expect(uuid5(DNS, 'python.org')).toBe('886313e1-3b8a-5372-9b90-0c9aee199e5d');
});
