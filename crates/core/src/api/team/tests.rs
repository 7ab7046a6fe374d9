//! Tests of the load of teams.

use proptest::prelude::*;
use serde_json::json;
use std::string::ToString;
use std::vec;

use super::*;
use crate::Timestamp;

fn team(id: &str, name: &str) -> Team {
    Team { id: id.into(), name: Some(name.into()) }
}

fn teammate(id: &str, name: &str, has_inbox_seat: bool) -> Teammate {
    Teammate { id: id.into(), name: Some(name.into()), away: id == "2", has_inbox_seat }
}

fn waits(id: &str, since: i64) -> LongestWait {
    LongestWait { since: Timestamp::from_millis(since), conversation: id.into() }
}

fn conversation(
    id: &str,
    since: Option<i64>,
    teammate: Option<&str>,
    team: Option<&str>,
) -> OpenConversation {
    OpenConversation {
        id: id.into(),
        wait: since.map(|since| waits(id, since)),
        teammate: teammate.map(Into::into),
        team: team.map(Into::into),
    }
}

#[test]
fn search_asks_for_open_conversations_for_a_person() {
    let search = |after| -> Value { serde_json::from_str(&open_conversations(after).body).expect("JSON") };
    let first = search(None);
    assert_eq!(first["pagination"], json!({ "per_page": 150 }));
    let cursor = "a\"b\\c\u{e9}";
    let next = search(Some(cursor));
    assert_eq!(next["pagination"], json!({ "per_page": 150, "starting_after": cursor }));
    assert_eq!(first["query"], next["query"]);
    let counted: Value =
        serde_json::from_str(crate::Figure::ConversationsOpen.question().body.expect("a body"))
            .expect("JSON");
    assert_eq!(first["query"], counted["query"], "the figure counts the same ones");
}

#[test]
fn answers_are_read_and_keep_nothing_of_a_customer() {
    let page = json!({ "total_count": 7, "pages": { "next": { "starting_after": "abc" } }, "conversations": [
        { "id": "11", "waiting_since": 1_700_000_000, "admin_assignee_id": 5, "team_assignee_id": "6",
          "source": { "author": { "name": "Ada", "email": "ada@mail.example" } } },
        { "id": "12", "waiting_since": null, "admin_assignee_id": 0, "team_assignee_id": null },
        null,
        { "id": "13" },
    ] });
    let page = read_open_conversations(page.to_string().as_bytes()).expect("read");
    assert_eq!((page.total, page.next.as_deref()), (7, Some("abc")));
    assert_eq!(
        page.conversations,
        [
            conversation("11", Some(1_700_000_000_000), Some("5"), Some("6")),
            conversation("12", None, None, None),
            conversation("13", None, None, None),
        ]
    );
    let teams = json!({ "teams": [{ "id": "6", "name": "Billing\u{1b}[2J" }, { "id": 7, "name": "" }] });
    let teams = read_teams(teams.to_string().as_bytes()).expect("read");
    assert_eq!(teams, [team("6", "Billing\u{fffd}[2J"), Team { id: "7".into(), name: None }]);
    let admins = json!({ "admins": [
        { "id": "5", "name": "Grace", "away_mode_enabled": true, "has_inbox_seat": true, "email": "grace@corp.example" },
        { "id": "8", "name": "Joan" },
    ] });
    let admins = read_teammates(admins.to_string().as_bytes()).expect("read");
    assert_eq!((admins[0].away, admins[0].has_inbox_seat), (true, true));
    assert_eq!(
        admins[1],
        Teammate { id: "8".into(), name: Some("Joan".into()), away: false, has_inbox_seat: false }
    );
}

