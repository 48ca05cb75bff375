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
    Limiter::new(1_024, None).unwrap()
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

/// One phase of one request.
fn check(
    limits: &ActionLimits,
    limiter: &Limiter,
    (phase, keys, roles): (Phase, &Keys<'_>, RoleSet),
    now: Duration,
    consumed: &mut Consumed,
) -> Result<(), Exceeded> {
    let due = limits.due(phase, keys, roles)?;
    limits.settle(&due, limiter.decide(&due, now), consumed)
}

/// One request through the phases, stopping where it is refused.
fn request(limits: &ActionLimits, limiter: &Limiter, keys: &Keys<'_>, now: Duration) -> Result<String, (Exceeded, String)> {
    let mut consumed = Consumed::new();
    for phase in [Phase::Address, Phase::Caller, Phase::Input] {
        check(limits, limiter, (phase, keys, USER), now, &mut consumed)
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
    assert_eq!(exceeded, Exceeded { policies: vec!["ip".into()], retry_after: 800 });
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
fn trap_32_a_later_phase_gives_nothing_back_and_the_same_phase_counts_nothing() {
    let limiter = limiter();
    let limits = limits(
        &limiter,
        &[
            RateLimit::new(5, QUARTER),
            RateLimit::new(100, QUARTER).by(LimitKey::Global),
            RateLimit::new(1, QUARTER).by(LimitKey::Caller),
            RateLimit::new(50, QUARTER).burst(10).by(LimitKey::Caller),
        ],
    );
    let keys = |last| Keys { caller: Some(("jwt", "ann")), ..address(last) };
    let first = request(&limits, &limiter, &keys(1), NOW).unwrap();
    let told = |left: u32, all: u32| {
        format!("\"ip\";r={left};t=900, \"global\";r={all};t={}, \"caller\";r=0;t=900, \"caller-2\";r=9;t=18", parts())
    };
    assert_eq!(first, told(4, 99));
    for left in (0..4).rev() {
        let (exceeded, header) = request(&limits, &limiter, &keys(1), NOW).unwrap_err();
        assert_eq!(exceeded, Exceeded { policies: vec!["caller".into()], retry_after: 900 });
        // The address is counted each time, the caller's second limit never.
        assert_eq!(header, told(left, 95 + left));
    }
    for _ in 0..20 {
        let (exceeded, header) = request(&limits, &limiter, &keys(1), NOW).unwrap_err();
        assert_eq!(exceeded.policies, ["ip"]);
        assert_eq!(header, format!("\"ip\";r=0;t=900, \"global\";r=95;t={}", parts()));
    }
}

#[test]
fn every_limit_that_is_exceeded_is_named_and_the_longest_wait_told() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(1, QUARTER), RateLimit::new(1, 2 * QUARTER).by(LimitKey::Global)]);
    request(&limits, &limiter, &address(1), NOW).unwrap();
    let (exceeded, _) = request(&limits, &limiter, &address(1), NOW).unwrap_err();
    assert_eq!(exceeded, Exceeded { policies: vec!["ip".into(), "global".into()], retry_after: 1800 });
}

#[test]
fn several_keys_together_are_one() {
    let limiter = limiter();
    const BOTH: LimitKey = LimitKey::Together(&[LimitKey::Ip, LimitKey::Input("email")]);
    let limits =
        limits(&limiter, &[RateLimit::new(9, QUARTER).by(LimitKey::Input("name")), RateLimit::new(1, QUARTER).by(BOTH)]);
    assert_eq!(limits.policy().unwrap(), "\"input.name\";q=9;w=900, \"ip+input.email\";q=1;w=900");
    assert!(!limits.any_in(Phase::Address));
    let attempt = |last: u8, email: &str| {
        let mut input = InputKeys::new(&limiter);
        input.push("x");
        input.push(email);
        request(&limits, &limiter, &Keys { input: Some(&input), ..address(last) }, NOW)
    };
    attempt(1, "a@x.com").unwrap();
    assert_eq!(attempt(1, "A@x.com").unwrap_err().0.policies, ["ip+input.email"]);
    attempt(1, "b@x.com").unwrap();
    attempt(2, "a@x.com").unwrap();
    attempt(2, "b@x.com").unwrap();
    attempt(2, "a@x.com").unwrap_err();
}

#[test]
fn what_succeeds_is_given_back_once() {
    let limiter = limiter();
    let limits = limits(&limiter, &[RateLimit::new(2, QUARTER).count(Count::Failures), RateLimit::new(100, QUARTER)]);
    for _ in 0..20 {
        let mut consumed = Consumed::new();
        check(&limits, &limiter, (Phase::Address, &address(1), USER), NOW, &mut consumed).unwrap();
        assert!(limits.give_back(&limiter, NOW, &mut consumed).is_none());
        assert!(limits.give_back(&limiter, NOW, &mut consumed).is_none() && consumed.owes_nothing());
        assert!(header(&limits, &consumed).starts_with("\"ip\";r=2, "), "{}", header(&limits, &consumed));
    }
    // A failure gives nothing back.
    for _ in 0..2 {
        request(&limits, &limiter, &address(1), NOW).unwrap();
    }
    assert_eq!(request(&limits, &limiter, &address(1), NOW).unwrap_err().0.policies, ["ip"]);
}

#[test]
fn more_limits_than_are_decided_together_are_a_fault() {
    let rules: Vec<_> = (1..=5).map(|quota| RateLimit::new(quota, QUARTER)).collect();
    let faults = ActionLimits::new(&limiter(), &SPEC, &rules).unwrap_err();
    assert!(faults.len() == 1 && faults[0].contains("`sign_in` has 5 rate limits"), "{faults:?}");
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
        check(&limits, &limiter, (Phase::Caller, &keys, roles), NOW, &mut consumed).unwrap();
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
    assert_eq!(exceeded.policies, ["input.email"]);
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
    for (last, input) in [(1, None), (2, Some(&input))] {
        let (exceeded, header) = request(&limits, &limiter, &Keys { input, ..address(last) }, NOW).unwrap_err();
        assert_eq!(exceeded, Exceeded { policies: vec!["input.email".into()], retry_after: 1 });
        assert_eq!(header, "\"ip\";r=0;t=900");
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
