//! The tab Access of an account, and the sections of the settings.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::gallery::Gallery;

/// The screens that [`access`] looks at.
pub(crate) const ACCESS: usize = 3;
/// The screens that [`settings`] looks at.
pub(crate) const SETTINGS: usize = 7;

/// Shows what is kept of the open account, wide and narrow, and what the developer tools add.
pub(crate) async fn access(gallery: &mut Gallery) {
    gallery.window.page.press("Access").await;
    gallery.window.page.says("What the app may read.").await;
    gallery.window.page.says("All that Switchhook keeps of this workspace.").await;
    assert!(!gallery.window.page.text().await.contains("Workspace id"), "ids are for developers");
    gallery.look("access").await;
    gallery.resize(720).await;
    gallery.look("access-narrow").await;
    gallery.resize(1280).await;
    developer_tools(gallery).await;
    open_first(gallery).await;
    gallery.window.page.press("Access").await;
    gallery.window.page.says("For developers").await;
    gallery.window.page.press("JSON").await;
    gallery.look("access-developer").await;
    developer_tools(gallery).await;
    open_first(gallery).await;
    gallery.window.page.reads("[data-figure=tickets] b", "64").await;
}

/// Opens the first account of the list.
async fn open_first(gallery: &Gallery) {
    let row = gallery.window.page.element(Locator::Css("[data-account]")).await;
    row.click().await.expect("a row can be pressed");
}

/// Switches the developer tools on or off.
async fn developer_tools(gallery: &Gallery) {
    gallery.window.page.press("Settings").await;
    let tools = "//label[contains(., 'API limit')]/input";
    gallery.window.page.element(Locator::XPath(tools)).await.click().await.expect("a choice can be made");
}

/// Shows each section of the settings, and that leaving them leads back.
pub(crate) async fn settings(gallery: &mut Gallery) {
    gallery.window.page.press("Settings").await;
    gallery.window.page.says("How Switchhook looks").await;
    gallery.look("settings-general").await;
    gallery.resize(720).await;
    gallery.look("settings-narrow").await;
    gallery.resize(1280).await;
    gallery.window.page.press("Intercom apps").await;
    gallery.window.page.says("You have no Intercom app of your own here.").await;
    gallery.look("settings-no-apps").await;
    gallery.window.page.press("Health").await;
    gallery.window.page.element(Locator::Css("[data-check=clock]")).await;
    gallery.look("settings-health").await;
    gallery.resize(720).await;
    gallery.look("settings-health-narrow").await;
    gallery.resize(1280).await;
    gallery.window.page.press("About").await;
    gallery.window.page.says("Data folder").await;
    gallery.look("settings-about").await;
    gallery.window.page.press("Licences").await;
    gallery.window.page.says("tauri-plugin-deep-link").await;
    gallery.look("licences").await;
    gallery.window.page.leave().await;
    let back =
        gallery.window.page.run("return document.querySelectorAll('[data-figure]').length", vec![]).await;
    assert_eq!(back, json!(13), "the page before is back");
}
