/** Names of boxes: ISO/IEC 14496-12, -14, -15, 23008-12, the QuickTime File Format, and the code points of mp4ra.org. */
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
