//! What an action is, as a constant: everything that guards, documentation and tests are driven from. Plain data, and the
//! constant functions that refuse what does not fit together.

mod access;
mod action;
mod argument;
mod event;
mod fit;
mod marks;
mod method;
mod proofs;
mod rate_limit;
mod step_up;
mod vocabulary;

pub use access::{Access, Requirement, TargetKey};
pub use action::{ActionSpec, AuditMode};
pub(crate) use argument::Part;
pub use argument::{ArgumentSpec, BodyPlan, Stage};
pub use event::OwnEvent;
pub(crate) use marks::TRIMMED;
pub use method::Method;
pub use rate_limit::{Count, LimitKey, OnOutage, RateLimit};
pub use step_up::StepUp;
pub use vocabulary::{EventKind, Level};

#[doc(hidden)]
pub use event::require_event;
#[doc(hidden)]
pub use fit::{require_argument, require_counted, require_path};
#[doc(hidden)]
pub use proofs::{require_loaded, require_target, require_used};
