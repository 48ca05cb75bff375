//! The macros, with the documentation that their users read.

/// Declares the access policy of an application: resources, roles, inheritance, and what each role may do.
///
/// ```
/// use secure_action::policy;
///
/// policy! {
///     resource post;
///     resource user;
///
///     role member { post: publish, search; }
///     role moderator: member { post: remove; }   // and everything a member may do
///     role admin: moderator { user: change_role; }
/// }
///
/// assert_eq!(Role::Moderator.as_str(), "moderator");
/// assert_eq!("admin".parse(), Ok(Role::Admin));
/// let table = <Policy as secure_action::Policy>::TABLE;
/// assert_eq!(table.permissions[0].name, "post:publish");
/// ```
///
/// Makes `struct Policy` with its constant tables, `enum Role` (`Display`, `FromStr`, serde, `JsonSchema`), and a marker type
/// for each permission: `permission::user::ChangeRole` is `"user:change_role"`.
///
/// Unknown names, cycles, duplicates, more than 64 roles or 256 permissions do not compile; all faults are reported in one
/// run. A condition, `edit if Post::is_author`, names a function of the target and the caller: `fn is_author(&self, caller:
/// &Caller) -> bool`. Its resource has a type, `resource post: Post;`; see [`Target`](crate::Target).
///
/// # Nothing without effect
///
/// A line that changes nothing reads as if it did: whoever reviews `role admin: member { post: publish; }` believes that
/// without it an admin could not publish. So these do not compile:
///
/// | what | what to write |
/// |---|---|
/// | a resource on which no role is granted anything | nothing; for later, a comment |
/// | `role admin: member {}`, of which nobody can say whether the grants were forgotten | `role admin: member;`, a role that is only a name |
/// | a role all of whose grants are inherited | the same |
/// | a grant that is inherited, with the same condition or without one | nothing |
/// | a grant with a condition, where the role inherits the permission without one | nothing, or no parent |
///
/// They are errors and not warnings because the policy without the line is the very same policy, so that leaving it out is
/// always possible; and because a macro can warn only in the words of another lint, such as "use of deprecated constant".
///
/// Nor does an action compile that no single role can call although it names roles: `role("a", "b")` beside permissions
/// that only `a` and `b` together hold. To admit callers whose roles hold them together, leave `role` out.
pub use secure_action_macros::policy;

