// Intercom's official Node SDK against the sandbox: every read that both have, the searches, the pagination, and the errors.
// Standard input is one line of JSON with the API base and the tokens. The script prints a line for each verified fact,
// and ends with an error at the first fact that is wrong.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Intercom, IntercomClient, IntercomError } from 'intercom-client';

const given = JSON.parse(readFileSync(0, 'utf8'));
const client = (token, more = {}) => new IntercomClient({ token, environment: given.api_base, maxRetries: 0, ...more });
const some = client(given.some);
const empty = client(given.empty);
const huge = client(given.huge);

const seen = (what) => console.log(`ok ${what}`);

async function all(page, limit = Infinity) {
  const items = [];
  for await (const item of page) {
    items.push(item);
    assert.ok(items.length <= limit, 'the pages never end');
  }
  return items;
}

const unlike = (items) => new Set(items.map((item) => item.id)).size === items.length;

async function fails(promise, kind, status, code) {
  const error = await promise.then(() => assert.fail('it should have been refused'), (error) => error);
  assert.ok(error instanceof kind, `${error.constructor.name} instead of ${kind.name}: ${error}`);
  assert.ok(error instanceof IntercomError);
  assert.equal(error.statusCode, status);
  assert.equal(error.body.type, 'error.list');
  assert.equal(error.body.errors[0].code, code);
  assert.equal(error.rawResponse.headers.get('x-request-id'), error.body.request_id);
}

async function reads() {
  const me = await some.admins.identify();
  assert.equal(me.app.id_code, given.workspace);
  const { admins } = await some.admins.list();
  assert.ok(admins.some((admin) => admin.id === me.id && admin.email === me.email));
  assert.equal((await some.admins.find({ admin_id: Number(admins.at(-1).id) })).name, admins.at(-1).name);
  seen('admins: me, list, one');

  const logs = await some.admins.listAllActivityLogs({ created_at_after: '1' });
  assert.ok(logs.activity_logs.length >= 3);
  seen('activity logs');

  const { teams } = await some.teams.list();
  assert.ok(teams.length >= 3);
  assert.deepEqual(await some.teams.find({ team_id: teams[0].id }), teams[0]);
  const { data: tags } = await some.tags.list();
  assert.ok(tags.length >= 3);
  assert.equal((await some.tags.find({ tag_id: tags[0].id })).name, tags[0].name);
  const { segments } = await some.segments.list({ include_count: true });
  assert.ok(segments.length >= 3 && segments.every((segment) => Number.isInteger(segment.count)));
  assert.equal((await some.segments.find({ segment_id: segments[0].id })).name, segments[0].name);
  seen('teams, tags, segments: list, one');

  const attributes = (await some.dataAttributes.list({ model: 'company' })).data;
  assert.ok(attributes.length >= 3 && attributes.every((attribute) => attribute.model === 'company'));
  assert.ok((await some.subscriptionTypes.list()).data.length >= 3);
  // the SDK's type is an array, but Intercom's description (2.14 to 2.16) has a list object, and the SDK returns what came
  assert.ok((await some.awayStatusReasons.listAwayStatusReasons()).data.length >= 3);
  assert.ok((await some.ticketStates.listTicketStates()).data.length >= 3);
  const types = (await some.ticketTypes.list()).data;
  assert.ok(types.length >= 3);
  assert.equal((await some.ticketTypes.get({ ticket_type_id: types[0].id })).name, types[0].name);
  seen('data attributes, subscription types, away statuses, ticket types and states');

  const centers = await all(await some.helpCenters.list(), 100);
  assert.ok(centers.length >= 1 && unlike(centers));
  assert.equal((await some.helpCenters.find({ help_center_id: Number(centers[0].id) })).identifier, centers[0].identifier);
  const collections = await all(await some.helpCenters.collections.list(), 1000);
  assert.ok(collections.length >= 3 && unlike(collections));
  assert.equal((await some.helpCenters.collections.find({ collection_id: Number(collections[0].id) })).name, collections[0].name);
  seen('help centers, collections: list, one');
}

