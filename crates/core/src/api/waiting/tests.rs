use super::*;
use proptest::prelude::*;
use serde_json::json;
use std::collections::HashSet;
use std::string::ToString;
use std::vec::Vec;

/// A moment in 2026.
const NOW: i64 = 1_795_305_600;
const DAY: i64 = 86_400;

/// The order in which a server lists what it found. Intercom documents none.
#[derive(Clone, Copy, Debug)]
enum Order {
    Newest,
    Oldest,
    Mixed,
}

/// The open conversations of a workspace that wait.
#[derive(Clone, Debug)]
struct Waits {
    /// Since when each waits, with its id.
    all: Vec<(i64, String)>,
    /// Whether `<` means "lower or equal".
    or_equal: bool,
}

impl Waits {
    fn new(since: impl IntoIterator<Item = i64>, order: Order, or_equal: bool) -> Self {
        let mut all: Vec<(i64, String)> =
            since.into_iter().enumerate().map(|(number, since)| (since, format!("{number}"))).collect();
        match order {
            Order::Newest => all.sort_by_key(|(since, _)| -since),
            Order::Oldest => all.sort(),
            Order::Mixed => {}
        }
        Self { all, or_equal }
    }

    /// Answers the question as Intercom's description says.
    fn answer(&self, question: WaitingQuestion) -> WaitingAnswer {
        let body: Value = serde_json::from_str(&question.search().body).expect("JSON");
        let filters = body["query"]["value"].as_array().expect("filters");
        assert_eq!(body["query"]["operator"], "AND");
        assert_eq!(filters[0], json!({ "field": "state", "operator": "=", "value": "open" }));
        assert_eq!((&filters[2]["field"], &filters[2]["operator"]), (&json!("waiting_since"), &json!("<")));
        let before = filters[2]["value"].as_i64().expect("a time");
        let size = body["pagination"]["per_page"].as_u64().expect("a size");
        assert!((1..=150).contains(&size), "Intercom's pages hold at most 150: {size}");
        let found = self.all.iter().filter(|(since, _)| *since < before + i64::from(self.or_equal));
        let page = found.clone().take(usize::try_from(size).expect("small"));
        let page: Vec<Value> = page.map(|(since, id)| json!({ "id": id, "waiting_since": since })).collect();
        let answer = json!({ "total_count": found.count(), "conversations": page });
        WaitingAnswer::read(answer.to_string().as_bytes()).expect("readable")
    }

