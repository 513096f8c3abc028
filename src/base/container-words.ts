/** What kind of file it is, in ffprobe's words; a still is read by a demuxer of pictures one after the other, which calls it a piped sequence. */
export function containerWords({
  container,
  containerLong,
}: {
  readonly container: string;
  readonly containerLong: string | null;
}): string {
  const still = containerLong === null ? null : /^piped (\S+) sequence$/.exec(containerLong);
  return still === null ? (containerLong ?? container) : `${still[1]} picture`;
}
