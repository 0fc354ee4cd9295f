//! Real data that nobody here wrote, from the folder that GOLDSET_SHARED names.
