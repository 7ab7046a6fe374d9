//! Thousands of accounts: copies of one connected account under other names.
//!
//! The tokens do not open, since each is sealed to its own account. No measurement opens them. All figures are counted.

use rusqlite::{Connection, params};
use switchhook_journeys::home::Home;

const NAMES: [&str; 16] = [
    "Acme", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Indigo", "Juniper",
    "Kestrel", "Lumen", "Meridian", "Nimbus", "Orchard", "Pike",
];
const TRADES: [&str; 11] = [
    "Bakery",
    "Clinic",
    "Design",
    "Energy",
    "Freight",
    "Games",
    "Hotels",
    "Insurance",
    "Labs",
    "Media",
    "Studio",
];
const TAGS: [&str; 7] = ["agency", "beta", "client", "europe", "key account", "support", "trial"];

const FIGURES: [&str; 15] = [
    "conversations_open",
    "conversations_unassigned",
    "conversations_all_open",
    "tickets_customer",
    "tickets_back_office",
    "tickets_tracker",
    "conversations_snoozed",
    "conversations_closed",
    "contacts",
    "companies",
    "teammates",
    "teams",
    "tags",
    "articles",
    "tickets",
];

/// Adds copies of the first account, each with two tags and all figures, until there are `to` accounts.
pub(crate) fn grow(home: &Home, to: u32) {
    let mut database =
        Connection::open(home.files().join("switchhook.db")).expect("the database can be opened");
    let growth = database.transaction().expect("no other connection writes");
    {
        let mut account = growth
            .prepare(
                "INSERT INTO account (id, name, kind, identity, status, registration, client_id, api_base, token, \
                 workspace_id, workspace_name, workspace_region, workspace_timezone, workspace_created_at, \
                 admin_id, admin_name, admin_email, admin_email_verified, connected_at, checked_at) \
                 SELECT ?1, ?2, kind, ?1, status, registration, client_id, api_base, token, ?3, ?2, \
                 workspace_region, workspace_timezone, workspace_created_at, admin_id, admin_name, admin_email, \
                 admin_email_verified, connected_at + ?4, checked_at + ?4 FROM account ORDER BY rowid LIMIT 1",
            )
            .expect("the table of accounts is as it was");
        let mut tag = growth
            .prepare("INSERT INTO account_tag VALUES (?1, ?2)")
            .expect("the table of tags is as it was");
        let mut figure = growth
            .prepare(
                "INSERT INTO figure (account_id, name, count, counted_at, missing) \
                 SELECT ?1, ?2, ?3, checked_at, 0 FROM account ORDER BY rowid LIMIT 1",
            )
            .expect("the table of figures is as it was");
        for number in 1..to {
            let id = format!("{:08x}-0000-4000-8000-{number:012x}", scattered(number));
            let name = format!("{} {} {number}", pick(&NAMES, number), pick(&TRADES, number));
            let workspace = format!("b{number:07}");
            account.execute(params![id, name, workspace, number]).expect("an account can be added");
            for chosen in [pick(&TAGS, number), pick(&TAGS, number + 2)] {
                tag.execute([id.as_str(), chosen]).expect("a tag can be added");
            }
            for name in FIGURES {
                figure.execute(params![id, name, number % 100]).expect("a figure can be added");
            }
        }
    }
    growth.commit().expect("the accounts can be kept");
}

/// Returns numbers in no order, as random ids have none.
fn scattered(number: u32) -> u32 {
    number.wrapping_mul(0x9e37_79b9)
}

fn pick<'a>(from: &[&'a str], number: u32) -> &'a str {
    from[number as usize % from.len()]
}