async function people() {
  const contacts = await all(await some.contacts.list(), 5000);
  const { total_count } = (await some.contacts.list({ per_page: 1 })).response;
  assert.equal(contacts.length, total_count);
  assert.ok(contacts.length > 50 && unlike(contacts));
  const contact = contacts.find((contact) => contact.companies.total_count > 0 && contact.tags.total_count > 0);
  const found = await some.contacts.find({ contact_id: contact.id });
  assert.equal(found.email, contact.email);
  const companies = await all(await some.contacts.listAttachedCompanies({ contact_id: contact.id }), 100);
  assert.equal(companies.length, contact.companies.total_count);
  assert.equal((await some.contacts.listAttachedTags({ contact_id: contact.id })).data.length, contact.tags.total_count);
  await some.contacts.listAttachedSegments({ contact_id: contact.id });
  await some.contacts.listAttachedSubscriptions({ contact_id: contact.id });
  await all(await some.notes.list({ contact_id: contact.id }), 1000);
  seen(`contacts: ${contacts.length} over the pages, one, what hangs on it`);

  const listed = await all(await some.companies.list(), 1000);
  const scrolled = await all(await some.companies.scroll(), 1000);
  assert.ok(listed.length > 15 && unlike(listed));
  assert.deepEqual(new Set(scrolled.map((each) => each.id)), new Set(listed.map((each) => each.id)));
  const company = await some.companies.find({ company_id: companies[0].id });
  assert.equal(company.name, companies[0].name);
  assert.equal((await some.companies.retrieve({ company_id: company.company_id })).id, company.id);
  const attached = (await some.companies.listAttachedContacts({ company_id: company.id })).data;
  assert.ok(attached.some((each) => each.id === contact.id));
  await some.companies.listAttachedSegments({ company_id: company.id });
  seen(`companies: ${listed.length} over the pages and by scroll, one, its contacts`);
}

async function conversations() {
  const listed = await all(await some.conversations.list({ per_page: 7 }), 5000);
  assert.ok(listed.length > 20 && unlike(listed));
  const one = await some.conversations.find({ conversation_id: Number(listed[0].id) });
  assert.equal(one.id, listed[0].id);
  const parts = one.conversation_parts;
  assert.equal(parts.conversation_parts.length, parts.total_count);
  assert.ok(parts.total_count > 0);
  seen(`conversations: ${listed.length} over pages of seven, one with its ${parts.total_count} parts`);

  let counted = 0;
  for (const state of ['open', 'snoozed', 'closed']) {
    const query = { field: 'state', operator: '=', value: state };
    const found = await some.conversations.search({ query, pagination: { per_page: 5 } });
    assert.ok(found.response.total_count > 0 && found.data.length <= 5);
    const items = await all(found, 5000);
    assert.equal(items.length, found.response.total_count);
    assert.ok(unlike(items) && items.every((item) => item.state === state));
    counted += items.length;
  }
  assert.equal(counted, listed.length);
  seen('conversations by state, page by page');

  const tickets = await all(
    await some.tickets.search({ query: { field: 'created_at', operator: '>', value: '1' }, pagination: { per_page: 9 } }),
    5000,
  );
  assert.ok(tickets.length > 20 && unlike(tickets));
  assert.equal((await some.tickets.get({ ticket_id: tickets[0].id })).ticket_id, tickets[0].ticket_id);
  seen(`tickets: ${tickets.length} by search, one`);
}

async function searches() {
  const search = (query) => some.contacts.search({ query, pagination: { per_page: 150 } });
  const users = await all(await search({ field: 'role', operator: '=', value: 'user' }), 5000);
  const leads = await all(await search({ field: 'role', operator: '!=', value: 'user' }), 5000);
  const { total_count } = (await some.contacts.list({ per_page: 1 })).response;
  assert.equal(users.length + leads.length, total_count);
  assert.ok(users.length > 0 && leads.length > 0);
  const { email } = users[0];
  const nested = await search({
    operator: 'AND',
    value: [
      { field: 'role', operator: '=', value: 'user' },
      { operator: 'OR', value: [{ field: 'email', operator: '=', value: email }, { field: 'email', operator: '~', value: 'nobody.example' }] },
    ],
  });
  assert.deepEqual(nested.data.map((contact) => contact.id), [users[0].id]);
  const among = await search({ field: 'id', operator: 'IN', value: [users[0].id, leads[0].id] });
  assert.equal(among.response.total_count, 2);
  seen('contacts by role, nested groups, IN');
}

