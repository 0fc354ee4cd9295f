use super::*;
use proptest::prelude::*;

fn slice(app: &str, name: &str, version: &str) -> Slice {
    let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Slice {
        app: some(app),
        route: some("refund"),
        prompt_name: some(name),
        prompt: some(version),
    }
}

#[test]
fn shrinks_each_step_towards_the_wider_one() {
    let (v4, v5) = (
        slice("shop", "refunds", "refunds@v4"),
        slice("shop", "refunds", "refunds@v5"),
    );
    let other = slice("shop", "orders", "orders@v1");
    let counts = [
        (v4.clone(), 40.0, 2.0),
        (v5.clone(), 20.0, 8.0),
        (other.clone(), 40.0, 1.5),
    ];
    let got = priors(&counts, 0.15);
    let all = (11.5 + 20.0 * 0.15) / 120.0;
    let refunds = (10.0 + 20.0 * all) / 80.0;
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    near(got.all(), all);
    near(got.of(&v5), (8.0 + 20.0 * refunds) / 40.0);
    near(got.of(&v4), (2.0 + 20.0 * refunds) / 60.0);
    near(got.of(&slice("shop", "refunds", "refunds@v6")), refunds);
    near(got.of(&slice("shop", "refunds", "")), refunds);
    near(got.of(&slice("bank", "refunds", "refunds@v5")), all);
    assert_eq!(got.find(&v5).1, Level::Version);
    assert_eq!(got.find(&slice("bank", "", "")).1, Level::All);
}

#[test]
fn without_answers_the_configured_rate_is_assumed() {
    let got = priors(&[], 0.2);
    assert_eq!(got.find(&Slice::default()), (0.2, Level::Assumed));
    let certain = priors(&[], 0.0).of(&Slice::default());
    assert!(certain > 0.0 && certain < 1.0);
}

#[test]
fn survives_being_recorded() {
    let got = priors(&[(slice("shop", "refunds", "refunds@v4"), 40.0, 2.5)], 0.15);
    let text = serde_json::to_string(&got).expect("serialises");
    assert_eq!(
        serde_json::from_str::<Priors>(&text).expect("reads back"),
        got
    );
}

proptest! {
    #[test]
    fn rates_are_probabilities_and_blind_to_order(
        counts in prop::collection::vec(("[ab]", "[pq]?", 0..3_u8, 0..50_u32, 0.0..=1.0_f64), 0..20),
        base in 0.0..=1.0_f64,
    ) {
        let counts: Vec<(Slice, f64, f64)> = counts
            .iter()
            .map(|(app, name, v, n, bad)| {
                let version = if name.is_empty() { String::new() } else { format!("{name}@{v}") };
                (slice(app, name, &version), f64::from(*n), f64::from(*n) * bad)
            })
            .collect();
        let got = priors(&counts, base);
        let mut reversed = counts.clone();
        reversed.reverse();
        prop_assert_eq!(&got, &priors(&reversed, base));
        for (slice, _, _) in &counts {
            let rate = got.of(slice);
            prop_assert!(rate > 0.0 && rate < 1.0);
        }
    }
}
