//! `Info`: what the document says about the service as a whole.

use serde::Serialize;

/// What the OpenAPI document says about the service as a whole.
///
/// ```
/// use secure_action::openapi::Info;
///
/// let info = Info::new("Teamspace", "1.4.0").description("Posts and profiles of a team.").served_at("/api");
/// # let _ = info;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Info {
    title: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip)]
    base: Option<String>,
}

impl Info {
    /// The name of the service and the version of its interface.
    #[must_use]
    pub fn new(title: impl Into<String>, version: impl Into<String>) -> Self {
        Self { title: title.into(), version: version.into(), description: None, base: None }
    }

    /// What the service is for; CommonMark.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Where clients find the routes, when the router is nested under a path or published under another origin: `/api`,
    /// `https://api.example.com`. By default, where the document is.
    #[must_use]
    pub fn served_at(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    pub(super) fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }
}
