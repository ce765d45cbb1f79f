/** Roles do not imply each other (docs/architecture.md). */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who a command runs for. `roles` are read when the actor is made and again before anything is applied. */
export interface Actor {
  readonly teamId: string;
  readonly userId: string;
  readonly roles: ReadonlySet<Role>;
}

export const may = (actor: Actor, role: Role): boolean => actor.roles.has(role);
