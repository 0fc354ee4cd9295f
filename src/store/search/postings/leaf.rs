//! One page of a segment: terms in order, each with the list of its documents.

/// Bytes before the content: where the first document stands that begins on the page, and where the content ends.
const HEAD: usize = 4;

/// A page of a segment.
pub(super) struct Leaf<'a> {
    bytes: &'a [u8],
    /// Where the content ends and the places of the terms begin.
    end: usize,
    /// Where the first document stands; 0 for none.
    first: usize,
}

impl<'a> Leaf<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let short =
            |at: usize| Some(usize::from(*bytes.get(at)?) << 8 | usize::from(*bytes.get(at + 1)?));
        let (first, end) = (short(0)?, short(2)?);
        (HEAD <= end && end <= bytes.len() && first <= end).then_some(Self { bytes, end, first })
    }

    /// What the page lists of the last term of the page before.
    pub(super) fn continued(&self) -> &'a [u8] {
        let first_term = varint(self.bytes, self.end).map_or(self.end, |(at, _)| at as usize);
        if self.first == 0 {
            return &[];
        }
        self.bytes
            .get(self.first..first_term.min(self.end))
            .unwrap_or_default()
    }

    pub(super) fn terms(&self) -> Terms<'a> {
        Terms {
            content: &self.bytes[..self.end],
            places: &self.bytes[self.end..],
            begun: false,
            place: 0,
            broken: false,
        }
    }
}

/// The terms of a page.
pub(super) struct Terms<'a> {
    content: &'a [u8],
    /// What is left of the places of terms: each as far behind the one before.
    places: &'a [u8],
    begun: bool,
    place: usize,
    broken: bool,
}

impl<'a> Terms<'a> {
    /// Makes `term` the next one and gives its list, as far as it stands on this page. `term` must be the one before,
    /// whose beginning may be left out.
    pub(super) fn next(&mut self, term: &mut Vec<u8>) -> Option<&'a [u8]> {
        if self.places.is_empty() {
            return None;
        }
        let list = self.read(term);
        self.broken = list.is_none();
        list
    }

    fn read(&mut self, term: &mut Vec<u8>) -> Option<&'a [u8]> {
        let (step, n) = varint(self.places, 0)?;
        self.places = &self.places[n..];
        self.place += usize::try_from(step).ok()?;
        let mut at = self.place;
        let mut number = || {
            let (value, n) = varint(self.content, at)?;
            at += n;
            usize::try_from(value).ok()
        };
        let kept = if self.begun { number()? } else { 0 };
        let more = number()?;
        self.begun = true;
        if kept > term.len() {
            return None;
        }
        term.truncate(kept);
        term.extend_from_slice(self.content.get(at..at.checked_add(more)?)?);
        let end = match self.places {
            [] => self.content.len(),
            _ => self.place + usize::try_from(varint(self.places, 0)?.0).ok()?,
        };
        self.content.get(at + more..end)
    }

    /// The page was not understood.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }
}

/// The documents of a list and whether each is there or gone; none for what is no document.
pub(super) fn entries(list: &[u8]) -> impl Iterator<Item = Option<(usize, bool)>> + '_ {
    let (mut at, mut document) = (0, 0u64);
    std::iter::from_fn(move || {
        if at >= list.len() {
            return None;
        }
        let Some((step, n)) = varint(list, at) else {
            at = list.len();
            return Some(None);
        };
        at += n;
        document = document.wrapping_add(step);
        // A zero says that it is gone, another that it came again.
        let zeros = list[at..].iter().take(2).take_while(|b| **b == 0).count();
        at += zeros;
        Some(usize::try_from(document).ok().map(|d| (d, zeros != 1)))
    })
}

/// A number and how many bytes it takes: seven bits a byte, the highest first, the ninth byte whole.
#[inline]
pub(super) fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let bytes = bytes.get(at..)?;
    let mut value = 0;
    for (n, byte) in bytes.iter().enumerate() {
        if n == 8 {
            return Some((value << 8 | u64::from(*byte), 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, n + 1));
        }
    }
    None
}
