"""Runs the scenarios with the official Telnyx client for Python: python scenarios.py SCENARIOS.json.

The base URL, the key and the public key are taken from the environment, as the client does.
"""

import copy
import inspect
import json
import os
import re
import sys
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import telnyx

# What each operation is called. Parameters have the names of the document, unless listed below.
METHODS = {
    "ListConferences": "conferences.list",
    "CreateConference": "conferences.create",
    "ListConferenceParticipants": "conferences.list_participants",
    "RetrieveConference": "conferences.retrieve",
    "EndConference": "conferences.actions.end_conference",
    "ConferenceGatherUsingAudio": "conferences.actions.gather_dtmf_audio",
    "HoldConferenceParticipants": "conferences.actions.hold",
    "JoinConference": "conferences.actions.join",
    "LeaveConference": "conferences.actions.leave",
    "MuteConferenceParticipants": "conferences.actions.mute",
    "PlayConferenceAudio": "conferences.actions.play",
    "PauseConferenceRecording": "conferences.actions.record_pause",
    "ResumeConferenceRecording": "conferences.actions.record_resume",
    "StartConferenceRecording": "conferences.actions.record_start",
    "StopConferenceRecording": "conferences.actions.record_stop",
    "ConferenceSendDtmf": "conferences.actions.send_dtmf",
    "SpeakTextToConference": "conferences.actions.speak",
    "StopConferenceAudio": "conferences.actions.stop",
    "UnholdConferenceParticipants": "conferences.actions.unhold",
    "UnmuteConferenceParticipants": "conferences.actions.unmute",
    "UpdateConference": "conferences.actions.update",
    "RetrieveConferenceParticipant": "conferences.retrieve_participant",
    "UpdateConferenceParticipant": "conferences.update_participant",
    "DialCall": "calls.dial",
    "RetrieveCallStatus": "calls.retrieve_status",
    "AnswerCall": "calls.actions.answer",
    "HangupCall": "calls.actions.hangup",
    "RejectCall": "calls.actions.reject",
    "BridgeCall": "calls.actions.bridge",
    "TransferCall": "calls.actions.transfer",
    "UpdateClientState": "calls.actions.update_client_state",
    "SwitchSupervisorRole": "calls.actions.switch_supervisor_role",
    "GetTexmlConferences": "texml.accounts.conferences.retrieve_conferences",
    "GetTexmlConference": "texml.accounts.conferences.retrieve",
    "UpdateTexmlConference": "texml.accounts.conferences.update",
    "GetTexmlConferenceParticipants": "texml.accounts.conferences.participants.retrieve_participants",
    "DialTexmlConferenceParticipant": "texml.accounts.conferences.participants.participants",
    "DeleteTexmlConferenceParticipant": "texml.accounts.conferences.participants.delete",
    "GetTexmlConferenceParticipant": "texml.accounts.conferences.participants.retrieve",
    "UpdateTexmlConferenceParticipant": "texml.accounts.conferences.participants.update",
    "GetTexmlConferenceRecordings": "texml.accounts.conferences.retrieve_recordings",
    "FetchTexmlConferenceRecordings": "texml.accounts.conferences.retrieve_recordings_json",
}

# Members that the client calls otherwise, because their names are taken.
RENAMED = {
    ("BridgeCall", "call_control_id"): "call_control_id_to_bridge_with",
    ("DialTexmlConferenceParticipant", "Timeout"): "timeout_seconds",
}

ROOT = os.environ["TELNYX_BASE_URL"].removesuffix("/v2")