    fn oldest(&self) -> Option<i64> {
        self.all.iter().map(|(since, _)| *since).min()
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

/// Runs a search to its end, and changes the workspace after each answer. Returns the end, and how many questions it took.
fn run(last: Option<i64>, waits: &mut Waits, mut change: impl FnMut(&mut Waits)) -> (WaitingStep, u32) {
    let mut search = WaitingSearch::from(last.map(at));
    for asked in 0..=WaitingSearch::MOST_QUESTIONS {
        let WaitingStep::Ask(question) = search.step() else { return (search.step().clone(), asked) };
        assert!(asked < WaitingSearch::MOST_QUESTIONS, "one more question: {search:?}");
        search.learn(waits.answer(*question));
        change(waits);
    }
    unreachable!("the loop asserts its end")
}

/// Returns since when the longest wait is, and how many questions it took.
fn found(last: Option<i64>, waits: &Waits) -> (Option<i64>, u32) {
    let (end, asked) = run(last, &mut waits.clone(), |_| ());
    let WaitingStep::Found(longest) = end else { panic!("unsettled after {asked} questions") };
    if let Some(longest) = &longest {
        let named = (longest.since.as_millis() / 1000, longest.conversation.clone());
        assert!(waits.all.contains(&named), "a conversation that waits, with its own time: {named:?}");
    }
    (longest.map(|longest| longest.since.as_millis() / 1000), asked)
}

fn spread(many: i64, over: i64) -> impl Iterator<Item = i64> {
    (0..many).map(move |number| NOW - number * 7_919 % over.max(1))
}

#[test]
fn few_waits_take_one_question_or_two() {
    for or_equal in [false, true] {
        for (many, questions) in [(0, 1), (1, 1), (2, 2), (150, 2)] {
            let waits = Waits::new(spread(many, 3 * DAY), Order::Newest, or_equal);
            assert_eq!(found(None, &waits), (waits.oldest(), questions), "{many} {or_equal}");
        }
    }
}

#[test]
fn known_wait_that_lasts_takes_one_question() {
    for or_equal in [false, true] {
        for many in [1, 151, 10_000] {
            let waits = Waits::new(spread(many, 30 * DAY), Order::Newest, or_equal);
            let oldest = waits.oldest();
            let others_follow =
                waits.all.iter().filter(|(since, _)| Some(*since) <= oldest.map(|at| at + 1)).count();
            assert_eq!(others_follow, 1, "the sample has one oldest wait");
            assert_eq!(found(oldest, &waits), (oldest, 1), "{many} {or_equal}");
        }
    }
}

#[test]
fn known_wait_that_ended_is_replaced() {
    let waits = Waits::new(spread(100, 3 * DAY), Order::Newest, false);
    assert_eq!(found(Some(NOW - 4 * DAY), &waits), (waits.oldest(), 3));
    let nobody = Waits::new([], Order::Newest, false);
    assert_eq!(found(Some(NOW - 4 * DAY), &nobody), (None, 2));
}

#[test]
fn many_waits_take_a_few_questions() {
    for or_equal in [false, true] {
        for order in [Order::Newest, Order::Oldest, Order::Mixed] {
            for (many, over, most) in
                [(151, 3 * DAY, 5), (500, 5 * DAY, 10), (10_000, 3 * DAY, 16), (10_000, 40 * DAY, 16)]
            {
                let waits = Waits::new(spread(many, over), order, or_equal);
                let (oldest, asked) = found(None, &waits);
                assert_eq!(oldest, waits.oldest());
                assert!(asked <= most, "{many} over {over} s, {order:?}, {or_equal}: {asked}");
            }
        }
    }
}

// No page holds them all.
#[test]
fn thousands_that_wait_since_one_second_are_found() {
    for (or_equal, most) in [(false, 2), (true, 16)] {
        for order in [Order::Newest, Order::Oldest, Order::Mixed] {
            let same = Waits::new([NOW; 10_000], order, or_equal);
            let (oldest, asked) = found(None, &same);
            assert_eq!(oldest, Some(NOW));
            assert!(asked <= most, "{or_equal} {order:?}: {asked}");
            let imported = [NOW - 40 * DAY; 1_000];
            let mixed = Waits::new(spread(10_000, 3 * DAY).chain(imported), order, or_equal);
            assert_eq!(found(None, &mixed).0, Some(NOW - 40 * DAY), "{or_equal} {order:?}");
        }
    }
}

#[test]
fn ancient_crowd_is_found_within_a_day() {
    for or_equal in [false, true] {
        for order in [Order::Newest, Order::Mixed] {
            let crowd = (0..2_000).map(|number| NOW - 12 * 365 * DAY + number / 200);
            let waits = Waits::new(spread(10_000, 3 * DAY).chain(crowd), order, or_equal);
            let (oldest, _) = found(None, &waits);
            let missed = oldest.expect("somebody waits") - waits.oldest().expect("somebody waits");
            assert!((0..=DAY).contains(&missed), "{or_equal} {order:?}: {missed}");
        }
    }
}

#[test]
fn conversation_without_a_wait_is_passed_over() {
    let read = |body: &str| WaitingAnswer::read(body.as_bytes());
    let body = r#"{"total_count":3,"conversations":[{"id":"1","waiting_since":null},{"id":"2"},{"id":"3","waiting_since":7}]}"#;
    let wait = LongestWait { since: at(7), conversation: "3".to_owned() };
    assert_eq!(read(body), Ok(WaitingAnswer { total: 3, longest: Some(wait) }));
    let none =
        read(r#"{"total_count":1,"conversations":[{"id":"1","waiting_since":null}]}"#).expect("readable");
    let mut search = WaitingSearch::from(None);
    search.learn(none);
    assert_eq!(search.step(), &WaitingStep::Found(None));
}

#[test]
fn answer_of_another_form_is_an_error() {
    for (body, error) in [
        ("", FigureError::NoObject),
        ("[]", FigureError::NoObject),
        (r#"{"conversations":[]}"#, FigureError::NoCount),
        (r#"{"total_count":"1","conversations":[]}"#, FigureError::NoCount),
        (r#"{"total_count":1}"#, FigureError::NoList),
        (r#"{"total_count":1,"conversations":[]}"#, FigureError::NoList),
        (r#"{"total_count":1,"conversations":["1"]}"#, FigureError::NoList),
        (r#"{"total_count":1,"conversations":[{"waiting_since":5}]}"#, FigureError::NoList),
        (r#"{"total_count":1,"conversations":[{"id":"","waiting_since":5}]}"#, FigureError::NoList),
        (r#"{"total_count":1,"conversations":[{"id":"1/../2","waiting_since":5}]}"#, FigureError::NoList),
        (r#"{"total_count":1,"conversations":[{"id":"1","waiting_since":"5"}]}"#, FigureError::NoList),
        (r#"{"total_count":1,"conversations":[{"id":"1","waiting_since":-5}]}"#, FigureError::NoList),
        (r#"{"total_count":1,"conversations":[{"id":"1","waiting_since":1e12}]}"#, FigureError::NoList),
    ] {
        assert_eq!(WaitingAnswer::read(body.as_bytes()), Err(error), "{body}");
    }
}

#[test]
fn known_wait_of_a_wrong_clock_does_no_harm() {
    let waits = Waits::new(spread(400, 3 * DAY), Order::Newest, false);
    for last in [i64::MIN / 1000, -1, 0, NOW + 10 * DAY, i64::from(i32::MAX), i64::MAX / 1000] {
        assert_eq!(found(Some(last), &waits).0, waits.oldest(), "{last}");
    }
}

fn order() -> impl Strategy<Value = Order> {
    prop_oneof![Just(Order::Newest), Just(Order::Oldest), Just(Order::Mixed)]
}

/// Made-up workspaces, whose waits lie within seven weeks.
fn waits() -> impl Strategy<Value = Waits> {
    let many = prop_oneof![Just(0_usize), Just(1), Just(150), Just(151), Just(10_000), 2..2_000_usize];
    let over = prop_oneof![Just(1), Just(60), Just(DAY), Just(45 * DAY), 1..45 * DAY];
    // The provider's clock may be ahead of this computer's.
    let newest = prop_oneof![Just(NOW), Just(NOW + 10 * DAY), Just(1_000_000_000_i64)];
    let since = (many, over, newest)
        .prop_flat_map(|(many, over, newest)| proptest::collection::vec(newest - over + 1..=newest, many));
    (since, order(), any::<bool>()).prop_map(|(since, order, or_equal)| Waits::new(since, order, or_equal))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn search_finds_the_longest_wait(waits in waits(), last in proptest::option::of(NOW - 60 * DAY..NOW + DAY)) {
        prop_assert_eq!(found(last, &waits).0, waits.oldest());
    }

    // Conversations get replies, and others begin to wait, also since long before.
    #[test]
    fn search_ends_while_conversations_change(
        waits in waits(),
        changes in proptest::collection::vec((0..400_usize, proptest::collection::vec(NOW - 90 * DAY..NOW + DAY, 0..200)), 28),
    ) {
        let mut waits = waits;
        let mut ever: HashSet<(i64, String)> = waits.all.iter().cloned().collect();
        let mut changes = changes.into_iter();
        let (end, _) = run(None, &mut waits, |waits| {
            let (gone, new) = changes.next().unwrap_or_default();
            waits.all.sort();
            waits.all.drain(..gone.min(waits.all.len()));
            waits.all.extend(new.into_iter().map(|since| (since, format!("new{since}"))));
            ever.extend(waits.all.iter().cloned());
        });
        if let WaitingStep::Found(Some(longest)) = end {
            prop_assert!(ever.contains(&(longest.since.as_millis() / 1000, longest.conversation)));
        }
    }
}
