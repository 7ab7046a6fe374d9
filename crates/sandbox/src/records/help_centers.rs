//! Help centers with their collections, and brands.

use serde_json::{Value, json};

use super::{
    articles::LONGEST_WRITTEN, counts::Kind, dates::DAY, labels::repeated, source::Records,
    words::COLLECTIONS,
};

impl Records {
    pub(crate) fn help_center(&self, n: u64) -> Value {
        let (created_at, display_name) = (self.happened(Kind::HelpCenter, n), self.brand_name(n));
        json!({
            "id": self.id(Kind::HelpCenter, n),
            "workspace_id": self.workspace.id_code,
            "created_at": created_at,
            "updated_at": (created_at + n * 7_919).min(self.hour),
            "identifier": format!("{}-{n}", self.workspace.id_code),
            "website_turned_on": n != 2,
            "display_name": display_name,
            "url": self.help_center_url(n),
            "custom_domain": (n == 0).then(|| format!("help.{}", self.domain())),
            "default": n == 0,
            "locales": if n == 0 { json!(["en", "fr"]) } else { json!(["en"]) },
        })
    }

    pub(super) fn help_center_url(&self, n: u64) -> String {
        match n {
            0 => format!("https://help.{}", self.domain()),
            _ => format!("https://help.example/{}-{n}", self.workspace.id_code),
        }
    }

    /// Writes a collection. The last change decides the order, as in Intercom's list.
    ///
    /// The older half of the collections has no parent. Each of the others has one of them as parent.
    pub(crate) fn collection(&self, n: u64) -> Value {
        let updated_at = self.happened(Kind::Collection, n);
        let parent = self.parent_collection(n);
        let help_center = self.help_center_of(n);
        let (id, name) = (self.id(Kind::Collection, n), repeated(&COLLECTIONS, n));
        let url = format!("{}/en/collections/{id}", self.help_center_url(help_center));
        let translated = (n % 5 == 1).then(|| {
            json!({"type": "group_translated_content", "en": {"type": "group_content", "name": name,
                "description": "All about it"}})
        });
        json!({
            "id": id,
            "workspace_id": self.workspace.id_code,
            "name": name,
            "description": (n % 4 != 3).then_some("All about it"),
            "created_at": self.collection_made_at(n),
            "updated_at": updated_at,
            "url": url,
            "icon": "book-bookmark",
            "order": n,
            "default_locale": "en",
            "translated_content": translated,
            "parent_id": parent.map(|parent| self.id(Kind::Collection, parent)),
            "help_center_id": self.number(Kind::HelpCenter, help_center),
        })
    }

    fn parent_collection(&self, n: u64) -> Option<u64> {
        let top = self.count(Kind::Collection) / 2;
        (n < top).then(|| top + n % top.max(1))
    }

    /// Returns the help center of a collection, which is its parent's help center too.
    pub(super) fn help_center_of(&self, collection: u64) -> u64 {
        let top = self.parent_collection(collection).unwrap_or(collection);
        top % self.count(Kind::HelpCenter).max(1)
    }

    /// Returns the time of a collection's creation.
    ///
    /// Collections are older than articles, and parents are older than their children.
    fn collection_made_at(&self, n: u64) -> u64 {
        let articles = self.span(Kind::Article) + LONGEST_WRITTEN + 10 * DAY;
        let top = if self.parent_collection(n).is_none() { 30 * DAY } else { 0 };
        self.before(self.hour, articles + top + self.dice(Kind::Collection, n).below(30 * DAY))
    }

    pub(crate) fn brand(&self, n: u64) -> Value {
        let created_at = self.happened(Kind::Brand, n);
        let mut brand = json!({
            "type": "brand",
            "id": self.id(Kind::Brand, n),
            "name": self.brand_name(n),
            "is_default": n == 0,
            "created_at": created_at,
            "updated_at": created_at,
            "default_address_settings_id": (n + 31).to_string(),
        });
        if let Some(help_center) = n.checked_rem(self.count(Kind::HelpCenter)) {
            // A brand without a help center has no such field, since the schema has no null for it.
            brand["help_center_id"] = json!(self.id(Kind::HelpCenter, help_center));
        }
        brand
    }

    fn brand_name(&self, n: u64) -> String {
        let name = self.workspace.name;
        match n {
            0 => name.to_owned(),
            1 => format!("{name} Partners"),
            _ => format!("{name} Lab {n}"),
        }
    }
}
