//! An action for a role, with one limit by a field of the input and one with bursts, a durable audit event and a deadline.

use secure_action::{Input, NoContent, Path, Result, State, action};

use crate::{Database, Invitation};

/// Invites somebody to a team.
#[action(
    post = "/teams/{team}/invitations",
    role("moderator"),
    rate_limit("3/1h", by = "input.email", skip = "admin"),
    rate_limit("60/1m", burst = 20),
    body_limit = "4KB",
    timeout = "5s",
    audit = "durable"
)]
pub async fn invite(Path(team): Path<u32>, State(database): State<Database>, input: Input<Invitation>) -> Result<NoContent> {
    database.invite(team, &input.email);
    Ok(NoContent)
}
