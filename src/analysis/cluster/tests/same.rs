//! One input, one answer: on any number of threads, and through a stored space.

use super::*;

fn everything(texts: &[&str]) -> (Vec<u8>, String) {
    let watch = Watch::quiet();
    let space = Space::fit(texts, 3, &watch).unwrap();
    let vectors = space.vectors(texts, &watch).unwrap();
    let grouping = run_on(texts, &vectors, Start::Cold, &Constraints::default());
    let bits: Vec<u32> = vectors.data().iter().map(|v| v.to_bits()).collect();
    let told = format!("{bits:?} {}", serde_json::to_string(&grouping).unwrap());
    (space.to_bytes(), told)
}

#[test]
fn alike_to_the_byte_at_any_number_of_threads() {
    let made = complaints(400, 8, 4);
    let texts = texts_of(&made);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| everything(&texts))
    };
    let alone = on(1);
    assert!(alone == on(2), "two threads");
    assert!(alone == on(8), "eight threads");
}

#[test]
fn a_stored_space_gives_the_same_vectors() {
    let made = complaints(300, 8, 5);
    let texts = texts_of(&made);
    let watch = Watch::quiet();
    let space = Space::fit(&texts, 0, &watch).unwrap();
    let bytes = space.to_bytes();
    let read = Space::from_bytes(&bytes).unwrap();
    assert!(read == space && read.to_bytes() == bytes);
    let new = ["refund is late for my purchase", "nothing known zzz"];
    assert_eq!(
        read.vectors(&new, &watch).unwrap(),
        space.vectors(&new, &watch).unwrap()
    );
}

#[test]
fn foreign_and_damaged_bytes_are_refused() {
    let made = complaints(40, 4, 6);
    let bytes = Space::fit(&texts_of(&made), 0, &Watch::quiet())
        .unwrap()
        .to_bytes();
    assert_eq!(
        Space::from_bytes(b"something else"),
        Err(BlobFault::Version)
    );
    for cut in [9, 20, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(
            Space::from_bytes(&bytes[..cut]),
            Err(BlobFault::Damaged),
            "{cut}"
        );
    }
    let mut long = bytes.clone();
    long.push(0);
    assert_eq!(Space::from_bytes(&long), Err(BlobFault::Damaged));
    let mut huge = bytes;
    huge[24..32].copy_from_slice(&u64::MAX.to_le_bytes());
    assert_eq!(Space::from_bytes(&huge), Err(BlobFault::Damaged));
}

#[test]
fn word_vectors_join_in_when_there_are_texts_enough() {
    let mut made = complaints(2_600, 8, 7);
    for (i, text) in made.iter_mut().enumerate() {
        // Different texts, or they would be folded.
        text.0 = format!("{} w{} w{}", text.0, i % 71, i % 67);
    }
    let texts = texts_of(&made);
    let watch = Watch::quiet();
    let few = Space::fit(&texts[..400], 0, &watch).unwrap();
    let many = Space::fit(&texts, 0, &watch).unwrap();
    assert!(
        few.dims() <= 100 && many.dims() > few.dims(),
        "{} {}",
        few.dims(),
        many.dims()
    );
    let read = Space::from_bytes(&many.to_bytes()).unwrap();
    assert!(read == many);
}

#[test]
fn a_space_is_stale_when_the_history_grew_by_a_quarter() {
    let made = complaints(40, 4, 8);
    let space = Space::fit(&texts_of(&made), 0, &Watch::quiet()).unwrap();
    assert_eq!(space.trained(), 40);
    assert!(!space.is_stale(49) && space.is_stale(50) && !space.is_stale(10));
}

#[test]
fn stops_when_asked() {
    let made = complaints(300, 8, 9);
    let texts = texts_of(&made);
    let stop = Watch::new(&|| true, &|_, _| ());
    assert_eq!(Space::fit(&texts, 0, &stop), Err(Cancelled));
    let vectors = own_vectors(&texts);
    let ids = ids(texts.len());
    let items = items(&ids, &texts);
    let stopped = group(
        &items,
        &vectors,
        Start::Cold,
        &Constraints::default(),
        &Params::default(),
        &stop,
    );
    assert_eq!(stopped, Err(Cancelled));
}
