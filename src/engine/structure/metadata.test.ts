import { describe, expect, it } from 'vitest';
import { onDisk } from './metadata.ts';

describe('where ExifTool lies', () => {
  it('is beside the archive of a packed program, and where it is otherwise', () => {
    expect(onDisk('/opt/Penumbra/resources/app.asar/node_modules/exiftool-vendored.pl/bin/exiftool')).toBe(
      '/opt/Penumbra/resources/app.asar.unpacked/node_modules/exiftool-vendored.pl/bin/exiftool',
    );
    expect(onDisk('C:\\Penumbra\\resources\\app.asar\\node_modules\\x')).toBe(
      'C:\\Penumbra\\resources\\app.asar.unpacked\\node_modules\\x',
    );
    for (const path of ['/home/a/penumbra/node_modules/x', '/opt/app.asar.unpacked/x', '/opt/myapp.asar']) expect(onDisk(path)).toBe(path);
  });
});
