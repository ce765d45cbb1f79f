import { caa } from './caa.ts';
import { cnameDangling, cnameLoop } from './cname.ts';
import { cnameCoexistence, cnameHides } from './coexistence.ts';
import { apexNs, dsAtApex, dsWithoutNs, nsCoexistence, nsShadows } from './delegation.ts';
import { dkimKey, dkimRecord } from './dkim.ts';
import { dmarcMissing, dmarcWeak } from './dmarc.ts';
import { dmarcReports } from './dmarc-reports.ts';
import { dmarcDuplicate, dmarcRemoved, dmarcSyntax } from './dmarc-syntax.ts';
import { mxDangling, mxToCname, nullMxAlone } from './mx.ts';
import { cloudflareTarget, proxiedMailAlias, proxiedMailServer, unreachableTarget } from './proxy.ts';
import type { Rule } from './rule.ts';
import { mixedTtl, quota, size } from './size.ts';
import { spfAll, spfDuplicate, spfLookups, spfMailServers, spfMissing, spfPtr, spfSyntax, spfVoids } from './spf.ts';

/** All that `dns lint` and every plan look at. */
export const rules: readonly Rule[] = [
  ...[cnameCoexistence, cnameHides, cnameDangling, cnameLoop],
  ...[dsWithoutNs, dsAtApex, nsCoexistence, nsShadows, apexNs],
  ...[cloudflareTarget, unreachableTarget, proxiedMailServer, proxiedMailAlias],
  ...[mxToCname, mxDangling, nullMxAlone],
  ...[spfDuplicate, spfSyntax, spfLookups, spfVoids, spfMailServers, spfAll, spfPtr, spfMissing],
  ...[dkimKey, dkimRecord],
  ...[dmarcDuplicate, dmarcSyntax, dmarcRemoved, dmarcWeak, dmarcMissing, dmarcReports],
  ...[caa, quota, size, mixedTtl],
];
