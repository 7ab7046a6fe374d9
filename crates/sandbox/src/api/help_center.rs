//! `/articles` with their search, and `/help_center`.

use axum::{Json, Router, routing::get};
use serde_json::{Value, json};

use super::{
    answers::{Answer, one, run_blocking, written},
    paging::PageRequest,
    parameters::Query,
};
use crate::{
    records::{counts::Kind, parts::plain_text, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

/// The default page size of articles, from the description's examples. The text names none.
const ARTICLES: u64 = 25;
const COLLECTIONS: u64 = 20;
const HELP_CENTERS: u64 = 20;
const FOUND: u64 = 10;

pub(super) fn routes() -> Router<Listener> {
    let missing = ErrorList::not_found;
    Router::new()
        .route("/articles", get(articles))
        .route("/articles/{article_id}", one(Kind::Article, missing, Records::whole_article))
        .route("/articles/search", get(search))
        .route("/help_center/collections", get(collections))
        .route(
            "/help_center/collections/{collection_id}",
            one(Kind::Collection, missing, Records::collection),
        )
        .route("/help_center/help_centers", get(help_centers))
        .route(
            "/help_center/help_centers/{help_center_id}",
            one(Kind::HelpCenter, missing, Records::help_center),
        )
}

/// Answers `GET /articles`.
///
/// Intercom documents `pages` in the answers for articles and collections, but no paging parameters. `page`,
/// `per_page` and `starting_after` are guesses.
async fn articles(records: Records, query: Query) -> Answer {
    let page = PageRequest::of_pages(&query, ARTICLES)?.of_all(&records, Kind::Article)?;
    Ok(Json(json!({"type": "list", "pages": page.pages(), "total_count": page.total_count,
        "data": written(&records, &page.numbers, Records::article)})))
}

async fn collections(records: Records, query: Query) -> Answer {
    let page = PageRequest::of_pages(&query, COLLECTIONS)?.of_all(&records, Kind::Collection)?;
    Ok(Json(json!({"type": "list", "pages": page.pages(), "total_count": page.total_count,
        "data": written(&records, &page.numbers, Records::collection)})))
}

/// Answers `GET /help_center/help_centers`.
///
/// The description has the whole list in one answer. Intercom's own SDK increases `page` until a page is empty,
/// so the sandbox takes `page`.
async fn help_centers(records: Records, query: Query) -> Answer {
    let page = PageRequest::of_pages(&query, HELP_CENTERS)?.of_all(&records, Kind::HelpCenter)?;
    Ok(Json(json!({"type": "list", "data": written(&records, &page.numbers, Records::help_center)})))
}

/// Answers `GET /articles/search`.
///
/// Title, description and body together must contain every word of the phrase, in any letter case. This rule
/// is a guess, and so is the default state `all`.
async fn search(records: Records, query: Query) -> Answer {
    let phrase = query.text("phrase")?.unwrap_or_default().to_lowercase();
    let is_draft = match query.text("state")? {
        None | Some("all") => None,
        Some("draft") => Some(true),
        Some("published") => Some(false),
        Some(_) => {
            return Err(ErrorList::invalid("state must be published, draft or all").field("state"));
        }
    };
    let help_center = query.number("help_center_id")?;
    let is_highlighted = query.flag("highlight")?;
    let wanted = PageRequest::of_pages(&query, FOUND)?;
    run_blocking(records, move |records| {
        let words: Vec<_> = phrase.split_whitespace().collect();
        let found: Vec<_> = (0..records.count(Kind::Article))
            .filter(|n| is_draft.is_none_or(|wanted| records.is_draft(*n) == wanted))
            .filter(|n| help_center.is_none_or(|wanted| records.article_help_center(*n) == wanted))
            .filter(|n| {
                let article = records.article(*n);
                let text =
                    ["title", "description", "body"].map(|field| article[field].as_str().unwrap_or_default());
                let text = plain_text(&text.join(" ")).to_lowercase();
                words.iter().all(|word| text.contains(word))
            })
            .collect();
        let page = wanted.of(records, Kind::Article, &found)?;
        let articles = written(records, &page.numbers, Records::whole_article);
        let highlighted = articles.iter().filter(|_| is_highlighted);
        let highlights: Vec<_> = highlighted.map(|article| highlight(article, &words)).collect();
        Ok(Json(json!({"type": "list", "total_count": page.total_count, "pages": page.pages(),
            "data": {"articles": articles, "highlights": highlights}})))
    })
    .await
}

fn highlight(article: &Value, words: &[&str]) -> Value {
    let pieces = |text: &str| -> Vec<Value> {
        let is_hit = |word: &str| words.iter().any(|hit| word.to_lowercase().contains(hit));
        let piece =
            |word: &str| json!({"type": if is_hit(word) { "highlight" } else { "plain" }, "text": word});
        text.split_inclusive(' ').map(piece).collect()
    };
    let title = article["title"].as_str().unwrap_or_default();
    let summary = plain_text(article["body"].as_str().unwrap_or_default());
    json!({"article_id": article["id"], "highlighted_title": pieces(title),
        "highlighted_summary": [pieces(&summary)]})
}
