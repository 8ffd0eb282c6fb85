namespace LocalComputers.Programs;

/// <summary>Some of what a program has written. A piece may cut a character.</summary>
/// <param name="Stream">Where the program wrote it.</param>
/// <param name="Bytes">What it wrote.</param>
internal readonly record struct ProgramPiece(ProgramStream Stream, ReadOnlyMemory<byte> Bytes);
