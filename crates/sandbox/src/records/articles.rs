//! Help center articles.

use serde_json::{Value, json};

use super::{
    counts::Kind,
    dates::{DAY, HOUR},
    parts::plain_text,
    source::Records,
    words::GUIDES,
};

/// The longest time between the creation of an article and its last change, in seconds.
pub(super) const LONGEST_WRITTEN: u64 = 200 * DAY;

impl Records {
    /// Writes an article as lists show it. The last change decides the order, as in Intercom's list.
    pub(crate) fn article(&self, n: u64) -> Value {
        let mut dice = self.dice(Kind::Article, n);
        let updated_at = self.happened(Kind::Article, n);
        let created_at = self.article_made_at(n);
        let (author, editor) = (dice.below(self.count(Kind::Admin)), dice.below(self.count(Kind::Admin)));
        let author = self.number(Kind::Admin, author);
        let is_draft = self.is_draft(n);
        let has_changes = !is_draft && n % 13 == 4;
        let (_, description) = guide(n);
        let body = body(n);
        let parent = self.collection_of_article(n);
        let tags: Vec<_> = self.tags_of(Kind::Article, n).into_iter().map(|tag| self.tag(tag)).collect();
        let mut article = json!({
            "type": "article",
            "id": self.id(Kind::Article, n),
            "workspace_id": self.workspace.id_code,
            "title": self.article_title(n),
            "description": description,
            "body": body,
            "body_markdown": plain_text(&body.replace("</p>", "</p>\n\n")).trim_end(),
            "author_id": author,
            "state": state(is_draft),
            "created_at": created_at,
            "updated_at": updated_at,
            "has_unpublished_changes": has_changes,
            "draft_updated_at": has_changes.then_some(updated_at),
            "url": (!is_draft).then(|| self.article_url(n)),
            "parent_ids": [self.number(Kind::Collection, parent)],
            "ai_chatbot_availability": !is_draft,
            "ai_copilot_availability": true,
            "ai_sales_agent_availability": n.is_multiple_of(4),
            "created_by_id": author,
            "updated_by_id": self.number(Kind::Admin, editor),
            "exclude_from_article_suggestions": n % 17 == 3,
            "help_center_audience": if n % 11 == 5 { "all_users" } else { "everyone" },
            "scheduled_publish_at": (is_draft && n.is_multiple_of(2)).then(|| self.hour + 9 * HOUR),
            "scheduled_unpublish_at": null,
            "default_locale": "en",
            "translated_content": null,
            "tags": {"type": "tag.list", "tags": tags},
        });
        if n % 10 == 1 {
            article["translated_content"] = json!({
                "type": "article_translated_content",
                "en": self.translated(n, author, &body, &article),
                "fr": self.translated(n, author, "<p>Bientôt en français.</p>", &article),
            });
        }
        article
    }

    /// Writes an article with its statistics, as a search or a request for one article shows it.
    pub(crate) fn whole_article(&self, n: u64) -> Value {
        let mut dice = self.dice(Kind::Article, n);
        let (views, happy, neutral) = (dice.below(4_000), 55 + dice.below(35), dice.below(10));
        let (involved, resolved) = (views / 9, views / 15);
        let mut article = self.article(n);
        article["statistics"] = json!({
            "type": "article_statistics",
            "views": views,
            "conversions": views / 60,
            "reactions": views / 12,
            "happy_reaction_percentage": happy,
            "neutral_reaction_percentage": neutral,
            "sad_reaction_percentage": 100 - happy - neutral,
            "fin_involvements": involved,
            "fin_resolutions": resolved,
            "fin_resolution_rate": (resolved * 100).checked_div(involved).unwrap_or_default(),
        });
        article
    }

    /// Returns the time of an article's creation, in Unix seconds.
    fn article_made_at(&self, n: u64) -> u64 {
        let earlier = self.dice(Kind::Article, n).roll() % LONGEST_WRITTEN;
        self.before(self.happened(Kind::Article, n), earlier)
    }

    /// Returns the collection of an article.
    fn collection_of_article(&self, n: u64) -> u64 {
        (self.dice(Kind::Article, n).roll() >> 30) % self.count(Kind::Collection).max(1)
    }

    /// Returns the id of the help center of an article's collection.
    pub(crate) fn article_help_center(&self, n: u64) -> u64 {
        self.number(Kind::HelpCenter, self.help_center_of(self.collection_of_article(n)))
    }

    /// Returns an article that the AI agent can cite in conversation `n`.
    ///
    /// The article is published and belongs to the older half, which is older than any conversation.
    pub(super) fn known_article(&self, n: u64) -> Option<u64> {
        let articles = self.count(Kind::Article);
        let any = articles.checked_sub(1 + n % (articles / 2).max(1))?;
        Some(if self.is_draft(any) { any - 1 } else { any })
    }

    pub(crate) fn is_draft(&self, n: u64) -> bool {
        n % 7 == 6
    }

    pub(crate) fn article_title(&self, n: u64) -> String {
        let (title, _) = guide(n);
        match n / GUIDES.len() as u64 {
            0 => title.to_owned(),
            chapter => format!("{title}, part {}", chapter + 1),
        }
    }

    pub(crate) fn article_url(&self, n: u64) -> String {
        let home = self.help_center_of(self.collection_of_article(n));
        let slug = self.article_title(n).to_lowercase().replace(", ", "-").replace(' ', "-");
        format!("{}/en/articles/{}-{slug}", self.help_center_url(home), self.id(Kind::Article, n))
    }

    fn translated(&self, n: u64, author: u64, body: &str, article: &Value) -> Value {
        let mut translated = json!({
            "type": "article_content",
            "title": self.article_title(n),
            "description": guide(n).1,
            "body": body,
            "body_markdown": plain_text(body),
            "author_id": author,
            "state": state(self.is_draft(n)),
            "created_at": article["created_at"],
            "updated_at": article["updated_at"],
            "has_unpublished_changes": false,
            "draft_updated_at": null,
            "audience_ids": [],
            "ai_chatbot_availability": article["ai_chatbot_availability"],
            "ai_copilot_availability": article["ai_copilot_availability"],
            "ai_sales_agent_availability": article["ai_sales_agent_availability"],
            "created_by_id": article["created_by_id"],
            "updated_by_id": article["updated_by_id"],
        });
        if !self.is_draft(n) {
            // A draft has no `url`, since the schema has no null for it.
            translated["url"] = json!(self.article_url(n));
        }
        translated
    }
}

fn guide(n: u64) -> (&'static str, &'static str) {
    GUIDES[(n % GUIDES.len() as u64) as usize]
}

fn state(is_draft: bool) -> &'static str {
    if is_draft { "draft" } else { "published" }
}

fn body(n: u64) -> String {
    let (title, description) = guide(n);
    format!(
        "<p><b>{title}.</b> {description}.</p><p>Open the settings, choose what you need, and save. \
         Nothing changes for others until you do.</p>"
    )
}
