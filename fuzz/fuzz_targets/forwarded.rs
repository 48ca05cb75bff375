//! `X-Forwarded-For` and `Forwarded` headers.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    secure_action_fuzz::forwarded(data);
});
