/** The synthesized template after loading: every resource with its intrinsic functions resolved. Made by local/template/. */
export interface DeployedResource {
  readonly logicalId: string;
  readonly type: string;
  /** Resolved: only plain JSON values. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `Ref` answers: queue URL, topic ARN, bucket, table or function name ... */
  readonly ref: string;
  /** What `Fn::GetAtt` answers, by attribute; `Arn` where the type has one. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface DeployedStack {
  readonly stackName: string;
  readonly resources: readonly DeployedResource[];
  readonly outputs: Readonly<Record<string, string>>;
  /** In template order. */
  ofType(type: string): readonly DeployedResource[];
  /** Folder with the bundled code of an asset that a Lambda's `Code.S3Key` names. */
  assetFolder(s3Key: string): string;
}
