// A call: the definition for the configuration, and its arguments bound to parameters.

import { assert, at as item } from '../../base/assert.ts';
import { evaluateOption } from '../../lang/program/configurations.ts';
import type { FunctionDefinition, Stmt, Type } from '../../lang/program/program.ts';
import type { AssignmentBuilder } from './assignmentBuilder.ts';
import type { Binding } from './callFrame.ts';
import type { CfgScope } from './cfgScope.ts';
import type { Value } from './controlFlowGraph.ts';
import type { NodeWriter } from './nodeWriter.ts';
import { isWithin } from './assignmentBuilder.ts';
import type { ValueBuilder } from './valueBuilder.ts';

export class CallArguments {
  private readonly scope: CfgScope;
  private readonly writer: NodeWriter;
  private readonly values: ValueBuilder;
  private readonly assignments: AssignmentBuilder;

  constructor(
    scope: CfgScope,
    writer: NodeWriter,
    values: ValueBuilder,
    assignments: AssignmentBuilder,
  ) {
    this.scope = scope;
    this.writer = writer;
    this.values = values;
    this.assignments = assignments;
  }

  definition(name: string): FunctionDefinition {
    const definitions = this.scope.setting.program.functions.get(name) ?? [];
    const fitting = definitions.filter(
      (f) => f.when === null || evaluateOption(f.when, this.scope.setting.config),
    );
    assert(fitting.length === 1, `${name} has one definition in this configuration`);
    return item(fitting, 0);
  }

  /** A parameter is replaced by its argument if neither changes during the call; otherwise it is a variable of its own. */
  bindArguments(
    s: Extract<Stmt, { kind: 'call' }>,
    callee: FunctionDefinition,
  ): Map<number, Binding> {
    const bindings = new Map<number, Binding>();
    const outs = new Set(
      s.args.flatMap((arg, i) =>
        item(callee.locals, i).kind === 'out' && arg.kind === 'local' ? [arg.local] : [],
      ),
    );
    s.args.forEach((arg, i) => {
      const parameter = item(callee.locals, i);
      const values =
        parameter.kind === 'out' && arg.kind === 'local'
          ? this.scope.variablesFor(arg.local)
          : this.values.values(arg);
      const simple =
        values.every((value) => value.kind === 'constant' || value.kind === 'variable') &&
        values.every((value) => this.fits(parameter.type, value)) &&
        !(arg.kind === 'local' && outs.has(arg.local));
      if (parameter.kind === 'out' || (simple && !parameter.assigned)) {
        bindings.set(i, { kind: 'values', values });
        return;
      }
      const own = this.scope.newVariables(parameter);
      bindings.set(i, { kind: 'values', values: own });
      const accesses = this.assignments.wordAccesses(arg, values);
      this.writer.emit(
        { kind: 'do', sets: setAll(own, values), stores: [], evaluate: null },
        accesses,
        s,
      );
    });
    return bindings;
  }

  /** False where the parameter's range may be left: setting it is a limit then. */
  private fits(type: Type, value: Value): boolean {
    if (value.kind !== 'variable' || type.kind !== 'int' || type.range === null)
      return isWithin(type, value);
    const own = item(this.scope.variables, value.variable).type;
    if (own.kind !== 'int' || own.range === null) return false;
    return own.range.low >= type.range.low && own.range.high <= type.range.high;
  }
}

function setAll(targets: readonly Value[], values: readonly Value[]) {
  return targets.flatMap((target, i) =>
    target.kind === 'variable' ? [{ variable: target.variable, value: item(values, i) }] : [],
  );
}
