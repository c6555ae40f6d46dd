/**
 * Resolves intrinsic functions as CloudFormation documents them ("Intrinsic function reference"). Knows nothing of resources: `Names` says
 * what a name means. A function that is not here stops the start, for a value left unresolved would look like a working one.
 */
import { isRecord, isScalar, type Json } from './json.ts';
import { refuse } from './template-error.ts';

/** Where a value stands: begins every refusal, and says who refers to what. */
export interface Place {
  /** Logical id of the resource; undefined outside the Resources section. */
  readonly owner: string | undefined;
  /** Begins the sentence: `Queue (AWS::SQS::Queue)`, `Condition IsProduction`. */
  readonly label: string;
  /** As in `Properties.RedrivePolicy.deadLetterTargetArn`. */
  readonly path: string;
}

export interface Names {
  reference(name: string, at: Place): Json;
  attribute(name: string, attribute: string, at: Place): Json;
  condition(name: string, at: Place): boolean;
  mapping(map: string, topKey: string, secondKey: string, at: Place): Json;
}

/** Result of `Ref: AWS::NoValue`: the property or list entry is left out. */
const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = Json | typeof NO_VALUE;

export interface Resolver {
  /** Undefined for AWS::NoValue. */
  resolve(value: unknown, at: Place): Json | undefined;
  /** Evaluates one entry of the Conditions section. */
  evaluateCondition(value: unknown, at: Place): boolean;
}

const CONDITION_FUNCTIONS = new Set(['Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals', 'Condition']);
export const refuseAt = ({ label, path }: Place, sentence: string): never =>
  refuse(path === '' ? label : `${label}, ${path}`, sentence);
const into = (at: Place, step: string | number): Place => ({
  ...at,
  path: at.path === '' ? String(step) : `${at.path}.${step}`,
});

