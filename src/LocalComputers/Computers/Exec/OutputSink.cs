using LocalComputers.Shells;

namespace LocalComputers.Computers.Exec;

/// <summary>Takes a piece of output.</summary>
internal delegate void OutputSink(OutputKind kind, ReadOnlySpan<byte> bytes);