async function articles() {
  const listed = await all(await some.articles.list(), 5000);
  assert.ok(listed.length > 25 && unlike(listed));
  const one = await some.articles.find({ article_id: Number(listed[0].id) });
  assert.equal(one.title, listed[0].title);
  const found = await some.articles.search({ phrase: one.title, state: one.state });
  assert.ok(found.data.articles.some((article) => article.id === one.id));
  seen(`articles: ${listed.length} over the pages, one, by phrase`);
}

async function sizes() {
  for (const page of [await empty.contacts.list(), await empty.companies.list(), await empty.conversations.list(), await empty.articles.list()]) {
    assert.deepEqual(await all(page), []);
  }
  assert.equal((await empty.admins.list()).admins.length, 1);
  assert.deepEqual((await empty.tags.list()).data, []);
  seen('an empty workspace: nothing in its lists but who signed in');

  const contacts = await all(await huge.contacts.list({ per_page: 150 }), 20_000);
  assert.equal(contacts.length, 10_000);
  assert.ok(unlike(contacts));
  const search = await huge.contacts.search({
    query: { field: 'role', operator: '=', value: 'lead' },
    pagination: { per_page: 150 },
  });
  assert.equal((await all(search, 20_000)).length, search.response.total_count);
  seen('a huge workspace: 10,000 contacts over the pages, and a search through them');
}

async function errors() {
  await fails(client('dead').admins.list(), Intercom.UnauthorizedError, 401, 'unauthorized');
  await fails(some.contacts.find({ contact_id: '5f3a00000000000000000000' }), IntercomError, 404, 'not_found');
  await fails(some.admins.find({ admin_id: 1 }), Intercom.NotFoundError, 404, 'admin_not_found');
  const bad = { query: { field: 'nonsense', operator: '=', value: 'x' } };
  await fails(some.conversations.search(bad), IntercomError, 400, 'parameter_invalid');
  await fails(some.contacts.list({ starting_after: 'nonsense' }), IntercomError, 400, 'client_error');
  await fails(client(given.some, { version: '9.9' }).tags.list(), IntercomError, 400, 'intercom_version_invalid');
  seen('errors: dead token, unknown record, wrong search, bad cursor, unknown version');
}

async function manners() {
  const control = (change) =>
    fetch(`${given.api_base}/_control`, { method: 'POST', body: JSON.stringify(change) }).then(({ status }) => assert.equal(status, 200));
  await control({ plan: 'restricted' });
  await fails(some.conversations.list(), Intercom.ForbiddenError, 403, 'api_plan_restricted');
  await control({ plan: 'full', missing_permissions: ['read_tags'] });
  await fails(some.tags.list(), Intercom.UnauthorizedError, 401, 'token_unauthorized');
  await control({ missing_permissions: [], rate_limit: 1, clock_offset_s: 3600 });
  const calls = await Promise.allSettled([1, 2, 3, 4].map(() => some.teams.list()));
  const refused = calls.find((call) => call.status === 'rejected');
  await fails(Promise.reject(refused.reason), IntercomError, 429, 'rate_limit_exceeded');
  // the SDK waits until the end of the rate limit's window, which the header names, and goes on
  await control({ clock_offset_s: 0 });
  const patient = client(given.some, { maxRetries: 2 });
  const [{ teams }] = await Promise.all([patient.teams.list(), patient.teams.list()]);
  assert.ok(teams.length > 0);
  seen('manners: plan, permission, rate limit, and waiting for the next window');
}

await reads();
await people();
await conversations();
await searches();
await articles();
await sizes();
await errors();
await manners();
