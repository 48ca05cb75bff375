//! The limits of an action as the pipeline meets them: phases, names, headers, refunds.

use super::*;
use crate::policy::{PolicyTable, RoleEntry};
use crate::rate_limit::InputKeys;
use crate::spec::{Access, Method};

const USER: RoleSet = RoleSet::EMPTY.with(0);
const ADMIN: RoleSet = RoleSet::EMPTY.with(1);
static POLICY: PolicyTable = PolicyTable::new::<()>(
    &[RoleEntry { name: "user", includes: USER }, RoleEntry { name: "admin", includes: USER.union(ADMIN) }],
    &[],
);
static SPEC: ActionSpec = ActionSpec::new(("app::users", "sign_in"), (Method::Post, "/sign-in"), &POLICY, Access::Public, &[]);

const NOW: Duration = Duration::from_secs(1_000);
const QUARTER: Duration = Duration::from_secs(900);

fn limiter() -> Limiter {
    Limiter::new(1_024).unwrap()
}

fn limits(limiter: &Limiter, limits: &[RateLimit]) -> ActionLimits {
    ActionLimits::new(limiter, &SPEC, limits).unwrap()
}

fn address(last: u8) -> Keys<'static> {
    let mut address = [0; 16];
    address[15] = last;
    Keys { address, caller: None, input: None }
}

fn header(limits: &ActionLimits, consumed: &Consumed) -> String {
    limits.header(consumed).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

/// One request through the phases, stopping where it is refused.
fn request(limits: &ActionLimits, limiter: &Limiter, keys: &Keys<'_>, now: Duration) -> Result<String, (Exceeded, String)> {
    let mut consumed = Consumed::new();
    for phase in [Phase::Address, Phase::Caller, Phase::Input] {
        limits
            .check(phase, limiter, keys, USER, now, &mut consumed)
            .map_err(|exceeded| (exceeded, header(limits, &consumed)))?;
    }
    Ok(header(limits, &consumed))
}

#[test]
fn trap_04_exactly_the_quota_with_its_headers() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(3, QUARTER)]);
    assert_eq!(limits.policy().unwrap(), "\"ip\";q=3;w=900");
    for remaining in [2, 1, 0] {
        let header = request(&limits, &limiter, &address(1), NOW).unwrap();
        assert_eq!(header, format!("\"ip\";r={remaining};t=900"));
    }
    let (exceeded, header) = request(&limits, &limiter, &address(1), NOW + Duration::from_millis(100_500)).unwrap_err();
    assert_eq!(exceeded, Exceeded { policy: "ip".into(), retry_after: 800 });
    assert_eq!(header, "\"ip\";r=0;t=800");
    assert!(request(&limits, &limiter, &address(1), NOW + QUARTER).is_ok());
}

#[test]
fn trap_03_refused_requests_do_not_prolong_the_wait() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(1, QUARTER)]);
    request(&limits, &limiter, &address(1), NOW).unwrap();
    for second in 1..900 {
        let (exceeded, _) = request(&limits, &limiter, &address(1), NOW + Duration::from_secs(second)).unwrap_err();
        assert_eq!(exceeded.retry_after, 900 - second);
    }
    assert!(request(&limits, &limiter, &address(1), NOW + QUARTER).is_ok());
}

#[test]
fn a_later_refusal_gives_back_what_earlier_limits_counted() {
    let limiter = limiter();
    let limits = limits(
        &limiter,
        &[
            RateLimit::new(5, QUARTER),
            RateLimit::new(100, QUARTER).by(LimitKey::Global),
            RateLimit::new(50, QUARTER).burst(10),
            RateLimit::new(1, QUARTER).by(LimitKey::Caller),
        ],
    );
    let keys = |last| Keys { caller: Some(("jwt", "ann")), ..address(last) };
    let first = request(&limits, &limiter, &keys(1), NOW).unwrap();
    assert_eq!(
        first,
        "\"ip\";r=4;t=900, \"global\";r=99;t=957, \"ip-2\";r=9;t=18, \"caller\";r=0;t=900".replace("957", &parts())
    );
    for _ in 0..20 {
        let (exceeded, header) = request(&limits, &limiter, &keys(1), NOW).unwrap_err();
        assert_eq!(exceeded.policy, "caller");
        assert_eq!(header, first);
    }
    // From another address the first two limits are consumed and given back as well.
    let (_, header) = request(&limits, &limiter, &keys(2), NOW).unwrap_err();
    assert_eq!(header, format!("\"ip\";r=5, \"global\";r=99;t={}, \"ip-2\";r=10, \"caller\";r=0;t=900", parts()));
}

/// Seconds from [`NOW`] until the sixteenth of a quarter hour that it lies in is forgotten.
fn parts() -> String {
    let part = 900.0 / 16.0;
    ((1000.0_f64 / part).floor() * part + 17.0 * part - 1000.0).ceil().to_string()
}

