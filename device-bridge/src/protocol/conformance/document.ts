import { COMMANDS, EVENTS, isCommandName, isEventName } from '../profile.ts';
import { DIFFERENCES, NOT_BY_THIS_DEVICE } from './differences.ts';
import { STANDARD, type StandardMessage } from './standard.ts';

const INTRODUCTION = `# XFS4IoT: what the device bridge speaks

A documented subset of XFS4IoT 2024-03 (CEN CWA 17852), **not certified**. Profile P1 is the first cut a kiosk needs:
${STANDARD.profileP1.commands.length} commands and ${STANDARD.profileP1.events.length} events, fixed to the message versions below. Any other command is answered
\`unsupportedCommand\`; a frame that is no message is acknowledged \`invalidMessage\` and harms nobody.

This page is written by \`device-bridge/src/protocol/conformance/profile-p1.test.ts\` from the code, which fails when the
two disagree; \`npx vitest run -u\` on it writes the page anew. Names, types and versions are compared with
\`xfs4iot-2024-03.fixture.json\` beside it.

## Envelope

| Rule | How it is kept |
| --- | --- |
| One JSON message a WebSocket text frame, at most 256 KiB | a larger frame ends its own connection |
| acknowledge → events → one completion | the same request id, on the connection of the command only |
| Request ids grow | any other is acknowledged \`invalidRequestID\` and runs nothing |
| At most 32 commands wait on a connection | the next is acknowledged \`tooManyRequests\` |
| First in, first out, one at a time a service | commands that only read are answered at once |
| \`timeout\` counts from receipt | \`timeOut\`; what is past its point of no return ends with its own outcome |
| \`Common.Cancel\` completes before what it cancels | own connection only |
| Disconnect cancels what the connection asked for | state is asked afterwards, nothing is sent again |
| Success | no completion code, as 2024-03 has it; clients take \`success\` too |
| Unsolicited events | to every connection of the service, without a request id |

Beyond the standard: loopback only, \`Host\` and \`Origin\` checked, \`Authorization: Bearer <token of this start>\`, a client
that does not read is cut off, and a device that never comes back from a command is \`hardwareError\` for that service only.
`;

/** `docs/xfs4iot.md`, from the code. */
export function xfsDocument(): string {
  const { commands, events } = STANDARD.profileP1;
  const outside = [...Object.keys(COMMANDS), ...Object.keys(EVENTS)].filter((name) => !STANDARD.messages[name]);
  const beyond = [...Object.keys(COMMANDS), ...Object.keys(EVENTS)].filter(
    (name) => STANDARD.messages[name] && !commands.includes(name) && !events.includes(name),
  );
  return [
    INTRODUCTION,
    `## Commands of profile P1\n\n${table(commands)}`,
    `## Events of profile P1\n\n${table(events)}`,
    `## Of the standard, beyond P1\n\n${table(beyond)}`,
    `## Outside the standard\n\nSame envelope, version 1.x, never needed by a client that speaks P1.\n\n${list(outside)}`,
  ].join('\n');
}

function table(names: readonly string[]): string {
  const rows = names.map((name) => `| \`${name}\` | ${versionsOf(name)} | ${stateOf(name)} | ${remarkOf(name)} |`);
  return `| Message | Versions | Here | Remark |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function list(names: readonly string[]): string {
  return `${names.map((name) => `- \`${name}\``).join('\n')}\n`;
}

function versionsOf(name: string): string {
  const { command, completion, event, unsolicited }: StandardMessage = STANDARD.messages[name] ?? {};
  if (command && completion) return `${command.version} / ${completion.version}`;
  return (event ?? unsolicited)?.version ?? '';
}

function stateOf(name: string): string {
  if (!isCommandName(name) && !isEventName(name)) return 'not by this device';
  return DIFFERENCES[name] ? 'differs' : 'implemented';
}

function remarkOf(name: string): string {
  return DIFFERENCES[name]?.remark ?? NOT_BY_THIS_DEVICE[name] ?? '';
}
