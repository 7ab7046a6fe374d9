//! Contacts: users and leads.

use serde_json::{Value, json};

use super::{
    conversations::is_email,
    counts::Kind,
    dates::{DAY, HOUR, between},
    source::{Records, merged},
    words::{FAMILY, GIVEN, LONG, PLACES, PLANS, RIGHT_TO_LEFT},
};

/// The browsers of contacts: name, version, operating system.
const BROWSERS: [(&str, &str, &str); 4] = [
    ("firefox", "151.0", "Linux"),
    ("chrome", "150.0.1", "Windows"),
    ("safari", "26.1", "OS X 26.1"),
    ("edge", "150.0.0", "Windows"),
];

impl Records {
    pub(crate) fn contact(&self, n: u64) -> Value {
        let times = self.contact_times(n);
        let is_user = self.is_user(n);
        // Another stream than that of `contact_times`.
        let mut dice = self.dice(Kind::Contact, n + self.count(Kind::Contact));
        let (country, region, city, language) = dice.pick(&PLACES);
        let (browser, browser_version, os) = dice.pick(&BROWSERS);
        let web = times.is_on_web;
        let owner = dice.percent(40).then(|| self.id(Kind::Admin, dice.below(self.count(Kind::Admin))));
        let (plan, _) = dice.pick(&PLANS);
        let email = self.contact_email(n);
        let mut attributes = json!({"plan": plan, "seats": 1 + dice.below(40), "vip": dice.percent(5)});
        if is_user {
            attributes["renewal_date"] = json!(self.hour + (1 + dice.below(300)) * DAY);
        }
        let url = format!("/contacts/{}", self.id(Kind::Contact, n));
        let contact = json!({
            "type": "contact",
            "id": self.id(Kind::Contact, n),
            "external_id": is_user.then(|| self.external_id(n)),
            "workspace_id": self.workspace.id_code,
            "role": self.role(n),
            "email_domain": email.rsplit('@').next(),
            "email": email,
            "phone": self.contact_phone(n),
            "name": self.contact_name(n),
            "owner_id": owner,
            "has_hard_bounced": dice.percent(3),
            "marked_email_as_spam": dice.percent(1),
            "unsubscribed_from_emails": dice.percent(10),
            "created_at": times.created_at,
            "updated_at": times.updated_at,
            "signed_up_at": is_user.then_some(times.created_at),
            "last_seen_at": times.seen_at,
            "last_replied_at": times.replied_at,
            "last_contacted_at": times.contacted_at,
            "last_email_opened_at": times.opened_at,
            "last_email_clicked_at": times.clicked_at,
            "language_override": dice.percent(20).then_some(language),
            "browser": web.then_some(browser),
            "browser_version": web.then_some(browser_version),
            "browser_language": web.then_some(language),
            "os": web.then_some(os),
            "custom_attributes": attributes,
            "avatar": {"type": "avatar", "image_url": null},
            "tags": self.references("tag", Kind::Tag, &self.tags_of(Kind::Contact, n), &url, "tags"),
            "notes": self.references("note", Kind::Note, &self.notes_of(Kind::Contact, n), &url, "notes"),
            "companies": self.references("company", Kind::Company, &self.companies_of(n), &url, "companies"),
            "location": {"type": "location", "country": country, "region": region, "city": city},
            "social_profiles": {"type": "list", "data": self.social_profiles(n)},
        });
        merged(contact, apps(times.ios_at, times.android_at))
    }

    pub(crate) fn contact_updated_at(&self, n: u64) -> u64 {
        self.contact_times(n).updated_at
    }

    /// Returns the times of a contact's events, those of its conversations and tickets included.
    ///
    /// A contact has few of them, so a search of ten thousand contacts stays fast.
    pub(crate) fn contact_times(&self, n: u64) -> Times {
        let mut dice = self.dice(Kind::Contact, n);
        let created_at = self.happened(Kind::Contact, n);
        let mut seen_at = self.since(created_at, dice.roll());
        let mut updated_at = self.since(seen_at, dice.below(HOUR));
        let mut is_on_web = dice.percent(70);
        let (ios_at, android_at) = (dice.percent(15).then_some(seen_at), dice.percent(15).then_some(seen_at));
        // A contact without conversations may still have received an e-mail. Only a received e-mail can be opened.
        let mut contacted_at = dice.percent(35).then(|| between(created_at, updated_at, dice.roll()));
        let opened_at = contacted_at.filter(|_| dice.percent(60));
        let opened_at = opened_at.map(|at| between(at, updated_at, dice.roll()));
        let clicked_at = opened_at.filter(|_| dice.percent(40));
        let clicked_at = clicked_at.map(|at| between(at, updated_at, dice.roll()));
        let mut replied_at = None;
        let conversations = self.conversations_of(n);
        for conversation in &conversations {
            let story = self.story(*conversation);
            replied_at = replied_at.max(Some(story.last_said_at()));
            contacted_at = contacted_at.max(story.last_answered_at());
            updated_at = updated_at.max(story.updated_at());
            if !is_email(*conversation) {
                is_on_web = true;
                seen_at = seen_at.max(story.last_said_at());
            }
        }
        for ticket in self.tickets_of(n, &conversations) {
            let (made_at, changed_at) = self.ticket_dates(ticket);
            // Contacts create tickets in the messenger.
            is_on_web = true;
            seen_at = seen_at.max(made_at);
            replied_at = replied_at.max(Some(made_at));
            updated_at = updated_at.max(changed_at);
        }
        let was_seen = is_on_web || ios_at.is_some() || android_at.is_some();
        Times {
            created_at,
            updated_at: updated_at.max(seen_at),
            seen_at: was_seen.then_some(seen_at),
            replied_at,
            contacted_at,
            opened_at,
            clicked_at,
            ios_at,
            android_at,
            is_on_web,
        }
    }

