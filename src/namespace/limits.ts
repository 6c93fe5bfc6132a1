/**
 * Steps of a template, over all its loops: elements executed and parameters copied. Deployed
 * templates need a dozen for each value.
 */
export const MAX_TEMPLATE_STEPS = 100_000;

/**
 * Characters a template may produce, parameters and what is copied of the base's values included: no
 * answer of a server is longer.
 */
export const MAX_TEMPLATE_CHARACTERS = 262_144;

/** Values a template may produce; servers send no more than a few hundred. */
export const MAX_TEMPLATE_VALUES = 2_048;

/** `<template ref>` behind `<template ref>`; deployed servers stop there too. */
export const MAX_REFERENCE_DEPTH = 10;

/** `<template ref>` of one expansion in all, because each can name several more. */
export const MAX_REFERENCES = 32;

/** Characters of a regular expression. */
export const MAX_EXPRESSION_CHARACTERS = 1_024;

/** Instructions of a compiled expression: counted repetitions multiply what they repeat. */
export const MAX_EXPRESSION_SIZE = 2_000;

/** Parentheses inside parentheses, because they are read by recursion. */
export const MAX_EXPRESSION_DEPTH = 50;

/**
 * Work of all regular expressions in one expansion: instructions times capturing groups times
 * characters, each some 50 nanoseconds. 10,000 characters against a simple expression fit.
 */
export const MAX_EXPRESSION_WORK = 500_000;

/** Work that is charged for compiling one expression. */
export const COMPILATION_WORK = 5_000;

/** Characters of a parameter's name between braces; what never closes must not be searched twice. */
export const MAX_NAME_CHARACTERS = 256;

/** HS_NAMESPACE values of one record that are tried until one can be read. */
export const MAX_NAMESPACE_VALUES = 8;
