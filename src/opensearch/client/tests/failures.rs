//! What may go wrong between the client and a cluster: one clear line for each.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::error::{ClusterProblem, Error};
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::client::tests::scripted::*;
use crate::opensearch::client::*;
use crate::opensearch::credentials::ClientSettings;
use crate::opensearch::transport::RetryPolicy;

fn problem_of<T: std::fmt::Debug>(result: Result<T, Error>) -> ClusterProblem {
    match result.expect_err("an error") {
        Error::Cluster { problem, address } => {
            assert!(address.ends_with("/clippings"), "{address}");
            assert!(!problem.to_string().contains('\n'), "{problem}");
            problem
        }
        other => panic!("{other:?}"),
    }
}

fn error_body(status: u16, kind: &str, reason: &str) -> Act {
    Act::Answer(status, json!({"error": {"type": kind, "reason": reason}, "status": status}).to_string())
}

fn ok() -> Act {
    Act::Answer(200, "{}".into())
}

/// Returns the problem of connecting to a server that answers `act`.
fn greeting_problem(act: Act) -> ClusterProblem {
    problem_of(ScriptedServer::start_raw(move |_, _| act.clone()).connect())
}

/// Returns the problem of a search on a server that answers it with `act`.
fn search_problem(act: Act) -> ClusterProblem {
    let server = ScriptedServer::start(move |_, _| act.clone());
    problem_of(server.connect().expect("a client").search(&json!({})))
}

fn index(id: usize) -> BulkOperation {
    BulkOperation::Index { id: id.to_string(), body: "{}".into(), routing: None }
}

/// Answers a bulk with an item of this status and error for each action of the request.
fn items(seen: &Seen, item: impl Fn(&str) -> Value) -> Act {
    let lines = seen.body.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let actions = lines.filter_map(|line| {
        let (action, target) = line.as_object()?.iter().next()?;
        Some(json!({ action.as_str(): item(target["_id"].as_str()?) }))
    });
    Act::Answer(200, json!({ "items": actions.collect::<Vec<_>>() }).to_string())
}

#[test]
fn no_server_is_told_at_once() {
    let address = ClusterAddress::parse("http://127.0.0.1:1/clippings").expect("an address");
    let error =
        ClusterClient::connect_with(&address, ClientSettings::default(), hasty()).expect_err("no server");
    assert_eq!(
        error.to_string(),
        "http://127.0.0.1:1/clippings: no server answers (connection refused): check the address, and whether the cluster runs"
    );
}

