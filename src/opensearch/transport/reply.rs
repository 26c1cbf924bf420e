//! Answers of a server, and the problems that they tell.

use serde_json::Value;

use crate::error::ClusterProblem;

/// Maximum length of what a message repeats of the server's words, in characters.
const MAX_WORDS: usize = 300;

/// Number of bytes kept of a body that is not JSON.
const BEGINNING: usize = 4096;

/// An answer of the server.
#[derive(Debug)]
pub(in crate::opensearch) struct ClusterReply {
    pub status: u16,
    /// Body of the answer: JSON, or its beginning as it came.
    pub body: Result<Value, String>,
}

impl ClusterReply {
    /// Reads the body of an answer.
    pub(super) fn new(status: u16, body: &[u8]) -> Self {
        // A list or a text at the outside is no answer of a cluster.
        let parsed = serde_json::from_slice(body).ok().filter(Value::is_object);
        let beginning = || String::from_utf8_lossy(&body[..body.len().min(BEGINNING)]).into_owned();
        Self { status, body: parsed.ok_or_else(beginning) }
    }

    /// Returns whether the cluster refused the request for now, without doing any of it.
    pub(super) fn is_refused_for_now(&self) -> bool {
        self.status == 429 && !self.error().is_some_and(is_block)
    }

    /// Returns whether the cluster, or a proxy before it, could not do what was asked.
    pub(super) fn is_unavailable(&self) -> bool {
        matches!(self.status, 502..=504)
    }

    /// Returns the error in the body.
    fn error(&self) -> Option<&Value> {
        self.body.as_ref().ok()?.get("error")
    }

    /// Returns the body, or the problem that the answer tells. `redact` removes secrets.
    pub(in crate::opensearch) fn into_value(
        self,
        redact: impl Fn(&str) -> String,
    ) -> Result<Value, ClusterProblem> {
        let words = |error: &Value| printable(&redact(&reason(error)));
        let unreadable = |body: &str| {
            let body = printable(&redact(body));
            let body = if body.is_empty() { "empty".to_owned() } else { body };
            ClusterProblem::InvalidAnswer(format!("status {}, no JSON: {body}", self.status))
        };
        match (self.status, &self.body) {
            (200..=299, Ok(_)) => {}
            (300..=399, _) => return Err(ClusterProblem::Redirected),
            (401, _) => return Err(ClusterProblem::Unauthorized),
            (403, Err(_)) => return Err(ClusterProblem::Forbidden("no reason given".into())),
            (429, Err(_)) => return Err(ClusterProblem::Overloaded("status 429".into())),
            (502..=504, Err(_)) => {
                return Err(ClusterProblem::Unavailable(format!("status {}", self.status)));
            }
            (413, Err(_)) => return Err(too_large()),
            (_, Err(body)) => return Err(unreadable(body)),
            (status, Ok(body)) => {
                let error = body.get("error").unwrap_or(body);
                return Err(problem(status, error, words(error)));
            }
        }
        self.body.map_err(|body| ClusterProblem::InvalidAnswer(printable(&redact(&body))))
    }
}

/// Returns the problem of a request with more bytes than the server takes.
fn too_large() -> ClusterProblem {
    ClusterProblem::Refused {
        status: 413,
        kind: "too large".into(),
        reason: "more at once than it takes (http.max_content_length)".into(),
    }
}

/// Returns the problem that an error of a cluster tells, with its words made fit for a message.
pub(in crate::opensearch) fn problem(status: u16, error: &Value, words: String) -> ClusterProblem {
    match status {
        _ if is_block(error) => ClusterProblem::ReadOnly(words),
        401 => ClusterProblem::Unauthorized,
        403 => ClusterProblem::Forbidden(words),
        429 => ClusterProblem::Overloaded(words),
        502..=504 => ClusterProblem::Unavailable(words),
        _ => ClusterProblem::Refused { status, kind: kind(error), reason: words },
    }
}

/// Returns whether an error is a block of writing, such as a cluster sets when a disk is nearly full.
pub(in crate::opensearch) fn is_block(error: &Value) -> bool {
    // Other blocks have the same type: of an index that is closed, or of a cluster that has just started.
    let reason = error["reason"].as_str().unwrap_or_default();
    error["type"] == "cluster_block_exception"
        && ["read-only", "index write", "disk usage", "create-index"]
            .iter()
            .any(|block| reason.contains(block))
}

/// Returns the type of an error, such as `index_not_found_exception`.
fn kind(error: &Value) -> String {
    let kind = error["type"].as_str().unwrap_or("unknown error");
    printable(kind)
}

