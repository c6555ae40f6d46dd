/** Who the pictures are for: a made-up customer of a made-up company. By tag, without its fallback. */
export const SAMPLE: Readonly<Record<string, string>> = {
  'contacts-firstname': 'Maria',
  'leads-firstname': 'Maria',
  'leads-company': 'Harbour Books',
  'organizations-name': 'Harbour Books',
  'organizations-phone': '+44 20 7946 0000',
  'organizations-website': 'harbourbooks.example',
  'users-name': 'Ada Lovelace',
  'users-email': 'ada@northwind.example',
  'companydetails-organizationname': 'Northwind Office Supplies',
  'companydetails-address': '12 Quay Street',
  'companydetails-code': 'BS1 4DJ',
  'companydetails-city': 'Bristol',
  'companydetails-phone': '+44 117 496 0000',
  'companydetails-website': 'https://northwind.example',
  'custom-portalurl': 'https://help.northwind.example',
  'custom-currentdate': '21 November 2026',
  'cases-number': '1042',
  'cases-title': 'The printer does not wake up',
  'cases-status': 'Open',
  'cases-comments:3:oldest': '20 November 2026, Ada:\nWe have ordered the spare part.',
  'opportunities-title': 'Twelve new desks',
  'opportunities-status': 'In negotiation',
  'internal-tickets-title': 'A second screen for the front desk',
  'internal-tickets-status': 'Open',
  'quotes-number': 'Q-2026-118',
  'quotes-total': '€ 4,280.00',
  'quotes-validuntil': '31 December 2026',
  'invoices-number': '2026-0917',
  'invoices-amount': '€ 1,190.00',
  'invoices-duedate': '5 December 2026',
  'invoices-open': '€ 90.00',
  'orders-number': '60312',
  'orders-total': '€ 318.50',
  'orders-deliverydate': '27 November 2026',
  'orders-tracking': 'NW 0042 1187 93',
  'events-name': 'Open day at the workshop',
  'events-date': '4 December 2026, 10:00',
  'events-place': '12 Quay Street, Bristol',
};

const TAG = /\$(?:(logo)|([A-Za-z]+(?:-[A-Za-z]+)*-[A-Za-z_]+(?::[a-z0-9]+){0,2})(?:\|([^$<>]*))?)\$/g;

/** The deployed code fills tags for people; here a picture is wanted, and every value is known. */
export const filled = (html: string): string =>
  html.replace(TAG, (_tag, logo: string | undefined, key = '', fallback = '') =>
    logo === undefined
      ? (SAMPLE[String(key).toLowerCase()] ?? String(fallback)).replaceAll('\n', '<br>')
      : (SAMPLE['companydetails-organizationname'] ?? ''),
  );
