//! The words in records. All are invented.
//!
//! Every domain ends in `.example` (RFC 2606), and every number and address is from a range reserved for examples.

/// Given names, each with its spelling in an address.
pub(super) const GIVEN: [(&str, &str); 24] = [
    ("Ada", "ada"),
    ("Benoît", "benoit"),
    ("Chiara", "chiara"),
    ("Dmitri", "dmitri"),
    ("Elif", "elif"),
    ("Femi", "femi"),
    ("Grace", "grace"),
    ("Hiroko", "hiroko"),
    ("Íris", "iris"),
    ("Jakub", "jakub"),
    ("Kwame", "kwame"),
    ("Lærke", "laerke"),
    ("Mateo", "mateo"),
    ("Noor", "noor"),
    ("Olena", "olena"),
    ("Paulo", "paulo"),
    ("Quynh", "quynh"),
    ("Rania", "rania"),
    ("Søren", "soren"),
    ("Tomoko", "tomoko"),
    ("Umar", "umar"),
    ("Vera", "vera"),
    ("Wiremu", "wiremu"),
    ("Zoë", "zoe"),
];

/// Family names, each with its spelling in an address.
pub(super) const FAMILY: [(&str, &str); 20] = [
    ("Okafor", "okafor"),
    ("Lindqvist", "lindqvist"),
    ("Marsh", "marsh"),
    ("Tanaka", "tanaka"),
    ("Silva", "silva"),
    ("Novák", "novak"),
    ("Reyes", "reyes"),
    ("Müller", "mueller"),
    ("O’Connell", "oconnell"),
    ("Haddad", "haddad"),
    ("Kowalska", "kowalska"),
    ("Nguyễn", "nguyen"),
    ("Petrov", "petrov"),
    ("Ødegård", "odegard"),
    ("Castellanos", "castellanos"),
    ("Ekström", "ekstrom"),
    ("Mbeki", "mbeki"),
    ("Sato", "sato"),
    ("Van der Berg", "vanderberg"),
    ("Yılmaz", "yilmaz"),
];

/// A name that is written from right to left, with its spelling in an address.
pub(super) const RIGHT_TO_LEFT: (&str, &str) = ("ليلى حداد", "layla.haddad");
/// A name that is longer than a column is wide, with its spelling in an address.
pub(super) const LONG: (&str, &str) =
    ("Maximiliana Wilhelmina Featherstonehaugh-Castellanos de la Fuente y Montenegro", "maximiliana");

pub(super) const JOBS: [&str; 6] = [
    "Support specialist",
    "Support lead",
    "Customer success manager",
    "Head of support",
    "Solutions engineer",
    "Onboarding manager",
];

pub(super) const TEAMS: [&str; 12] = [
    "First line",
    "Billing",
    "Technical",
    "Onboarding",
    "Escalations",
    "Partners",
    "Night shift",
    "Renewals",
    "Refunds",
    "VIP",
    "Trust and safety",
    "Feedback",
];

pub(super) const TAGS: [&str; 12] = [
    "bug",
    "feature request",
    "billing",
    "refund",
    "VIP",
    "churn risk",
    "sign-in",
    "delivery",
    "praise",
    "how-to",
    "follow up",
    "très urgent",
];

/// Names of segments: of users, leads and companies in turn.
pub(super) const SEGMENTS: [&str; 6] =
    ["Pilot group", "Leads to call", "Key accounts", "Beta testers", "Newsletter readers", "Partners"];

pub(super) const INDUSTRIES: [&str; 7] =
    ["Retail", "Travel", "Software", "Education", "Food", "Health", "Logistics"];

pub(super) const TRADES: [&str; 8] =
    ["& Co", "Bakery", "Logistics", "Studio", "Bikes", "Analytics", "Travel", "Gardens"];

pub(super) const PLANS: [(&str, u64); 4] = [("Free", 0), ("Starter", 49), ("Team", 199), ("Business", 799)];

/// Country, region, city, language.
pub(super) const PLACES: [(&str, &str, &str, &str); 8] = [
    ("United States", "Oregon", "Portland", "en"),
    ("Ireland", "Leinster", "Dublin", "en"),
    ("Germany", "Bavaria", "München", "de"),
    ("France", "Brittany", "Rennes", "fr"),
    ("Japan", "Kansai", "Kyoto", "ja"),
    ("Australia", "Victoria", "Melbourne", "en"),
    ("Brazil", "Paraná", "Curitiba", "pt"),
    ("Egypt", "Alexandria", "Alexandria", "ar"),
];

/// The topic of a conversation: subject, first message, answer and category.
pub(super) struct Topic {
    pub(super) subject: &'static str,
    pub(super) question: &'static str,
    pub(super) answer: &'static str,
    pub(super) area: &'static str,
}

