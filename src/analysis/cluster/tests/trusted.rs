//! The numerical parts against numpy, SciPy and scikit-learn (`tests/fixtures/cluster/make.py`).

use super::super::{
    agreement::{adjusted_rand, mutual_information, pair_up},
    kmeans::{self, Points, Until},
    sparse::Sparse,
    svd,
    upgma::Tree,
};
use super::*;
use serde_json::Value;

fn numbers(part: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!(
        "../../../../tests/fixtures/cluster/numbers.json"
    ))
    .unwrap();
    all[part].clone()
}

fn floats(value: &Value) -> Vec<f64> {
    let list = value.as_array().unwrap();
    list.iter().map(|v| v.as_f64().unwrap()).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(floats).collect()
}

fn integers(value: &Value) -> Vec<usize> {
    floats(value).into_iter().map(|v| v as usize).collect()
}

fn sparse(rows: &[Vec<f64>]) -> Sparse {
    let mut all = Sparse::new(rows[0].len());
    for row in rows {
        let there = row.iter().enumerate().filter(|(_, v)| **v != 0.0);
        all.push(
            &there
                .map(|(c, v)| (c as u32, *v as f32))
                .collect::<Vec<_>>(),
        );
    }
    all
}

/// `AAᵀ` entry by entry against what is expected.
fn assert_products(a: &Matrix, expected: &[Vec<f64>], tolerance: f64) {
    for (i, line) in expected.iter().enumerate() {
        for (j, want) in line.iter().enumerate() {
            let got: f64 = a
                .row(i)
                .iter()
                .zip(a.row(j))
                .map(|(x, y)| f64::from(*x) * f64::from(*y))
                .sum();
            assert!((got - want).abs() < tolerance, "{i} {j}: {got} for {want}");
        }
    }
}

#[test]
fn right_vectors_span_the_space_of_numpys() {
    let case = numbers("singular");
    let x = sparse(&rows(&case["x"]));
    let v = svd::right_vectors(&x, 5, 0, &Watch::quiet()).unwrap();
    assert_eq!((v.rows(), v.cols()), (30, 5));
    assert_products(&v, &rows(&case["projector"]), 2e-3);
}

#[test]
fn symmetric_roots_are_numpys() {
    let case = numbers("symmetric");
    let a = sparse(&rows(&case["a"]));
    let roots = svd::symmetric_roots(&a, 4, 0, &Watch::quiet()).unwrap();
    assert_products(&roots, &rows(&case["product"]), 2e-2);
    let all = svd::symmetric_roots(&a, 24, 0, &Watch::quiet()).unwrap();
    let squares = |c: usize| {
        (0..24)
            .map(|r| f64::from(all.row(r)[c]).powi(2))
            .sum::<f64>()
    };
    for (c, want) in floats(&case["values"]).iter().enumerate() {
        assert!(
            (squares(c) - want.abs()).abs() < 1e-3,
            "{c}: {} for {want}",
            squares(c)
        );
    }
}

fn linked() -> (Matrix, Value) {
    let case = numbers("average");
    let points: Vec<Vec<f32>> = rows(&case["points"])
        .iter()
        .map(|r| r.iter().map(|v| *v as f32).collect())
        .collect();
    (Matrix::from_rows(12, &points).unwrap(), case)
}

#[test]
fn average_linkage_is_scipys() {
    let (points, case) = linked();
    let tree = Tree::grow(&points, &[1; 60], &Watch::quiet()).unwrap();
    for (got, want) in tree.heights().iter().zip(floats(&case["heights"])) {
        assert!((f64::from(*got) - want).abs() < 1e-5, "{got} for {want}");
    }
    for (height, labels) in case["cuts"].as_object().unwrap() {
        let ours = tree.cut(height.parse().unwrap());
        assert!(
            (adjusted_rand(&ours, &integers(labels)) - 1.0).abs() < 1e-12,
            "{height}"
        );
    }
}

#[test]
fn a_point_that_counts_thrice_is_three_points() {
    let (points, _) = linked();
    let mut thrice: Vec<usize> = (0..60).collect();
    thrice.extend([5, 5, 30]);
    let mut weights = [1; 60];
    (weights[5], weights[30]) = (3, 2);
    let watch = Watch::quiet();
    let weighted = Tree::grow(&points, &weights, &watch).unwrap();
    let repeated = Tree::grow(&points.pick(&thrice), &[1; 63], &watch).unwrap();
    for height in [0.2, 0.4, 0.6] {
        assert_eq!(weighted.cut(height), repeated.cut(height)[..60], "{height}");
    }
}

#[test]
fn spherical_means_are_numpys() {
    let (points, _) = linked();
    let case = numbers("means");
    let until = Until {
        rounds: 50,
        one_in: 0,
    };
    let weighted = Points {
        rows: &points,
        weights: &[1; 60],
    };
    let start = points.pick(&[0, 12, 24, 36, 48]);
    let found = kmeans::refine(weighted, start, until, &Watch::quiet()).unwrap();
    assert_eq!(found.labels, integers(&case["labels"]));
    for (c, want) in rows(&case["centroids"]).iter().enumerate() {
        for (got, want) in found.centroids.row(c).iter().zip(want) {
            assert!((f64::from(*got) - want).abs() < 1e-5);
        }
    }
}

#[test]
fn weights_of_terms_are_scikit_learns() {
    let case = numbers("terms");
    let texts: Vec<&str> = case["texts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t.as_str().unwrap())
        .collect();
    let watch = Watch::quiet();
    let lexicon = super::super::terms::Lexicon::learn(&texts, false, &watch).unwrap();
    let mut reader = super::super::tokens::Reader::new(false);
    let mut x = Sparse::new(lexicon.len());
    for text in &texts {
        x.push(&lexicon.weigh(&mut reader, text, &mut Vec::new()));
    }
    // A space of few texts keeps all dimensions, so its products are those of the weights.
    let basis = svd::right_vectors(&x, texts.len(), 0, &watch).unwrap();
    assert_products(
        &x.times(&basis, &watch).unwrap(),
        &rows(&case["products"]),
        1e-5,
    );
}

#[test]
fn agreement_is_scikit_learns() {
    for case in numbers("agreement").as_array().unwrap() {
        let (a, b) = (integers(&case["a"]), integers(&case["b"]));
        assert!((adjusted_rand(&a, &b) - case["ari"].as_f64().unwrap()).abs() < 1e-12);
        assert!((mutual_information(&a, &b) - case["nmi"].as_f64().unwrap()).abs() < 1e-12);
    }
}

#[test]
fn pairing_is_as_good_as_scipys() {
    for case in numbers("pairs").as_array().unwrap() {
        let gain = rows(&case["gain"]);
        let pairs = pair_up(&gain);
        let sum: f64 = pairs
            .iter()
            .enumerate()
            .filter_map(|(r, c)| Some(gain[r][(*c)?]))
            .sum();
        assert!((sum - case["sum"].as_f64().unwrap()).abs() < 1e-9);
    }
}