#[test]
fn every_limit_has_its_phase_and_its_name() {
    let limiter = limiter();
    let limits = limits(
        &limiter,
        &[
            RateLimit::new(9, QUARTER).by(LimitKey::Input("email")),
            RateLimit::new(9, QUARTER),
            RateLimit::new(8, QUARTER),
            RateLimit::new(9, QUARTER).skip(&["admin"]),
            RateLimit::new(9, QUARTER).by(LimitKey::Global),
            RateLimit::new(9, QUARTER).by(LimitKey::Caller),
            RateLimit::new(9, QUARTER).by(LimitKey::Input("name")).skip(&["admin"]),
        ],
    );
    let found: Vec<_> = limits.limits.iter().map(|limit| (&*limit.name, limit.phase)).collect();
    let expected = [
        ("input.email", Phase::Input),
        ("ip", Phase::Address),
        ("ip-2", Phase::Address),
        ("ip-3", Phase::Caller),
        ("global", Phase::Address),
        ("caller", Phase::Caller),
        ("input.name", Phase::Input),
    ];
    assert_eq!(found, expected);
    assert!([Phase::Address, Phase::Caller, Phase::Input].into_iter().all(|phase| limits.any_in(phase)));
    assert!(limits.policy().unwrap().to_str().unwrap().contains("\"ip-3\";q=9;w=900, \"global\""));
}

#[test]
fn roles_that_are_skipped_are_not_counted() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(1, QUARTER).by(LimitKey::Caller).skip(&["user"])]);
    for (roles, expected) in [(RoleSet::EMPTY, "\"caller\";r=0;t=900"), (USER, ""), (ADMIN, ""), (USER, "")] {
        let mut consumed = Consumed::new();
        let keys = Keys { caller: Some(("jwt", "ann")), ..address(1) };
        limits.check(Phase::Caller, &limiter, &keys, roles, NOW, &mut consumed).unwrap();
        assert_eq!(header(&limits, &consumed), expected, "{roles:?}");
    }
}

#[test]
fn trap_05_spellings_of_one_input_share_a_bucket_and_fields_do_not() {
    let limiter = limiter();
    let limits = limits(
        &limiter,
        &[RateLimit::new(3, QUARTER).by(LimitKey::Input("email")), RateLimit::new(5, QUARTER).by(LimitKey::Input("name"))],
    );
    let attempt = |email: &str, name: &str| {
        let mut input = InputKeys::new(&limiter);
        input.push(email);
        input.push(name);
        request(&limits, &limiter, &Keys { input: Some(&input), ..address(1) }, NOW)
    };
    for email in ["A@x.com ", "a@x.com", " a@X.COM"] {
        attempt(email, "a@x.com").unwrap();
    }
    let (exceeded, _) = attempt("a@x.com", "b").unwrap_err();
    assert_eq!(exceeded.policy, "input.email");
    assert!(attempt("b@x.com", "a@x.com").unwrap().contains("\"input.name\";r=1;"), "the fields share a bucket");
}

#[test]
fn trap_06_callers_without_a_name_do_not_share_one_bucket() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(1, QUARTER).by(LimitKey::Caller)]);
    request(&limits, &limiter, &address(1), NOW).unwrap();
    request(&limits, &limiter, &address(2), NOW).unwrap();
    request(&limits, &limiter, &address(1), NOW).unwrap_err();
}

#[test]
fn callers_are_told_apart_by_scheme_and_id() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(1, QUARTER).by(LimitKey::Caller)]);
    for caller in [("jwt", "ann"), ("jwt", "bob"), ("api_key", "ann"), ("jw", "tann"), ("jwt", "")] {
        request(&limits, &limiter, &Keys { caller: Some(caller), ..address(1) }, NOW).unwrap();
        request(&limits, &limiter, &Keys { caller: Some(caller), ..address(2) }, NOW).unwrap_err();
    }
}

#[test]
fn a_missing_input_key_refuses() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(1, QUARTER), RateLimit::new(1, QUARTER).by(LimitKey::Input("email"))]);
    let input = InputKeys::new(&limiter);
    for input in [None, Some(&input)] {
        let (exceeded, header) = request(&limits, &limiter, &Keys { input, ..address(1) }, NOW).unwrap_err();
        assert_eq!(exceeded, Exceeded { policy: "input.email".into(), retry_after: 1 });
        assert_eq!(header, "\"ip\";r=1");
    }
}

#[test]
fn actions_do_not_share_their_buckets_but_an_action_mounted_twice_does() {
    static OTHER: ActionSpec =
        ActionSpec::new(("app::users", "sign_up"), (Method::Post, "/sign-in"), &POLICY, Access::Public, &[]);
    let limiter = limiter();
    let rules = [RateLimit::new(1, QUARTER)];
    let other = ActionLimits::new(&limiter, &OTHER, &rules).unwrap();
    let (first, again) = (limits(&limiter, &rules), limits(&limiter, &rules));
    request(&first, &limiter, &address(1), NOW).unwrap();
    request(&other, &limiter, &address(1), NOW).unwrap();
    request(&again, &limiter, &address(1), NOW).unwrap_err();
}

#[test]
fn no_limits_no_headers() {
    let limiter = limiter();
    let limits = limits(&limiter, &[]);
    assert_eq!(limits.policy(), None);
    assert!(![Phase::Address, Phase::Caller, Phase::Input].into_iter().any(|phase| limits.any_in(phase)));
    assert_eq!(request(&limits, &limiter, &address(1), NOW).unwrap(), "");
}

#[test]
fn all_faults_are_named_at_once() {
    let rules = [RateLimit::new(0, QUARTER), RateLimit::new(5, Duration::ZERO), RateLimit::new(5, QUARTER).skip(&["amdin"])];
    let faults = ActionLimits::new(&limiter(), &SPEC, &rules).unwrap_err();
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults[2].contains("`amdin`"));
}

#[test]
fn secrets_and_keys_are_not_in_debug_text() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(1, QUARTER)]);
    let text = format!("{limits:?} {limiter:?}");
    assert!(text.contains("HashKey") && !text.contains("HashKey("), "{text}");
}