export const makeResolver = (names: Names): Resolver => {
  const text = (value: unknown, at: Place, what: string): string => {
    const resolved = visit(value, at);
    return isScalar(resolved) ? String(resolved) : refuseAt(at, `${what} must be a text.`);
  };
  const list = (value: unknown, at: Place, what: string): readonly Json[] => {
    const resolved = visit(value, at);
    return Array.isArray(resolved) ? resolved : refuseAt(at, `${what} must be a list.`);
  };
  /** The argument itself must be written as a list of this many entries. */
  const entries = (argument: unknown, at: Place, name: string, least: number, most = least): readonly unknown[] =>
    Array.isArray(argument) && argument.length >= least && argument.length <= most
      ? argument
      : refuseAt(at, `${name} takes ${least === most ? least : `${least} to ${most}`} entries.`);

  const substitute = (argument: unknown, at: Place): string => {
    const [template, variables] = Array.isArray(argument) ? entries(argument, at, 'Fn::Sub', 2) : [argument, {}];
    if (typeof template !== 'string' || !isRecord(variables))
      return refuseAt(at, 'Fn::Sub takes a text, or a text and a map of variables.');
    return template.replace(/\$\{([^}]*)\}/g, (_whole, inner: string) => {
      // "${!Literal}" stands for "${Literal}".
      if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
      if (Object.hasOwn(variables, inner)) return text(variables[inner], at, `the variable ${inner} of Fn::Sub`);
      const dot = inner.indexOf('.');
      const value =
        dot < 0 ? names.reference(inner, at) : names.attribute(inner.slice(0, dot), inner.slice(dot + 1), at);
      return isScalar(value) ? String(value) : refuseAt(at, `\${${inner}} in Fn::Sub must be a text.`);
    });
  };

  const functions: Readonly<Record<string, (argument: unknown, at: Place) => Resolved>> = {
    Ref: (argument, at) => {
      if (typeof argument !== 'string') return refuseAt(at, 'Ref takes a name.');
      return argument === 'AWS::NoValue' ? NO_VALUE : names.reference(argument, at);
    },
    'Fn::GetAtt': (argument, at) => {
      // The text form is "LogicalId.Attribute"; the attribute may have dots of its own.
      const [name, attribute] =
        typeof argument === 'string'
          ? [argument.split('.', 1)[0], argument.slice(argument.indexOf('.') + 1)]
          : entries(argument, at, 'Fn::GetAtt', 2);
      if (typeof name !== 'string') return refuseAt(at, 'Fn::GetAtt takes the name of a resource and an attribute.');
      return names.attribute(name, text(attribute, at, 'the attribute of Fn::GetAtt'), at);
    },
    'Fn::Join': (argument, at) => {
      const [delimiter, values] = entries(argument, at, 'Fn::Join', 2);
      if (typeof delimiter !== 'string') return refuseAt(at, 'the delimiter of Fn::Join must be a text.');
      return list(values, at, 'the second entry of Fn::Join')
        .map((value) => (isScalar(value) ? String(value) : refuseAt(at, 'Fn::Join joins texts only.')))
        .join(delimiter);
    },
    'Fn::Sub': substitute,
    'Fn::Select': (argument, at) => {
      const [index, values] = entries(argument, at, 'Fn::Select', 2);
      const position = Number(text(index, at, 'the index of Fn::Select'));
      const chosen = list(values, at, 'the second entry of Fn::Select')[position];
      return chosen ?? refuseAt(at, `Fn::Select has no entry ${position}.`);
    },
    'Fn::Split': (argument, at) => {
      const [delimiter, value] = entries(argument, at, 'Fn::Split', 2);
      if (typeof delimiter !== 'string' || delimiter === '')
        return refuseAt(at, 'the delimiter of Fn::Split must be a text.');
      return text(value, at, 'the second entry of Fn::Split').split(delimiter);
    },
    'Fn::Base64': (argument, at) => Buffer.from(text(argument, at, 'Fn::Base64')).toString('base64'),
    'Fn::If': (argument, at) => {
      const [condition, whenTrue, whenFalse] = entries(argument, at, 'Fn::If', 3);
      if (typeof condition !== 'string') return refuseAt(at, 'Fn::If takes the name of a condition.');
      return visit(names.condition(condition, at) ? whenTrue : whenFalse, at);
    },
    'Fn::FindInMap': (argument, at) => {
      const keys = entries(argument, at, 'Fn::FindInMap', 3).map((key) => text(key, at, 'a key of Fn::FindInMap'));
      return names.mapping(keys[0] ?? '', keys[1] ?? '', keys[2] ?? '', at);
    },
    'Fn::ImportValue': (_argument, at) =>
      refuseAt(
        at,
        'Fn::ImportValue reads another stack, and the embedded cloud runs one; pass the value as a parameter.',
      ),
  };

  const functionNameOf = (value: Readonly<Record<string, unknown>>, at: Place): string | undefined => {
    const members = Object.keys(value);
    const name =
      members.find((member) => member.startsWith('Fn::')) ??
      (members.length === 1 && members[0] === 'Ref' ? 'Ref' : undefined);
    if (name !== undefined && members.length > 1)
      return refuseAt(at, `${name} must stand alone, but has ${members.length - 1} neighbours.`);
    return name;
  };

  const visit = (value: unknown, at: Place): Resolved => {
    if (typeof value === 'string') {
      if (value.includes('{{resolve:'))
        return refuseAt(at, 'dynamic references ({{resolve:...}}) are not emulated; pass the value as a parameter.');
      return value;
    }
    if (isScalar(value) || value === null) return value;
    if (Array.isArray(value)) {
      return value.map((entry, index) => visit(entry, into(at, index))).filter((entry) => entry !== NO_VALUE);
    }
    if (!isRecord(value)) return refuseAt(at, 'it is not a JSON value.');
    const name = functionNameOf(value, at);
    if (name === undefined) {
      const members: [string, Json][] = [];
      for (const [member, inner] of Object.entries(value)) {
        const resolved = visit(inner, into(at, member));
        if (resolved !== NO_VALUE) members.push([member, resolved]);
      }
      return Object.fromEntries(members);
    }
    const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (run !== undefined) return run(value[name], at);
    if (CONDITION_FUNCTIONS.has(name))
      return refuseAt(at, `${name} is for the Conditions section only; name the condition in Fn::If.`);
    return refuseAt(at, `the intrinsic function ${name} is not emulated; compute the value in cdk/ instead.`);
  };

  const evaluateCondition = (value: unknown, at: Place): boolean => {
    if (!isRecord(value) || Object.keys(value).length !== 1)
      return refuseAt(at, 'a condition must be exactly one condition function.');
    const [name, argument] = Object.entries(value)[0] ?? [];
    const all = (least: number, most: number) =>
      entries(argument, at, String(name), least, most).map((inner) => evaluateCondition(inner, at));
    switch (name) {
      case 'Condition':
        return typeof argument === 'string'
          ? names.condition(argument, at)
          : refuseAt(at, 'Condition takes the name of a condition.');
      case 'Fn::Equals': {
        const [left, right] = entries(argument, at, 'Fn::Equals', 2).map((side) =>
          text(side, at, 'a side of Fn::Equals'),
        );
        return left === right;
      }
      case 'Fn::Not':
        return !all(1, 1)[0];
      // "The minimum number of conditions that you can include is 2, and the maximum is 10."
      case 'Fn::And':
        return all(2, 10).every(Boolean);
      case 'Fn::Or':
        return all(2, 10).some(Boolean);
      default:
        return refuseAt(at, `${name} is not a condition function.`);
    }
  };

  return {
    resolve: (value, at) => {
      const resolved = visit(value, at);
      return resolved === NO_VALUE ? undefined : resolved;
    },
    evaluateCondition,
  };
};
