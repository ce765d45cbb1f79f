import { displayName, normaliseName } from '../../domain/dns/model/name.ts';
import { defineFeature } from '../../engine/features/define-feature.ts';
import { allDomains } from '../litemail/index.ts';
import type { Services } from '../product-context.ts';
import { domainsAssignable } from './commands/assignable.ts';
import { domainsBuy } from './commands/buy.ts';
import { domainsCatchAll } from './commands/catch-all.ts';
import { domainsCatchAllOff } from './commands/catch-all-off.ts';
import { domainsCheck } from './commands/check.ts';
import { domainsConnect } from './commands/connect.ts';
import { domainsCredentials } from './commands/credentials.ts';
import { domainsDmarc } from './commands/dmarc.ts';
import { domainsEmailForward } from './commands/email-forward.ts';
import { domainsEmailUnforward } from './commands/email-unforward.ts';
import { domainsForward } from './commands/forward.ts';
import { domainsList } from './commands/list.ts';
import { domainsNameservers } from './commands/nameservers.ts';
import { domainsPaymentLink } from './commands/payment-link.ts';
import { domainsRemove } from './commands/remove.ts';
import { domainsRetire } from './commands/retire.ts';
import { domainsSearch } from './commands/search.ts';
import { domainsShow } from './commands/show.ts';
import { domainsUnforward } from './commands/unforward.ts';
import { domainsVerify } from './commands/verify.ts';
import { credentialsButton, credentialsForm } from './credential-form.ts';
import { connectDomains } from './jobs/connect-domains.ts';
import { watchNameServers } from './jobs/watch-name-servers.ts';

export const domainsFeature = defineFeature({
  name: 'domains',
  commands: [
    domainsList,
    domainsShow,
    domainsSearch,
    domainsBuy,
    domainsPaymentLink,
    domainsAssignable,
    domainsConnect,
    domainsNameservers,
    domainsVerify,
    domainsCheck,
    domainsDmarc,
    domainsForward,
    domainsUnforward,
    domainsEmailForward,
    domainsEmailUnforward,
    domainsCatchAll,
    domainsCatchAllOff,
    domainsRemove,
    domainsCredentials,
    domainsRetire,
  ],
  jobs: [connectDomains, watchNameServers],
  choices: {
    domains: {
      for: 'everybody',
      list: async ({ apis }: Services, teamId) =>
        (await allDomains(await apis.litemail(teamId))).map(({ domain }) => normaliseName(domain)).sort(),
      // Internationalised names match in either spelling.
      searchText: (name) => `${name} ${displayName(name)}`,
    },
  },
  buttons: [credentialsButton],
  forms: [credentialsForm],
});