/// Turns an async function into an action: guarded, validated, documented, audited.
///
/// ```
/// # use secure_action::{policy, Application};
/// # policy! { resource user; role admin { user: delete; } }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # fn main() {}
/// use secure_action::{NoContent, Path, Result, action};
///
/// /// Deletes a user.
/// #[action(delete = "/users/{id}", permission = "user:delete", rate_limit = "5/15m")]
/// async fn delete_user(Path(id): Path<u64>) -> Result<NoContent> {
///     Ok(NoContent)
/// }
/// ```
///
/// The function stays as it is and can be called. Beside it stands an empty struct of the same name, which implements
/// [`Action`](crate::Action): so it is a free function, in no `impl`, and no type or module next to it has its name.
///
/// | key | meaning | default |
/// |---|---|---|
/// | `get` `post` `put` `patch` `delete` `= "/path/{id}"` | the route | `post = "/actions/<function>"` |
/// | `public` | anyone may call | one of these is required |
/// | `auth`, `auth(jwt, "partner-jwt")` | whoever is authenticated, by any or by these authenticators, as they are called in the configuration | |
/// | `auth(max_age = "5m")` | whoever authenticated in the last five minutes; may stand beside names and beside `acr` | |
/// | `auth(acr = "a")`, `auth(acr("a", "b"))` | whoever authenticated at one of these levels | |
/// | `role = "a"`, `role("a", "b")` | any of these roles, or one that inherits from it; implies `auth` | |
/// | `permission = "x:y"`, `permission("x:y", "x:z")` | all of these; implies `auth` | |
/// | `scoped` | beside `auth` or `role` alone: credentials that are narrowed to scopes may call, too | they are refused where no permission says which scope they need |
/// | `target = "id"`, `target = "input.id"` | where the key of an [`Authorized`](crate::Authorized) target is: a parameter of the route, or a field of the input with the type of its [`Key`](crate::Target::Key) | the route's only parameter |
/// | `rate_limit = "5/15m"` | never more than five in any fifteen minutes; may repeat, all hold | beside its own, a public action keeps the application's limit by address (100/1m), a guarded one that by caller (1000/1m), unless it names one with that key itself |
/// | `rate_limit("60/1m", burst = 20)` | a steady rate, up to 20 at once; a strict window counts up to 16 777 215 requests, a steady rate any, but the burst refills within 366 days | |
/// | `rate_limit("5/1h", by = "...")` | counted by `ip`, `caller`, `global` or `input.<field>`; by several together as one key: `by("ip", "input.email")` | `caller`; on public actions `ip` |
/// | `rate_limit("10/1h", count = "failures")` | gives back what succeeded: the function has answered with a status below 400. Refusals, errors, timeouts and disconnects count | every request counts |
/// | `rate_limit("5/1h", on_outage = "deny")` | 503 while a store that processes share is out of order | each process counts for itself |
/// | `rate_limit("5/1h", skip = "admin")` | callers with this role are not counted; not all who may call. Their roles are known after authentication, so a limit by `ip` or `global` is counted there, too, and not before it | |
/// | `body_limit = "64KB"` | the largest body; 1 KB is 1024 bytes | 64 KB |
/// | `timeout = "10s"` | the deadline | 30 s |
/// | `audit = "durable"` | the answer waits until the event is stored | recorded, not waited for |
/// | `audit = false` | successful calls leave no event; `get` only | |
/// | `event = "authn_login"` | what its event is called, [in the words of the OWASP logging vocabulary](#events); not beside `audit = false` | by method and outcome, as [`EventKind`](crate::audit::EventKind) says |
/// | `tag = "users"`, `deprecated` | documentation; summary and description are the doc comment, and `#[deprecated]` on the function says the same | the module's name |
/// | `app = path::to::App` | the application | `crate::App` |
/// | `crate = path` | this crate, where a facade re-exports it | as `Cargo.toml` calls it |
///
/// Whoever reaches this crate through a facade only says so once for all its macros, in `Cargo.toml`:
///
/// ```toml
/// [package.metadata.secure-action]
/// crate = "facade::secure_action"
/// ```
///
/// # Step-up
///
/// ```
/// # use secure_action::{policy, Application};
/// # policy! { resource user; role admin { user: delete; } }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # fn main() {}
/// use secure_action::{NoContent, Result, action};
///
/// /// Deletes every user.
/// #[action(delete = "/users", permission = "user:delete", auth(max_age = "5m", acr("mfa", "hardware")))]
/// async fn delete_users() -> Result<NoContent> {
///     Ok(NoContent)
/// }
/// ```
///
/// A credential that is good enough for most actions may be too old or too weak for some. `max_age` demands that the caller
/// authenticated in person no longer ago than that, however young the credential is: a token says when in its claim
/// `auth_time`. `acr` demands one of the named levels: a token says its own in its claim `acr`. Levels are compared exactly,
/// letter by letter; none includes another, so name every one that will do. A credential that does not say, or that says it
/// will be in the future, does not fulfil the demand. Clocks may differ by the authenticator's leeway
/// ([`Jwt::leeway`](crate::authn::jwt::Jwt::leeway), 30 seconds), either way.
///
/// Whoever has the roles and permissions but did not authenticate so gets a 401 with the code
/// [`STEP_UP_REQUIRED`](crate::Code::STEP_UP_REQUIRED), and a challenge that tells its client how to authenticate again (RFC 9470):
///
/// ```text
/// WWW-Authenticate: Bearer error="insufficient_user_authentication", error_description="More recent authentication is required", max_age="300", acr_values="mfa hardware"
/// ```
///
/// # Events
///
/// ```
/// # use secure_action::Application;
/// # secure_action::policy! { resource user; role member { user: read; } }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # fn main() {}
/// use secure_action::{NoContent, Result, action};
///
/// /// Ends the caller's session.
/// #[action(post = "/sign-out", auth, event = "session_expired")]
/// async fn sign_out() -> Result<NoContent> {
///     Ok(NoContent)
/// }
/// ```
///
/// Without `event`, a call that succeeds is called by its method, so that a sign-in is a `sensitive_update`. What the action does
/// has a better word in most cases:
///
/// - `authn_login` stands for `authn_login_success` where the function succeeds, and for `authn_login_fail` where it fails with a
///   4xx, where the input is not acceptable, and where the client goes away before the answer;
/// - `authn_password_change` stands for itself, and for `authn_password_change_fail` where the function fails with a 4xx or the input
///   is not acceptable;
/// - `authn_login_lock`, `authn_impossible_travel`, `authn_token_created`, `authn_token_revoked`, `authn_token_reuse`,
///   `authn_token_delete`, `authz_change`, `authz_admin`, `upload_complete`, `upload_stored`, `upload_validation`, `upload_delete`,
///   `malicious_excess_404`, `malicious_extraneous`, `malicious_attack_tool`, `malicious_cors`, `malicious_direct_reference`,
///   `privilege_permissions_changed`, `sensitive_create`, `sensitive_read`, `sensitive_update`, `sensitive_delete`,
///   `session_created`, `session_renewed`, `session_expired`, `session_use_after_expire`, `sys_startup`, `sys_shutdown`,
///   `sys_restart`, `sys_monitor_disabled`, `sys_monitor_enabled`, `user_created`, `user_updated`, `user_archived` and `user_deleted`
///   stand for themselves where the function succeeds. One that fails is called as that of any other action.
///
/// Whatever else happens to a call keeps its own kind: who is refused at the door, a rate limit, a client that goes away before the
/// function is called, a deadline, a 5xx, a panic.
///
/// # Arguments and answers
///
/// Arguments: [`Caller`](crate::Caller), [`Option<Caller>`](crate::Caller), [`State<T>`](crate::State),
/// [`Path<T>`](crate::Path), [`Query<T>`](crate::Query), [`Input<T>`](crate::Input), [`RawBody`](crate::RawBody),
/// [`Client`](crate::Client), [`AuditNote`](crate::AuditNote), [`Extract<E>`](crate::Extract), and the proofs [`Permit<P>`](crate::Permit),
/// [`Authorized<P>`](crate::Authorized) and [`Pending<P>`](crate::Pending). Answers: [`Json<T>`](crate::Json),
/// [`Created<T>`](crate::Created), [`Accepted<T>`](crate::Accepted), [`NoContent`](crate::NoContent), `()`,
/// [`Redirect`](crate::Redirect), [`Text`](crate::Text), [`Download`](crate::Download), any of them
/// [with headers](crate::Answer::with_header), and [`Raw<R>`](crate::Raw) for any other axum response, inside
/// [`Result`](crate::Result), whose error is an [`ActionError`](crate::ActionError) or an enum that derives [`PublicError`](derive@crate::PublicError).
pub use secure_action_macros::action;

