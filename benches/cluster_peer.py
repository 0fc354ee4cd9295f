#!/usr/bin/env python3
"""The steps of goldset's clustering in scikit-learn and SciPy, on one text a line; prints the seconds they took, by the
clock and of the processor.

Vectors: word 1-2-grams and character 3-5-grams by TF-IDF, randomised SVD of 8,000 texts to 100 dimensions; word vectors
from PPMI by randomised SVD to 200, their smoothed mean without its first component. Groups: k-means from five starts
for each k of the grid on 2,500 texts, fifteen rounds on all. Names: the words that a group says more often than others.
Left out, in scikit-learn's favour: stemming, which it does not have, and the parts of large groups, some two thousand
k-means on a few hundred texts each, which take it longer than all the rest.
"""
import sys
import time
from itertools import combinations

import numpy as np
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

GRID = [8, 10, 12, 15, 18, 22, 27, 33, 40, 50, 60]
MANY = 50_000


def sample(rows, count):
    return rows[np.random.default_rng(0).permutation(len(rows))[:count]]


def lsa(texts):
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, max_df=0.5, sublinear_tf=True, stop_words="english")
    x = words.fit_transform(texts)
    if len(texts) <= MANY:
        chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, max_df=0.5, max_features=60_000, sublinear_tf=True)
        x = sparse.hstack([x, 0.7 * chars.fit_transform(texts)])
    x = normalize(x.tocsr())
    _, _, vt = randomized_svd(x[sample(np.arange(len(texts)), 8_000)], 100, n_oversamples=10, n_iter=2, random_state=0)
    return normalize(x @ vt.T)


def near(ids, size):
    rows, cols = [], []
    for doc in ids:
        for distance in range(1, 9):
            rows += doc[:-distance]
            cols += doc[distance:]
    one_way = sparse.coo_matrix((np.ones(len(rows)), (rows, cols)), shape=(size, size)).tocsr()
    return (one_way + one_way.T).tocoo()


def sif(texts):
    counter = CountVectorizer(min_df=2, stop_words="english")
    counter.fit(texts)
    analyse, vocabulary = counter.build_analyzer(), counter.vocabulary_
    ids = [[vocabulary[w] for w in analyse(t) if w in vocabulary] for t in texts]
    size = len(vocabulary)
    # Word vectors are learnt from 30,000 texts at most.
    counts = near([ids[i] for i in sample(np.arange(len(ids)), 30_000)], size)
    total = np.maximum(np.asarray(counts.tocsr().sum(1)).ravel(), 1)
    context = total**0.75 / (total**0.75).sum()
    value = np.maximum(0, np.log(counts.data / (total[counts.row] * context[counts.col])))
    ppmi = sparse.csr_matrix((value, (counts.row, counts.col)), shape=counts.shape)
    u, s, _ = randomized_svd(ppmi, 200, n_oversamples=10, n_iter=3, random_state=0)
    vectors = u * np.sqrt(s)
    frequency = np.bincount(np.concatenate([np.asarray(d, int) for d in ids]), minlength=size)
    weight = 1e-3 / (1e-3 + frequency / frequency.sum())
    docs = np.array([(vectors[d] * weight[d, None]).sum(0) / max(len(d), 1) for d in ids])
    docs -= docs.mean(0)
    _, _, first = randomized_svd(docs, 1, random_state=0)
    return normalize(docs - docs @ first.T @ first)


def attempt(rows, k):
    """How well five runs agree, and the tightest."""
    runs = [KMeans(k, n_init=1, max_iter=20, random_state=seed).fit(rows) for seed in range(5)]
    stability = np.mean([adjusted_rand_score(a.labels_, b.labels_) for a, b in combinations(runs, 2)])
    return stability, min(runs, key=lambda r: r.inertia_)


def groups(z):
    some = sample(z, 2_500)
    tried = [attempt(some, k) for k in GRID if k * k <= len(z)]
    start = max(tried, key=lambda t: t[0])[1].cluster_centers_
    rounds = 15
    if len(z) > 20_000:
        start = KMeans(len(start), init=start, n_init=1, max_iter=15).fit(sample(z, 10_000)).cluster_centers_
        rounds = 3
    return KMeans(len(start), init=start, n_init=1, max_iter=rounds).fit(z).labels_


def names(texts, labels):
    kept = np.concatenate([np.flatnonzero(labels == g)[:500] for g in np.unique(labels)])
    counter = CountVectorizer(ngram_range=(1, 2), stop_words="english")
    counts = counter.fit_transform([texts[i] for i in kept])
    sums = np.array([np.asarray(counts[labels[kept] == g].sum(0)).ravel() for g in np.unique(labels)])
    words = sums.sum(1, keepdims=True)
    score = sums / words * np.log(1 + words.mean() / sums.sum(0))
    told = counter.get_feature_names_out()
    return [told[np.argsort(-line)[:3]] for line in score]


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        texts = lines.read().split("\n")
    start, cpu = time.perf_counter(), time.process_time()
    z = normalize(np.hstack([lsa(texts), sif(texts)])).astype(np.float32)
    labels = groups(z)
    names(texts, labels)
    print(time.perf_counter() - start, time.process_time() - cpu)


main()
