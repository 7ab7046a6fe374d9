//! The list with a thousand accounts.

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::storage;

/// Adds a thousand accounts, then searches, sorts, filters, selects and tags them.
pub(crate) async fn many(gallery: Gallery, home: &Home) -> Gallery {
    gallery.window.page.press("Cancel").await;
    storage::alter(home, &many_accounts(1_000));
    let mut gallery = gallery.open_again(home).await;
    gallery.window.page.element(Locator::Css("[data-account^=crowd]")).await;
    gallery.look("list").await;
    gallery.window.page.press("Sort by: Name").await;
    gallery.look_at_this_width("list-sort").await;
    gallery.window.page.press("Name").await;
    gallery.window.page.press("Filter the list").await;
    gallery.window.page.fill("aside input", "دعم").await;
    open_account(&gallery, "دعم").await;
    gallery.look("list-right-to-left").await;
    assert_names_start_visible(&gallery).await;
    gallery.window.page.fill("aside input", "zephyr").await;
    open_account(&gallery, "Zephyr").await;
    gallery.resize(720).await;
    gallery.look("list-rail").await;
    gallery.resize(960).await;
    gallery.look("list-narrow-long-names").await;
    assert_names_start_visible(&gallery).await;
    gallery.resize(1280).await;
    gallery.window.page.press("Clear search").await;
    gallery.window.page.press("More tags").await;
    gallery.look_at_this_width("list-more-tags").await;
    assert_tags_are_whole(&gallery).await;
    gallery.window.page.press("trial").await;
    gallery.window.page.press("Show all").await;
    gallery.window.page.press("Status: any").await;
    gallery.look_at_this_width("list-statuses").await;
    gallery.window.page.press("Limited").await;
    gallery.window.page.element(Locator::XPath("//button[normalize-space(.)='Show all']")).await;
    gallery.look("list-filtered").await;
    gallery.window.page.fill("aside input", "nothing like it").await;
    gallery.window.page.element(Locator::XPath("//button[normalize-space(.)='Show all']")).await;
    gallery.look("list-nothing").await;
    gallery.window.page.press("Show all").await;
    gallery.window.page.fill("aside input", "Harbour Eats 8").await;
    open_account(&gallery, "Harbour Eats 8").await;
    gallery.window.page.press("Clear search").await;
    let list = gallery.window.page.element(Locator::Css("[role=listbox]")).await;
    list.send_keys(&Key::Down.to_string()).await.expect("a list takes keys");
    gallery.look("list-keyboard").await;
    a_row_keeps_its_monogram_under_the_pointer(&gallery).await;
    // by the mouse: the box at the end of a row, which only a row under the pointer shows
    let other = "//*[@data-account][not(@aria-selected='true')][contains(., 'Harbour Eats')]";
    gallery.window.page.hover(Locator::XPath(other)).await;
    let other = format!("{other}//*[@data-box]");
    let tick = gallery.window.page.element(Locator::XPath(&other)).await;
    tick.click().await.expect("a row's box can be pressed");
    let selected = "return document.querySelectorAll('[data-account][aria-selected=true]').length";
    assert_eq!(
        gallery.window.page.run(selected, vec![]).await,
        json!(1),
        "the open account is not selected too"
    );
    for key in [Key::Down, Key::Down, Key::Space] {
        list.send_keys(&key.to_string()).await.expect("a list takes keys");
    }
    gallery.window.page.element(Locator::Css("[aria-label='Selected accounts']")).await;
    gallery.look("list-chosen").await;
    gallery.window.page.press("Tag…").await;
    gallery.look("tag-many").await;
    storage::refuse(home, "account_tag", "tag", "spring-sale");
    gallery.window.page.fill("dialog input", "spring-sale").await;
    gallery.window.page.press("Save").await;
    gallery.window.page.element(Locator::Css("dialog [role=alert]")).await;
    gallery.look("tag-many-failed").await;
    gallery.window.page.press("Close").await;
    storage::accept(home);
    gallery.window.page.press("Remove…").await;
    gallery.look("forget-many").await;
    gallery.window.page.press("Cancel").await;
    gallery
}

/// An account keeps its face where the pointer and the keyboard are.
async fn a_row_keeps_its_monogram_under_the_pointer(gallery: &Gallery) {
    let row = gallery.window.page.hover(Locator::Css("[data-account][aria-selected=true]")).await;
    let letter = "return arguments[0].querySelector('.monogram').checkVisibility({ visibilityProperty: true, opacityProperty: true }) \
        && arguments[0].querySelector('[data-box]').checkVisibility()";
    let row = serde_json::to_value(&row).expect("an element is an argument");
    assert_eq!(
        gallery.window.page.run(letter, vec![row]).await,
        json!(true),
        "monogram and box are both seen"
    );
}