#[test]
fn answers_of_another_shape_are_errors() {
    for (body, error) in [
        (json!([]), FigureError::NoObject),
        (json!({ "conversations": [] }), FigureError::NoCount),
        (json!({ "total_count": 1 }), FigureError::NoList),
        (json!({ "total_count": 1, "conversations": [7] }), FigureError::NoList),
        (json!({ "total_count": 1, "conversations": [{ "id": "../x" }] }), FigureError::NoList),
        (
            json!({ "total_count": 1, "conversations": [{ "id": "1", "team_assignee_id": "../x" }] }),
            FigureError::NoList,
        ),
        (
            json!({ "total_count": 1, "conversations": [{ "id": "1", "admin_assignee_id": -1 }] }),
            FigureError::NoList,
        ),
        (
            json!({ "total_count": 1, "conversations": [{ "id": "1", "waiting_since": "x" }] }),
            FigureError::NoList,
        ),
    ] {
        assert_eq!(read_open_conversations(body.to_string().as_bytes()), Err(error), "{body}");
    }
    assert_eq!(read_teams(br#"{"teams":[{"name":"x"}]}"#), Err(FigureError::NoList));
    assert_eq!(read_teammates(b"{}"), Err(FigureError::NoList));
}

#[test]
fn load_is_sorted_by_number_and_then_by_name() {
    let teams = [team("1", "billing"), team("2", "Accounts"), team("3", "Zebra")];
    let people = [
        teammate("1", "Grace", true),
        teammate("2", "Ada", true),
        teammate("3", "Old", false),
        teammate("4", "Left", false),
    ];
    let all = vec![
        conversation("a", Some(30), Some("1"), Some("3")),
        conversation("b", Some(10), None, Some("3")),
        conversation("c", Some(20), Some("4"), None),
        conversation("d", None, Some("9"), Some("7")),
        // It came on two pages.
        conversation("b", Some(10), None, Some("3")),
    ];
    let load = load(&teams, &people, all, 4);
    let team_row = |id: Option<&str>, name: Option<&str>, open, unassigned, longest| LoadOfTeam {
        id: id.map(Into::into),
        name: name.map(Into::into),
        open,
        unassigned,
        longest,
    };
    assert_eq!(
        load.teams,
        [
            team_row(Some("3"), Some("Zebra"), 2, 1, Some(waits("b", 10))),
            team_row(None, None, 1, 0, Some(waits("c", 20))),
            team_row(Some("7"), None, 1, 0, None),
            team_row(Some("2"), Some("Accounts"), 0, 0, None),
            team_row(Some("1"), Some("billing"), 0, 0, None),
        ]
    );
    let names: Vec<_> = load.teammates.iter().map(|row| (row.name.as_deref(), row.open, row.away)).collect();
    assert_eq!(
        names,
        [(Some("Grace"), 1, false), (Some("Left"), 1, false), (None, 1, false), (Some("Ada"), 0, true)]
    );
    let longest: Vec<_> = load
        .longest
        .iter()
        .map(|row| (row.wait.conversation.as_str(), row.team.as_deref(), row.teammate.as_deref()))
        .collect();
    assert_eq!(
        longest,
        [("b", Some("Zebra"), None), ("c", None, Some("Left")), ("a", Some("Zebra"), Some("Grace"))]
    );
    assert_eq!((load.known, load.total), (4, 4));
}

#[test]
fn part_of_a_load_names_the_whole_number() {
    let some = || vec![conversation("a", None, None, None)];
    assert_eq!(load(&[], &[], some(), 9).total, 9);
    assert_eq!(load(&[], &[], some(), 0).total, 1, "one came while pages were read");
}

fn some_conversations() -> impl Strategy<Value = Vec<OpenConversation>> {
    let id = || proptest::option::of(1_u8..6);
    let one = (0_u16..400, proptest::option::of(1_i64..9_000), id(), id());
    proptest::collection::vec(one, 0..60).prop_map(|all| {
        let text = |id: Option<u8>| id.map(|id| id.to_string());
        let conversation = |(id, since, teammate, team): (u16, Option<i64>, _, _)| OpenConversation {
            id: id.to_string(),
            wait: since.map(|since| waits(&id.to_string(), since)),
            teammate: text(teammate),
            team: text(team),
        };
        all.into_iter().map(conversation).collect()
    })
}

proptest! {
    #[test]
    fn load_counts_each_conversation_once(all in some_conversations()) {
        let mut ids: Vec<_> = all.iter().map(|each| each.id.clone()).collect();
        ids.sort();
        ids.dedup();
        let load = load(&[team("1", "One")], &[teammate("1", "Ada", true)], all.clone(), 0);
        prop_assert_eq!(load.known as usize, ids.len());
        prop_assert_eq!(load.teams.iter().map(|team| team.open).sum::<u32>(), load.known);
        let unassigned = load.teams.iter().map(|team| team.unassigned).sum::<u32>();
        let assigned = load.teammates.iter().map(|teammate| teammate.open).sum::<u32>();
        prop_assert_eq!(unassigned + assigned, load.known);
        prop_assert!(load.longest.len() <= 10 && load.longest.is_sorted_by_key(|row| row.wait.since));
        let longest_of_all = load.teams.iter().filter_map(|team| team.longest.clone()).min();
        prop_assert_eq!(load.longest.first().map(|row| row.wait.clone()), longest_of_all);
    }
}