pub(super) const TOPICS: [Topic; 12] = [
    Topic {
        subject: "Charged twice this month",
        question: "I see two payments for the same invoice. Can you look into it?",
        answer: "One of the two is only a hold; your bank lets it go within three days.",
        area: "Billing",
    },
    Topic {
        subject: "Parcel has not moved for days",
        question: "The tracking page shows no change since Monday. Where is my parcel?",
        answer: "It waits at the depot. I asked for it to be sent on today.",
        area: "Delivery",
    },
    Topic {
        subject: "Cannot sign in after changing phones",
        question: "My new phone does not get the sign-in codes. How do I move them over?",
        answer: "Use one of your recovery codes, then add the new phone under Security.",
        area: "Sign-in",
    },
    Topic {
        subject: "How do I get a refund?",
        question: "The jacket does not fit. How do I send it back?",
        answer: "Here is a return label. The refund follows when the parcel is scanned.",
        area: "Refunds",
    },
    Topic {
        subject: "Inviting the whole team",
        question: "Is there a way to invite thirty people at once?",
        answer: "Yes: paste their addresses on the Members page, one a line.",
        area: "Onboarding",
    },
    Topic {
        subject: "Export stops halfway",
        question: "The export of last year stops at 48 per cent, every time.",
        answer: "Thank you, I could repeat it. Our engineers are on it.",
        area: "Bug",
    },
    Topic {
        subject: "A dark theme, please",
        question: "My eyes would thank you for a dark theme. Is one planned?",
        answer: "It is! I added your vote, and you will hear from us.",
        area: "Feature request",
    },
    Topic {
        subject: "Invoice with our VAT number",
        question: "Our accountant needs the VAT number on the invoice. Where do I enter it?",
        answer: "Under Billing, Company details. Old invoices are written anew overnight.",
        area: "Billing",
    },
    Topic {
        subject: "Merci beaucoup !",
        question: "Vous avez réglé mon problème en dix minutes. Merci à toute l’équipe !",
        answer: "Avec plaisir, et bonne journée !",
        area: "Praise",
    },
    Topic {
        subject: "Changing the delivery address",
        question: "We move on Friday. Can the order still go to the new flat?",
        answer: "Done: it goes to the new address.",
        area: "Delivery",
    },
    Topic {
        subject: "Calendar shows the wrong hour",
        question: "Since the clocks changed, every meeting is an hour late.",
        answer: "Please set your time zone again under Profile; that mends it.",
        area: "Bug",
    },
    Topic {
        subject: "Switching to yearly billing",
        question: "Can we change from monthly to yearly in the middle of a month?",
        answer: "Of course. The rest of this month is taken off the first year.",
        area: "Billing",
    },
];

/// The contact's later replies in a conversation.
pub(super) const PERSON_REPLIES: [&str; 5] = [
    "Thanks, I will try that.",
    NO_HELP,
    "Could you explain the second step?",
    "Let me ask a colleague and come back to you.",
    "Here is the order number: <b>A-20417</b>.",
];
pub(super) const NO_HELP: &str = "That did not help, it still looks the same here.";
/// The contact's replies before a close.
pub(super) const PERSON_THANKS: [&str; 2] = ["Perfect, that was it!", "That answers it, thank you."];
pub(super) const TEAMMATE_REPLIES: [&str; 5] = [
    "Happy to help. Could you tell me the order number?",
    "I passed this on; you will hear from us by tomorrow.",
    "Could you try it once more in a private window?",
    "It should be in order now. Anything else?",
    "You can read more in <a href=\"https://help.example/start\">our guide</a>.",
];
pub(super) const NOTES: [&str; 4] = [
    "Spoke on the phone; prefers e-mail.",
    "Considering the larger plan after summer.",
    "Asked for the security questionnaire.",
    "Please greet in French.",
];

pub(super) const GUIDES: [(&str, &str); 10] = [
    ("Getting started", "Set up your account in ten minutes"),
    ("Paying by invoice", "Who can, and how to ask"),
    ("Returning an order", "Labels, deadlines and refunds"),
    ("Signing in with two steps", "Codes, keys and recovery"),
    ("Inviting teammates", "Roles and seats"),
    ("Exporting your data", "Formats and limits"),
    ("Tracking a parcel", "What each state means"),
    ("Changing your plan", "Up, down, and what it costs"),
    ("Connecting a calendar", "Time zones included"),
    ("Deleting an account", "What goes and what stays"),
];

pub(super) const COLLECTIONS: [&str; 8] =
    ["First steps", "Billing", "Orders and delivery", "Account", "Teams", "Data", "Integrations", "Policies"];
