//! `ReceivedBody`: the body of a request, read as the action plans it.

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;

use super::body::read_body;
use super::media_type::{MediaType, any_media_type, media_type};
use super::raw_body::RawBody;
use super::unreceived::Unreceived;
use crate::spec::BodyPlan;

/// The body of a request, read as the action plans it.
#[derive(Clone, Default)]
pub(crate) enum ReceivedBody {
    #[default]
    Unread,
    Buffered(Bytes, MediaType),
    Raw(RawBody),
}

impl ReceivedBody {
    /// Reads at most `limit` bytes; what the head says against the body is said before one of them is read.
    pub(crate) async fn read(plan: BodyPlan, headers: &HeaderMap, body: Body, limit: usize) -> Result<Self, Unreceived> {
        Ok(match plan {
            BodyPlan::Unread => Self::Unread,
            BodyPlan::Buffered => {
                let media_type = media_type(headers)?;
                Self::Buffered(read_body(headers, body, limit).await?, media_type)
            }
            BodyPlan::Raw => {
                let media_type = any_media_type(headers)?.cloned();
                Self::Raw(RawBody::new(read_body(headers, body, limit).await?, media_type))
            }
        })
    }
}
