// The commands that run SPIN on an exported model: on one core, on several, and as a swarm of partial searches.

import type { PromelaForm } from './promela.ts';

/** A size of SPIN's state vector that is enough for every scenario of the catalogue. */
const VECTOR = '-DVECTORSZ=4096';

export interface SpinFiles {
  readonly form: PromelaForm;
  /** The model, and the same without hidden variables, which several cores do not share. */
  readonly model: string;
  readonly multicore: string;
}

/**
 * A shell script. PROP is a property's number as the model's head lists them, 0 for none. `-E` leaves deadlocks
 * to the property no_deadlock.
 */
export function spinCommands({ form, model, multicore }: SpinFiles): string {
  const flags = form === 'exact' ? '-o1 -o2 -o3 ' : '';
  const reduce = form === 'exact' ? ' -DNOREDUCE' : '';
  const ends = form === 'exact' ? '' : ' -E';
  return `#!/bin/sh
# usage: PROP=n sh ${scriptName(model)} [one | cores | swarm]
set -e
# MEMORY: megabytes of a whole search. RUNS: searches of a swarm, CORES at a time, each with 2^BITS bits
PROP=\${PROP:-0} CORES=\${CORES:-2} DEPTH=\${DEPTH:-1000000} MEMORY=\${MEMORY:-4000}
RUNS=\${RUNS:-8} BITS=\${BITS:-28}
${
  form === 'exact'
    ? ''
    : `# the last number of the list: whether a range or a pool of the model is too small
LIMIT=$(sed -n 's/^#define limit_reached \\([0-9]*\\).*/\\1/p' ${model})
[ "$PROP" = "$LIMIT" ] || echo "A property without an error is unknown if PROP=$LIMIT has one."
`
}case \${1:-one} in
one)    # every state, on one core
        spin -a ${flags}-DPROP=$PROP ${model}
        gcc -O2 -w -DSAFETY${reduce} ${VECTOR} -DMEMLIM=$MEMORY -o pan pan.c
        ./pan -n -m$DEPTH${ends} ;;
cores)  # every state, depth-first on several cores with shared memory
        spin -a ${flags}-DPROP=$PROP ${multicore}
        gcc -O2 -w -DSAFETY${reduce} ${VECTOR} -DMEMLIM=$MEMORY -DNCORE=$CORES -o pan pan.c
        ./pan -n -m$DEPTH${ends} ;;
swarm)  # no proof: searches with hashed states, each in another order and with another hash, for what no memory holds
        spin -a ${flags}-DPROP=$PROP ${model}
        gcc -O2 -w -DSAFETY${reduce} ${VECTOR} -DBITSTATE -DT_RAND -DP_RAND -o pan pan.c
        rm -f swarm-*.txt
        seq 1 $RUNS | xargs -P $CORES -I {} sh -c "./pan -n -m$DEPTH -w$BITS -RS{} -h{} -ttrail{}${ends} > swarm-{}.txt"
        grep -h 'states, stored' swarm-*.txt
        echo "violated in $(cat swarm-*.txt | grep -c 'errors: [1-9]') of $RUNS searches" ;;
esac
`;
}

export function scriptName(model: string): string {
  return model.replace(/\.pml$/, '.sh');
}
