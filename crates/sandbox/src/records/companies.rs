//! Companies and their contacts.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{
    counts::Kind,
    dates::DAY,
    source::Records,
    words::{FAMILY, INDUSTRIES, PLANS, TRADES},
};

impl Records {
    /// Writes a company.
    ///
    /// Lists sort companies by their last request, which depends on their contacts. So the number of a company, unlike
    /// other records' numbers, is not its place in lists.
    pub(crate) fn company(&self, n: u64) -> Value {
        let mut dice = self.dice(Kind::Company, n);
        let (created_at, updated_at) = self.company_dates(n);
        let (plan, price) = dice.pick(&PLANS);
        let industry = dice.pick(&INDUSTRIES);
        let tags: Vec<_> = self.tags_of(Kind::Company, n).into_iter().map(|tag| self.tag(tag)).collect();
        let segments = self.segments_of(Kind::Company, n);
        let segments: Vec<_> = segments.into_iter().map(|segment| self.segment(segment)).collect();
        let notes = self.notes_of(Kind::Company, n);
        let notes: Vec<_> = notes.into_iter().map(|note| self.note(note)).collect();
        let users = self.members(n).len() as u64;
        json!({
            "type": "company",
            "id": self.id(Kind::Company, n),
            "company_id": self.company_external_id(n),
            "app_id": self.workspace.id_code,
            "name": self.company_name(n),
            "plan": {"type": "plan", "id": plan.to_lowercase(), "name": plan},
            "remote_created_at": created_at,
            "created_at": created_at,
            "updated_at": updated_at,
            "last_request_at": self.last_request_at(n),
            "size": 5 + dice.below(900),
            "website": format!("https://{}", self.company_domain(n)),
            "industry": industry,
            "monthly_spend": price,
            "session_count": users * (1 + dice.below(30)),
            "user_count": users,
            // The schema wants texts for attributes of every type.
            "custom_attributes": {"account_tier": format!("tier {}", 1 + n % 3),
                "contract_seats": (10 + dice.below(90)).to_string()},
            "tags": {"type": "tag.list", "tags": tags},
            "segments": {"type": "segment.list", "segments": segments},
            "notes": {"type": "note.list", "notes": notes},
        })
    }

    /// Returns the times of a company's creation and of its last change.
    ///
    /// The creation is earlier than any conversation of the company's contacts.
    pub(super) fn company_dates(&self, n: u64) -> (u64, u64) {
        let drawn = self.dice(Kind::Company, n).roll();
        let age = self.span(Kind::Conversation) + drawn % (200 * DAY);
        let created_at = self.before(self.happened(Kind::Company, n), age);
        (created_at, self.since(self.last_request_at(n), drawn % DAY))
    }

    /// Returns the time of a company's last request: at or after the last visit of its contacts.
    pub(crate) fn last_request_at(&self, n: u64) -> u64 {
        let none = || (0..self.count(Kind::Company)).map(|_| OnceLock::new()).collect();
        let find = || {
            let seen = self.members(n).iter().filter_map(|contact| self.contact_times(*contact).seen_at);
            seen.fold(self.happened(Kind::Company, n), u64::max)
        };
        let known = self.requests.get_or_init(none).get(n as usize);
        known.map_or_else(find, |known| *known.get_or_init(find))
    }

    pub(crate) fn company_name(&self, n: u64) -> String {
        let family = FAMILY[(n % 20) as usize].0;
        format!("{family} {}", TRADES[((n + n / 20) % 8) as usize])
    }

    pub(super) fn company_domain(&self, n: u64) -> String {
        format!("{}{}.example", FAMILY[(n % 20) as usize].1, self.count(Kind::Company) - n)
    }

    /// Returns the company's id in the workspace's own database.
    pub(crate) fn company_external_id(&self, n: u64) -> String {
        format!("acme-{}", self.count(Kind::Company) - n)
    }

    /// Returns the companies of a contact: none for every fourth contact, two for some.
    pub(crate) fn companies_of(&self, contact: u64) -> Vec<u64> {
        let companies = self.count(Kind::Company);
        if companies == 0 || contact % 4 == 3 {
            return Vec::new();
        }
        let mut dice = self.dice(Kind::Contact, contact);
        let drawn = dice.roll() >> 11;
        // Every fourth contact belongs to the largest company, so that its contacts fill more than one page.
        let first = if contact.is_multiple_of(4) { 0 } else { drawn % companies };
        let second = (first + 1 + (drawn >> 20) % (companies - 1).max(1)) % companies;
        if drawn.is_multiple_of(10) && second != first { vec![first, second] } else { vec![first] }
    }

    /// Returns the contacts of a company.
    pub(crate) fn members(&self, company: u64) -> &[u64] {
        let all = self.members.get_or_init(|| {
            let mut members = vec![Vec::new(); self.count(Kind::Company) as usize];
            for contact in 0..self.count(Kind::Contact) {
                for company in self.companies_of(contact) {
                    members[company as usize].push(contact);
                }
            }
            members
        });
        all.get(company as usize).map(Vec::as_slice).unwrap_or_default()
    }
}
