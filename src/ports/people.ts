/** A member of a Slack team as Slack describes them now. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Owner or admin of the Slack team. */
  readonly isTeamAdmin: boolean;
  /** Member of this very team: no guest, no bot, nobody of another organisation, not deactivated. */
  readonly isFullMember: boolean;
  /** Why somebody is no full member. */
  readonly outsider?: 'deactivated' | 'a bot' | 'a guest' | 'not a member of this workspace';
  /** IANA time zone, when Slack says. */
  readonly timeZone?: string;
}

export interface Freshness {
  /** Ask Slack now, and fail when it does not answer: an older answer would let those decide who have left. */
  readonly live?: boolean;
}

/** Who is who in Slack. Answers may be up to a minute old. */
export interface People {
  /** Undefined when Slack knows nobody of this id in this team. */
  person(teamId: string, userId: string, freshness?: Freshness): Promise<Person | undefined>;
  /** Members of a usergroup; empty when there is no such group. */
  group(teamId: string, groupId: string, freshness?: Freshness): Promise<readonly string[]>;
  everybody(teamId: string, freshness?: Freshness): Promise<readonly Person[]>;
  /** Slack says that a usergroup is another one now. */
  forgetGroup(teamId: string, groupId: string): void;
}
