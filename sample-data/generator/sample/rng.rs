//! A small random generator of our own, so that the sample never changes with a dependency.

/// xoshiro256** seeded by SplitMix64.
pub(crate) struct Rng([u64; 4]);

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream named by a purpose and a number: a change to one stream leaves the others alone.
    pub(crate) fn named(purpose: &str, number: usize) -> Self {
        let mut seed = 0xcbf2_9ce4_8422_2325_u64 ^ number as u64;
        for byte in purpose.bytes() {
            seed = (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut words = [0; 4];
        for word in &mut words {
            *word = split_mix(&mut seed);
        }
        Self(words)
    }

    pub(crate) fn next(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A number in `0..bound`; 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.next()) * bound as u128;
        (wide >> 64) as usize
    }

    /// A number in `low..=high`.
    pub(crate) fn range(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Lower-case hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from(b"0123456789abcdef"[self.below(16)]))
            .collect()
    }

    /// Chooses one branch of every `[a|b|c]` in a text; brackets may nest.
    pub(crate) fn spin(&mut self, text: &str) -> String {
        let mut rest = text;
        let mut out = String::new();
        while let Some(open) = rest.find('[') {
            out.push_str(&rest[..open]);
            let (branches, after) = split_branches(&rest[open + 1..]);
            let branch = branches[self.below(branches.len())];
            out.push_str(&self.spin(branch));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The branches of a group whose opening bracket was just read, and what follows its closing one.
fn split_branches(text: &str) -> (Vec<&str>, &str) {
    let mut branches = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, sign) in text.char_indices() {
        match sign {
            '[' => depth += 1,
            ']' if depth == 0 => {
                branches.push(&text[start..at]);
                return (branches, &text[at + 1..]);
            }
            ']' => depth -= 1,
            '|' if depth == 0 => {
                branches.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&text[start..]);
    (branches, "")
}