/// Lists actions for [`Actions::mount`](crate::Actions::mount): `actions![sign_up, users::change_role]`.
///
/// ```
/// # use secure_action::{policy, Application};
/// # policy! { resource user; role admin { user: delete; } }
/// # pub struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// use axum::Router;
/// use secure_action::{Actions, NoContent, Result, Security, StartupError, action, actions};
///
/// /// Says that the service is up.
/// #[action(get = "/health", public)]
/// async fn health() -> Result<NoContent> {
///     Ok(NoContent)
/// }
///
/// mod users {
///     # use secure_action::{NoContent, Path, Result, action};
///     /// Deletes a user.
///     #[action(delete = "/users/{id}", permission = "user:delete")]
///     pub async fn delete(Path(id): Path<u64>) -> Result<NoContent> {
///         Ok(NoContent)
///     }
/// }
///
/// fn router(security: Security<App>) -> Result<Router, StartupError> {
///     Actions::new(security, ()).mount(actions![health, users::delete]).into_router()
/// }
/// # fn main() {}
/// ```
///
/// Two actions with one method and route do not compile, whatever their parameters are called. An action that is there only
/// sometimes is listed with its condition: `actions![sign_up, #[cfg(feature = "reports")] reports::print]`.
pub use secure_action_macros::actions;

