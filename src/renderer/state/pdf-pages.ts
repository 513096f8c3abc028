/** Draws a PDF into an element by pdf.js: its pages as they come into view, with text that can be selected. Loaded only when a PDF is shown. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { EventBus, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

export interface Bookmark {
  readonly title: string;
  readonly target: unknown;
  readonly depth: number;
}

export interface PdfListener {
  page(number: number): void;
  scale(value: number): void;
}

export class PdfPages {
  readonly document: PDFDocumentProxy;
  readonly bookmarks: readonly Bookmark[];
  readonly #viewer: PDFViewer;
  readonly #go: (target: unknown) => void;

  private constructor(document: PDFDocumentProxy, bookmarks: readonly Bookmark[], viewer: PDFViewer, go: (target: unknown) => void) {
    this.document = document;
    this.bookmarks = bookmarks;
    this.#viewer = viewer;
    this.#go = go;
  }

  /** `container` scrolls; its only child receives the pages. Rejects when the file cannot be read. */
  static async open(
    url: string,
    container: HTMLDivElement,
    listener: PdfListener,
    first: { page: number; scale: string },
  ): Promise<PdfPages> {
    const pdfjs = await import('pdfjs-dist');
    // This part expects the other to be there.
    const { EventBus, PDFLinkService, PDFViewer } = await import('pdfjs-dist/web/pdf_viewer.mjs');
    pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
    closingIsNoFault(pdfjs.AbortException);
    // No code is made from text or fetched: the content security policy of the window would refuse both.
    const document = await pdfjs.getDocument({ url, useWasm: false, enableXfa: false, disableAutoFetch: true, disableStream: true })
      .promise;
    const eventBus: EventBus = new EventBus();
    const linkService = new PDFLinkService({ eventBus });
    // An address that stands in a report as text, an exhibit's metadata among it, does not become a link.
    const viewer = new PDFViewer({
      container,
      eventBus,
      linkService,
      annotationMode: pdfjs.AnnotationMode.ENABLE,
      enableAutoLinking: false,
    });
    linkService.setViewer(viewer);
    eventBus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) => listener.page(pageNumber));
    eventBus.on('scalechanging', ({ scale }: { scale: number }) => listener.scale(scale));
    eventBus.on('pagesinit', () => {
      // The pages are put into the window only after this has been told; by then the person may have gone elsewhere.
      const begin = (): void => {
        if (viewer.pdfDocument !== document || !container.isConnected) return;
        if (!inView(container)) {
          requestAnimationFrame(begin);
          return;
        }
        viewer.currentScaleValue = first.scale;
        viewer.currentPageNumber = Math.min(first.page, document.numPages);
      };
      requestAnimationFrame(begin);
    });
    viewer.setDocument(document);
    linkService.setDocument(document, null);
    const outline = await document.getOutline();
    const flat = (items: typeof outline | undefined, depth: number): Bookmark[] =>
      (items ?? []).flatMap((item) => [{ title: item.title, target: item.dest, depth }, ...flat(item.items as typeof outline, depth + 1)]);
    return new PdfPages(document, flat(outline, 0), viewer, (target) => void linkService.goToDestination(target as string));
  }

  get page(): number {
    return this.#viewer.currentPageNumber;
  }

  set page(number: number) {
    this.#viewer.currentPageNumber = Math.max(1, Math.min(this.document.numPages, number));
  }

  /** `page-width`, `page-fit`, or a number as text. */
  set scale(value: string) {
    if (inView(this.#viewer.container)) this.#viewer.currentScaleValue = value;
  }

  get scale(): string {
    return this.#viewer.currentScaleValue;
  }

  goTo(bookmark: Bookmark): void {
    this.#go(bookmark.target);
  }

  /** Draws a small picture of a page into a canvas. */
  async thumbnail(number: number, canvas: HTMLCanvasElement, width: number): Promise<void> {
    const page = await this.document.getPage(number);
    const natural = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: (width * devicePixelRatio) / natural.width });
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    await page.render({ canvas, viewport }).promise;
  }

  async close(): Promise<void> {
    this.#viewer.setDocument(null);
    await this.document.loadingTask.destroy();
  }
}

let listening = false;
/** pdf.js rejects what it was still reading when a document is closed, and leaves some of these promises to nobody. */
function closingIsNoFault(aborted: new (message: string) => unknown): void {
  if (listening) return;
  listening = true;
  globalThis.addEventListener('unhandledrejection', (event) => {
    if (event.reason instanceof aborted) event.preventDefault();
  });
}

/** A page that is not laid out cannot be scrolled to: pdf.js complains to the console. */
const inView = (container: HTMLElement): boolean => (container.querySelector<HTMLElement>('.page')?.offsetParent ?? null) !== null;
