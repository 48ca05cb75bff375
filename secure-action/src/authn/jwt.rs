//! The JWT authenticator.
