import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../tests/helpers/temp-folder.ts';
import { openedPath, whatWasAsked } from './watch.ts';

it('tells an address and a file outside from what a program needs', async () => {
  const trace = join(tempFolder(), 'trace');
  writeFileSync(
    trace,
    [
      '12 openat(AT_FDCWD</work>, "/usr/lib/libc.so.6", O_RDONLY|O_CLOEXEC) = 3</usr/lib/libc.so.6>',
      '12 openat(AT_FDCWD</cases/one>, "derived/../case.sqlite", O_RDWR) = 4</cases/one/case.sqlite>',
      '12 openat(AT_FDCWD</>, "/newroot/cases/one/a.mp4", O_RDONLY) = 4',
      '12 openat(AT_FDCWD</cases/one>, "../../home/a/secret.txt", O_RDONLY) = 5',
      '12 openat(AT_FDCWD</>, "/bait/bait.mp4", O_RDONLY) = -1 ENOENT (No such file or directory)',
      '12 connect(5<socket:[1]>, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0',
      '12 connect(5<socket:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS',
      '12 sendto(5<socket:[2]>, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(53)}, 28) = 1',
      '12 exit_group(0) = ?',
    ].join('\n'),
  );
  const { opens, connects, addresses, files } = await whatWasAsked(trace, ['/cases']);
  expect([opens, connects]).toEqual([5, 3]);
  expect([...files]).toEqual([
    ['/home/a/secret.txt', 1],
    ['/bait/bait.mp4 (was not opened)', 1],
  ]);
  expect([...addresses.keys()].map((words) => words.slice(0, 7))).toEqual(['connect', 'sendto(']);
});

it('reads no path out of other calls', () => {
  expect(openedPath('12 execve("/usr/bin/ffmpeg", ["ffmpeg"], 0x7ffd /* 5 vars */) = 0')).toBeNull();
});
