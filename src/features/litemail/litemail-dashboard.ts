/** Where people see what is never shown in Slack. */
export const dashboardUrl = 'https://app.litemail.ai';

/** Said wherever somebody might look for passwords. */
export const credentialsNote = `Passwords and other mailbox credentials are never shown in Slack; they are in <${dashboardUrl}|LiteMail’s dashboard>.`;
