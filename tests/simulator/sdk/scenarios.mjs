// Runs the scenarios with the official Telnyx client for Node.js: node scenarios.mjs SCENARIOS.json.
//
// The base URL, the key and the public key are taken from the environment, as the client does.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import Telnyx from "telnyx";

// What each operation is called, and the parameter that is not in the object of the others.
const METHODS = {
  ListConferences: ["conferences.list"],
  CreateConference: ["conferences.create"],
  ListConferenceParticipants: ["conferences.listParticipants", "conference_id"],
  RetrieveConference: ["conferences.retrieve", "id"],
  EndConference: ["conferences.actions.endConference", "id"],
  ConferenceGatherUsingAudio: ["conferences.actions.gatherDtmfAudio", "id"],
  HoldConferenceParticipants: ["conferences.actions.hold", "id"],
  JoinConference: ["conferences.actions.join", "id"],
  LeaveConference: ["conferences.actions.leave", "id"],
  MuteConferenceParticipants: ["conferences.actions.mute", "id"],
  PlayConferenceAudio: ["conferences.actions.play", "id"],
  PauseConferenceRecording: ["conferences.actions.recordPause", "id"],
  ResumeConferenceRecording: ["conferences.actions.recordResume", "id"],
  StartConferenceRecording: ["conferences.actions.recordStart", "id"],
  StopConferenceRecording: ["conferences.actions.recordStop", "id"],
  ConferenceSendDtmf: ["conferences.actions.sendDtmf", "id"],
  SpeakTextToConference: ["conferences.actions.speak", "id"],
  StopConferenceAudio: ["conferences.actions.stop", "id"],
  UnholdConferenceParticipants: ["conferences.actions.unhold", "id"],
  UnmuteConferenceParticipants: ["conferences.actions.unmute", "id"],
  UpdateConference: ["conferences.actions.update", "id"],
  RetrieveConferenceParticipant: ["conferences.retrieveParticipant", "participant_id"],
  UpdateConferenceParticipant: ["conferences.updateParticipant", "participant_id"],
  DialCall: ["calls.dial"],
  RetrieveCallStatus: ["calls.retrieveStatus", "call_control_id"],
  AnswerCall: ["calls.actions.answer", "call_control_id"],
  HangupCall: ["calls.actions.hangup", "call_control_id"],
  RejectCall: ["calls.actions.reject", "call_control_id"],
  BridgeCall: ["calls.actions.bridge", "call_control_id"],
  TransferCall: ["calls.actions.transfer", "call_control_id"],
  UpdateClientState: ["calls.actions.updateClientState", "call_control_id"],
  SwitchSupervisorRole: ["calls.actions.switchSupervisorRole", "call_control_id"],
  GetTexmlConferences: ["texml.accounts.conferences.retrieveConferences", "account_sid"],
  GetTexmlConference: ["texml.accounts.conferences.retrieve", "conference_sid"],
  UpdateTexmlConference: ["texml.accounts.conferences.update", "conference_sid"],
  GetTexmlConferenceParticipants: ["texml.accounts.conferences.participants.retrieveParticipants", "conference_sid"],
  DialTexmlConferenceParticipant: ["texml.accounts.conferences.participants.participants", "conference_sid"],
  DeleteTexmlConferenceParticipant: ["texml.accounts.conferences.participants.delete", "call_sid_or_participant_label"],
  GetTexmlConferenceParticipant: ["texml.accounts.conferences.participants.retrieve", "call_sid_or_participant_label"],
  UpdateTexmlConferenceParticipant: ["texml.accounts.conferences.participants.update", "call_sid_or_participant_label"],
  GetTexmlConferenceRecordings: ["texml.accounts.conferences.retrieveRecordings", "conference_sid"],
  FetchTexmlConferenceRecordings: ["texml.accounts.conferences.retrieveRecordingsJson", "conference_sid"],
};

// Members that the client calls otherwise, because their names are taken.
const RENAMED = {
  BridgeCall: { call_control_id: "call_control_id_to_bridge_with" },
  DialTexmlConferenceParticipant: { Timeout: "timeout_seconds" },
};

const root = process.env.TELNYX_BASE_URL.replace(/\/v2$/, "");
const received = [];
const not_unwrapped = new Set();
const new_client = options =>
  new Telnyx({ maxRetries: 0, publicKey: process.env.TELNYX_PUBLIC_KEY, ...options });

/** Plays the telephones and the time. */
async function control(method, path, body) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const reply = await fetch(`${root}/_sim/${path}`, { method, body: text });
  if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
  return reply.json();
}

function form_event(text) {
  const members = new URLSearchParams(text);
  const names = ["StatusCallbackEvent", "RecordingStatus", "CallStatus"];
  return members.get(names.find(name => members.has(name))) ?? text;
}

/** Receives webhooks, and verifies those that the client can. */
function receive(client) {
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    let name;
    if (request.method === "GET") {
      name = form_event(request.url.split("?")[1]);
    } else {
      try {
        const event = await client.webhooks.unwrap(body, { headers: request.headers });
        // `conference.floor.changed` has no envelope.
        name = (event.data ?? event).event_type;
      } catch (error) {
        const is_form = request.headers["content-type"].includes("form") && error instanceof SyntaxError;
        // The signature is right, but a callback of TeXML is a form.
        name = is_form ? form_event(body) : String(error);
        if (is_form) not_unwrapped.add(name);
      }
    }
    received.push(name);
    response.end();
  });
  return new Promise(resolve =>
    server.listen(0, "127.0.0.1", () => resolve([server, `http://127.0.0.1:${server.address().port}/`])));
}

