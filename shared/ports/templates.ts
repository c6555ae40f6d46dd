/** Templates of mails and what a company says of itself in them. Every method is one idempotent step; all throw Failure('unavailable'). */
import type { CompanyDetails, Template } from '../domain/template/template.ts';
import type { Page } from './record-store.ts';

export interface TemplateStore {
  get(tenant: string, id: string): Promise<Template | undefined>;
  /** Written if absent; answers what is stored afterwards. */
  create(tenant: string, template: Template): Promise<Template>;
  /** Writes over the revision before `template.revision`; false: somebody changed or removed it. */
  replace(tenant: string, template: Template): Promise<boolean>;
  remove(tenant: string, id: string): Promise<'removed' | 'absent'>;
  /** Oldest first. A page may be short, even empty, and still have a nextCursor. */
  list(
    tenant: string,
    page: { limit: number; cursor?: string; module?: string; purpose?: string },
  ): Promise<Page<Template>>;
}

export interface CompanyStore {
  /** Empty: nothing was ever said. */
  get(tenant: string): Promise<CompanyDetails>;
  put(tenant: string, details: CompanyDetails): Promise<void>;
}

/** The two directions of HTML in templates. */
export interface TemplateHtml {
  /** Without script, forms and what cannot be in a mail; written evenly, as parse-template.ts reads it. */
  clean(html: string): string;
  /** For readers without HTML. */
  textOf(html: string): string;
}
