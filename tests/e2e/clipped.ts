/** Which buttons, tabs and headings of the window do not show all of their words, though nothing says so with an ellipsis. */
import type { Page } from '@playwright/test';

export function clipped(window: Page): Promise<string[]> {
  return window.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('button, summary, legend, h1, h2, h3, h4, [role="tab"], th')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || element.closest('.sr-only') !== null || element.closest('.ellipsis') !== null) continue;
      const style = getComputedStyle(element);
      if (style.textOverflow === 'ellipsis') continue;
      const words = `${element.tagName.toLowerCase()} “${element.innerText.trim().slice(0, 60)}”`;
      if (style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1) found.push(`${words} is narrower than its words`);
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        const { overflowX } = getComputedStyle(around);
        if (overflowX === 'auto' || overflowX === 'scroll') break;
        if (overflowX !== 'visible' && box.right > around.getBoundingClientRect().right + 1) found.push(`${words} is cut off on the right`);
      }
      // Words on a second line stand below the box of a bar of fixed height.
      if (style.display !== 'inline' && element.scrollHeight > element.clientHeight + 4) found.push(`${words} is lower than its words`);
    }
    return found;
  });
}
