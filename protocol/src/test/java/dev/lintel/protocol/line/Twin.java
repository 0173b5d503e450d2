package dev.lintel.protocol.line;

/// A deliberately broken copy of the production code: one place of one file is written differently.
///
/// @param rule of the-line.md that the fault breaks
/// @param fault in words
/// @param file under the line or booking package
/// @param text that stands there exactly once
/// @param instead what the twin has there
/// @param finder the world or the class of stories that must turn red
record Twin(String rule, String fault, String file, String text, String instead, String finder) {}
