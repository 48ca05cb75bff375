//! `Info`: what the document says about the service as a whole.

use std::collections::BTreeMap;

use serde::Serialize;

/// What the OpenAPI document says about the service as a whole: what only the application knows.
///
/// ```
/// use secure_action::openapi::Info;
///
/// let info = Info::new("Teamspace", "1.4.0")
///     .description("Posts and profiles of a team.")
///     .contact("The team", "mailto:team@example.com")
///     .license("Apache-2.0")
///     .tag("posts", "What people write.")
///     .served_at("/api");
/// # let _ = info;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Info {
    title: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<Contact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<License>,
    #[serde(skip)]
    tags: BTreeMap<String, String>,
    #[serde(skip)]
    base: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Contact {
    name: String,
    #[serde(flatten)]
    by: ContactBy,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum ContactBy {
    Email(String),
    Url(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct License {
    name: String,
    #[serde(flatten)]
    terms: Terms,
}

/// Where the terms of a licence are found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Terms {
    /// By an SPDX expression.
    Identifier(String),
    Url(String),
}

impl Info {
    /// The name of the service and the version of its interface.
    #[must_use]
    pub fn new(title: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            version: version.into(),
            description: None,
            contact: None,
            license: None,
            tags: BTreeMap::new(),
            base: None,
        }
    }

    /// What the service is for; CommonMark.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Who answers questions about the service, and where: a web address, or an e-mail address as `mailto:team@example.com`.
    #[must_use]
    pub fn contact(mut self, name: impl Into<String>, url: impl Into<String>) -> Self {
        let url = url.into();
        let by = match url.strip_prefix("mailto:") {
            Some(address) => ContactBy::Email(address.to_owned()),
            None => ContactBy::Url(url),
        };
        self.contact = Some(Contact { name: name.into(), by });
        self
    }

    /// The licence of the interface, as an SPDX expression: `Apache-2.0`, `MIT OR Apache-2.0`.
    #[must_use]
    pub fn license(mut self, spdx: impl Into<String>) -> Self {
        let spdx = spdx.into();
        self.license = Some(License { name: spdx.clone(), terms: Terms::Identifier(spdx) });
        self
    }

    /// A licence that SPDX does not list, or terms of use, by their name and web address.
    #[must_use]
    pub fn license_at(mut self, name: impl Into<String>, url: impl Into<String>) -> Self {
        self.license = Some(License { name: name.into(), terms: Terms::Url(url.into()) });
        self
    }

    /// What the actions of one `tag` are for; CommonMark. An action without a tag has the name of its module for one.
    ///
    /// A tag that no action has stops the start.
    #[must_use]
    pub fn tag(mut self, name: impl Into<String>, description: impl Into<String>) -> Self {
        self.tags.insert(name.into(), description.into());
        self
    }

    /// Where clients find the routes, when the router is nested under a path or published under another origin: `/api`,
    /// `https://api.example.com`. By default `/`, at the origin that the document comes from.
    #[must_use]
    pub fn served_at(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    pub(super) fn base(&self) -> &str {
        self.base.as_deref().unwrap_or("/")
    }

    pub(super) fn tag_description(&self, name: &str) -> Option<String> {
        self.tags.get(name).cloned()
    }

    /// The tags that are described.
    pub(super) fn described_tags(&self) -> impl Iterator<Item = &str> {
        self.tags.keys().map(String::as_str)
    }
}
