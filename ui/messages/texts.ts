// Every text of the window, for the tests. Functions are called with the sample arguments below.
import { account, attempt, problems, registration } from "../state/samples";
import { en } from "./en";
import { describe } from "./problems";

const answered = { workspace: "Acme", admin: "Ann", ids: "a1, eu, 1" };
const [down, limited] = problems.slice(0, 2).map(({ failure }) => failure);
const plan = { ...problems[0]?.failure, provider_code: "api_plan_restricted" };
const at = (stage: string, change: object = {}) => attempt("t", { stage, ...change } as object);
const refusedBy = { answered, workspace: "b2" };

/** The arguments of each function by its path in `en`, one list for each call. */
const CALLS: Record<string, unknown[][]> = {
  "list.nothing": [[{ query: "q", tag: "t", status: "limited" }], [{ query: "q", tag: null, status: null }]],
  "list.found": [[1, 2, { query: "q", tag: "t", status: "limited" }]],
  "list.said": [["1 of 2"]],
  "list.statusIs": [[null], ["Limited"]],
  "list.sortedBy": [["Name"]],
  "list.inOrder": ["open", "status", "checked", "connected"].map((sort) => [sort]),
  "list.chosen": [[2]],
  "list.refreshed": [[1, 2]],
  "list.openWithAge": [
    [18, null],
    [18, "3 days ago"],
  ],
  "team.showIdle": [[12]],
  "list.openAsOf": [[1204, "2 Dec 2026, 08:58"]],
  "list.waiting": [["29:41"]],
  "list.waitingSince": [["10:42", "29:41"]],
  "list.attemptOf": [["cancelled", "10:42"]],
  "links.notice": [
    ...["ours", "unknown", "nobody", "other_copy"].map((kind) => [{ kind }]),
    [{ kind: "other", name: "Postcards" }],
  ],
  "sheet.app": [["Acme"]],
  "sheet.appDetail": ["direct", "bridge", "loopback", "paste"].map((route) => ["eu", route]),
  "sheet.added": [["Acme"]],
  "token.titleFor": [["Acme"]],
  "token.step.open.openIn": [["eu"], ["au"]],
  "token.step.permissions.title": [[7]],
  "token.step.permissions.copied": [["Read tags"]],
  "token.done": [[1, "Open your apps at Intercom"]],
  "token.drawing.step": [[1]],
  "tokens.line": [[2]],
  "tokens.more": [[2]],
  "tokens.submit": [[0], [2]],
  "tokens.progress": [[1, 2]],
  "tokens.result": [
    [{ connected: 5, failed: 0, left: 0 }],
    [{ connected: 5, failed: 1, left: 0 }],
    [{ connected: 5, failed: 0, left: 2 }],
    [{ connected: 5, failed: 1, left: 2 }],
  ],
  "app.titleFor": [["Acme"]],
  "app.step.permissions.opens": [[[...en.figures.main, ...en.figures.others]]],
  "app.copyIt": [["Client id"]],
  "app.redirectFault.other": ["direct", "bridge", "loopback", "paste"].map((route) => [route]),
  "app.bridge.ours": [["1"]],
  "app.bridge.lacks": [[["Referrer-Policy"]], [["Referrer-Policy", "Cache-Control"]]],
  "app.otherSecretHint": [
    ["", 0],
    ["“A” and “B”", 2],
  ],
  "replaceSecret.title": [["Acme"]],
  "removeApp.title": [["Acme"]],
  "removeApp.dependents": [
    ["“A”", 1],
    ["“A” and “B”", 2],
  ],
  "tracker.stage.awaiting": [
    [at("awaiting"), "29:41"],
    [at("awaiting", { no_browser: true }), "29:41"],
  ],
  "tracker.stage.exchanging": [[]],
  "tracker.stage.identifying": [[]],
  "tracker.stage.unsaved": [[]],
  "tracker.stage.connected": [[]],
  "tracker.stage.already_connected": [[]],
  "tracker.stage.unverified": [
    [at("unverified")],
    [at("unverified", { reconnects: "a" })],
    [at("unverified", { account_id: "a" })],
    [at("unverified", { error: down })],
  ],
  "tracker.stage.refused": [
    [at("refused", refusedBy), ""],
    [at("refused", refusedBy), "", account("a", { name: "Acme" })],
  ],
  "tracker.stage.denied": [[]],
  "tracker.stage.failed": [
    [at("failed")],
    [at("failed", { claimed_at: "2026-11-22T10:00:20Z" })],
    ...problems.map(({ failure }) => [at("failed", { error: failure })]),
  ],
  "tracker.stage.expired": [[]],
  "tracker.stage.cancelled": [[at("cancelled")], [at("cancelled", { error: limited })]],
  "tracker.stage.interrupted": [[]],
  "tracker.strays": [[1], [2]],
  "tracker.portUnavailable": [[47116], [80]],
  "tracker.pageHelp.causes": [[registration("r")]],
  "tracker.after": [["0:20"]],
  "account.through.app": [["Acme"]],
  windowTitle: [["Acme"]],
  "access.connection.signedInAs": [["Ann"]],
  "access.permissions.fixIt": [["Read tags"]],
  "access.developer.limitFree": [[98]],
  "settings.health.made": [["14:05"]],
  "settings.health.summary": [
    [{ errors: 0, warnings: 0 }],
    [{ errors: 0, warnings: 1 }],
    [{ errors: 0, warnings: 2 }],
    [{ errors: 1, warnings: 2 }],
    [{ errors: 2, warnings: 0 }],
  ],
  "settings.apps.detail": [0, 1, 2].map((many) => ["eu", many]),
  "settings.apps.only": [["a1"]],
  "settings.apps.of": [["Edit", "Acme"]],
  "account.emailWarning": [["a@b.example"]],
  "account.onlyTag": [["client"]],
  "figures.notUpdated": [[down], [plan]],
  "figures.problem": [
    [down, []],
    [down, ["contacts", "tags"]],
  ],
  "figures.said": [["Tags", 204]],
  "figures.saidWithAge": [
    ["Tags", 204, "yesterday"],
    ["Tags", null, null],
  ],
  "figures.openParts": [
    [44, 12],
    [null, 12],
  ],
  "figures.waiting.since": [["Fri 17:40"]],
  "figures.waiting.said": [["3 d 4 h"]],
  "figures.needs": [["Read tags"]],
  "figures.fixIt": [["Tags", "Read tags"]],
  "menu.copyText": [["204"]],
  "permissions.missing": [[1], [2]],
  "permissions.title": [[["a"]], [["a", "b"]]],
  "permissions.steps": [
    [null, ["Read tags"]],
    ["Acme", ["Read tags", "Read tickets"]],
  ],
  "permissions.still": [[["Read tags"]]],
  "note.connected": [["Acme"]],
  "note.reconnected": [["Acme"]],
  "note.again": [["Acme"]],
  "note.unverified": [["Acme"]],
  "note.forgotten": [[1], [2]],
  "note.tagged": [[1], [2]],
  "note.checked": [
    [{ done: 0, of: 0, notUpdated: 0, unread: 0, problems: [] }],
    [{ done: 1, of: 3, notUpdated: 1, unread: 2, problems: [] }],
    [{ done: 3, of: 3, notUpdated: 3, unread: 0, problems: [] }],
    [{ done: 1, of: 1, notUpdated: 0, unread: 0, problems: [] }],
    ...[1, 2].map((count) => [
      {
        done: 9,
        of: 9,
        notUpdated: 1,
        unread: 1,
        problems: ["limited", "needs_reconnect", "unreachable", "unverified"].map((status) => ({ status, count })),
      },
    ]),
  ],
  "sidebar.unfilter": [["1 of 2"]],
  "sidebar.oldest": [["Acme"]],
  "statusLine.from": [[true], [false]],
  "statusLine.limit": [[98]],
  "palette.nothing": [["acme"]],
  "palette.found": [[1], [2]],
  "palette.of": [["Acme"]],
  "palette.notOf": [["Acme"]],
  "palette.tagged": [[1], [2]],
  "today.accounts": [[1], [2]],
  "today.refresh.progress": [[12, 40]],
  "today.refresh.stopAt": [[12, 40]],
  "today.others": [[1], [2]],
  "today.sentence": [null, "yesterday 17:40"].flatMap((since) => [
    [{ kind: "reconnect" }, since],
    [{ kind: "permissions", lacks: ["Read tags"] }, since],
    [{ kind: "waiting", count: 1, minutes: 480, working: true }, since],
    [{ kind: "waiting", count: 3, minutes: 1440, working: false }, since],
    [{ kind: "low_ratings", low: 1, rated: 1, with_remark: 0 }, since],
    [{ kind: "low_ratings", low: 2, rated: 9, with_remark: 1 }, since],
    [{ kind: "busy_day", day: 20_787, count: 97, usual: 41 }, since],
    [{ kind: "hand_overs", day: 20_787, count: 1, usual: 0 }, since],
    [{ kind: "permissions", lacks: ["Read tags", "Read tickets"] }, since],
  ]),
  "today.putOffCount": [[1], [2]],
  "today.tagged": [
    ["vip", 1],
    ["vip", 2],
  ],
  "today.openSays": [
    [null, null, null],
    ["2 hours ago", 44, 12],
  ],
  "today.nextReading": [["tomorrow 08:45"]],
  "today.threshold.wrong": [
    ["hours", false],
    ["hours", true],
    ["ratings", false],
    ["percent", false],
  ],
  "today.waitSays": [
    ["Fri 17:40", "2 d 15 h", null],
    ["Fri 17:40", null, "2 hours ago"],
  ],
  "today.unknown": [[1], [3]],
  "today.message.unknown": [[1], [3]],
  "today.ratings": [
    [9, 0],
    [9, 2],
  ],
  "today.ratingsSay": [
    ["yesterday 00:00", 1, "2 hours ago"],
    ["yesterday 00:00", null, "2 hours ago"],
  ],
  "today.ticketsSay": [[40, 20, 1, "2 hours ago"]],
  "today.exported": [["/home/maya/Downloads/board.csv"]],
  "today.message.others": [[1], [2]],
  "today.message.change": [
    [0, "yesterday 09:00"],
    [-12, "yesterday 09:00"],
  ],
  "today.message.counted": [["Mon 17:40"]],
  "today.message.wait": [
    ["3 d 4 h", false],
    ["3 h 20 min", true],
  ],
  "today.message.ratings": [
    [1, 0],
    [9, 2],
  ],
  "today.message.tickets": [[1], [61]],
  "team.part": [[3000, 4210]],
  "team.open": [["215"]],
  "team.lowRatings": [["Mon 00:00"]],
  "team.olderRatings": [["12"]],
  "team.score": [[1]],
  "team.unknownTeam": [["814"]],
  "team.gone": [["814"]],
  "team.limits.standard": [[true], [false]],
  "team.day": [
    ["Mon 30 Nov", 97, 41],
    ["Mon 30 Nov", 97, null],
  ],
  "team.hours.works": [["Mon–Fri", "09:00", "17:00", "Europe/Dublin"]],
  "counted.label": [["All accounts"]],
  "today.changed": [[0], [4], [-12]],
  "today.since": [["yesterday 09:00"]],
  "today.courseSays": [[0, 18]],
  "today.message.head": [["Wednesday 2 December at 09:00"]],
  "today.message.row": [
    ["Acme", "18"],
    ["Acme", "18 (+4 since yesterday 09:00), longest wait 3 h"],
  ],
  "palette.settings": [["General"]],
  "palette.theme": [["Dark"]],
  "palette.developer": [[true], [false]],
  "tags.title": [["Acme"]],
  "forget.title": [["Acme"]],
  "forgetMany.title": [[2]],
  "forgetMany.others": [[2]],
  "forgetMany.confirm": [[2]],
  "many.progress": [[1, 2]],
  "many.failed": [
    [0, 1],
    [1, 2],
  ],
  "many.stopped": [[1, 2]],
  "many.names": [
    [["A"], 0],
    [["A"], 1],
    [["A"], 2],
  ],
  "tagMany.title": [[2]],
  "tagMany.add": [["client"]],
  "tagMany.turned": [
    ["client", "all"],
    ["client", "some"],
    ["client", "none"],
  ],
  "tagMany.on": [[1, 2]],
  "uninstall.title": [["Acme"]],
  "uninstall.lead": [["App", "Acme"]],
  "uninstall.leadToken": [["Acme"]],
  "uninstall.others": [[["A"]], [["A", "B"]]],
  "uninstall.maybe": [[["A"]], [["A", "B"]]],
  "uninstall.after": [[0], [1]],
};

export type Text = { at: string; text: string };

/** The paths of functions in `en` that have no sample arguments. */
export const uncalled: string[] = [];

function texts(value: unknown, path: string): Text[] {
  if (typeof value === "string") return [{ at: path, text: value }];
  if (typeof value === "function") {
    const calls = CALLS[path];
    if (calls === undefined) uncalled.push(path);
    return (calls ?? []).flatMap((given) => texts((value as (...given: unknown[]) => unknown)(...given), path));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => texts(part, path === "" ? key : `${path}.${key}`));
}

/** Sentences that an earlier version stored are its own. */
const own = problems.filter(({ failure }) => failure.problem.about !== "older");

const problemTexts = own.flatMap(({ failure }): Text[] => {
  const { message, hint } = describe(failure);
  const at = JSON.stringify(failure.problem);
  return [
    { at: `${at} message`, text: message },
    { at: `${at} hint`, text: hint },
  ];
});

/** Every text of `en` and of the problems. */
export const all: Text[] = [...texts(en, ""), ...problemTexts].filter(({ at }) => !/^figures\.(main|others)$/.test(at));

/** The texts that tell a person what to do or to type. */
export const hints: Text[] = all.filter(({ at }) => / hint$|hint$|Hint(\.|$)/.test(at));