/// Returns the SQL for accounts like the first one, with names and states of all sorts. Their tokens do not open, and their
/// figures are so new that the app does not ask for them.
fn many_accounts(many: usize) -> String {
    format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) \
         INSERT INTO account (id, name, kind, status, registration, client_id, token, workspace_id, workspace_name, \
           workspace_region, workspace_timezone, admin_id, admin_name, admin_email, admin_email_verified, connected_at, \
           checked_at) \
         SELECT printf('crowd-%05d', i), \
           CASE WHEN i % 500 = 4 THEN 'دعم إقليمي للعملاء في الشرق الأوسط وشمال أفريقيا، لكل من يحتاج إلى مساعدة ' || i ELSE \
           CASE i % 50 WHEN 1 THEN 'Zephyr, a name so long that nobody would ever read it to its end, whatever the window' \
             WHEN 2 THEN 'دعم العملاء ' || i ELSE \
             CASE i % 5 WHEN 0 THEN 'Northwind' WHEN 1 THEN 'Brightline Bank' WHEN 2 THEN 'Kestrel Air' \
               WHEN 3 THEN 'Harbour Eats' ELSE 'Lumen Labs' END || ' ' || i END END, \
           'app', \
           CASE i % 20 WHEN 3 THEN 'limited' WHEN 7 THEN 'needs_reconnect' WHEN 11 THEN 'unreachable' \
             WHEN 13 THEN 'unverified' ELSE 'connected' END, \
           'Acme reports', client_id, token, 'ws' || i, workspace_name, \
           CASE i % 3 WHEN 0 THEN 'us' WHEN 1 THEN 'eu' ELSE 'au' END, workspace_timezone, i, admin_name, admin_email, 1, \
           connected_at - i * 86400000, checked_at - i * 60000 \
         FROM n, (SELECT * FROM account LIMIT 1); \
         INSERT INTO account_tag (account_id, tag) \
         SELECT id, CASE substr(id, -1) WHEN '1' THEN 'client' WHEN '2' THEN 'eu-team' WHEN '3' THEN 'trial' \
           WHEN '4' THEN 'partner' WHEN '5' THEN 'reports' WHEN '6' THEN 'paused' WHEN '7' THEN 'spring' ELSE 'all' END \
         FROM account WHERE id LIKE 'crowd-%'; \
         UPDATE account SET workspace_id = NULL, workspace_name = NULL, admin_id = NULL, admin_name = NULL, \
           admin_email = NULL, admin_email_verified = NULL WHERE status = 'unverified' AND id LIKE 'crowd-%'; \
         INSERT INTO figure (account_id, name, count, counted_at, missing) \
         SELECT account.id, figure.name, figure.count + substr(account.id, -3), unixepoch() * 1000, 0 \
         FROM account, figure WHERE account.id LIKE 'crowd-%' AND figure.account_id = \
           (SELECT account_id FROM figure WHERE count > 0 GROUP BY account_id ORDER BY count(*) DESC, max(count) DESC LIMIT 1);"
    )
}

/// Asserts that each name shows its beginning, and that some name is too long for its row.
async fn assert_names_start_visible(gallery: &Gallery) {
    let script = "const names = [...document.querySelectorAll('[data-account] b')]; \
        const begins = (name) => { const range = document.createRange(); range.setStart(name.firstChild, 0); range.setEnd(name.firstChild, 1); \
            const [letter, frame] = [range.getBoundingClientRect(), name.getBoundingClientRect()]; \
            return letter.left >= frame.left - 1 && letter.right <= frame.right + 1 }; \
        return names.some((each) => each.scrollWidth > each.clientWidth) && names.every(begins)";
    assert_eq!(gallery.window.page.run(script, vec![]).await, json!(true), "names are cut at their ends");
}

/// Asserts that each visible tag above the list is drawn as a whole. The menu has the others.
pub(crate) async fn assert_tags_are_whole(gallery: &Gallery) {
    let script = "const row = document.querySelector('.filters .tags'), frame = row.getBoundingClientRect(); \
        const seen = [...row.children].filter((each) => getComputedStyle(each).visibility === 'visible'); \
        const whole = (box) => box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1; \
        return seen.length > 0 && seen.every((each) => whole(each.getBoundingClientRect()))";
    assert_eq!(gallery.window.page.run(script, vec![]).await, json!(true), "no tag is cut");
}

/// Opens the first account whose row holds this name.
async fn open_account(gallery: &Gallery, name: &str) {
    let row = format!("//*[@data-account][contains(., '{name}')]");
    let row = gallery.window.page.element(Locator::XPath(&row)).await;
    row.click().await.expect("a row can be pressed");
}
