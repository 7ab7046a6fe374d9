//! The tables of fields and types in the description's three searches.

use serde_json::Value;

use crate::{
    api::paging::{CONTACTS_PER_PAGE, CONVERSATIONS_PER_PAGE},
    records::{counts::Kind, source::Records},
};

/// The type of a field, which decides the operators and values of its filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    /// A text of which each word is a value.
    Words,
    /// The contacts' `tag_id`, which takes fewer operators.
    TagId,
    Number,
    Flag,
    Date,
}

/// A kind of record with a search.
pub(super) struct Noun {
    pub(super) kind: Kind,
    pub(super) per_page: u64,
    pub(super) write: fn(&Records, u64) -> Value,
    /// Whether dates match whole days and take fewer operators: contacts only.
    pub(super) has_calendar_days: bool,
    /// Whether dates take `>=` and `<=`: tickets only.
    pub(super) has_date_bounds: bool,
    /// Whether Intercom documents `sort`: contacts only.
    pub(super) has_sort: bool,
    pub(super) fields: &'static [(Type, &'static [&'static str])],
}

pub(super) static CONTACTS: Noun = Noun {
    kind: Kind::Contact,
    per_page: CONTACTS_PER_PAGE,
    write: Records::contact,
    has_calendar_days: true,
    has_date_bounds: false,
    has_sort: true,
    fields: &[
        (
            Type::Text,
            &[
                "id",
                "role",
                "name",
                "avatar",
                "owner_id",
                "email",
                "email_domain",
                "phone",
                "formatted_phone",
                "external_id",
                "language_override",
                "browser",
                "browser_language",
                "os",
                "location.country",
                "location.region",
                "location.city",
                "ios_app_version",
                "ios_device",
                "ios_app_device",
                "ios_os_version",
                "ios_app_name",
                "ios_sdk_version",
                "android_app_version",
                "android_device",
                "android_app_name",
                "android_sdk_version",
                // The table has this spelling. The search takes both.
                "andoid_sdk_version",
                "segment_id",
            ],
        ),
        (
            Type::Date,
            &[
                "created_at",
                "signed_up_at",
                "updated_at",
                "last_seen_at",
                "last_contacted_at",
                "last_replied_at",
                "last_email_opened_at",
                "last_email_clicked_at",
                "ios_last_seen_at",
                "android_last_seen_at",
            ],
        ),
        (Type::Flag, &["unsubscribed_from_emails", "marked_email_as_spam", "has_hard_bounced"]),
        (Type::TagId, &["tag_id"]),
    ],
};

pub(super) static CONVERSATIONS: Noun = Noun {
    kind: Kind::Conversation,
    per_page: CONVERSATIONS_PER_PAGE,
    write: Records::conversation,
    has_calendar_days: false,
    has_date_bounds: false,
    has_sort: false,
    fields: &[
        (
            Type::Text,
            &[
                "id",
                "source.type",
                "source.id",
                "source.delivered_as",
                "source.subject",
                "source.author.id",
                "source.author.type",
                "source.author.name",
                "source.author.email",
                "source.url",
                "contact_ids",
                "teammate_ids",
                "channel_initiated",
                "state",
                "tag_ids",
                "priority",
                "statistics.last_closed_by_id",
                "conversation_rating.remark",
                "conversation_rating.contact_id",
                // The table has "admin_d". The search takes both.
                "conversation_rating.admin_id",
                "conversation_rating.admin_d",
                "ai_agent.resolution_state",
                "ai_agent.last_answer_type",
                "ai_agent.rating_remark",
                "ai_agent.source_type",
                "ai_agent.source_title",
            ],
        ),
        (Type::Words, &["source.body"]),
        (
            Type::Date,
            &[
                "created_at",
                "updated_at",
                "waiting_since",
                "snoozed_until",
                "statistics.first_contact_reply_at",
                "statistics.first_assignment_at",
                "statistics.first_admin_reply_at",
                "statistics.first_close_at",
                "statistics.last_assignment_at",
                "statistics.last_assignment_admin_reply_at",
                "statistics.last_contact_reply_at",
                "statistics.last_admin_reply_at",
                "statistics.last_close_at",
                "conversation_rating.requested_at",
                "conversation_rating.replied_at",
            ],
        ),
        (
            Type::Number,
            &[
                "admin_assignee_id",
                "team_assignee_id",
                "statistics.time_to_assignment",
                "statistics.time_to_admin_reply",
                "statistics.time_to_first_close",
                "statistics.time_to_last_close",
                "statistics.median_time_to_reply",
                "statistics.count_reopens",
                "statistics.count_assignments",
                "statistics.count_conversation_parts",
                "conversation_rating.score",
                "ai_agent.rating",
            ],
        ),
        (Type::Flag, &["open", "read", "ai_agent_participated"]),
    ],
};

pub(super) static TICKETS: Noun = Noun {
    kind: Kind::Ticket,
    per_page: 20,
    write: Records::ticket,
    has_calendar_days: false,
    has_date_bounds: true,
    has_sort: false,
    fields: &[
        (
            Type::Text,
            &[
                "id",
                "title",
                "description",
                "category",
                "ticket_type_id",
                "contact_ids",
                "teammate_ids",
                "admin_assignee_id",
                "team_assignee_id",
                "state",
            ],
        ),
        (Type::Date, &["created_at", "updated_at", "snoozed_until"]),
        (Type::Flag, &["open"]),
    ],
};