/// Maps every variant of an error enum to what a client may see of it.
///
/// ```
/// # use secure_action::{policy, Application};
/// # policy! { resource room; role member { room: book; } }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # fn main() {}
/// use std::io;
///
/// use secure_action::{NoContent, Path, PublicError, Result, action};
///
/// #[derive(Debug, PublicError)]
/// enum BookingError {
///     #[public(status = 409, code = "ROOM_TAKEN", message = "The room is taken at that time.")]
///     RoomTaken,
///     #[public(status = 404, code = "NO_SUCH_ROOM")]
///     NoSuchRoom(u32),
///     #[public(internal)] // a 500 whose detail goes to the log only
///     Storage(#[from] io::Error),
/// }
///
/// fn seats(room: u32) -> io::Result<u32> {
///     # Ok(room)
/// }
///
/// /// Books a room.
/// #[action(post = "/rooms/{id}/bookings", permission = "room:book")]
/// async fn book(Path(id): Path<u32>) -> Result<NoContent, BookingError> {
///     match seats(id)? { // a 500 to the client, the error to the log
///         0 => Err(BookingError::NoSuchRoom(id)),
///         _ => Err(BookingError::RoomTaken),
///     }
/// }
/// ```
///
/// | key | meaning |
/// |---|---|
/// | `status = 409` | the status, 400 to 599 |
/// | `code = "ROOM_TAKEN"` | the machine's word; a code has one status |
/// | `message = "..."` | for people: a constant, so that no field's value gets into it. May be left out where the code says it all, not with `CONFLICT` and the like |
/// | `internal` | instead of the others: 500 with `INTERNAL_ERROR` |
///
/// A variant without `#[public(...)]` does not compile. The fields of a variant are shown, by their `Debug`, in the log, in
/// the audit trail and in development mode; never to clients. Of a field with `#[source]`, its `Display` is shown and that
/// of everything behind it; `#[from]` makes a [`From`] as well, so that `?` finds the variant.
///
/// An action that answers `Result<T, BookingError>` documents these statuses and codes. In a function that answers a plain
/// [`Result`](crate::Result), `?` keeps them too, which is why the enum must not be a [`std::error::Error`]: each of those
/// becomes an internal error.
pub use secure_action_macros::PublicError;

/// Serializes a struct field by field, each only for callers who may see it.
///
/// ```
/// # use secure_action::{policy, Application};
/// # policy! { resource user; role member { user: read; } role admin: member { user: update; } }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # fn main() {}
/// use secure_action::{Json, Path, Result, Visible, action};
///
/// #[derive(Visible)]
/// struct Profile {
///     name: String,
///     #[visible(permission = "user:update")]
///     email: String,
/// }
///
/// /// One user.
/// #[action(get = "/users/{id}", permission = "user:read")]
/// async fn profile(Path(id): Path<u64>) -> Result<Json<Profile>> {
///     // A member gets the name; an admin gets both.
///     Ok(Json(Profile { name: format!("user {id}"), email: "uma@example.com".to_owned() }))
/// }
/// ```
///
/// It implements `Serialize` and [`JsonSchema`](schemars::JsonSchema), so neither is derived beside it: a type cannot have a
/// second, open way to be serialized. The rule holds wherever the type is: in a list, in another struct, in an enum. serde's and
/// schemars' attributes are read as always. In the OpenAPI document such a field is optional, and names its permission.
///
/// A field is left out unless the caller of the action holds the permission, by a role and within the scopes of the credential.
/// On a public action that takes no [`Option<Caller>`](crate::Caller), nobody is asked who they are, and such fields are left
/// out for all. Whatever is serialized otherwise than as the answer of an action, for a log, a cache or a queue, is serialized
/// for nobody: such fields are left out. A value must not remember what it was once serialized as, to write that again: it
/// would be what the first caller saw.
///
/// | key | on | meaning |
/// |---|---|---|
/// | `permission = "user:update"` | a field | who sees it |
/// | `outright` | a field | of a permission that some roles hold for some targets only: shown to those who hold it for all |
/// | `target` | the struct | it is the type that `policy!` gives the resource: conditions are decided about the value itself |
/// | `app = path::to::App` | the struct | the application, `crate::App` otherwise |
///
/// A permission that some role holds only under a condition does not compile without `outright` or `target`:
///
/// ```
/// # use secure_action::{policy, Application, Caller};
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # fn main() {}
/// use secure_action::Visible;
///
/// policy! {
///     resource user: User;
///     role member { user: update if User::is_self; }
///     role admin: member { user: update; }
/// }
///
/// #[derive(Visible)]
/// #[visible(target)]
/// pub struct User {
///     id: String,
///     #[visible(permission = "user:update")] // each member sees its own, an admin everybody's
///     email: String,
/// }
///
/// impl User {
///     fn is_self(&self, caller: &Caller) -> bool {
///         self.id == caller.id()
///     }
/// }
///
/// #[derive(Visible)]
/// struct Contact { // is no `User`, about whom the condition could be asked
///     name: String,
///     #[visible(permission = "user:update", outright)] // only an admin sees any
///     email: String,
/// }
/// ```
pub use secure_action_macros::Visible;
