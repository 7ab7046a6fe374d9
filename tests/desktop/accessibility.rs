//! The window as a screen reader gets it: the accessibility tree, read over the bus that a screen reader uses.
//!
//! WebKit calls a button that opens a menu or a dialog a combo box there, so the page's own role decides what is a button.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use atspi::{Role, State};
use serde_json::json;
use switchhook_journeys::accessibility::{Node, Reader};
use switchhook_journeys::faulty_server::Fault;
use switchhook_journeys::home::Home;
use switchhook_journeys::intercom::Intercom;
use switchhook_journeys::keys::{DOWN, ENTER, ctrl, keys, tab_to};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, storage};

/// The window over six accounts whose tokens do not open, and over one of the pretend Intercom, which is open.
struct Desk {
    window: Window,
    reader: Reader,
    intercom: Intercom,
    sandbox: Sandbox,
    home: Home,
}

impl Desk {
    async fn open() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        let intercom = Intercom::start(&home, &sandbox, ["us", "eu", "au"]);
        let (words, proxy) =
            (["connect", "--token-stdin", "--name", "Acme"], [("HTTPS_PROXY", intercom.proxy())]);
        let connected = cli::run_with_environment(&home, &words, &proxy, &sandbox.token_for("nw7k2p0q"));
        assert_eq!(connected.status, 0, "the account is connected");
        storage::alter(&home, storage::SIX_ACCOUNTS);
        let reader = Reader::start();
        let window = Window::open_to_readers(&home, &[("HTTPS_PROXY", &intercom.proxy())]).await;
        window.page.reads("main h1", "Today").await;
        keys(&window, &[&ctrl("1")]).await;
        window.page.reads("main h1", "Acme").await;
        Self { window, reader, intercom, sandbox, home }
    }

    /// Returns the page whose first heading has this name. Its controls have names.
    async fn page(&self, heading: &str) -> Node {
        let is_it = |page: &Node| {
            let first = page.all_of(Role::Heading).into_iter().find(|each| each.attribute("level") == "1");
            first.is_some_and(|first| first.name == heading)
        };
        let mut page = self.reader.page(heading, is_it);
        let mut untold = self.untold(&page).await;
        // a figure may come between the two looks
        for _ in 0..3 {
            if untold.is_none() {
                break;
            }
            page = self.reader.page(heading, is_it);
            untold = self.untold(&page).await;
        }
        assert_eq!(untold, None, "a screen reader never comes to this text in:\n{page}");
        page
    }

    /// Asserts that each control has a name. Returns a text that a person sees, and that the tree does not hold.
    async fn untold(&self, page: &Node) -> Option<String> {
        for control in page.all().into_iter().filter(|each| each.is(State::Focusable)) {
            assert!(!control.name.is_empty(), "a {} has no name in:\n{page}", control.role);
        }
        let told: String =
            page.all().into_iter().flat_map(|each| [each.name.as_str(), each.text.as_str()]).collect();
        // Headings in a list box are not for readers, which say the group or the number of each option.
        let seen = "const all = document.createTreeWalker(document.querySelector('dialog') ?? document.body, NodeFilter.SHOW_TEXT); \
            const texts = []; while (all.nextNode()) { const { data, parentElement: it } = all.currentNode; \
            if (data.trim() && it.checkVisibility() && !it.closest('[aria-hidden=true], [role=option], [role=presentation], .order')) \
            texts.push(data.trim()); } return texts";
        let seen = self.window.page.run(seen, vec![]).await;
        let mut texts = seen.as_array().expect("texts").iter().filter_map(|text| text.as_str());
        texts.find(|text| !told.contains(text)).map(str::to_owned)
    }
}

/// Returns the objects that the page calls by this role.
fn called<'n>(page: &'n Node, role: &str) -> Vec<&'n Node> {
    page.all().into_iter().filter(|each| each.attribute("computed-role") == role).collect()
}

fn names<'n>(all: &[&'n Node]) -> Vec<&'n str> {
    all.iter().map(|each| each.name.as_str()).collect()
}

/// Asserts that one live region holds these words, and that a screen reader does not interrupt for them.
fn assert_is_in_a_live_region(page: &Node, words: &str) {
    let all = called(page, "status");
    let found: Vec<_> = all.iter().filter(|each| each.words().contains(words)).collect();
    assert_eq!(found.len(), 1, "“{words}” stands in one live region of:\n{page}");
    assert_eq!([found[0].attribute("live"), found[0].attribute("atomic")], ["polite", "true"]);
}

