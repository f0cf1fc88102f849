// The file names of an export: from the scenario, the configuration and the form, so that no two models of one
// scenario have the same name.

import { type Config, defaultOf, kernelOf } from '../lang/program/configurations.ts';
import type { Program } from '../lang/program/program.ts';
import type { PromelaForm } from './promela.ts';

/** `hole-punch-2.6.23-page_cached-natural` */
export function fileStem(program: Program, config: Config, form: PromelaForm): string {
  const [file = ''] = program.name.split('/').slice(-1);
  const kernel = kernelOf(program, config);
  const words = [
    file.replace(/\.race$/, ''),
    kernel ?? '',
    ...options(program, config, kernel),
    form,
  ];
  return words.filter((word) => word !== '').map(plain).join('-'); // prettier-ignore
}

/** The options that the kernel's name does not determine: `page_cached`, and `lock` for one that is on. */
function options(program: Program, config: Config, kernel: string | null): string[] {
  return program.options.flatMap((option) => {
    const value = config[option.name];
    const reported = !option.varied || (kernel !== null && option.kind === 'change');
    if (reported || value === undefined || value === defaultOf(option)) return [];
    return [value === true ? option.name : `${option.name}_${value}`];
  });
}

function plain(word: string): string {
  return word.replace(/[^\w.-]+/g, '_');
}