/** Calls the method of an operation, and returns the body of the reply, or the code of the error. */
async function call(client, step) {
  const [path, positional] = METHODS[step.do];
  const { body = {}, page = {}, ...params } = step.with ?? {};
  for (const [name, value] of Object.entries(page)) params[`page[${name}]`] = value;
  const first = params[positional];
  delete params[positional];
  for (const [name, value] of Object.entries(body)) params[RENAMED[step.do]?.[name] ?? name] = value;
  const names = path.split(".");
  const last = names.pop();
  const resource = names.reduce((owner, name) => owner[name], client);
  const has_params = resource[last].length > 1 || Object.keys(params).length > 0;
  const list = positional ? [first] : [];
  if (has_params || !positional) list.push(params);
  try {
    return [await resource[last](...list), undefined];
  } catch (error) {
    if (!(error instanceof Telnyx.APIError) || error.status === undefined) throw error;
    return [undefined, error.error?.errors?.[0]?.code ?? String(error.status)];
  }
}

const pointer = (body, path) =>
  path.split("/").slice(1).reduce((owner, name) => owner?.[name] ?? null, body);

function substitute(value, variables) {
  if (typeof value === "string") {
    for (const name of Object.keys(variables).sort().reverse()) {
      value = value.replaceAll(`$${name}`, () => variables[name]);
    }
    return value;
  }
  if (Array.isArray(value)) return value.map(item => substitute(item, variables));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, substitute(item, variables)]));
}

/** Does a step, and returns what is wrong. */
async function run_step(client, original, variables) {
  const step = substitute(original, variables);
  if ("call" in step) {
    const { call_control_id } = await control("POST", "calls", {});
    if (!step.ringing) await client.calls.actions.answer(call_control_id, {});
    variables[step.call] = call_control_id;
  } else if ("phone" in step) {
    const body = "digits" in step ? { digits: step.digits } : {};
    await control("POST", `calls/${variables[step.phone]}/${step.action}`, body);
  } else if ("advance" in step) {
    await control("POST", "clock", { advance_ms: step.advance * 1000 });
  } else if ("fault" in step) {
    await control("POST", "faults", step.fault);
  } else {
    const [body, code] = await call(step.key ? new_client({ apiKey: step.key }) : client, step);
    if (code !== step.refused) return `refused with ${code}, not ${step.refused}`;
    if (code !== undefined) return;
    for (const [path, wanted] of Object.entries(step.expect ?? {})) {
      const found = pointer(body, path);
      if (JSON.stringify(found) !== JSON.stringify(wanted)) return `${path} is ${found}, not ${wanted}`;
    }
    for (const [name, path] of Object.entries(original.save ?? {})) variables[name] = pointer(body, path);
  }
}

/** Returns the steps that differ in one thing, and are not refused. */
function sibling({ steps: original, differs }) {
  const steps = structuredClone(original);
  for (const step of steps) delete step.refused;
  const names = differs.at.split("/");
  const member = names.pop();
  const parent = pointer(steps[differs.step], names.join("/"));
  if ("to" in differs) parent[member] = differs.to;
  else delete parent[member];
  return steps;
}

/** Runs steps, and returns what is wrong. */
async function run(client, defaults, hook, scenario, steps, webhooks) {
  const settings = { ...structuredClone(defaults), ...scenario.settings };
  for (const connection of settings.connections) connection.webhook_url = hook;
  await control("POST", "reset", settings);
  received.length = 0;
  const variables = {
    account: defaults.account_sid,
    application: defaults.connections.find(it => it.texml).id,
    connection: defaults.connections.find(it => !it.texml).id,
    hook,
    long: "a".repeat(3001),
  };
  try {
    for (const [index, step] of steps.entries()) {
      const wrong = await run_step(client, step, variables);
      if (wrong) return `step ${index}: ${wrong}`;
    }
  } finally {
    await control("POST", "settle");
  }
  if (!webhooks) return;
  const listed = (await control("GET", "deliveries")).deliveries.map(it => it.event_type);
  if (listed.join() !== webhooks.join()) return `webhooks: ${listed}`;
  if (received.join() !== webhooks.join()) return `received: ${received}`;
}

const scenarios = JSON.parse(readFileSync(process.argv[2], "utf8"));
const client = new_client({});
const [server, hook] = await receive(client);
const defaults = await control("GET", "settings");
let [runs, wrong] = [0, 0];
for (const scenario of scenarios) {
  const variants = [[scenario.steps, scenario.differs ? undefined : scenario.webhooks]];
  if (scenario.differs) variants.push([sibling(scenario), scenario.webhooks]);
  for (const [steps, webhooks] of variants) {
    runs += 1;
    let found;
    try {
      found = await run(client, defaults, hook, scenario, steps, webhooks);
    } catch (error) {
      found = String(error);
    }
    if (found) {
      wrong += 1;
      console.log(`  ${scenario.name}: ${found}`);
    }
  }
}
console.log(`telnyx for Node.js: ${runs - wrong} of ${runs} runs of ${scenarios.length} scenarios hold`);
console.log(`  \`webhooks.unwrap\` verifies, but cannot decode, the forms ${[...not_unwrapped].sort().join(", ")}`);
server.close();
server.closeAllConnections();
process.exitCode = wrong > 0 ? 1 : 0;
