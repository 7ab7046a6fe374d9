//! The parameters of a query or a form, decoded as `application/x-www-form-urlencoded`.
//!
//! The list keeps order and doubles. RFC 6749 section 3.1 forbids a doubled parameter, and a map would hide
//! one.

/// Decoded names and values, in their order.
pub(crate) struct Parameters(Vec<(String, String)>);

/// The name of a parameter that came more than once.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Doubled(pub(crate) &'static str);

impl Parameters {
    /// Decodes a query string or a form body.
    pub(crate) fn decode(encoded: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Returns every name, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Returns every value of `name`, in order.
    pub(crate) fn every(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the value of `name`, or `None` if it is absent. Fails if the parameter came twice or more.
    pub(crate) fn one(&self, name: &'static str) -> Result<Option<&str>, Doubled> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (first, None) => Ok(first.map(String::as_str)),
            (_, Some(_)) => Err(Doubled(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_decodes_a_value_once_and_refuses_a_double() {
        let cases: [(&str, Result<Option<&str>, Doubled>); 8] = [
            ("", Ok(None)),
            ("other=1", Ok(None)),
            ("code=", Ok(Some(""))),
            ("code=a%2Bb%2Fc%3D", Ok(Some("a+b/c="))),
            ("code=a+b", Ok(Some("a b"))),
            ("code=ab=", Ok(Some("ab="))),
            ("code=%253D", Ok(Some("%3D"))),
            ("code=a&x=1&code=a", Err(Doubled("code"))),
        ];
        for (encoded, expected) in cases {
            assert_eq!(Parameters::decode(encoded.as_bytes()).one("code"), expected, "{encoded}");
        }
    }
}
