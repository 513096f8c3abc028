/** Names of boxes: ISO/IEC 14496-12, -14, -15, 23008-12, the QuickTime File Format, and the code points of mp4ra.org; and how a box begins. */
export interface BoxHead {
  readonly name: string;
  /** As it is written; `size` is what it means. */
  readonly stated: number;
  /** Of the whole box, bytes; may lie. */
  readonly size: number;
  /** Bytes before its body. */
  readonly header: 8 | 16;
}

/** `head`: the first 16 bytes of a box, 8 at least; `left`: bytes to the end of what it lies in. Throws RangeError for fewer than 8. */
export function boxHead(head: Buffer, left: number): BoxHead {
  const stated = head.readUInt32BE(0);
  // 14496-12 section 4.2: 1 means a 64-bit size follows, 0 up to the end of what it lies in.
  const long = stated === 1 && head.length >= 16;
  const size = long ? Number(head.readBigUInt64BE(8)) : stated === 0 ? left : stated;
  return { name: head.toString('latin1', 4, 8), stated, size, header: long ? 16 : 8 };
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/** Those whose children are listed. */
export const CONTAINERS: ReadonlySet<string> = words(
  'moov trak mdia minf stbl dinf edts udta mvex moof traf mfra meta ilst iprp ipco tapt gmhd tref sinf schi strk grpl',
);

export const KNOWN_BOXES: ReadonlySet<string> = words(`
  ftyp styp moov mdat free skip wide pnot uuid meta moof mfra mfro tfra sidx ssix prft emsg pdin idat imda
  mvhd iods trak tkhd tref tapt clef prof enof edts elst mdia mdhd hdlr elng minf vmhd smhd hmhd nmhd sthd gmhd gmin text tmcd tcmi
  dinf dref url urn alis stbl stsd stts ctts cslg stsc stsz stz2 stco co64 stss stsh padb stdp sdtp sbgp sgpd subs saiz saio stps
  udta cprt tsel strk stri strd kind load mvex mehd trex leva traf tfhd trun tfdt mfhd ilst keys data mean name itun
  iinf iloc ipro iref pitm iprp ipco ipma infe ispe pixi irot imir colr clap pasp auxC hvcC av1C avcC rloc grpl altr ster
  chpl chap cdsc hint font vdep vplx sync scpt ssrc thmb auxl dimg base exif mime hvc1 avc1 mp4a sinf frma schm schi fiel
  WLOC AllF LOOP SelO ptv cmvd cmov dcom rmra rmda rmqu rmdr rmvc rmcd crgn kmat clip matt imap btrt amve mdcv clli cclv st3d sv3d
  c2pa jumb jumd`);
