//! `portolan report` as a person runs it: with files, keys and a journal.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use types::digest::Digest;
use types::oracle::{report_digest, subject_digest, ExecuteMsg};

const PORTOLAN: &str = env!("CARGO_BIN_EXE_portolan");
const VOYAGE: &str = "apps/cli/tests/publications/voyage.csv";
const JOURNEY: &str = "apps/cli/tests/publications/journey.json";
const NOW: &str = "2025-04-20T00:00:00Z";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn report(arguments: &[&str]) -> Output {
    Command::new(PORTOLAN).current_dir(repository()).arg("report").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder of a test's own, with a key that only its owner can read.
struct Desk(PathBuf);

impl Desk {
    fn with(test: &str, key: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{test}-{key}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let desk = Self(folder);
        let pem = fs::read(repository().join("apps/cli/tests/keys").join(format!("{key}.pem"))).unwrap();
        desk.write("key.pem", &pem);
        fs::set_permissions(desk.0.join("key.pem"), fs::Permissions::from_mode(0o600)).unwrap();
        desk
    }

    fn write(&self, name: &str, bytes: &[u8]) -> String {
        fs::write(self.0.join(name), bytes).unwrap();
        self.path(name)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Signs what is in a file, and reads the messages that came of it.
    fn sign(&self, file: &str, more: &[&str]) -> (Output, Option<Vec<ExecuteMsg>>) {
        let (key, out) = (self.path("key.pem"), self.path("out.json"));
        let _ = fs::remove_file(&out);
        let arguments = [file, "--journey", JOURNEY, "--now", NOW, "--key-file", &key, "--out", &out];
        let output = report(&[&arguments, more].concat());
        (output, fs::read(&out).ok().map(|bytes| serde_json::from_slice(&bytes).unwrap()))
    }
}

/// Whether the key in `journey.json` signed the digest, by the curves' own libraries.
fn verifies(key: &str, digest: &Digest, signature: &[u8]) -> bool {
    use ed25519_dalek::Verifier as _;
    use k256::ecdsa::signature::hazmat::PrehashVerifier as _;

    let journey: Value = serde_json::from_slice(&fs::read(repository().join(JOURNEY)).unwrap()).unwrap();
    let seats = journey.get("committee").and_then(Value::as_array).unwrap();
    let public = seats.iter().find_map(|seat| seat["key"].get(key)).unwrap();
    let public = cosmwasm_std::Binary::from_base64(public.as_str().unwrap()).unwrap();
    match key {
        "secp256k1" => k256::ecdsa::VerifyingKey::from_sec1_bytes(&public)
            .unwrap()
            .verify_prehash(digest.as_bytes(), &k256::ecdsa::Signature::from_slice(signature).unwrap())
            .is_ok(),
        "secp256r1" => p256::ecdsa::VerifyingKey::from_sec1_bytes(&public)
            .unwrap()
            .verify_prehash(digest.as_bytes(), &p256::ecdsa::Signature::from_slice(signature).unwrap())
            .is_ok(),
        _ => ed25519_dalek::VerifyingKey::from_bytes(public.as_slice().try_into().unwrap())
            .unwrap()
            .verify(digest.as_bytes(), &ed25519_dalek::Signature::from_slice(signature).unwrap())
            .is_ok(),
    }
}

#[test]
fn the_page_shows_what_the_command_says() {
    let page = fs::read_to_string(repository().join("docs/report.md")).unwrap();
    let (_, example) = page.split_once("```\n$ scripts/portolan report ").unwrap();
    let (command, rest) = example.split_once('\n').unwrap();
    let (shown, _) = rest.split_once("```").unwrap();
    let arguments: Vec<&str> = command.split(' ').collect();
    let output = report(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(trimmed(&text(&output.stdout)), trimmed(shown));
}

#[test]
fn keys_of_every_kind_sign_what_their_public_keys_verify() {
    for (key, number) in [("secp256k1", 1), ("secp256r1", 2), ("ed25519", 3)] {
        let desk = Desk::with("kinds", key);
        let (output, messages) = desk.sign(VOYAGE, &[]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("Signed 3 reports."));
        let messages = messages.unwrap();
        assert_eq!(messages.len(), 3);
        for message in &messages {
            let ExecuteMsg::Report { subject, round, reports } = message else { panic!("{message:?}") };
            let [signed] = &reports[..] else { panic!("{reports:?}") };
            assert_eq!(signed.reporter, number);
            let oracle = "wasm1qg5ega6dykkxc307y25pecuufrjkxkaggkkxh7nad0vhyhtuhw3sqvmkdm";
            let digest = subject_digest("portolan-local-1", oracle, 1, subject, *round);
            let digest = report_digest(&digest, &signed.outcome, signed.signed_at);
            assert!(verifies(key, &digest, &signed.signature));
        }
        // Again: the very same signatures, even later.
        let (_, again) = desk.sign(VOYAGE, &[]);
        assert_eq!(again.unwrap(), messages);
    }
}

#[test]
fn a_line_that_is_refused_stops_all_signatures_until_one_says_so() {
    let desk = Desk::with("refused", "ed25519");
    let voyage = fs::read_to_string(repository().join(VOYAGE)).unwrap();
    let bad = desk.write("bad.csv", format!("{voyage}x,,WARP,ACT,2025-03-02T00:00:00Z,,,,,,,\n").as_bytes());
    let (output, messages) = desk.sign(&bad, &[]);
    assert_eq!((output.status.code(), messages), (Some(1), None));
    let said = text(&output.stdout);
    assert!(said.contains(&format!("refused {bad}:8: event")), "{said}");
    assert!(said.contains("Nothing was signed: 1 publication refused."), "{said}");
    assert_eq!(fs::read(desk.0.join("key.pem.signed")).unwrap(), b"");

    let (output, messages) = desk.sign(&bad, &["--skip-refused"]);
    assert_eq!((output.status.code(), messages.unwrap().len()), (Some(1), 3));
}

#[test]
fn a_second_word_in_a_round_is_refused_across_runs() {
    let desk = Desk::with("second", "secp256k1");
    let row = |time: &str| format!("event,classifier,time,place,reference\nDEPA,ACT,{time},CNSHA,MSC:BL-7\n");
    let first = desk.write("first.csv", row("2025-03-02T00:15:00Z").as_bytes());
    assert_eq!(desk.sign(&first, &[]).1.unwrap().len(), 1);
    let second = desk.write("second.csv", row("2025-03-02T00:16:00Z").as_bytes());
    let (output, messages) = desk.sign(&second, &["--json"]);
    assert_eq!((output.status.code(), messages), (Some(1), None));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let why = told["refused"][0]["why"].as_str().unwrap();
    assert!(why.contains("already signed happened at 2025-03-02T00:15:00Z in round 0"), "{why}");
    assert_eq!(told["refused"][0]["at"], format!("{second}:2"));
}

#[test]
fn keys_that_may_not_sign_do_not() {
    let desk = Desk::with("keys", "ed25519");
    let refused = |desk: &Desk| {
        let (output, messages) = desk.sign(VOYAGE, &[]);
        assert_eq!((output.status.code(), messages), (Some(1), None));
        text(&output.stderr)
    };
    fs::set_permissions(desk.0.join("key.pem"), fs::Permissions::from_mode(0o640)).unwrap();
    assert!(refused(&desk).contains("chmod 600"));
    let stranger = Desk::with("keys", "secp256k1");
    let words = "special sign fit simple patrol salute grocery chicken wheat radar tonight ceiling";
    stranger.write("key.pem", words.as_bytes());
    assert!(refused(&stranger).contains("has no seat in feed 1"));
    let other = Desk::with("keys", "p384");
    assert!(refused(&other).contains("key of another kind"));
}

#[test]
fn nobody_signs_ahead_of_the_clock() {
    let output = report(&[VOYAGE, "--journey", JOURNEY, "--now", "2199-01-01T00:00:00Z"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("--now is ahead of the clock"), "{}", text(&output.stderr));
}

#[test]
fn text_of_strangers_does_not_command_the_terminal() {
    let desk = Desk::with("terminal", "ed25519");
    let rows = "event,classifier,time,place\nDEPA,ACT,2025-03-02T00:00:00Z,\u{1b}[2J\u{202e}\u{7}x\n";
    let file = desk.write("rows.csv", rows.as_bytes());
    let output = report(&[&file, "--journey", JOURNEY, "--now", NOW]);
    let said = text(&output.stdout);
    assert!(!said.contains(['\u{1b}', '\u{7}', '\u{202e}']) && said.contains("\u{fffd}[2J"), "{said:?}");
}

#[test]
fn what_is_asked_must_be_whole() {
    let desk = Desk::with("journey", "ed25519");
    let whole = fs::read_to_string(repository().join(JOURNEY)).unwrap();
    for (from, to, why) in [
        ("\"leg\": 0", "\"leg\": 7", "leg 7"),
        ("CSQU3054383", "CSQU3054384", "container"),
        ("\"chain_id\"", "\"chain\"", "unknown field"),
        ("\"from\": \"CNSHA\"", "\"from\": \"NLRTM\"", "to itself"),
    ] {
        assert!(whole.contains(from));
        let file = desk.write("journey.json", whole.replace(from, to).as_bytes());
        let output = report(&[VOYAGE, "--journey", &file]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
    }
    assert_eq!(report(&[VOYAGE]).status.code(), Some(2), "nothing says what is asked");
}

/// As a carrier publishes it: the train that brought the container left the same UN/LOCODE as the vessel.
#[test]
fn a_train_from_the_port_is_not_the_vessel() {
    let desk = Desk::with("train", "ed25519");
    let departure = |id: &str, mode: &str, time: &str| {
        format!(
            r#"{{"eventID":"{id}","eventCreatedDateTime":"2025-03-03T00:00:00Z","eventType":"TRANSPORT","eventClassifierCode":"ACT",
"eventDateTime":"{time}","transportEventTypeCode":"DEPA","transportCall":{{"UNLocationCode":"CNSHA","modeOfTransport":"{mode}"}},
"documentReferences":[{{"documentReferenceType":"TRD","documentReferenceValue":"MSC:BL-7"}}]}}"#
        )
    };
    let train = departure("1", "RAIL", "2025-02-27T10:00:00+08:00");
    let vessel = departure("2", "VESSEL", "2025-03-02T08:15:00.9+08:00");
    let file = desk.write("events.json", format!("[{train},\n{vessel}]").as_bytes());
    let (output, messages) = desk.sign(&file, &[]);
    let said = text(&output.stdout);
    assert!(output.status.success() && said.contains("by rail, and the leg is not"), "{said}");
    assert!(said.contains("a report: happened at 2025-03-02T00:15:00Z"), "{said}");
    assert_eq!(messages.unwrap().len(), 1);
}

/// The retraction in the last row would have been a part of the field that is not closed.
#[test]
fn a_quotation_mark_that_is_not_closed_swallows_nothing() {
    let desk = Desk::with("quote", "ed25519");
    let rows = "id,published,event,classifier,time,place,reference,retracts\r\n\
                a,,DEPA,ACT,2025-03-02T00:15:00Z,CNSHA,MSC:BL-7,\r\n\
                b,,LOAD,ACT,2025-03-01T00:15:00Z,CNSHA,\"MSC:BL-7,\r\n\
                c,2025-03-12T00:00:00Z,,,,,,a\r\n";
    let file = desk.write("rows.csv", rows.as_bytes());
    let (output, messages) = desk.sign(&file, &[]);
    assert_eq!((output.status.code(), messages), (Some(1), None));
    assert!(text(&output.stdout).contains(&format!("refused {file}:3: ")), "{}", text(&output.stdout));
}
