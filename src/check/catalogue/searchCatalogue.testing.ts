// Searches every scenario in every configuration and writes the reports beside the bundle that it runs in; prints the
// file's name. The bundle's folder is named by a hash of its sources, so reports that lie there are those of these sources.

import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { enumerateConfigurations } from '../../lang/program/configurations.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import type { Report } from '../verdict/report.ts';
import { programs } from './catalogueReports.testing.ts';

/** With the runs of fewest switches. */
function searchAll(): Report[] {
  const options = { limits: DEFAULT_LIMITS, switches: true, now: () => 0 };
  return programs.flatMap((program) =>
    enumerateConfigurations(program).map(({ config }) => {
      const search = checkConfiguration(program, config, options);
      let step = search.next();
      while (step.done !== true) step = search.next();
      return step.value;
    }),
  );
}

const file = join(dirname(process.argv[1] ?? ''), 'reports.json.gz');
if (!existsSync(file)) {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, gzipSync(JSON.stringify(searchAll()), { level: 1 }));
  renameSync(unfinished, file);
}
process.stdout.write(file);
