/** CloudFormation creates resources in the order of their references; a circle of them cannot be created and is refused ("Circular dependency"). */
import { refuse } from './template-error.ts';

export const refuseCircles = (dependencies: ReadonlyMap<string, ReadonlySet<string>>): void => {
  const done = new Set<string>();
  const walk = (logicalId: string, trail: readonly string[]): void => {
    if (done.has(logicalId)) return;
    const since = trail.indexOf(logicalId);
    if (since >= 0) {
      const circle = [...trail.slice(since), logicalId].join(' -> ');
      refuse(
        logicalId,
        `circular dependency between resources (${circle}); CloudFormation refuses it, so break one of the references.`,
      );
    }
    for (const next of dependencies.get(logicalId) ?? []) walk(next, [...trail, logicalId]);
    done.add(logicalId);
  };
  for (const logicalId of dependencies.keys()) walk(logicalId, []);
};
