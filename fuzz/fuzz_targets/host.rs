//! `Host` headers.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    secure_action_fuzz::host(data);
});
