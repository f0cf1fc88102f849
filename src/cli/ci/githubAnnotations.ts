// Workflow commands of GitHub Actions: what is not as expected stands beside its line in the change.

import type { CheckedProperty } from './checkedProperty.ts';

/** A line for each verdict that is not as expected, or unknown. */
export function githubAnnotations(checked: readonly CheckedProperty[]): string[] {
  return checked
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ file, line, configuration, property, outcome, message }) => {
      const level = outcome === 'failed' ? 'error' : 'warning';
      const title = `${property}, ${configuration}`;
      return `::${level} file=${value(file)},line=${line},title=${value(title)}::${data(message)}`;
    });
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function value(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
