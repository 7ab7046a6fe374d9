//! What people and companies are sorted by: tags and segments; and what people subscribe to.

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

    /// A tag as it hangs on record `owner`, put there at `at` by some admin.
    pub(crate) fn applied_tag(&self, n: u64, owner: u64, at: u64) -> Value {
        let admin = self.id(Kind::Admin, (n + owner) % self.count(Kind::Admin).max(1));
        json!({"type": "tag", "id": self.id(Kind::Tag, n), "name": repeated(&TAGS, n), "applied_at": at,
            "applied_by": {"type": "admin", "id": admin}})
    }

    /// The tags of a record, none twice.
    pub(crate) fn tags_of(&self, kind: Kind, n: u64) -> Vec<u64> {
        let mut dice = self.dice(kind, n);
        let (tags, many) = (self.count(Kind::Tag), dice.below(4).saturating_sub(1));
        let first = dice.below(tags);
        (0..many.min(tags)).map(|each| (first + each * 5) % tags).collect()
    }

    /// A segment, without its count.
    pub(crate) fn segment(&self, n: u64) -> Value {
        let created_at = self.happened(Kind::Segment, n);
        let name = if n == ACTIVE { "Active".to_owned() } else { repeated(&SEGMENTS, n) };
        let mut segment = json!({"type": "segment", "id": self.id(Kind::Segment, n), "name": name,
            "created_at": created_at, "updated_at": (created_at + n * 977).min(self.hour)});
        // left out of those of companies: the schema has no word for them
        match audience(n) {
            Audience::Users => segment["person_type"] = json!("user"),
            Audience::Leads => segment["person_type"] = json!("contact"),
            Audience::Companies => {}
        }
        segment
    }

    /// The segments that a contact or a company is in.
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

    /// How many contacts, or companies, are in each segment.
    pub(crate) fn segment_counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.count(Kind::Segment) as usize];
        for kind in [Kind::Contact, Kind::Company] {
            for n in 0..self.count(kind) {
                // lists leave out the companies that nobody belongs to
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

    /// The subscription types a contact opted in to or out of.
    pub(crate) fn subscriptions_of(&self, contact: u64) -> Vec<u64> {
        let types = self.count(Kind::SubscriptionType);
        (0..types).filter(|each| !(contact + each).is_multiple_of(3)).collect()
    }
}

/// The segment of the users who were seen within the last thirty days.
const ACTIVE: u64 = 0;

/// Whom a segment is of.
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

/// The n-th of endless names: where the words end they begin again, with a number.
pub(super) fn repeated(words: &[&str], n: u64) -> String {
    let (round, place) = (n / words.len() as u64, n % words.len() as u64);
    let word = words[place as usize];
    if round == 0 { word.to_owned() } else { format!("{word} {}", round + 1) }
}