/// Returns the names of the objects that are in this state.
fn which<'n>(all: &[&'n Node], state: State) -> Vec<&'n str> {
    all.iter().filter(|each| each.is(state)).map(|each| each.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn account_page_is_told_with_roles_names_and_states() {
    let desk = Desk::open().await;
    let page = desk.page("Acme").await;
    page.save("accessibility-account");

    // the list: what an account is called, what is wrong with it, and how many conversations are open there
    let list = page.only(Role::ListBox, "Accounts");
    let options = called(list, "option");
    assert_eq!(options.len(), 7);
    let [brightline, fieldnote, harbour, kestrel] = names(&options)[1..5] else { panic!("seven options") };
    assert_eq!(brightline, "Brightline Bank 204 open, EU · Maya Ortiz");
    assert_eq!(fieldnote, "Fieldnote 204 open, US · Maya Ortiz");
    // its number could not be renewed, so the age is a part of the name
    assert!(
        harbour.starts_with("Harbour Eats 204 open, ") && harbour.ends_with(", Unreachable"),
        "{harbour}"
    );
    assert!(harbour.contains("just now") || harbour.contains(" ago"), "{harbour}");
    assert_eq!(kestrel, "Kestrel Air 204 open, Limited");
    assert_eq!(which(&options, State::Selected), [options[0].name.as_str()], "one account is open");
    assert!(options[0].name.starts_with("Acme "), "{}", options[0].name);
    let place = |each: &Node| [each.attribute("posinset").to_owned(), each.attribute("setsize").to_owned()];
    assert_eq!(place(options[6]), ["7", "7"]);

    // parts of the window
    let landmark = |role: &str| names(&called(&page, role));
    assert_eq!(landmark("complementary"), ["Accounts"]);
    assert_eq!(landmark("main").len(), 1);
    assert_eq!(landmark("navigation"), ["Places", "Account"]);
    assert_eq!(landmark("region"), ["Figures", "People and content", "Workspace"]);
    let headings: Vec<_> =
        page.all_of(Role::Heading).iter().map(|each| (each.attribute("level"), each.name.as_str())).collect();
    assert_eq!(
        headings,
        [("2", "Accounts"), ("1", "Acme"), ("2", "Figures"), ("2", "People and content"), ("2", "Workspace")]
    );

    let tabs = called(page.only(Role::Landmark, "Account"), "link");
    let tabs: Vec<_> = tabs.iter().map(|each| (each.name.as_str(), each.attribute("current"))).collect();
    assert_eq!(tabs, [("Overview", "page"), ("Team", ""), ("Access", "")]);

    let main = called(&page, "main")[0];
    let buttons = names(&called(main, "button"));
    let tags = buttons.iter().take_while(|name| name.starts_with("Show only accounts tagged ")).count();
    let buttons = &buttons[tags..];
    assert_eq!(buttons[..3], ["Refresh", "Open in Intercom", "More actions"], "{buttons:?}");
    let (explained, figures): (Vec<&str>, Vec<&str>) =
        buttons[3..].iter().partition(|name| name.starts_with("How is this counted? "));
    assert_eq!((figures.len(), explained.len()), (13, 5), "the others have one explanation");
    for figure in figures {
        let (name, number) = figure.split_once(": ").expect("a name and a number");
        assert!(!name.is_empty() && number.replace(',', "").parse::<u32>().is_ok(), "{figure}");
    }
    let line = called(&page, "sectionfooter")[0].words();
    assert!(line.contains("From Intercom, updated"), "{line}");
    desk.window.close(&desk.home);
}

#[tokio::test(flavor = "multi_thread")]
async fn refresh_is_spoken() {
    let desk = Desk::open().await;
    desk.page("Acme").await;
    desk.sandbox.switch(&json!({ "latency_ms": 4000 }));
    desk.window.page.press("Refresh").await;
    desk.reader.speaks("Updating…");
    let page = desk.page("Acme").await;
    desk.sandbox.switch(&json!({ "latency_ms": 0 }));
    let button = page.only(Role::Button, "Refresh");
    assert!(button.is(State::Busy) && !button.is(State::Enabled), "the button says that it works");
    assert_is_in_a_live_region(&page, "Updating…");

    desk.intercom.set_fault(0, Some(Fault::HungUp));
    desk.window.page.says_no_more("Updating…").await;
    desk.window.page.press("Refresh").await;
    desk.reader.speaks("Unreachable");
    assert_is_in_a_live_region(&desk.page("Acme").await, "Unreachable");
    desk.window.close(&desk.home);
}

#[tokio::test(flavor = "multi_thread")]
async fn guide_is_told_with_its_steps_chips_and_field() {
    let desk = Desk::open().await;
    let window = &desk.window;
    keys(window, &[&ctrl("n")]).await;
    window.page.says("Choose how to connect.").await;
    tab_to(window, "Paste an access token").await;
    keys(window, &[ENTER]).await;
    window.page.press("Open the Developer Hub of Europe").await;
    let title = "Connect a workspace with its token";
    let page = desk.page(title).await;
    page.save("accessibility-guide");
    let options = called(page.only(Role::ListBox, "Accounts"), "option");
    assert_eq!(which(&options, State::Selected), [""; 0], "no account is open");

    let steps = page.only(Role::List, "Steps");
    let items: Vec<_> = steps.children.iter().map(|each| (each.role, each.attribute("current"))).collect();
    let item = |current| (Role::ListItem, current);
    assert_eq!(items, [item(""), item("step"), item(""), item("")], "the second step is in hand");
    let ticks = called(steps, "checkbox");
    let titles = [
        "Open your apps at Intercom",
        "Create an app, or open one you have",
        "Tick 7 permissions",
        "Copy the access token",
    ];
    for ((number, title), tick) in (1..).zip(titles).zip(&ticks) {
        assert_eq!(tick.name, format!("Step {number} is done: {title}"));
    }
    assert_eq!(which(&ticks, State::Checked), ["Step 1 is done: Open your apps at Intercom"]);
    assert_eq!(ticks.len(), 4);

    let chips = page.only(Role::List, "Permissions. Press one to copy its name.");
    assert_eq!(names(&called(chips, "button")).len(), 7);
    let field = page.only(Role::PasswordText, "Access token");
    assert!(field.is(State::Required) && field.is(State::Editable));
    assert_eq!(field.description, "Stored encrypted; the key stays in your keyring.");
    assert!(!page.to_string().contains("What you will see there"), "the drawing says nothing new");

    window.page.press("Read one admin").await;
    desk.reader.speaks("Copied: Read one admin");
    window.page.press("Read conversations").await;
    desk.reader.speaks("Copied: Read conversations");

    // a mistake is spoken at once, and what was typed is never told
    tab_to(window, "Access token").await;
    keys(window, &["hello", ENTER]).await;
    window.page.element(fantoccini::Locator::Css("form [role=alert]")).await;
    let page = desk.page(title).await;
    let alert = called(&page, "alert");
    assert_eq!((alert.len(), alert[0].attribute("live")), (1, "assertive"));
    assert!(page.only(Role::PasswordText, "Access token").is(State::InvalidEntry));
    assert!(!page.to_string().contains("hello"), "{page}");
    window.page.run("document.querySelector('input[type=password]').value = ''", vec![json!(null)]).await;
    desk.window.close(&desk.home);
}

#[tokio::test(flavor = "multi_thread")]
async fn palette_is_told_with_its_marked_result() {
    let desk = Desk::open().await;
    let window = &desk.window;
    keys(window, &[&ctrl("k"), "a", DOWN]).await;
    let page = desk.reader.page("the palette", |page| {
        called(page, "status").iter().any(|each| each.words().contains(" results"))
    });
    assert_eq!(desk.untold(&page).await, None, "a screen reader never comes to this text in:\n{page}");
    page.save("accessibility-palette");
    assert!(page.only(Role::Dialog, "Search or run").is(State::Modal));
    let field = page.only(Role::ComboBox, "Search or run");
    assert!(field.is(State::Editable) && field.is(State::Expanded));
    assert_eq!([field.attribute("autocomplete"), field.attribute("haspopup")], ["list", "listbox"]);
    let options = called(page.only(Role::ListBox, "Search or run"), "option");
    assert_eq!(which(&options, State::Selected), [options[1].name.as_str()], "one result is marked");
    assert!(options[1].is(State::Focused), "the marked result is the active one of the field");
    assert!(names(&options).iter().all(|name| !name.is_empty()), "{options:?}");
    desk.reader.speaks(&format!("{} results", options.len()));
    keys(window, &[&ctrl("a"), "kestrel"]).await;
    desk.reader.speaks("1 result");
    window.page.leave().await;
    desk.window.close(&desk.home);
}
