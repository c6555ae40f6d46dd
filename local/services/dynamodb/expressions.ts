/**
 * Refuses the expressions that dynalite 4.0.0 accepts and evaluates differently from DynamoDB (read in its db/index.js and
 * actions/updateItem.js): better an error than a condition that is silently never true.
 */
import type { Expression, Path, UpdateSection } from 'dynalite/validations/index.js';
import type { AttributeValue } from './attributes.ts';
import { invalid, notEmulated } from './errors.ts';

type Argument = Path | Expression | AttributeValue;

const isPath = (argument: Argument): argument is Path => Array.isArray(argument);
const isExpression = (argument: Argument): argument is Expression => 'type' in argument;
const isDocument = (argument: Argument) => 'M' in argument || 'L' in argument;

/** AWS: "IN: you can specify up to 100 operands". */
const MAX_IN_OPERANDS = 100;

const EQUALITY = new Set(['=', '<>', 'in']);

const checkEquality = ({ type, args }: Expression) => {
  if (args.some(isDocument))
    throw notEmulated(`The embedded DynamoDB cannot compare maps and lists (${type}). Compare a plain attribute.`);
  if (args.filter(isPath).length > 1)
    throw notEmulated(`The embedded DynamoDB cannot compare two attributes (${type}): they might be maps or lists.`);
  if (type === 'in' && args.length - 1 > MAX_IN_OPERANDS)
    throw invalid('Invalid expression: The IN operator is provided with too many operands');
};

const checkFunction = ({ name, args }: Expression) => {
  const operand = args[1];
  if (name === 'contains' && operand !== undefined && !isPath(operand) && !isExpression(operand)) {
    if (!('S' in operand || 'N' in operand || 'B' in operand))
      throw notEmulated('The embedded DynamoDB knows contains() only for a string, number or binary value.');
  } else if (name === 'contains') throw notEmulated('The embedded DynamoDB knows contains() only for a given value.');
};

/** Of a condition or filter. */
export const checkCondition = (expression: Expression | undefined): void => {
  if (expression === undefined) return;
  if (EQUALITY.has(expression.type)) checkEquality(expression);
  if (expression.type === 'function') checkFunction(expression);
  for (const argument of expression.args) if (!isPath(argument) && isExpression(argument)) checkCondition(argument);
};

/** Attributes whose value a SET takes over as it is; a sum is a new value. */
const copiedFrom = (value: Argument | undefined): string[] => {
  if (value === undefined) return [];
  if (isPath(value)) return [String(value[0])];
  if (!isExpression(value) || value.type === 'add' || value.type === 'subtract') return [];
  return value.args.flatMap(copiedFrom);
};

const changesInPlace = ({ type, path }: UpdateSection) => type === 'add' || type === 'delete' || path.length > 1;

/** dynalite applies one section after the other to one document; DynamoDB reads everything from the item as it was. */
export const checkUpdate = (sections: readonly UpdateSection[]): void => {
  for (const section of sections) {
    const others = sections.filter((other) => other !== section);
    const copied = section.type === 'set' ? copiedFrom(section.val) : [];
    if (others.some((other) => changesInPlace(other) && copied.includes(String(other.path[0]))))
      throw notEmulated('The embedded DynamoDB cannot copy an attribute and change it in the same UpdateExpression.');
    const removesElement = section.type === 'remove' && typeof section.path.at(-1) === 'number';
    if (removesElement && others.some((other) => other.path[0] === section.path[0]))
      throw notEmulated(
        'The embedded DynamoDB cannot remove a list element and change the same attribute elsewhere in one UpdateExpression.',
      );
  }
};