def control(method, path, body=None):
    """Plays the telephones and the time."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{ROOT}/_sim/{path}", data, headers, method=method)
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


class Receiver(BaseHTTPRequestHandler):
    """Receives webhooks, and verifies those that the client can."""

    client = telnyx.Telnyx()
    received = []
    not_unwrapped = set()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            event = self.client.webhooks.unwrap(body, headers=dict(self.headers))
            # `conference.floor.changed` has no envelope.
            name = getattr(event, "data", event).event_type
        except json.JSONDecodeError:
            # The signature is right, but a callback of TeXML is a form.
            name = form_event(body)
            self.not_unwrapped.add(name)
        except Exception as error:
            name = repr(error)
        self.received.append(name)
        self.answer()

    def do_GET(self):
        self.received.append(form_event(urllib.parse.urlsplit(self.path).query))
        self.answer()

    def answer(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def form_event(text):
    members = dict(urllib.parse.parse_qsl(text))
    names = ["StatusCallbackEvent", "RecordingStatus", "CallStatus"]
    return next((members[name] for name in names if name in members), text)


def python_name(operation, member):
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", member).lower()
    return RENAMED.get((operation, member), "from_" if name == "from" else name)


def call(client, step):
    """Calls the method of an operation, and returns the body of the reply, or the code of the error."""
    operation, with_ = step["do"], dict(step.get("with", {}))
    method = client
    for name in METHODS[operation].split("."):
        method = getattr(method, name)
    parameters = inspect.signature(method).parameters
    members = with_.pop("body", {})
    arguments = {f"page_{name}": value for name, value in with_.pop("page", {}).items()}
    if operation == "BridgeCall":
        arguments["call_control_id_to_bridge"] = with_.pop("call_control_id")
    for name, value in with_.items():
        arguments[python_name(operation, name)] = value
    for name, value in members.items():
        known = python_name(operation, name)
        if known in parameters and known not in arguments:
            arguments[known] = value
        else:
            arguments.setdefault("extra_body", {})[name] = value
    try:
        reply = method(**arguments)
        return (None if reply is None else reply.to_dict(mode="json")), None
    except telnyx.APIStatusError as error:
        body = error.body if isinstance(error.body, dict) else {}
        errors = body.get("errors") or [{}]
        return None, errors[0].get("code", str(error.status_code))


def pointer(body, path):
    for name in path.split("/")[1:]:
        if isinstance(body, list):
            body = body[int(name)] if int(name) < len(body) else None
        elif isinstance(body, dict):
            body = body.get(name)
        else:
            return None
    return body


def substitute(value, variables):
    if isinstance(value, str):
        for name in sorted(variables, reverse=True):
            value = value.replace(f"${name}", variables[name])
        return value
    if isinstance(value, list):
        return [substitute(item, variables) for item in value]
    if isinstance(value, dict):
        return {name: substitute(item, variables) for name, item in value.items()}
    return value


def run_step(client, step, variables):
    """Does a step, and returns what is wrong."""
    names = step.get("save", {})
    step = substitute(step, variables)
    if "call" in step:
        id = control("POST", "calls", {})["call_control_id"]
        if not step.get("ringing"):
            client.calls.actions.answer(id)
        variables[step["call"]] = id
    elif "phone" in step:
        body = {"digits": step["digits"]} if "digits" in step else {}
        control("POST", f"calls/{step['phone_id']}/{step['action']}", body)
    elif "advance" in step:
        control("POST", "clock", {"advance_ms": step["advance"] * 1000})
    elif "fault" in step:
        control("POST", "faults", step["fault"])
    else:
        if "key" in step:
            client = telnyx.Telnyx(api_key=step["key"], max_retries=0)
        body, code = call(client, step)
        if code != step.get("refused"):
            return f"refused with {code}, not {step.get('refused')}"
        if code is not None:
            return None
        for path, wanted in step.get("expect", {}).items():
            found = pointer(body, path)
            if found != wanted:
                return f"{path} is {found}, not {wanted}"
        for name, path in names.items():
            variables[name] = pointer(body, path)
    return None


def sibling(scenario):
    """Returns the steps that differ in one thing, and are not refused."""
    steps, difference = copy.deepcopy(scenario["steps"]), scenario["differs"]
    for step in steps:
        step.pop("refused", None)
    path, _, member = difference["at"].rpartition("/")
    parent = pointer(steps[difference["step"]], path)
    if isinstance(parent, list):
        parent[int(member)] = difference["to"]
    elif "to" in difference:
        parent[member] = difference["to"]
    else:
        del parent[member]
    return steps


def run(client, defaults, hook, scenario, steps, webhooks):
    """Runs steps, and returns what is wrong."""
    settings = copy.deepcopy(defaults) | scenario.get("settings", {})
    for connection in settings["connections"]:
        connection["webhook_url"] = hook
    control("POST", "reset", settings)
    Receiver.received.clear()
    texml = {connection["texml"]: connection["id"] for connection in defaults["connections"]}
    variables = {
        "account": defaults["account_sid"],
        "application": texml[True],
        "connection": texml[False],
        "hook": hook,
        "long": "a" * 3001,
    }
    for index, step in enumerate(steps):
        if "phone" in step:
            step = {**step, "phone_id": variables[step["phone"]]}
        wrong = run_step(client, step, variables)
        if wrong:
            return f"step {index}: {wrong}"
    control("POST", "settle")
    listed = [it["event_type"] for it in control("GET", "deliveries")["deliveries"]]
    if webhooks is not None and listed != webhooks:
        return f"webhooks: {listed}"
    if webhooks is not None and Receiver.received != webhooks:
        return f"received: {Receiver.received}"
    return None


def main():
    with open(sys.argv[1]) as file:
        scenarios = json.load(file)
    json_to_texml = 0

    def count(request):
        nonlocal json_to_texml
        is_json = request.headers.get("content-type") == "application/json"
        json_to_texml += "/texml/" in request.url.path and is_json

    http_client = telnyx.DefaultHttpxClient(event_hooks={"request": [count]})
    client = telnyx.Telnyx(max_retries=0, http_client=http_client)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hook = f"http://127.0.0.1:{server.server_port}/"
    defaults = control("GET", "settings")
    runs = wrong = 0
    for scenario in scenarios:
        webhooks = scenario.get("webhooks")
        variants = [(scenario["steps"], None if "differs" in scenario else webhooks)]
        if "differs" in scenario:
            variants.append((sibling(scenario), webhooks))
        for steps, expected in variants:
            runs += 1
            try:
                found = run(client, defaults, hook, scenario, steps, expected)
            except Exception as error:
                found = repr(error)
            control("POST", "settle")
            if found:
                wrong += 1
                print(f"  {scenario['name']}: {found}")
    forms = ", ".join(sorted(Receiver.not_unwrapped))
    print(f"telnyx {telnyx.__version__} for Python: {runs - wrong} of {runs} runs of {len(scenarios)} scenarios hold")
    print(f"  `webhooks.unwrap` verifies, but cannot decode, the forms {forms}")
    print(f"  {json_to_texml} forms of TeXML were sent as JSON, which the settings allow")
    sys.exit(wrong > 0)


main()
