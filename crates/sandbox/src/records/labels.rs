//! Tags, segments and subscription types.

use serde_json::{Value, json};

use super::{
    counts::Kind,
    source::Records,
    words::{SEGMENTS, TAGS},
};

impl Records {
    pub(crate) fn tag(&self, n: u64) -> Value {
        json!({"type": "tag", "id": self.id(Kind::Tag, n), "name": repeated(&TAGS, n)})
    }

    /// Writes the tag `n` of record `owner`, applied by an admin at `at` (Unix seconds).
    pub(crate) fn applied_tag(&self, n: u64, owner: u64, at: u64) -> Value {
        let admin = self.id(Kind::Admin, (n + owner) % self.count(Kind::Admin).max(1));
        json!({"type": "tag", "id": self.id(Kind::Tag, n), "name": repeated(&TAGS, n), "applied_at": at,
            "applied_by": {"type": "admin", "id": admin}})
    }

    /// Returns the tags of a record, each once.
    pub(crate) fn tags_of(&self, kind: Kind, n: u64) -> Vec<u64> {
        let mut dice = self.dice(kind, n);
        let (tags, many) = (self.count(Kind::Tag), dice.below(4).saturating_sub(1));
        let first = dice.below(tags);
        (0..many.min(tags)).map(|each| (first + each * 5) % tags).collect()
    }

    /// Writes a segment without its count.
    pub(crate) fn segment(&self, n: u64) -> Value {
        let created_at = self.happened(Kind::Segment, n);
        let name = if n == ACTIVE { "Active".to_owned() } else { repeated(&SEGMENTS, n) };
        let mut segment = json!({"type": "segment", "id": self.id(Kind::Segment, n), "name": name,
            "created_at": created_at, "updated_at": (created_at + n * 977).min(self.hour)});
        // Segments of companies have no `person_type`, since the schema has no value for them.
        match audience(n) {
            Audience::Users => segment["person_type"] = json!("user"),
            Audience::Leads => segment["person_type"] = json!("contact"),
            Audience::Companies => {}
        }
        segment
    }

    /// Returns the segments of a contact or a company.
    pub(crate) fn segments_of(&self, kind: Kind, n: u64) -> Vec<u64> {
        let segments = self.count(Kind::Segment);
        let own = match kind {
            Kind::Contact if self.is_user(n) => Audience::Users,
            Kind::Contact => Audience::Leads,
            _ => Audience::Companies,
        };
        let others: Vec<_> = (0..segments).filter(|each| audience(*each) == own && *each != ACTIVE).collect();
        let mut dice = self.dice(kind, n);
        let (first, many) = (dice.roll() >> 7, dice.below(3));
        let places = (0..many.min(others.len() as u64)).map(|each| (first + each) % others.len() as u64);
        let drawn = places.map(|place| others[place as usize]);
        let mut found: Vec<_> = drawn.collect();
        if own == Audience::Users && segments > 0 && self.contact_times(n).is_active(self.hour) {
            found.push(ACTIVE);
        }
        found.sort_unstable();
        found
    }

    /// Returns the number of contacts, or of companies, in each segment.
    pub(crate) fn segment_counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.count(Kind::Segment) as usize];
        for kind in [Kind::Contact, Kind::Company] {
            for n in 0..self.count(kind) {
                // Lists leave out companies without contacts.
                if kind == Kind::Company && self.members(n).is_empty() {
                    continue;
                }
                for segment in self.segments_of(kind, n) {
                    counts[segment as usize] += 1;
                }
            }
        }
        counts
    }

    pub(crate) fn subscription_type(&self, n: u64) -> Value {
        let (name, description, french) = [
            ("Newsletter", "What is new, once a month", "Nouveautés, une fois par mois"),
            ("Product tips", "Small things that save time", "De petites astuces"),
            ("Events", "Workshops and meet-ups", "Ateliers et rencontres"),
            ("Order updates", "Where your order is", "Où en est votre commande"),
            ("Surveys", "Tell us what you think", "Dites-nous tout"),
        ][(n % 5) as usize];
        let english = json!({"name": name, "description": description, "locale": "en"});
        let texts = json!([english, {"name": name, "description": french, "locale": "fr"}]);
        let messages = if n % 5 == 3 { json!(["email", "sms_message"]) } else { json!(["email"]) };
        json!({"type": "subscription", "id": self.id(Kind::SubscriptionType, n),
            "state": if n % 5 == 4 { "draft" } else { "live" }, "default_translation": english,
            "translations": texts, "consent_type": if n.is_multiple_of(2) { "opt_out" } else { "opt_in" },
            "content_types": messages})
    }

    /// Returns the subscription types that a contact opted in to or out of.
    pub(crate) fn subscriptions_of(&self, contact: u64) -> Vec<u64> {
        let types = self.count(Kind::SubscriptionType);
        (0..types).filter(|each| !(contact + each).is_multiple_of(3)).collect()
    }
}

/// The segment of users with a visit in the last thirty days.
const ACTIVE: u64 = 0;

/// The kind of a segment's members.
#[derive(PartialEq, Eq)]
enum Audience {
    Users,
    Leads,
    Companies,
}

fn audience(segment: u64) -> Audience {
    match segment % 3 {
        0 => Audience::Users,
        1 => Audience::Leads,
        _ => Audience::Companies,
    }
}

/// Returns the n-th name. After the last word, the names start again with a number at the end.
pub(super) fn repeated(words: &[&str], n: u64) -> String {
    let (round, place) = (n / words.len() as u64, n % words.len() as u64);
    let word = words[place as usize];
    if round == 0 { word.to_owned() } else { format!("{word} {}", round + 1) }
}
