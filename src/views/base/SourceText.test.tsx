import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { SourceText } from './SourceText.tsx';

const commit = 'https://git.kernel.org/torvalds/c/730633f0b7f9';
const cve = 'https://www.cve.org/CVERecord?id=CVE-2016-5195';

it.each([
  ['730633f0b7f9, mm: Protect (5.15)', `href="${commit}"`, ', mm: Protect (5.15)'],
  ['Dirty COW, CVE-2016-5195', `href="${cve}"`, 'Dirty COW, '],
])('%s', (text, link, rest) => {
  const html = renderToStaticMarkup(<SourceText text={text} />);
  expect(html).toContain(link);
  expect(html).toContain(rest);
});

it('leaves other words alone', () => {
  expect(renderToStaticMarkup(<SourceText text="mm/filemap.c, 2.4 [M]" />)).toBe(
    'mm/filemap.c, 2.4 [M]',
  );
});
