use std::borrow::Cow;

use proptest::prelude::*;

use super::*;

fn found(s: &str) -> Vec<(String, &str)> {
    let all = find(s, &[]);
    all.into_iter()
        .map(|f| (f.kind.name().to_owned(), &s[f.range]))
        .collect()
}

fn one(s: &str, kind: &str, value: &str) {
    assert_eq!(found(s), [(kind.to_owned(), value)], "{s}");
}

fn none(s: &str) {
    assert_eq!(found(s), [], "{s}");
}

#[test]
fn finds_emails() {
    one(
        "mail Ana.Diaz+x@mail.example.co.uk.",
        "email",
        "Ana.Diaz+x@mail.example.co.uk",
    );
    one("<jürgen@müller.de>", "email", "jürgen@müller.de");
    for s in [
        "@user",
        "a@b",
        "icon@2x.png",
        "react@18.2.0",
        "git@github.com:x/y",
        "a @ b.com",
        "@@@@",
    ] {
        none(s);
    }
}

#[test]
fn finds_phones() {
    for p in [
        "+49 30 1234567",
        "+1 (415) 555-2671",
        "+14155552671",
        "(415) 555-2671",
        "415-555-2671",
        "415.555.2671",
        "1-415-555-2671",
        "020 7946 0958",
        "030/1234567",
        "0171 2345678",
        "01 23 45 67 89",
        "+44 (0)20 7946 0958",
        "(0211) 1234567",
        "0049 30 1234567",
        "+33 1 23 45 67 89",
    ] {
        one(&format!("reach me under {p}, thanks"), "phone", p);
        one(p, "phone", p);
    }
    one("phone: 4155552671", "phone", "4155552671");
    one(r#"{"customer_phone": "4155552671"}"#, "phone", "4155552671");
    one("please call me at 5550123 today", "phone", "5550123");
    one("Tel. 5550123", "phone", "5550123");
    let two = found("415-555-2671 / 415-555-2672");
    assert_eq!(two.len(), 2, "{two:?}");
}

#[test]
fn takes_nothing_else_for_phones() {
    for s in [
        "order 4155552671",
        "Order #112-3456789-1234567",
        "order number 415-555-2671",
        "2026-11-14T10:00:00Z",
        "2026-11-14 10:00:00",
        "14.11.2026 10:15",
        "01.02.2026",
        "01-02-2026 10:30",
        "10:30:00.123456",
        "550e8400-e29b-41d4-a716-446655440000",
        "00000000-0000-0000-0000-000000000000",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "1763113200000000000",
        "1763113200",
        "3.14159265358979",
        "1,234,567,890",
        "$1 234 567",
        "v1.2.3",
        "range 100-200",
        "0.123 0.456 0.789",
        "0x1234567890",
        "ISBN 978-3-16-148410-0",
        "call_0123456789",
        "12345-67890",
        "2024 2025 2026",
        "lat 52.520008 13.404954",
        "id=0123456789",
        "-0.5 -0.25",
        "+0200",
        "+1000000 users",
        "1+12345678",
        "tool call 12345678",
        "00:01:02:03",
        "#0301234567",
        "Waterford, CT 06385-3823",
        "10 000 000",
        "09/11/2001",
    ] {
        none(s);
    }
}

#[test]
fn finds_cards() {
    for c in [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111111111111111",
        "378282246310005",
        "3782 822463 10005",
        "5555555555554444",
    ] {
        one(&format!("card {c} exp 12/27"), "card", c);
    }
    one("4111 1111 1111 1111 12/27", "card", "4111 1111 1111 1111");
    for s in [
        "4111111111111112",
        "1111111111111111",
        "0000000000000000",
        "x4111111111111111",
        "order-4111111111111111",
    ] {
        assert!(!found(s).iter().any(|f| f.0 == "card"), "{s}");
    }
}

#[test]
fn finds_ibans() {
    for i in [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
        "NO9386011117947",
    ] {
        one(&format!("to {i} please"), "iban", i);
    }
    for s in [
        "DE89370400440532013001",
        "XX89370400440532013000",
        "DE89 3704",
    ] {
        assert!(!found(s).iter().any(|f| f.0 == "iban"), "{s}");
    }
}

#[test]
fn finds_ips() {
    one("from 203.0.113.7:8080", "ip", "203.0.113.7");
    one("at 10.0.0.1.", "ip", "10.0.0.1");
    one("[2001:db8::8a2e:370:7334]", "ip", "2001:db8::8a2e:370:7334");
    one("host fe80::1, yes", "ip", "fe80::1");
    for s in [
        "256.1.1.1",
        "version 1.2.3.4",
        "v1.2.3.4",
        "1.2.3",
        "1.2.3.4.5",
        "12:30:45",
        "std::vec",
        "list[n-1::]",
        "a[1::2]",
        "a::b",
        "dead::beef",
        "aa:bb:cc:dd:ee:ff",
    ] {
        none(s);
    }
}

#[test]
fn finds_secrets() {
    one(
        "Authorization: Bearer abcDEF123456ghiJKL789",
        "token",
        "abcDEF123456ghiJKL789",
    );
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P";
    one(&format!("t={jwt};"), "token", jwt);
    for k in [
        "sk-proj-abc123def456ghi789jkl",
        "sk-abcdefghijklmnopqrstuvwxyz",
        "pk_live_51H8xyzABCDEFGHIJ",
        "ghp_0123456789abcdefghij0123456789abcdef",
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-123456789012-abcdefghijkl",
    ] {
        one(&format!("use {k} now"), "api_key", k);
    }
    one(
        r#"{"api_key": "abcd1234efgh5678"}"#,
        "api_key",
        "abcd1234efgh5678",
    );
    for s in [
        "sk-learn-based-classification-model",
        "risk-management-2024-strategy",
        "bearer of bad news today",
        "pk-something",
    ] {
        none(s);
    }
}

#[test]
fn finds_custom_first() {
    let custom = vec![("member id".to_owned(), Regex::new(r"M-\d{6}").unwrap())];
    let all = find("M-123456 and a@b.com", &custom);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].kind, Kind::Custom("member id".to_owned()));
    assert_eq!(all[0].kind.placeholder(3), "<MEMBER_ID_3>");
}

#[test]
fn keeps_placeholders_stable() {
    let mut redactor = Redactor::new([]);
    let first = redactor
        .redact("a@x.com, b@x.com, A@X.com, +1 415 555 2671")
        .into_owned();
    assert_eq!(first, "<EMAIL_1>, <EMAIL_2>, <EMAIL_1>, <PHONE_1>");
    assert_eq!(
        redactor.redact("b@x.com +14155552671"),
        "<EMAIL_2> <PHONE_1>"
    );
    assert!(matches!(redactor.redact("clean"), Cow::Borrowed(_)));
    let counts = redactor.counts();
    assert_eq!((counts["email"], counts["phone"]), (4, 2));
    assert_eq!(
        redactor.redact(&first.clone()),
        first,
        "redacting twice changes nothing"
    );
}

proptest! {
    #[test]
    fn findings_are_in_order(s in "[a@.b0-9+:() \\-/é]{0,60}|\\PC{0,40}") {
        let mut end = 0;
        for f in find(&s, &[]) {
            prop_assert!(f.range.start >= end && f.range.end > f.range.start);
            prop_assert!(s.get(f.range.clone()).is_some());
            end = f.range.end;
        }
        let mut a = Redactor::new([]);
        let mut b = Redactor::new([]);
        let text = a.redact(&s).into_owned();
        prop_assert_eq!(b.redact(&s), text.as_str());
        prop_assert_eq!(a.redact(&s), text.as_str());
    }
}
