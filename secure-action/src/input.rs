//! What clients send: read once, strictly, and validated before anything else sees it.