/// Returns the words of an error: its reason, and the first cause that says something else.
pub(in crate::opensearch) fn reason(error: &Value) -> String {
    let Some(reason) = error["reason"].as_str().or_else(|| error.as_str()) else {
        return "no reason given".into();
    };
    let causes = [&error["caused_by"]["reason"], &error["root_cause"][0]["reason"]];
    match causes.iter().filter_map(|cause| cause.as_str()).find(|cause| *cause != reason) {
        Some(cause) => format!("{reason}: {cause}"),
        None => reason.to_owned(),
    }
}

/// Returns the server's words on one line of bounded length, without what a terminal would obey.
pub(in crate::opensearch) fn printable(words: &str) -> String {
    let mut line = String::new();
    let mut left = MAX_WORDS;
    for word in words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if left == 0 {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars().take(left) {
            line.push(c);
            left -= 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use crate::opensearch::transport::reply::*;

    fn read(status: u16, body: &[u8]) -> Result<Value, ClusterProblem> {
        ClusterReply::new(status, body).into_value(str::to_owned)
    }

    fn read_error(status: u16, error: Value) -> ClusterProblem {
        read(status, json!({ "error": error, "status": status }).to_string().as_bytes())
            .expect_err("a problem")
    }

    #[test]
    fn every_status_has_its_problem() {
        assert_eq!(read(200, b"{\"a\":1}"), Ok(json!({"a": 1})));
        let block = "index [a] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];";
        let blocked = json!({"type": "cluster_block_exception", "reason": block});
        for status in [403, 429] {
            assert_eq!(read_error(status, blocked.clone()), ClusterProblem::ReadOnly(block.into()));
        }
        let starting = json!({"type": "cluster_block_exception", "reason": "blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];"});
        assert!(matches!(read_error(503, starting), ClusterProblem::Unavailable(_)));
        let busy = json!({"type": "rejected_execution_exception", "reason": "queue full"});
        assert_eq!(read_error(429, busy), ClusterProblem::Overloaded("queue full".into()));
        let shards = json!({"type": "search_phase_execution_exception", "reason": "all shards failed",
            "root_cause": [{"type": "no_shard", "reason": "no copy of [a][0]"}]});
        assert_eq!(
            read_error(503, shards),
            ClusterProblem::Unavailable("all shards failed: no copy of [a][0]".into())
        );
        let right =
            json!({"type": "security_exception", "reason": "no permissions for [indices:data/write]"});
        assert!(matches!(read_error(403, right), ClusterProblem::Forbidden(_)));
        let missing = json!({"type": "index_not_found_exception", "reason": "no such index [a]"});
        assert_eq!(
            read_error(404, missing).to_string(),
            "the cluster refuses the request: no such index [a] (index_not_found_exception, status 404)"
        );
        assert!(
            matches!(read_error(405, json!("no method")), ClusterProblem::Refused { reason, .. } if reason == "no method")
        );
    }

    #[test]
    fn what_is_no_answer_of_opensearch_is_told() {
        for (status, body, expected) in [
            (200, "<html>\n<b>It works!", "status 200, no JSON: <html> <b>It works!"),
            (200, "", "status 200, no JSON: empty"),
            (200, "[]", "status 200, no JSON: []"),
            (200, "{\"a\":", "status 200, no JSON: {\"a\":"),
            (404, "\u{1b}[31mnot found", "status 404, no JSON: [31mnot found"),
        ] {
            assert_eq!(read(status, body.as_bytes()), Err(ClusterProblem::InvalidAnswer(expected.into())));
        }
        assert_eq!(read(302, b""), Err(ClusterProblem::Redirected));
        assert_eq!(read(401, b"Unauthorized"), Err(ClusterProblem::Unauthorized));
        assert!(matches!(read(403, b"<html>"), Err(ClusterProblem::Forbidden(_))));
        assert!(matches!(read(503, b"<html>"), Err(ClusterProblem::Unavailable(_))));
        assert!(matches!(read(413, b""), Err(ClusterProblem::Refused { status: 413, .. })));
    }

    #[test]
    fn words_are_bounded_and_on_one_line() {
        assert_eq!(printable(" a\r\nb\u{7}c\td "), "a b c d");
        assert_eq!(printable(&"é".repeat(1_000)).chars().count(), MAX_WORDS);
        assert!(printable(&"é ".repeat(1_000)).chars().count() < 2 * MAX_WORDS + 2);
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_a_problem(status: u16, body: Vec<u8>) {
            let _ = read(status, &body);
        }

        #[test]
        fn any_json_is_read_or_a_problem(
            status in 100u16..600,
            body in r#"\{("error":(\{("type":("cluster_block_exception"|1|null)|"reason":("read-only"|\[\]|"é")|"root_cause":(\[\]|\[1\]|\[\{"reason":"x"\}\]|3)|"caused_by":(""|\{\})){0,1}\}|"a"|null|7)){0,1}\}"#,
        ) {
            let value = read(status, body.as_bytes());
            prop_assert!(value.is_ok() == (200..300).contains(&status), "{:?}", value);
        }
    }
}
