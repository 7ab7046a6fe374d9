//! Access tokens in the real window, by keyboard alone: the guide to one token, and a list of several, with answers of a
//! pretend Intercom at Intercom's own names.

use fantoccini::Locator;
use serde_json::{Value, json};
use switchhook_journeys::faulty_server::Fault;
use switchhook_journeys::home::Home;
use switchhook_journeys::intercom::Intercom;
use switchhook_journeys::keyring::Bus;
use switchhook_journeys::keys::{DELETE, ENTER, ESCAPE, SPACE, ctrl, keys, lines, tab_to, wait_for_focus};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, screen, storage, wait};

const DEAD: &str = "dG9rOnRoaXMtaXMtbm8tdG9rZW46MTow";
/// Returns what the button of the form says.
const LABEL: &str = "return document.querySelector('[type=submit]').innerText.trim()";

/// The window before a pretend Intercom.
struct Desk {
    window: Window,
    intercom: Intercom,
    sandbox: Sandbox,
    home: Home,
}

impl Desk {
    /// Opens the window before these regions of the sandbox.
    async fn open(behind: [&str; 3]) -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        let intercom = Intercom::start(&home, &sandbox, behind);
        let window = Window::open_with(&home, &[("HTTPS_PROXY", &intercom.proxy())]).await;
        window.page.says("Your Intercom accounts, in one safe place").await;
        Self { window, intercom, sandbox, home }
    }

    /// Goes from any page to the guide.
    async fn to_the_guide(&self) {
        keys(&self.window, &[&ctrl("n")]).await;
        self.window.page.says("Choose how to connect.").await;
        tab_to(&self.window, "Paste an access token").await;
        keys(&self.window, &[ENTER]).await;
        self.window.page.reads("main h1:not(.alone)", "Connect a workspace with its token").await;
    }

    async fn to_the_list(&self) {
        self.to_the_guide().await;
        tab_to(&self.window, "Several at once").await;
        keys(&self.window, &[ENTER]).await;
        self.window.page.reads("main h1:not(.alone)", "Several at once").await;
    }

    async fn run(&self, script: &str) -> Value {
        self.window.page.run(script, vec![]).await
    }

    /// Waits until the script returns that value.
    async fn gives(&self, what: &str, script: &str, value: Value) {
        let look = || async { (self.run(script).await == value).then_some(()) };
        wait::until_seen(&format!("{what} to be {value}"), look).await;
    }

    /// Waits until these steps are ticked, and the drawing shows that step.
    async fn has_ticked(&self, ticks: [bool; 4], drawn: &str) {
        let script = "return [[...document.querySelectorAll('[role=checkbox]')].map((each) => each.ariaChecked === 'true'), \
            document.querySelector('[data-drawing]').dataset.drawing]";
        self.gives("the ticks", script, json!([ticks, drawn])).await;
    }

    /// The content of the field for the list.
    async fn list(&self) -> Value {
        self.run("return document.querySelector('textarea').value").await
    }

    /// The state of each row, and its name.
    async fn has_rows(&self, rows: Value) {
        let script = "return [...document.querySelectorAll('[data-row]')].map((row) => [row.dataset.row, row.querySelector('b').firstChild.data])";
        self.gives("the rows", script, rows).await;
    }

    async fn says(&self, words: &str) {
        let script = "return document.querySelector('main form .said [role=status]').textContent";
        self.gives("the live region", script, json!(words)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keyboard_alone_goes_through_the_guide_to_an_account() {
    let desk = Desk::open(["eu", "eu", "au"]).await;
    let notebook = Notebook::install(&desk.home);
    let window = &desk.window;
    desk.to_the_guide().await;
    wait_for_focus(window, "main h1").await;
    desk.has_ticked([false; 4], "1").await;
    tab_to(window, "Open the Developer Hub of Australia").await;
    keys(window, &[ENTER]).await;
    assert_eq!(notebook.opened(1), "https://app.au.intercom.com/a/apps/_/developer-hub");
    desk.has_ticked([true, false, false, false], "2").await;
    window.page.says("Choose your paid workspace").await;
    tab_to(window, "Read one admin").await;
    keys(window, &[ENTER]).await;
    desk.has_ticked([true, true, false, false], "3").await;
    desk.gives(
        "the announcement",
        "return document.querySelector('ol [role=status]').textContent",
        json!("Copied: Read one admin"),
    )
    .await;
    let many = desk.run("return document.querySelectorAll('[data-step=\"3\"] ul button').length").await;
    window.page.says(&format!("Tick {many} permissions")).await;

    tab_to(window, "I can’t open the Developer Hub").await;
    keys(window, &[ENTER]).await;
    window.page.says("Please never send a token by chat or mail.").await;
    window.page.reads(".ask [role=status]", "Copied").await;
    keys(window, &[ENTER]).await;
    window.page.says_no_more("Please never send").await;

    // The ticks are still there after a look elsewhere. Escape leaves as long as nothing is typed.
    keys(window, &[ESCAPE]).await;
    window.page.says("Choose how to connect.").await;
    tab_to(window, "Paste an access token").await;
    keys(window, &[ENTER]).await;
    desk.has_ticked([true, true, false, false], "3").await;
    tab_to(window, "Step 2 is done").await;
    keys(window, &[SPACE]).await;
    desk.has_ticked([true, false, false, false], "2").await;
    tab_to(window, "Step 3 is done").await;
    keys(window, &[SPACE]).await;
    desk.has_ticked([true, true, true, false], "4").await;

    // A look elsewhere keeps what is in the field, too.
    tab_to(window, "Access token").await;
    keys(window, &["hello", &ctrl(",")]).await;
    desk.to_the_guide().await;
    desk.has_ticked([true; 4], "4").await;
    tab_to(window, "Access token").await;
    keys(window, &[ENTER]).await;
    window.page.element(Locator::Css("form [role=alert]")).await;
    assert_eq!(desk.intercom.take_counts(), [0; 3], "what is no token goes nowhere");
    assert_eq!(desk.run("return document.querySelector('input[type=password]').value").await, json!("hello"));
    desk.has_ticked([true; 4], "4").await;
    keys(window, &[ESCAPE]).await;
    wait_for_focus(window, "input[type=password]").await;
    // The field is selected, so the token replaces the mistake.
    let token = desk.sandbox.token_for("hb8c4t1z");
    keys(window, &[&format!("Authorization: Bearer {token}"), ENTER]).await;
    window.page.reads("main h1:not(.alone)", "Harbour Eats").await;
    let shown = cli::run(&desk.home, &["show", "Harbour Eats"]);
    assert_eq!(shown.document()["workspace"]["region"], "au");
    let [us, eu, au] = desk.intercom.take_counts();
    assert!(
        (us, eu) == (4, 4) && au > 0,
        "the hosts are asked in turn until one knows the token: {us} {eu} {au}"
    );

    // The clipboard holds the whole message: pasted back, it is a list of its paragraphs.
    desk.to_the_guide().await;
    desk.has_ticked([false; 4], "1").await;
    tab_to(window, "I can’t open the Developer Hub").await;
    keys(window, &[ENTER]).await;
    window.page.reads(".ask [role=status]", "Copied").await;
    screen::press("ctrl+v");
    window.page.reads("main h1:not(.alone)", "Several at once").await;
    let list = desk.list().await;
    let list = list.as_str().expect("a text");
    assert_eq!(list.split("\n\n").count(), 5, "{list}");
    assert!(
        list.contains("“Can install, configure and delete apps”") && list.contains("tick Read one admin"),
        "{list}"
    );
    assert!(!list.contains('\u{fffd}'), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn keyboard_alone_connects_several_tokens_and_tries_the_rest() {
    let desk = Desk::open(["us", "eu", "au"]).await;
    let window = &desk.window;
    let [northwind, lumen, harbour] =
        ["nw7k2p0q", "lm5v0r6y", "hb8c4t1z"].map(|workspace| desk.sandbox.token_for(workspace));
    desk.to_the_list().await;
    wait_for_focus(window, "main h1").await;
    tab_to(window, "Tokens").await;
    let typed = format!(
        "token,name,tag\n{northwind},\"Ours, first\",eu,vip\n{lumen}\nhello,Acme\n\n{DEAD},Theirs\n{harbour}"
    );
    keys(window, &[&lines(&typed)]).await;
    desk.has_rows(json!([
        ["ready", "Ours, first"],
        ["ready", "Line 3"],
        ["failed", "Line 4"],
        ["ready", "Theirs"],
        ["ready", "Line 7"],
    ]))
    .await;
    let hidden = "return getComputedStyle(document.querySelector('textarea')).color";
    assert_eq!(desk.run(hidden).await, json!("rgba(0, 0, 0, 0)"), "nobody reads the tokens over a shoulder");
    assert_eq!(desk.intercom.take_counts(), [0; 3], "nothing is asked yet");
    keys(window, &[ESCAPE]).await;
    wait_for_focus(window, "textarea").await;

    tab_to(window, "Connect 4").await;
    keys(window, &[ENTER]).await;
    desk.says("3 connected, 2 not. Correct the lines that are left, or try them again.").await;
    wait_for_focus(window, "[type=submit]").await;
    desk.has_rows(json!([
        ["done", "Ours, first"],
        ["done", "Lumen Labs"],
        ["done", "Harbour Eats"],
        ["failed", "Line 2"],
        ["failed", "Theirs"],
    ]))
    .await;
    assert_eq!(desk.list().await, json!(format!("token,name,tag\nhello,Acme\n\n{DEAD},Theirs")));
    window.page.says("Intercom’s hosts of the other regions do not accept it either").await;
    let page = window.page.everything().await;
    for token in [&northwind, &lumen, &harbour] {
        assert!(!page.contains(token.as_str()), "no token stays in the page");
        assert!(storage::files_holding(&desk.home, token).is_empty(), "each token is stored sealed");
    }
    assert_eq!(cli::run(&desk.home, &["show", "Ours, first"]).document()["tags"], json!(["eu", "vip"]));
    assert_eq!(window.accounts().await, 3, "the list shows them");

    // A corrected line alone is tried again. Its account was there, and is not twice.
    desk.intercom.take_counts();
    desk.intercom.set_fault(0, Some(Fault::HungUp));
    tab_to(window, "Tokens").await;
    keys(window, &[&ctrl("a"), &format!("{lumen},Lumen")]).await;
    desk.gives("the button", LABEL, json!("Connect 1")).await;
    tab_to(window, "Connect 1").await;
    keys(window, &[ENTER]).await;
    desk.says("0 connected, 1 not. Correct the lines that are left, or try them again.").await;
    assert_eq!(desk.list().await, json!(format!("{lumen},Lumen")), "a failure loses nothing");
    window.page.says("couldn’t reach Intercom").await;
    desk.intercom.set_fault(0, None);
    keys(window, &[ENTER]).await;
    desk.says("1 connected.").await;
    window.page.says("Was connected already. It has the new token now.").await;
    assert_eq!((desk.list().await, window.accounts().await), (json!(""), 3));
    wait_for_focus(window, "[type=submit]").await;

    // The work stops at once, and what was not tried stays.
    desk.intercom.set_fault(0, Some(Fault::Silent));
    tab_to(window, "Tokens").await;
    keys(window, &[&lines(&format!("{northwind}\n{harbour}"))]).await;
    desk.gives("the button", LABEL, json!("Connect 2")).await;
    tab_to(window, "Connect 2").await;
    keys(window, &[ENTER]).await;
    desk.says("Connecting… 0 of 2").await;
    tab_to(window, "Stop").await;
    keys(window, &[ENTER]).await;
    desk.says("Stopped. 0 connected, 2 not tried.").await;
    wait_for_focus(window, "[type=submit]").await;
    assert_eq!(desk.list().await, json!(format!("{northwind}\n{harbour}")));

    // Empty again, Escape leaves, and nothing of the list comes back.
    tab_to(window, "Tokens").await;
    keys(window, &[&ctrl("a"), DELETE, ESCAPE]).await;
    window.page.reads("main h1:not(.alone)", "Connect a workspace with its token").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn list_comes_from_a_file_and_stays_until_cancel() {
    let desk = Desk::open(["us", "eu", "au"]).await;
    let window = &desk.window;
    let tokens: Vec<String> = (0..3).map(|_| desk.sandbox.token_for("nw7k2p0q")).collect();
    desk.to_the_list().await;
    let choose = "const [bytes, size] = arguments; const data = new DataTransfer(); \
        data.items.add(new File([new Uint8Array(size === null ? bytes : size)], 'tokens.csv')); \
        const chooser = document.querySelector('input[type=file]'); \
        chooser.files = data.files; chooser.dispatchEvent(new Event('change', { bubbles: true }))";
    let take = async |bytes: &[u8]| window.page.run(choose, vec![json!(bytes), json!(null)]).await;
    take(b"caf\xe9").await;
    window.page.says("This file is no UTF-8 text.").await;
    window.page.run(choose, vec![json!([]), json!(1024 * 1024 + 1)]).await;
    window.page.says("This list is larger than 1 MiB.").await;
    assert_eq!(desk.list().await, json!(""));
    // A table program's file: with a mark, Windows line ends and semicolons. All three tokens are of one account.
    let file = format!("\u{feff}token;name\r\n{};Ours\r\n{};Ours\r\n", tokens[0], tokens[1]);
    take(file.as_bytes()).await;
    window.page.says_no_more("This list is").await;
    desk.has_rows(json!([["ready", "Ours"], ["ready", "Ours"]])).await;
    // A second file goes below the first.
    take(tokens[2].as_bytes()).await;
    desk.has_rows(json!([["ready", "Ours"], ["ready", "Ours"], ["ready", "Line 4"]])).await;
    // A look elsewhere loses no line, and no other screen holds one.
    let list = desk.list().await;
    keys(window, &[&ctrl(",")]).await;
    window.page.says_no_more("Several at once").await;
    let page = window.page.everything().await;
    assert!(tokens.iter().all(|token| !page.contains(token.as_str())), "the lines are in memory alone");
    desk.to_the_list().await;
    desk.has_rows(json!([["ready", "Ours"], ["ready", "Ours"], ["ready", "Line 4"]])).await;
    assert_eq!(desk.list().await, list);
    window.page.press("Cancel").await;
    window.page.reads("main h1:not(.alone)", "Connect a workspace with its token").await;
    window.page.press("Several at once").await;
    window.page.reads("main h1:not(.alone)", "Several at once").await;
    assert_eq!(desk.list().await, json!(""), "Cancel drops the list");

    // 500 lines are read and drawn at once.
    let many: String = (0..500).map(|n| format!("{DEAD},Workspace {n}\n")).collect();
    take(many.as_bytes()).await;
    window.page.says("Workspace 499").await;
    assert_eq!(desk.run(LABEL).await, json!("Connect 500"));
    // Switchhook asks nobody for an empty list.
    window.page.fill("textarea", "token,name").await;
    desk.gives("the button", LABEL, json!("Connect")).await;
    window.page.press("Connect").await;
    assert_eq!((desk.run(LABEL).await, desk.intercom.take_counts()), (json!("Connect"), [0; 3]));

    take(file.as_bytes()).await;
    desk.gives("the button", LABEL, json!("Connect 2")).await;
    window.page.press("Connect 2").await;
    desk.says("1 connected.").await;
    assert_eq!((desk.list().await, window.accounts().await), (json!(""), 1));
    window.page.press("Show accounts").await;
    window.page.reads("main h1:not(.alone)", "Ours").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn list_without_a_keyring_keeps_its_lines_and_says_so_once() {
    let bus = Bus::without_a_keyring();
    let home = Home::new().on(&bus);
    let window = Window::open_with(&home, &[("HTTPS_PROXY", "http://127.0.0.1:9")]).await;
    window.page.press("Connect account").await;
    window.page.press("Paste an access token").await;
    window.page.press("Several at once").await;
    let list = format!("{DEAD},Acme\n{DEAD},Lumen");
    window.page.fill("textarea", &lines(&list)).await;
    window.page.press("Connect 2").await;
    window.page.says("The system’s keyring is missing").await;
    let rows = "return [[...document.querySelectorAll('[data-row]')].map((row) => row.dataset.row), document.querySelector('textarea').value]";
    // The note is there from the start, and the lines are ready again once the work has ended.
    let ready = json!([["ready", "ready"], list]);
    let look = || async { (window.page.run(rows, vec![]).await == ready).then_some(()) };
    wait::until_seen("the lines to be ready again", look).await;
}