#[test]
fn other_products_and_old_versions_are_told() {
    let greeting = |body: &str| greeting_problem(Act::Answer(200, body.into())).to_string();
    for (body, expected) in [
        (
            r#"{"version":{"number":"1.0","distribution":"other"}}"#,
            "neither OpenSearch nor Elasticsearch but other 1.0",
        ),
        (
            r#"{"hello":"world"}"#,
            "neither OpenSearch nor Elasticsearch but a server that does not tell its version",
        ),
        (
            r#"{"version":{"distribution":"opensearch","number":"2.3.0"}}"#,
            "OpenSearch 2.3.0 is too old: at least 2.4",
        ),
        (r#"{"version":{"distribution":"opensearch","number":"1.3.20"}}"#, "OpenSearch 1.3.20 is too old"),
        ("<html>", "an answer that is not a cluster's (status 200, no JSON: <html>)"),
        ("", "an answer that is not a cluster's (status 200, no JSON: empty)"),
    ] {
        assert!(greeting(body).starts_with(expected), "{body}: {}", greeting(body));
    }
    for number in ["2.4.0", "2.19.6", "3.0.0", "10.0.0-SNAPSHOT"] {
        let greeting = GREETING.replace("2.19.6", number);
        let server = ScriptedServer::start_raw(move |_, _| Act::Answer(200, greeting.clone()));
        assert!(server.connect().is_ok(), "{number}");
    }
}

#[test]
fn redirects_are_not_followed() {
    let elsewhere = ScriptedServer::start_raw(|_, _| Act::Answer(200, GREETING.into()));
    let header: &'static str = format!("Location: http://127.0.0.1:{}/", elsewhere.port).leak();
    assert_eq!(greeting_problem(Act::AnswerWith(302, header)), ClusterProblem::Redirected);
    assert!(elsewhere.all().is_empty());
}

#[test]
fn refusals_are_told() {
    assert_eq!(greeting_problem(Act::Answer(401, "Unauthorized".into())), ClusterProblem::Unauthorized);
    let forbidden = error_body(403, "security_exception", "no permissions");
    assert_eq!(search_problem(forbidden), ClusterProblem::Forbidden("no permissions".into()));
    let red = error_body(503, "search_phase_execution_exception", "all shards failed");
    assert_eq!(search_problem(red), ClusterProblem::Unavailable("all shards failed".into()));
    let missing = error_body(404, "index_not_found_exception", "no such index");
    assert!(matches!(search_problem(missing), ClusterProblem::Refused { status: 404, .. }));
    let partial = json!({"_shards": {"total": 2, "failed": 1}, "hits": {}}).to_string();
    assert!(matches!(search_problem(Act::Answer(200, partial)), ClusterProblem::Unavailable(_)));
}

#[test]
fn silence_is_told() {
    let server = ScriptedServer::start_raw(|_, _| Act::Silence);
    let connected = ClusterClient::connect_with(&server.address(), ClientSettings::default(), restless());
    assert_eq!(problem_of(connected), ClusterProblem::Timeout(1));
}

#[test]
fn a_request_of_little_work_is_a_sign_of_life() {
    let server = ScriptedServer::start(|_, _| Act::Silence);
    let patience = Patience { sign_of_life: Duration::from_millis(500), ..hasty() };
    let client = ClusterClient::connect_with(&server.address(), ClientSettings::default(), patience);
    let answer = client.expect("a client").get_little("/clippings/_doc/meta");
    assert_eq!(problem_of(answer), ClusterProblem::Timeout(1));
}

#[test]
fn an_answer_is_bounded_and_whole() {
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").into_bytes();
    let mut large = head(65 << 20);
    large.resize(large.len() + (65 << 20), b' ');
    let server = ScriptedServer::start(move |_, _| Act::Bytes(large.clone()));
    let client = server.client();
    let problem = problem_of(client.search(&json!({})));
    assert_eq!(problem, ClusterProblem::TooLarge(64));
    let cut = [head(100), b"{\"hits\":".to_vec()].concat();
    assert!(matches!(search_problem(Act::Bytes(cut)), ClusterProblem::Unreachable(_)));
    assert!(matches!(search_problem(Act::Bytes(b"SSH-2.0\r\n".to_vec())), ClusterProblem::InvalidAnswer(_)));
}

#[test]
fn what_passes_is_asked_again() {
    for passing in [
        Act::Close,
        Act::Answer(503, "starting".into()),
        Act::Answer(502, String::new()),
        error_body(429, "rejected_execution_exception", "queue full"),
    ] {
        let act = passing.clone();
        let server = ScriptedServer::start(move |count, _| if count < 3 { act.clone() } else { ok() });
        assert_eq!(server.client().put("/clippings/_doc/1", &json!({})).ok(), Some(json!({})), "{passing:?}");
        assert_eq!(server.seen().len(), 4, "{passing:?}");
    }
}

#[test]
fn what_stays_is_given_up() {
    let problem = search_problem(error_body(429, "rejected_execution_exception", "queue full"));
    assert_eq!(problem, ClusterProblem::Overloaded("queue full".into()));
    assert!(matches!(search_problem(Act::Close), ClusterProblem::Unreachable(_)));
}

#[test]
fn a_conditional_write_is_not_repeated_when_its_answer_is_lost() {
    for lost in [Act::Close, Act::Answer(503, "{}".into())] {
        let server = ScriptedServer::start(move |_, _| lost.clone());
        assert!(server.client().put_if("/clippings/_doc/1?op_type=create", &json!({})).is_err());
        assert_eq!(server.seen().len(), 1);
    }
    let stale = || error_body(409, "version_conflict_engine_exception", "stale");
    let busy = || error_body(429, "rejected_execution_exception", "queue full");
    let server = ScriptedServer::start(move |count, _| if count == 0 { busy() } else { stale() });
    let conflict = server.client().put_if("/clippings/_doc/1?if_seq_no=1", &json!({})).expect("an answer");
    assert_eq!((conflict, server.seen().len()), (Err(Conflict), 2));
}

#[test]
fn a_read_only_index_is_told_and_not_asked_again() {
    let watermark = "index [clippings] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];";
    let server = ScriptedServer::start(move |_, seen| {
        let error = json!({"type": "cluster_block_exception", "reason": watermark});
        items(seen, |_| json!({"status": 429, "error": error}))
    });
    let problem = problem_of(server.client().bulk(&[index(1), index(2)]));
    assert_eq!(problem, ClusterProblem::ReadOnly(watermark.into()));
    assert_eq!(server.seen().len(), 1);
    let problem = search_problem(error_body(403, "cluster_block_exception", "FORBIDDEN/8/index write (api)"));
    assert!(matches!(problem, ClusterProblem::ReadOnly(_)));
}

#[test]
fn what_is_not_there_is_none() {
    let server = ScriptedServer::start(|_, _| Act::Answer(404, "{\"found\":false}".into()));
    let client = server.client();
    assert_eq!(client.get("/clippings/_doc/1").ok(), Some(None));
    assert_eq!(client.delete("/clippings/_doc/1").ok(), Some(None));
    let server = ScriptedServer::start(|_, _| Act::Answer(404, "<html>".into()));
    assert!(matches!(problem_of(server.client().get("/x")), ClusterProblem::InvalidAnswer(_)));
}

#[test]
fn a_bulk_names_what_was_refused_and_repeats_what_passes() {
    let server = ScriptedServer::start(|count, seen| {
        items(seen, |id| match id {
            "3" => {
                json!({"status": 400, "error": {"type": "mapper_parsing_exception", "reason": "failed to parse",
                "caused_by": {"reason": "no field [x]"}}})
            }
            "5" | "6" if count < 2 => json!({"status": 429, "error": {"type": "rejected", "reason": "full"}}),
            "7" => json!({"status": 404}),
            _ => json!({"status": 201}),
        })
    });
    let mut operations: Vec<_> = (0..7).map(index).collect();
    operations.push(BulkOperation::Delete { id: "7".into(), routing: None });
    let failures = server.client().bulk(&operations).expect("an answer");
    let reason = "failed to parse: no field [x]".to_owned();
    assert_eq!(failures, [BulkFailure { position: 3, id: "3".into(), status: 400, reason }]);
    let sizes: Vec<_> = server.seen().iter().map(|seen| seen.body.lines().count()).collect();
    assert_eq!(sizes, [15, 4, 4]);
}

/// Returns 24 changes of 1 MB: six requests.
fn large_bulk() -> Vec<BulkOperation> {
    let body = json!({"text": "x".repeat(1 << 20)}).to_string();
    let change = |id: usize| BulkOperation::Index { id: id.to_string(), body: body.clone(), routing: None };
    (0..24).map(change).collect()
}

#[test]
fn a_large_bulk_goes_out_in_requests_with_each_change_once() {
    let server = ScriptedServer::start(|_, seen| {
        items(
            seen,
            |id| if id == "9" { json!({"status": 400, "error": "no"}) } else { json!({"status": 200}) },
        )
    });
    let operations = large_bulk();
    let client = server.client();
    let failures = client.bulk(&operations).expect("an answer");
    assert_eq!(failures.iter().map(|failure| failure.position).collect::<Vec<_>>(), [9]);
    let seen = server.seen();
    let mut ids: Vec<usize> = Vec::new();
    for line in seen.iter().flat_map(|seen| seen.body.lines().step_by(2)) {
        let line: Value = serde_json::from_str(line).expect("a line");
        ids.push(line["index"]["_id"].as_str().expect("an id").parse().expect("a number"));
    }
    ids.sort_unstable();
    assert_eq!((seen.len(), ids), (6, Vec::from_iter(0..24)));
}

#[test]
fn two_requests_of_a_bulk_are_under_way_at_a_time() {
    // Each request waits for another one.
    let (both, under_way) = (Barrier::new(2), Arc::new(AtomicUsize::new(0)));
    let (counted, most) = (under_way.clone(), Arc::new(AtomicUsize::new(0)));
    let at_most = most.clone();
    let server = ScriptedServer::start(move |_, seen| {
        at_most.fetch_max(counted.fetch_add(1, SeqCst) + 1, SeqCst);
        both.wait();
        counted.fetch_sub(1, SeqCst);
        items(seen, |_| json!({"status": 200}))
    });
    assert_eq!(server.client().bulk(&large_bulk()).ok(), Some(Vec::new()));
    assert_eq!((most.load(SeqCst), under_way.load(SeqCst), server.seen().len()), (2, 0, 6));
}

#[test]
fn an_error_ends_a_bulk() {
    let server = ScriptedServer::start(|_, _| error_body(403, "security_exception", "no right"));
    let problem = problem_of(server.client().bulk(&large_bulk()));
    assert_eq!(problem, ClusterProblem::Forbidden("no right".into()));
    assert!(server.seen().len() <= 2);
}

#[test]
fn what_is_not_the_fault_of_a_document_ends_a_bulk() {
    for (status, kind) in [(403, "security_exception"), (404, "index_not_found_exception"), (500, "x")] {
        let server = ScriptedServer::start(move |_, seen| {
            items(seen, |_| json!({"status": status, "error": {"type": kind, "reason": "no"}}))
        });
        let message = problem_of(server.client().bulk(&[index(1)])).to_string();
        assert!(message.contains("(no") || message.contains(": no"), "{message}");
    }
    let server = ScriptedServer::start(|_, seen| items(seen, |_| json!({"status": 503, "error": "away"})));
    let problem = problem_of(server.connect().expect("a client").bulk(&[index(1)]));
    assert_eq!(problem, ClusterProblem::Unavailable("away".into()));
    assert!(server.seen().len() > 1);
}

#[test]
fn a_bulk_with_an_answer_that_does_not_fit_is_an_error() {
    for body in
        ["{}", r#"{"items":[]}"#, r#"{"items":[{"index":{}}]}"#, r#"{"items":[{"index":{"status":-1}}]}"#]
    {
        let server = ScriptedServer::start(|_, _| Act::Answer(200, body.into()));
        let problem = problem_of(server.client().bulk(&[index(1)]));
        assert!(matches!(problem, ClusterProblem::InvalidAnswer(_)), "{body}: {problem}");
    }
    let server = ScriptedServer::start(|_, _| ok());
    assert_eq!(server.client().bulk(&[]).ok(), Some(Vec::new()));
    assert_eq!(server.seen().len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_mutated_answer_never_panics(
        edits in proptest::collection::vec((0usize..400, any::<u8>(), 0u8..3), 0..6),
        is_greeting: bool,
    ) {
        let items = r#"{"_shards":{"failed":0},"timed_out":false,"items":[{"index":{"status":429,"error":{"type":"cluster_block_exception","reason":"read-only","caused_by":{"reason":"x"}}}}]}"#;
        let body = if is_greeting { GREETING } else { items };
        let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes();
        for (position, byte, kind) in edits {
            let position = position % answer.len();
            match kind {
                0 => answer[position] = byte,
                1 => drop(answer.remove(position)),
                _ => answer.insert(position, byte),
            }
        }
        let server = ScriptedServer::start_raw(move |count, _| match (count, is_greeting) {
            (0, false) => Act::Answer(200, GREETING.into()),
            _ => Act::Bytes(answer.clone()),
        });
        if let Ok(client) = server.connect() {
            let _ = client.bulk(&[index(1)]);
            let _ = client.search(&json!({}));
            let _ = client.get("/clippings/_doc/1");
        }
    }
}

#[test]
fn a_run_that_is_stopped_waits_no_longer() {
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = |act: Act| {
        stop.store(false, SeqCst);
        let stop_later = stop.clone();
        let server = ScriptedServer::start(move |_, _| {
            stop_later.store(true, SeqCst);
            act.clone()
        });
        let mut patience = patient();
        patience.answer = Duration::from_secs(600);
        patience.retry =
            RetryPolicy { first: patience.answer, longest: patience.answer, total: patience.answer * 9 };
        patience.last_answer = Duration::from_millis(1);
        patience.stop = StopFlag::new(stop.clone());
        let client = ClusterClient::connect_with(&server.address(), ClientSettings::default(), patience);
        let problem = problem_of(client.expect("a client").search(&json!({})));
        assert_eq!(server.seen().len(), 1);
        problem
    };
    assert!(matches!(stopped(Act::Answer(503, "{}".into())), ClusterProblem::Unavailable(_)));
    assert_eq!(stopped(Act::Silence), ClusterProblem::Timeout(1));
}