    /// Writes a contact's list of other records: the first ten and the total count.
    fn references(&self, name: &str, kind: Kind, all: &[u64], contact: &str, list: &str) -> Value {
        let data: Vec<_> = all
            .iter()
            .take(10)
            .map(|n| {
                let id = self.id(kind, *n);
                let url = format!("/{list}/{id}");
                json!({"type": name, "id": id, "url": url})
            })
            .collect();
        json!({"type": "list", "data": data, "url": format!("{contact}/{list}"),
            "total_count": all.len(), "has_more": all.len() > 10})
    }

    fn social_profiles(&self, n: u64) -> Value {
        if n % 9 != 1 {
            return json!([]);
        }
        let url = format!("https://social.example/@{}", self.contact_handle(n));
        json!([{"type": "social_profile", "name": "Mastodon", "url": url}])
    }

    /// Whether a contact is a user. The others are leads, which have no external id.
    pub(super) fn is_user(&self, n: u64) -> bool {
        n % 4 != 3
    }

    pub(crate) fn role(&self, n: u64) -> &'static str {
        if self.is_user(n) { "user" } else { "lead" }
    }

    /// Returns a user's id in the workspace's own database.
    pub(crate) fn external_id(&self, n: u64) -> String {
        format!("user-{}", self.count(Kind::Contact) - n)
    }

    /// Returns the user with this external id.
    pub(crate) fn find_external(&self, external_id: &str) -> Option<u64> {
        let number: u64 = external_id.strip_prefix("user-")?.parse().ok()?;
        let n = self.count(Kind::Contact).checked_sub(number)?;
        (n < self.count(Kind::Contact) && self.is_user(n) && self.external_id(n) == external_id).then_some(n)
    }

    /// Returns the contact's name. Some leads have none.
    pub(crate) fn contact_name(&self, n: u64) -> Option<String> {
        match n {
            2 => Some(RIGHT_TO_LEFT.0.to_owned()),
            5 => Some(LONG.0.to_owned()),
            _ if n % 8 == 7 => None,
            _ => {
                let (given, family) = self.contact_names(n);
                Some(format!("{} {}", given.0, family.0))
            }
        }
    }

    pub(crate) fn contact_email(&self, n: u64) -> String {
        // The number distinguishes two contacts with equal names.
        format!("{}{}@{}", self.contact_handle(n), self.count(Kind::Contact) - n, self.contact_domain(n))
    }

    /// Returns the domain of the contact's first company, or of a mail service.
    fn contact_domain(&self, n: u64) -> String {
        match self.companies_of(n).first() {
            Some(company) => self.company_domain(*company),
            None => "mail.example".to_owned(),
        }
    }

    fn contact_handle(&self, n: u64) -> String {
        match n {
            2 => RIGHT_TO_LEFT.1.to_owned(),
            5 => LONG.1.to_owned(),
            _ => {
                let (given, family) = self.contact_names(n);
                format!("{}.{}", given.1, family.1)
            }
        }
    }

    /// Returns a phone number of the range reserved for fiction: 555-0100 to 555-0199.
    fn contact_phone(&self, n: u64) -> Option<String> {
        (n % 3 != 1).then(|| format!("+1415555{:04}", 100 + n % 100))
    }

    fn contact_names(&self, n: u64) -> ((&'static str, &'static str), (&'static str, &'static str)) {
        let mut dice = self.dice(Kind::Contact, n);
        (dice.pick(&GIVEN), dice.pick(&FAMILY))
    }
}

/// The times of a contact's events, in Unix seconds.
pub(crate) struct Times {
    created_at: u64,
    pub(crate) updated_at: u64,
    pub(crate) seen_at: Option<u64>,
    pub(crate) replied_at: Option<u64>,
    pub(crate) contacted_at: Option<u64>,
    pub(crate) opened_at: Option<u64>,
    pub(crate) clicked_at: Option<u64>,
    ios_at: Option<u64>,
    android_at: Option<u64>,
    is_on_web: bool,
}

impl Times {
    /// Whether the contact's last visit is less than thirty days before `now`.
    pub(super) fn is_active(&self, now: u64) -> bool {
        self.seen_at.is_some_and(|at| now - at < 30 * DAY)
    }
}

/// Writes the mobile apps of a contact, with the time of the last visit in each.
fn apps(ios: Option<u64>, android: Option<u64>) -> Value {
    json!({
        "android_app_name": android.map(|_| "Companion"),
        "android_app_version": android.map(|_| "4.2.0"),
        "android_device": android.map(|_| "Fairphone 6"),
        "android_os_version": android.map(|_| "16"),
        "android_sdk_version": android.map(|_| "17.1.0"),
        "android_last_seen_at": android,
        "ios_app_name": ios.map(|_| "Companion"),
        "ios_app_version": ios.map(|_| "4.2.1"),
        "ios_device": ios.map(|_| "iPhone 17"),
        "ios_os_version": ios.map(|_| "26.1"),
        "ios_sdk_version": ios.map(|_| "19.0.2"),
        "ios_last_seen_at": ios,
    })
}
