/**
 * A function behind the HTTP API. Its routes are those of shared/contracts/routes.ts that name its folder (cdk/api.ts joins them), so a
 * function without a route and a route without a function both stop the synthesis.
 */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Folder, PostroomFunction, type PostroomFunctionProps } from './postroom-function.ts';

/**
 * API Gateway gives up after 30 s (quotas for HTTP APIs, "Maximum integration timeout"). A second earlier the function's own time-out speaks,
 * so that the alarm names the function.
 */
const HTTP_TIMEOUT = Duration.seconds(29);

export type HttpFunctionProps<F extends Folder> = Omit<PostroomFunctionProps<F>, 'timeout'>;

export class HttpFunction<F extends Folder> extends PostroomFunction<F> {
  constructor(scope: Construct, props: HttpFunctionProps<F>) {
    super(scope, { ...props, timeout: HTTP_TIMEOUT });
  }
}
