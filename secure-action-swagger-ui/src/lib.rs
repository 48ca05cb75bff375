//! The files of Swagger UI, for the documentation page of secure-action (its feature `docs-page`).

/// The version of Swagger UI.
pub const VERSION: &str = "5.35.0";

/// `swagger-ui-bundle.js`, compressed with gzip.
pub const SCRIPT: &[u8] = include_bytes!("../files/swagger-ui-bundle.js.gz");

/// `swagger-ui.css`, compressed with gzip.
pub const STYLE: &[u8] = include_bytes!("../files/swagger-ui.css.gz");

/// `favicon-32x32.png`.
pub const ICON: &[u8] = include_bytes!("../files/favicon-32x32.png");
