//! Shared by nothing: the tests are in `http/` and `ui/`.
