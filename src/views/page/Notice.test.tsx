import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { DiagnosticsPanel } from '../editor/DiagnosticsPanel.tsx';
import { Notice } from './Notice.tsx';

it('says a problem at once, and anything else when there is time', () => {
  expect(renderToStaticMarkup(<Notice kind="problem">The link is damaged.</Notice>)).toContain(
    'role="alert"',
  );
  expect(renderToStaticMarkup(<Notice kind="info">Followed.</Notice>)).toContain('role="status"');
});

it('has a button only where closing does something', () => {
  expect(renderToStaticMarkup(<Notice kind="info">Followed.</Notice>)).not.toContain('<button');
  expect(
    renderToStaticMarkup(
      <Notice kind="info" onClose={() => {}}>
        Followed.
      </Notice>,
    ),
  ).toContain('aria-label="Close"');
});

it('gives each diagnostic its place, its code and its mend', () => {
  const html = renderToStaticMarkup(
    <DiagnosticsPanel
      rejected={{ file: 'own.race', kept: 'Hole punch' }}
      diagnostics={[
        {
          code: 'RC301',
          severity: 'error',
          file: 'own.race',
          line: 12,
          column: 5,
          message: 'a step reads two shared cells',
          mend: 'read one of them first: t = p->x;',
        },
        {
          code: 'RC403',
          severity: 'warning',
          file: 'own.race',
          line: 3,
          column: 1,
          message: 'unused',
          mend: null,
        },
      ]}
    />,
  );
  const words = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(words).toContain('own.race: 1 error, 1 warning; “Hole punch” stays on the stage');
  expect(words).toContain(
    'a step reads two shared cells read one of them first: t = p-&gt;x; own.race:12:5 RC301',
  );
});
