//! Inputs through their readers.
