//! Data attributes of contacts and companies.

use serde_json::{Value, json};

use super::{counts::Kind, source::Records};

/// A data attribute.
pub(crate) struct Attribute {
    pub(crate) model: &'static str,
    pub(crate) name: &'static str,
    pub(crate) data_type: &'static str,
    label: &'static str,
    options: &'static [&'static str],
    is_custom: bool,
    pub(crate) is_archived: bool,
}

const fn standard(
    model: &'static str,
    name: &'static str,
    data_type: &'static str,
    label: &'static str,
) -> Attribute {
    Attribute { model, name, data_type, label, options: &[], is_custom: false, is_archived: false }
}

const fn custom(
    model: &'static str,
    name: &'static str,
    data_type: &'static str,
    label: &'static str,
) -> Attribute {
    Attribute { model, name, data_type, label, options: &[], is_custom: true, is_archived: false }
}

/// Some of Intercom's standard attributes, and the custom attributes of the records.
static ATTRIBUTES: [Attribute; 12] = [
    standard("contact", "name", "string", "Name"),
    standard("contact", "email", "string", "Email"),
    standard("contact", "signed_up_at", "date", "Signed up"),
    standard("company", "name", "string", "Company name"),
    standard("company", "monthly_spend", "integer", "Monthly spend"),
    Attribute {
        options: &["Free", "Starter", "Team", "Business"],
        ..custom("contact", "plan", "string", "Plan")
    },
    custom("contact", "seats", "integer", "Seats"),
    custom("contact", "vip", "boolean", "VIP"),
    custom("contact", "renewal_date", "date", "Renewal date"),
    custom("company", "account_tier", "string", "Account tier"),
    custom("company", "contract_seats", "string", "Seats of the contract"),
    Attribute { is_archived: true, ..custom("contact", "fax", "string", "Fax number") },
];

impl Records {
    /// Returns the n-th attribute. Small workspaces have only the first ones.
    pub(crate) fn attribute(&self, n: u64) -> &'static Attribute {
        &ATTRIBUTES[(n % ATTRIBUTES.len() as u64) as usize]
    }

    pub(crate) fn data_attribute(&self, n: u64) -> Value {
        let it = self.attribute(n);
        // Standard attributes are as old as the workspace.
        let created_at = if it.is_custom { self.happened(Kind::DataAttribute, n) } else { self.began() };
        let full_name =
            if it.is_custom { format!("custom_attributes.{}", it.name) } else { it.name.to_owned() };
        let mut attribute = json!({
            "type": "data_attribute",
            "model": it.model,
            "name": it.name,
            "full_name": full_name,
            "label": it.label,
            "description": format!("{}, as the team keeps it", it.label),
            "data_type": it.data_type,
            "options": it.options,
            "api_writable": true,
            "messenger_writable": false,
            "ui_writable": it.is_custom,
            "custom": it.is_custom,
            "archived": it.is_archived,
            "created_at": created_at,
            "updated_at": created_at,
        });
        if it.is_custom {
            // Standard attributes have no such fields, and no null for them.
            attribute["id"] = json!(self.number(Kind::DataAttribute, n));
            attribute["admin_id"] = json!(self.id(Kind::Admin, 0));
        }
        attribute
    }

    /// Returns the type of the contacts' custom attribute with this name.
    pub(crate) fn custom_attribute_type(&self, name: &str) -> Option<&'static str> {
        (0..self.count(Kind::DataAttribute))
            .map(|n| self.attribute(n))
            .find(|each| each.is_custom && each.model == "contact" && each.name == name)
            .map(|each| each.data_type)
    }
}
