/** What local/template/types/ says of one CloudFormation resource type. */
import type { Namer } from './physical-names.ts';
import type { ObjectShape } from './shapes.ts';

export interface Identity {
  /** What `Ref` answers. */
  readonly ref: string;
  /** What `Fn::GetAtt` answers; an attribute that is not here stops the start. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface IdentityInput extends Namer {
  readonly logicalId: string;
  readonly stackName: string;
  /** `http://127.0.0.1:4566`: queue URLs begin with it. */
  readonly endpointUrl: string;
  /** Where the HTTP API answers on this machine; undefined = at AWS's address. */
  readonly apiUrl: string | undefined;
  /** A property, or a member inside it, resolved now and alone: a name must not need the rest of its resource. Undefined = not given. */
  given(property: string, ...path: readonly string[]): string | undefined;
}

interface Base {
  readonly identity: (input: IdentityInput) => Identity;
}

interface RunType extends Base {
  readonly properties: ObjectShape;
}

interface IgnoredType extends Base {
  /** Why nothing is missed by leaving it out: completes "ignored, because ...". */
  readonly ignored: string;
}

export type ResourceType = RunType | IgnoredType;
export type ResourceTypes = Readonly<Record<string, ResourceType>>;

/** For types whose `Ref` is the name given or assigned, and which have no attributes anybody may use. */
export const namedBy =
  (property: string, limit: number) =>
  (input: IdentityInput): Identity => ({ ref: input.given(property) ?? input.name(limit), attributes: {} });

/** For attachments (policies, permissions): AWS answers `Ref` with an id that means nothing to anybody. */
export const assignedId = (input: IdentityInput): Identity => ({ ref: input.name(255), attributes: {} });
