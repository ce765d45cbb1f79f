import { caa } from './caa-rules.ts';
import { cnameDangling, cnameLoop } from './cname-rules.ts';
import { cnameCoexistence, cnameHides } from './coexistence-rules.ts';
import { apexNs, dsAtApex, dsWithoutNs, nsCoexistence, nsShadows } from './delegation-rules.ts';
import { dkimKey, dkimRecord } from './dkim-rules.ts';
import { dmarcReports } from './dmarc-reports.ts';
import { dmarcMissing, dmarcWeak } from './dmarc-rules.ts';
import { dmarcDuplicate, dmarcRemoved, dmarcSyntax } from './dmarc-syntax.ts';
import { mxDangling, mxToCname, nullMxAlone } from './mx-rules.ts';
import { cloudflareTarget, proxiedMailAlias, proxiedMailServer, unreachableTarget } from './proxy-rules.ts';
import type { Rule } from './rule.ts';
import { mixedTtl, quota, size } from './size-rules.ts';
import {
  spfAll,
  spfDuplicate,
  spfLookups,
  spfMailServers,
  spfMissing,
  spfPtr,
  spfSyntax,
  spfVoids,
} from './spf-rules.ts';

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
